"""How does a run begin: servers up, machines commissioned, ingest ready, and at its end everything down again?"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from benchmarks.faults.patience import until
from benchmarks.faults.stage import LOOPBACK, Stage
from benchmarks.faults.statement import QUERIES
from benchmarks.host import Host
from models.machines import Generation
from services.kit.mqtt import Mqtt, Options, Subscription
from services.registry.broker import BrokerRules

_RIGHTS = "$CONTROL/dynamic-security/v1/response"
_WITHIN_S = 10.0


@asynccontextmanager
async def opened(stage: Stage, machines: Sequence[str]) -> AsyncIterator[dict[str, str]]:
    """Yield the machines' passwords at the broker, with servers, network and ingest up; end all of it afterwards."""
    listening = await stage.fleets.listen()
    watching: list[asyncio.Task[None]] = []
    try:
        await _start_servers(stage)
        passwords = await _commission(stage.host, machines)
        for proxy in stage.proxies.values():
            await proxy.start()
        stage.ingest.begin()
        watching = [
            asyncio.create_task(process.supervise(), name=f"supervisor of {process.name}") for process in stage.every()
        ]
        await ready(stage)
        yield passwords
    finally:
        for task in watching:
            task.cancel()
        listening.close()
        await _end(stage)


async def ready(stage: Stage) -> None:
    """Return once ingest says that it is ready."""
    await until(lambda: _answers(f"http://{LOOPBACK}:{stage.port}/readyz"), "ingest to be ready")


def metrics(stage: Stage) -> dict[str, float]:
    """Return ingest's metrics by name and labels; raises httpx.TransportError while it does not answer."""
    answer = httpx.get(f"http://{LOOPBACK}:{stage.port}/metrics", timeout=5, trust_env=False)
    lines = answer.text.splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


async def _start_servers(stage: Stage) -> None:
    stage.broker.begin()
    stage.database.begin()
    await until(lambda: _accepts(stage.host), "the database")
    await asyncio.to_thread(stage.host.migrate)


async def _commission(host: Host, machines: Sequence[str]) -> dict[str, str]:
    with psycopg.connect(host.admin_url, autocommit=True) as connection:
        for machine in machines:
            connection.execute(QUERIES["commission"], {"machine": machine})
            connection.execute(QUERIES["show_to_all"], {"machine": machine})
    async with Mqtt(host.broker_url("svc-registry-broker"), Options((Subscription(_RIGHTS),))) as mqtt:
        await mqtt.wait_connected()
        rules = BrokerRules(mqtt, _WITHIN_S)
        return {machine: (await rules.grant(machine, Generation.JSON)).password for machine in machines}


async def _end(stage: Stage) -> None:
    for process in stage.every():
        process.hold()
        process.resume()
    for process in stage.every():
        await process.restart()
    for proxy in stage.proxies.values():
        await proxy.stop()
    if stage.disk is not None:
        stage.disk.remove()


def _accepts(host: Host) -> bool:
    psycopg.connect(_server(host.admin_url), connect_timeout=5).close()
    return True


def _server(admin_url: str) -> str:
    return urlunsplit(urlsplit(admin_url)._replace(path="/postgres"))


def _answers(url: str) -> bool:
    return httpx.get(url, timeout=5, trust_env=False).is_success
