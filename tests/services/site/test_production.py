"""Is what a site produces told right, of any period, to those who may see it, and whoever is away?"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from services.kit.testing import Database, House, see
from services.positioning.haulage.worker import rewind, take_in_due
from services.site.api import ShiftPlan, SiteProduction
from services.site.client import SiteClient
from tests.models.positioning.truck import FULL_KG, ROAD_M
from tests.services.measurement import measure
from tests.services.positioning.conftest import SITE
from tests.services.positioning.shift import BEGIN, HOUR, tell
from tests.services.site.conftest import QUIET, Ask, Look
from tests.services.site.quarry import BURNS_LPH, END, LOADER, LOADS_KG, TALE, TRUCK, burn, work

ACME = "customer:acme"
HAULED_T, DUG_T = 3 * FULL_KG / 1000, sum(LOADS_KG) / 1000
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
async def api(database: Database, ask: Ask, look: Look) -> httpx.AsyncClient:
    """Acme's view of its site, on which a truck and a loader worked."""
    work(database, ACME)
    await look()
    return await ask(ACME)


@pytest.fixture
async def mute() -> AsyncIterator[str]:
    """Where somebody listens who never says anything."""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _told(api: httpx.AsyncClient, from_: datetime = BEGIN, to: datetime = END, **how: Any) -> SiteProduction:
    return await SiteClient(api).production(SITE, from_, to, **how)


async def test_a_site_tells_what_its_trucks_and_diggers_brought_and_burnt(api: httpx.AsyncClient) -> None:
    told = await _told(api)
    totals = told.totals
    assert (totals.cycles, told.partial, told.step) == (3, [], "hour")
    assert totals.hauled is not None
    assert totals.hauled.t == pytest.approx(HAULED_T)
    assert (totals.hauled.low_t or 0) < HAULED_T < (totals.hauled.high_t or 0)
    assert totals.dug is not None
    assert totals.dug.t == pytest.approx(DUG_T, rel=0.02)
    assert totals.tonne_km == pytest.approx(HAULED_T * ROAD_M / 1000, rel=0.03)
    assert totals.fuel is not None
    assert (totals.fuel.trucks_l, totals.fuel.diggers_l) == pytest.approx((120, 96), rel=1e-4)
    assert totals.fuel.coverage == pytest.approx(1.0)
    assert totals.litres_per_tonne == pytest.approx(216 / HAULED_T, rel=1e-3)
    assert told.targets is not None
    assert (told.targets.loads, told.targets.keeps) == (3, False)
    assert "1 truck and 1 loader or excavator" in told.scope
    _assert_rows(told)


def _assert_rows(told: SiteProduction) -> None:
    (truck,), (digger,) = told.trucks, told.diggers
    assert (truck.truck, truck.cycles) == (TRUCK, 3)
    assert truck.hauled_t == pytest.approx(HAULED_T)
    assert (digger.digger, digger.basis, digger.passes) == (LOADER, "boom", 4)
    assert sum(row.cycles for row in told.steps) == 3
    assert sum(row.hauled_t or 0 for row in told.steps) == pytest.approx(HAULED_T)
    assert sum(row.litres or 0 for row in told.steps) == pytest.approx(216, rel=1e-4)
    assert [row.time for row in told.steps] == [
        BEGIN.replace(minute=0) + hour * HOUR for hour in range(len(told.steps))
    ]


async def test_any_period_and_a_shift_hold_what_began_and_was_burnt_in_it(api: httpx.AsyncClient) -> None:
    half = timedelta(minutes=30)
    parts = [await _told(api, BEGIN + n * half, BEGIN + (n + 1) * half) for n in range(3)]
    assert sum(part.totals.cycles or 0 for part in parts) == 3
    assert [part.totals.fuel.litres if part.totals.fuel else 0 for part in parts] == pytest.approx([27] * 3, rel=0.01)
    for step in ("day", "month"):
        long = await _told(api, BEGIN - 40 * 24 * HOUR, END + 24 * HOUR, step=step)
        assert sum(row.cycles for row in long.steps) == long.totals.cycles == 3
    await _assert_empty(api)
    await _assert_shift(api)


async def test_loads_that_no_cycle_tells_are_those_of_the_trucks_own_counters(
    database: Database, ask: Ask, look: Look
) -> None:
    work(database, ACME, behind=60)
    hour = BEGIN.replace(minute=0) + HOUR
    for place in range(3):
        counted = {"load_count": 700.0 + 5 * place, "payload_total_kg": 9e6 + 140_000 * place}
        measure(database, TRUCK, hour + place * HOUR + timedelta(minutes=1), **counted)
    await look()
    told = await _told(await ask(ACME))
    assert (told.totals.cycles, told.totals.counted_loads) == (0, 10)
    assert told.totals.hauled is not None
    assert (told.totals.hauled.t, told.totals.hauled.coverage) == pytest.approx((280, 0), rel=1e-3)
    assert (told.totals.litres_per_tonne_km, told.routes) == (None, [])
    assert any(TRUCK in note and "own counters" in note for note in told.notes)


