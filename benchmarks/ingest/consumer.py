"""Who takes the messages from the broker, how is it started, and in whose session do they wait for it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from benchmarks.ingest.broker import Broker
from benchmarks.ingest.database import Database
from benchmarks.ingest.host import Child, Host
from benchmarks.ingest.load import Load
from ingest.settings import IngestSettings
from ingest.source import connect

INGEST = "ingest"


@dataclass(frozen=True)
class Consumer:
    """A program that drains a session: whether it `stores` rows, and whether rollups and `latest` follow."""

    name: str
    module: str
    user: str = INGEST
    env: Mapping[str, str] = field(default_factory=dict)
    stores: bool = True
    rolls_up: bool = False

    def hold(self, broker: Broker, database: Database) -> None:
        """Let the broker keep from now on what comes for it."""
        if self.user == INGEST:
            broker.visit(connect(self._settings(broker, database)))
        else:
            broker.hold(self.user)

    def start(self, broker: Broker, database: Database, load: Load, answer: Path) -> Child:
        """Start it; one that stores nothing ends by itself, and writes what it has seen into the file `answer`."""
        host = database.host
        env = {
            "HOWDAH_DATABASE_URL": database.url(INGEST),
            "HOWDAH_MQTT_URL": broker.url(self.user),
            "HOWDAH_PORT": str(host.free_port()),
            "HOWDAH_LOG_FORMAT": "json",
            **self.env,
        }
        arguments = () if self.stores else (str(load.messages), str(answer))
        return host.start_module(self.name, self.module, *arguments, env=env)

    def _settings(self, broker: Broker, database: Database) -> IngestSettings:
        return IngestSettings(database_url=SecretStr(database.url(INGEST)), mqtt_url=SecretStr(broker.url(self.user)))


def log_of(host: Host, name: str) -> Path:
    """Return where a program's log lies."""
    return host.folder / "logs" / f"{name}.log"
