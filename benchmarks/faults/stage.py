"""On what does a run take place: servers, ingest and a fleet, with a network between them that can fail?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import numpy as np

from benchmarks.faults.disk import Disk, NoDisk
from benchmarks.faults.link import Fleets
from benchmarks.faults.process import Process
from benchmarks.faults.proxy import Proxy
from benchmarks.faults.schedule import Target
from benchmarks.host import Child, Host

LOOPBACK = "127.0.0.1"
HALVES = 2
# In a message of telemetry.
READINGS = 50


@dataclass
class Stage:
    """The parts of a run; `left_out` says which faults cannot be brought about here, and why."""

    host: Host
    processes: dict[Target, Process]
    proxies: Mapping[Target, Proxy]
    fleets: Fleets
    port: int
    disk: Disk | None = None
    left_out: list[str] = field(default_factory=list)

    @property
    def database(self) -> Process:
        """The database server."""
        return self.processes[Target.DATABASE]

    @property
    def broker(self) -> Process:
        """The broker."""
        return self.processes[Target.BROKER]

    @property
    def ingest(self) -> Process:
        """Ingest."""
        return self.processes[Target.INGEST]

    def every(self) -> Iterator[Process]:
        """Yield every process, those that stand on others first."""
        yield from (*self.fleets.processes, self.ingest, self.broker, self.database)

    def start_ingest(self, module: str = "ingest", *arguments: str, **more: str) -> Child:
        """Start ingest, or what stands for it, behind the network that can fail."""
        env = {
            "HOWDAH_HOST": LOOPBACK,
            "HOWDAH_PORT": str(self.port),
            "HOWDAH_LOG_FORMAT": "json",
            "HOWDAH_DATABASE_URL": _through(self.host.database_url("ingest"), self.proxies[Target.TO_DATABASE]),
            "HOWDAH_MQTT_URL": _through(self.host.broker_url("ingest"), self.proxies[Target.TO_INGEST]),
            **more,
        }
        return self.host.start_module("ingest", module, *arguments, env=env)


def set_up(host: Host, machines: int, chance: np.random.Generator, size: int) -> Stage:
    """Return the parts of a run, nothing started yet; the database's disk has `size` bytes."""
    orders = host.folder / "orders.json"

    def begin(number: int) -> Child:
        return host.start_module(f"fleet-{number}", "benchmarks.faults.fleet", str(orders), str(number), env={})

    fleets = Fleets(host.folder / "fleet.socket", machines, [partial(begin, number) for number in range(HALVES)])
    proxies = {
        Target.FROM_MACHINES: Proxy(host.free_port(), host.broker_port, chance, speaks_mqtt=True),
        Target.TO_INGEST: Proxy(host.free_port(), host.broker_port, chance, speaks_mqtt=True),
        Target.TO_DATABASE: Proxy(host.free_port(), host.database_port, chance),
    }
    processes = {
        Target.DATABASE: Process("database", host.start_database),
        Target.BROKER: Process("broker", host.start_broker),
    }
    stage = Stage(host, processes, proxies, fleets, host.free_port())
    processes[Target.INGEST] = Process("ingest", stage.start_ingest)
    try:
        stage.disk = Disk(host.database_folder, host.folder / "disk.image", size)
    except NoDisk as reason:
        stage.left_out.append(f"disk full: {reason}")
    return stage


def _through(url: str, proxy: Proxy) -> str:
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@{LOOPBACK}:{proxy.port}"))
