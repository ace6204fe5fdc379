"""How soon after a pass or a haul cycle ended do the others hear of it, while everything runs?"""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import usage
from benchmarks.host import Child
from benchmarks.ingest.broker import Broker
from benchmarks.patience import wait_until
from benchmarks.site.ground import Ground
from benchmarks.site.shift import SERVICES
from services.kit.events import Event
from services.kit.mqtt import Mqtt, Options, Subscription

LISTENER = "bench-listener"
_TOPICS = ("events/v1/weighing/load-changed", "events/v1/positioning/cycle-ended")
# Machines take so long to connect; what ends in the last moments may not be told yet.
_BEGINS_S, _REST_S = 30.0, 10.0


@dataclass(frozen=True)
class Heard:
    """An event, and when it was heard, in Unix seconds."""

    at_s: float
    event: Event


@dataclass(frozen=True)
class Shown:
    """What was heard between two moments (Unix seconds), and the processor seconds of each process meanwhile."""

    first_s: float
    last_s: float
    heard: tuple[Heard, ...]
    used: usage.Reading


def listen(ground: Ground, broker: Broker, begin: datetime, seconds: float) -> Shown:
    """Let machines work for so long, with ingest and the services as the platform runs them, and hear what is told."""
    orders = _orders(ground, broker, begin)
    with _running(ground, orders) as children:
        processes = {name: [child.pid] for name, child in children.items()} | {"database": [ground.database]}
        heard = _Ear()
        first_s = time.time() + _BEGINS_S
        asyncio.run(heard.listen(broker.url(LISTENER), _BEGINS_S))
        before = usage.read(processes)
        asyncio.run(heard.listen(broker.url(LISTENER), seconds))
        used = usage.read(processes).since(before)
    return Shown(first_s, time.time() - _REST_S, tuple(heard.heard), used)


class _Ear:
    """Hears what services tell, as any other part of the platform does."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []

    async def listen(self, url: str, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds), Mqtt(url, Options(tuple(map(Subscription, _TOPICS)))) as mqtt:
                async for message in mqtt.messages():
                    self.heard.append(Heard(time.time(), Event.model_validate_json(message.payload)))
                    mqtt.ack(message)
        except TimeoutError:
            return


def _orders(ground: Ground, broker: Broker, begin: datetime) -> Path:
    machines = [machine.id for machine in ground.world.fleet.machines]
    broker.admit([*machines, LISTENER])
    path = ground.host.folder / "machines.json"
    urls = {machine: broker.url(machine) for machine in machines}
    told = {"begin": begin.isoformat(), "machines": len(machines), "seed": ground.world.seed, "urls": urls}
    path.write_text(json.dumps(told))
    return path


@contextmanager
def _running(ground: Ground, orders: Path) -> Iterator[dict[str, Child]]:
    host = ground.host
    with ExitStack() as stack:
        children = {name: _service(ground, name) for name in SERVICES}
        env = {"HOWDAH_DATABASE_URL": host.database_url("ingest"), "HOWDAH_MQTT_URL": host.broker_url("ingest")}
        env["HOWDAH_PORT"] = str(host.free_port())
        children["ingest"] = host.start_module("ingest", "ingest", env=env)
        children["machines"] = host.start_module("machines", "benchmarks.site.machines", str(orders), env={})
        for child in children.values():
            stack.callback(child.stop)
        wait_until(lambda: all(one.exit_code() is None for one in children.values()), 1, "A program ended at once")
        yield children


def _service(ground: Ground, name: str) -> Child:
    host = ground.host
    env = {
        "HOWDAH_PORT": str(host.free_port()),
        "HOWDAH_DATABASE_URL": host.database_url(f"svc_{name}"),
        "HOWDAH_MQTT_URL": host.broker_url(f"svc-{name}"),
        "HOWDAH_WORK_AFTER_S": "0",
        "HOWDAH_TRAFFIC_AFTER_S": "0",
    }
    return host.start_module(name, "services.kit", name, env=env)


def moment_of(text: object) -> float:
    """Return the Unix seconds of a time as it is told in an event."""
    return datetime.fromisoformat(str(text)).astimezone(UTC).timestamp()
