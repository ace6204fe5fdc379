"""Who is compared in a test: the demo's customers and simulated peers, as they consented?"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from deploy.demo.crew import demo_fleet
from deploy.demo.peer import QUERIES, weeks
from models.benchmarking.quarter import over
from services.benchmarking.release.market import WorkRow
from services.benchmarking.release.worker import release_due
from services.kit.auth import Role
from services.kit.testing import House, see
from simulators.fleet import Fleet
from tests.services.positioning import conftest as positioning

Ask = Callable[..., Awaitable[httpx.AsyncClient]]
NOW = datetime.now(UTC)
QUARTER = over(NOW)
FLEET = demo_fleet()
Compared = Callable[..., Awaitable[str | None]]
# Opens positioning, with a site that is drawn.
ask_positioning = positioning.ask


@pytest.fixture(scope="session")
def rows() -> Sequence[dict[str, Any]]:
    """The weeks of simulated peers, and of the demo's own trucks."""
    return [*weeks(FLEET, QUARTER)]


@pytest.fixture
def work(rows: Sequence[Mapping[str, Any]]) -> list[WorkRow]:
    """The weeks of the demo's market, of whose trucks the registry would know who has them."""
    own = {one.id: one.customer for one in FLEET.machines}
    names = ("machine", "model", "region", "site", "way", "from_time", "to_time", "week", "haulage")
    return [
        WorkRow(
            owner=one["owner"] or own[one["machine"]],
            simulated=bool(one["owner"]),
            ground="",
            site_kind="",
            **{name: one[name] for name in names},
        )
        for one in rows
    ]


@pytest.fixture
def ask(house: House) -> Ask:
    """Open the service for a caller who sees as these viewers; its workers wait."""

    async def asked(*viewers: str) -> httpx.AsyncClient:
        role = Role.ENGINEER if viewers[0].startswith("region:") else Role.CUSTOMER
        return await house.api("benchmarking", house.token(role, *viewers), release_pause_s=3600)

    return asked


@pytest.fixture
def compared(house: House, ask: Ask, rows: Sequence[dict[str, Any]]) -> Compared:
    """Let the demo's customers, or some of them, agree to be compared with so many peers; return what was released."""

    async def made(*, agree: Sequence[str] = ("granvik", "jarrah", "mesa"), peers: int = 8) -> str | None:
        await ask("customer:granvik")
        _register(house, FLEET, agree)
        with house.database.admin() as connection, connection.cursor() as cursor:
            told = [one for one in rows if one["owner"] and int(one["owner"].rpartition("-")[2]) <= peers]
            cursor.executemany(QUERIES["keep_peer"], told)
            cursor.executemany(QUERIES["keep_own"], [one for one in rows if not one["owner"]])
        return await release_due(house.apps["benchmarking"].state.resources, NOW)

    return made


def _register(house: House, fleet: Fleet, agree: Sequence[str]) -> None:
    sites = {site.id: site.region for site in fleet.sites}
    for one in fleet.machines:
        if "-ht-" not in one.id:
            continue
        for viewer in (f"customer:{one.customer}", f"region:{sites[one.site]}", "all"):
            see(house.database, one.id, viewer, kind="haul_truck")
        if one.customer in agree:
            see(house.database, one.id, "purpose:benchmarking", kind="haul_truck", holder=one.customer)
        with house.database.admin() as connection:
            connection.execute("update access.machine set model = %s where machine = %s", [one.model, one.id])