async def test_a_late_cycle_changes_what_was_produced_once(
    house: House, database: Database, ask: Ask, look: Look
) -> None:
    work(database, ACME, behind=900)
    tell(database, TRUCK, TALE, first=1700)
    await look()
    api = await ask(ACME)
    assert (await _told(api)).totals.cycles != 3
    tell(database, TRUCK, TALE, first=900, behind=1700)
    resources = (await house.open("positioning")).state.resources
    for _ in range(2):
        await rewind(resources, timedelta(0))
        while await take_in_due(resources):
            pass
        assert (await _told(api)).totals.cycles == 3


async def test_others_see_the_share_of_their_own_machines_and_strangers_no_site(
    database: Database, ask: Ask, api: httpx.AsyncClient
) -> None:
    see(database, LOADER, "region:north")
    told = await _told(await ask("region:north"))
    assert (told.totals.cycles, told.trucks, [one.digger for one in told.diggers]) == (0, [], [LOADER])
    assert told.totals.fuel is not None
    assert told.totals.fuel.litres == pytest.approx(4 * BURNS_LPH[LOADER], rel=1e-4)
    assert "0 trucks and 1 loader or excavator" in told.scope
    stranger = await ask("customer:bolt")
    params = {"from": BEGIN.isoformat(), "to": END.isoformat()}
    answer = await stranger.get(f"/v1/sites/{SITE}/production", params=params)
    assert answer.status_code == 404


async def _assert_empty(api: httpx.AsyncClient) -> None:
    for from_, words in ((BEGIN - 48 * HOUR, "No machine that you see"), (END + 24 * HOUR, "has not begun")):
        told = await _told(api, from_, from_ + HOUR)
        assert words in " ".join(told.notes)
        assert (told.totals.hauled, told.totals.hauled_tph, told.totals.litres_per_tonne) == (None, None, None)
        assert (told.partial, told.routes, told.loaders) == ([], [], [])
    for from_, to in ((END, BEGIN), (BEGIN, BEGIN), (BEGIN - timedelta(days=4000), END)):
        params = {"from": from_.isoformat(), "to": to.isoformat()}
        answer = await api.get(f"/v1/sites/{SITE}/production", params=params)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


async def _assert_shift(api: httpx.AsyncClient) -> None:
    client = SiteClient(api)
    shifts = await client.shifts(SITE)
    begins = BEGIN.astimezone(ZoneInfo(shifts.timezone))
    plan = {"shifts": [{"id": "early", "start": f"{begins:%H:%M}", "hours": 4}]}
    await client.set_shifts(SITE, ShiftPlan.model_validate(plan))
    report = await client.shift_report(SITE, "early", begins.date())
    assert report.shift.from_ == BEGIN
    assert report.targets is not None
    assert [(one.name, one.loads, one.keeps) for one in report.targets.trucks] == [(TRUCK, 3, False)]
    assert report.production.totals.cycles == 3
    words = " ".join(report.sentences)
    assert "3 cycles hauled 90 ±" in words
    assert "216\u00a0L were burnt" in words
    answer = await api.get(f"/v1/sites/{SITE}/shifts/late", params={"date": begins.date().isoformat()})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-shift")
    assert "these do: early" in answer.json()["detail"]


async def test_a_neighbour_that_is_stopped_makes_the_answer_partial(house: House, database: Database, ask: Ask) -> None:
    api = await ask(ACME, service_urls={"weighing": NOBODY})
    await house.open("positioning", **QUIET)
    see(database, TRUCK, ACME, kind="haul_truck")
    burn(database, TRUCK)
    with database.admin() as connection:
        row = [TRUCK, BEGIN.date(), SITE, BEGIN, END]
        connection.execute("insert into positioning.present values (%s, %s, %s, %s, %s)", row)
    told = await _told(api)
    assert [(one.service, "does not answer" in one.reason) for one in told.partial] == [("weighing", True)]
    assert (told.totals.cycles, told.totals.dug, told.targets) == (0, None, None)
    assert told.totals.fuel is not None
    assert told.totals.fuel.trucks_l == pytest.approx(120, rel=1e-3)


async def test_a_neighbour_that_never_answers_is_not_waited_for_long(ask: Ask, mute: str) -> None:
    api = await ask(ACME, service_urls={"positioning": mute}, neighbour_timeout_s=0.3)
    async with asyncio.timeout(10):
        told = await _told(api)
    assert [one.service for one in told.partial] == ["positioning"]
    assert (told.totals.cycles, told.totals.hauled, told.trucks) == (None, None, [])
