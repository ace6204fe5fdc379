"""Who takes the messages from the broker, how is it started, and in whose session do they wait for it?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from benchmarks.host import Child
from benchmarks.ingest.broker import Broker
from benchmarks.ingest.database import Database, make_plain
from benchmarks.ingest.peer.route import route
from ingest.settings import IngestSettings
from ingest.source import connect

INGEST_USER, SECOND_USER = "ingest", "ingest-2"
BRIDGE_USER, TUTORIAL_USER = "bench-bridge", "bench-tutorial"
_PEERS = Path(__file__).parent / "peer"


class Consumer(Protocol):
    """A program that drains a session: whether it `stores` rows, and whether rollups and `latest` follow.

    One that stores nothing ends by itself after HOWDAH_MESSAGES, and writes what it saw into the file HOWDAH_ANSWER.
    """

    @property
    def name(self) -> str:
        """What it is called in logs."""

    @property
    def users(self) -> tuple[str, ...]:
        """The users of the broker in whose names its workers connect, one each."""

    @property
    def stores(self) -> bool:
        """Whether it stores rows."""

    @property
    def rolls_up(self) -> bool:
        """Whether rollups and `latest` follow."""

    def hold(self, broker: Broker) -> None:
        """Let the broker keep from now on what comes for it."""

    def start(self, worker: int, broker: Broker, database: Database, told: Mapping[str, str]) -> Child:
        """Start one of its workers, counted from 0; `told` is more of its environment."""


@dataclass(frozen=True)
class Ours:
    """A module of this project that connects as ingest does."""

    name: str
    module: str
    stores: bool = True
    rolls_up: bool = False
    env: Mapping[str, str] = field(default_factory=dict)
    users: tuple[str, ...] = (INGEST_USER,)

    def hold(self, broker: Broker) -> None:
        """Let the broker keep from now on what comes for it."""
        for worker, user in enumerate(self.users, 1):
            # Connecting to the broker takes no database.
            settings = IngestSettings(
                database_url=SecretStr(""), mqtt_url=SecretStr(broker.url(user)), worker=worker, workers=len(self.users)
            )
            broker.visit(connect(settings))

    def start(self, worker: int, broker: Broker, database: Database, told: Mapping[str, str]) -> Child:
        """Start one of its workers, counted from 0, with ingest's own settings."""
        host = database.host
        env = {
            "HOWDAH_DATABASE_URL": database.url(INGEST_USER),
            "HOWDAH_MQTT_URL": broker.url(self.users[worker]),
            "HOWDAH_WORKER": str(worker + 1),
            "HOWDAH_WORKERS": str(len(self.users)),
            "HOWDAH_PORT": str(host.free_port()),
            "HOWDAH_LOG_FORMAT": "json",
            **self.env,
            **told,
        }
        return host.start_module(f"{self.name}-{worker + 1}", self.module, env=env)


@dataclass(frozen=True)
class Peer:
    """A peer, run by the Python of the environment in which it is installed."""

    name: str
    user: str
    python: Path
    stores: bool = True
    rolls_up: bool = False

    @property
    def users(self) -> tuple[str, ...]:
        """The one user of the broker in whose name it connects."""
        return (self.user,)

    def hold(self, broker: Broker) -> None:
        """Let the broker keep from now on what comes for it."""
        broker.hold(self.user)

    def start(self, worker: int, broker: Broker, database: Database, told: Mapping[str, str]) -> Child:
        """Start it; it has one worker, and stores into a plain table of the same columns."""
        make_plain(database)
        url = urlsplit(broker.url(self.user))
        asked = {
            "host": url.hostname,
            "port": url.port,
            "user": unquote(url.username or ""),
            "password": unquote(url.password or ""),
            "database_url": database.url(INGEST_USER),
        }
        peer = json.dumps(route(asked) if self.user == BRIDGE_USER else asked)
        command = (str(self.python), str(_PEERS / f"{self.name}.py"))
        return database.host.start_command(f"{self.name}-{worker + 1}", *command, env={**told, "HOWDAH_PEER": peer})


INGEST = Ours("ingest", "ingest", rolls_up=True)
TWO = Ours("ingest", "ingest", rolls_up=True, users=(INGEST_USER, SECOND_USER))
BARE = Ours("bare", "benchmarks.ingest.bare")
PROFILED = Ours("profiled", "benchmarks.ingest.profiled", rolls_up=True)
RECEIVE = Ours("receive", "benchmarks.ingest.receiver", stores=False)
USUAL = Ours("usual", "benchmarks.ingest.usual", stores=False)


def peers(python: Path) -> tuple[Peer, Peer]:
    """Return mq-bridge and the tutorial's loop."""
    return Peer("bridge", BRIDGE_USER, python), Peer("tutorial", TUTORIAL_USER, python)
