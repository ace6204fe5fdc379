"""Does what is told of traffic keep up with what machines tell, once, whatever comes between, and who sees it?"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.kit.auth import Role
from services.kit.events import Event
from services.kit.resources import Resources
from services.kit.testing import House, see
from services.positioning.api import Drawing
from services.site.client import SiteClient
from services.site.hearing import take
from services.site.traffic.worker import rewind, take_in_due
from tests.models.positioning.truck import Tale
from tests.patience import until
from tests.services.positioning.conftest import SITE
from tests.services.positioning.shift import BEGIN, tell
from tests.services.site.conftest import Ask
from tests.services.site.quarry import jam, roads

TO = BEGIN + timedelta(hours=4)
PERIOD = {"from": BEGIN.isoformat(), "to": TO.isoformat()}
TakeIn = Callable[[], Awaitable[int]]


TALE = jam()


@pytest.fixture
def truck(house: House) -> str:
    """A truck that the customer acme has."""
    for viewer in ("customer:acme", "all"):
        see(house.database, "ht-1", viewer, kind="haul_truck")
    return "ht-1"


async def _resources(house: House) -> Resources:
    app = await house.open("site", traffic_after_s=3600, traffic_compare_every_s=3600)
    resources: Resources = app.state.resources
    return resources


async def _hear(house: House, features: dict[str, Any], from_: datetime) -> None:
    """Let the service hear that a site was drawn."""
    told = Drawing.model_validate({"site": SITE, "from": from_, "features": features, "changed": ["haul"]})
    data = told.model_dump(mode="json", by_alias=True)
    kind = "howdah.positioning.zones-drawn"
    event = Event(id="1", source="/services/positioning", type=kind, subject=SITE, time=datetime.now(UTC), data=data)
    await take(await _resources(house), event)


@pytest.fixture
def take_in(house: House) -> TakeIn:
    """Let the service's worker take in all that is there; return how much that was."""

    async def taken() -> int:
        resources, done = await _resources(house), 0
        while (more := await take_in_due(resources)) and done < 100:
            done += more
        return done

    return taken


async def _traffic(api: httpx.AsyncClient, **changed: str) -> dict[str, Any]:
    answer = await api.get(f"/v1/sites/{SITE}/traffic", params=PERIOD | changed)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_site_has_segments_with_speeds_and_the_hours_in_which_time_was_lost(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    api = await ask("customer:acme")
    await _hear(house, roads(), datetime(2020, 1, 1, tzinfo=UTC))
    tell(house.database, truck, TALE)
    await take_in()
    told = await _traffic(api)
    assert (told["machines"], told["unseen"], told["otherwise_drawn"]) == ([truck], [], 0)
    assert (len(told["segments"]), told["passages"]) == (12, 5 * 2 * 12 - 12 + 12)
    worst = told["worst"][0]
    assert (worst["forward"], worst["slow"], worst["held_up"]) == (True, 1, 0)
    assert worst["delay_h"] == pytest.approx(120 / 3600, rel=0.1)
    segment = next(one for one in told["segments"] if one["id"] == worst["segment"])
    assert segment["geometry"]["coordinates"][0] != segment["geometry"]["coordinates"][-1]
    assert segment["gradient"] == pytest.approx(0.05, abs=0.01)
    ways = {(way["forward"], way["loaded"]): way for way in segment["ways"]}
    assert ways[False, True]["free_kmh"] == pytest.approx(28.8, rel=0.08)
    assert (await SiteClient(api).bunching(SITE, BEGIN, TO)).roads == []
    long = PERIOD | {"from": (BEGIN - timedelta(days=40)).isoformat()}
    answer = await api.get(f"/v1/sites/{SITE}/traffic", params=long)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "to")
    # Who sees the site and not the machine sees none of its traffic.
    see(house.database, "ht-2", "region:north", kind="haul_truck")
    told = await _traffic(await ask("region:north"))
    assert (told["passages"], told["machines"], told["known_until"], told["worst"]) == (0, [], None, [])
    stranger = await (await ask("customer:bolt")).get(f"/v1/sites/{SITE}/traffic", params=PERIOD)
    assert stranger.status_code == 404


async def test_what_comes_late_and_after_a_worker_was_stopped_is_told_as_if_it_had_come_in_time(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    api = await ask("customer:acme")
    await _hear(house, roads(), datetime(2020, 1, 1, tzinfo=UTC))
    tell(house.database, truck, TALE, behind=1000)
    tell(house.database, truck, TALE, first=1500, behind=2000)
    await take_in()
    tell(house.database, truck, TALE, first=2000)
    resources = await _resources(house)
    with house.database.admin() as connection, connection.transaction():
        # Who holds this lets the worker wait at its result, with its transaction under way.
        connection.execute("lock table site.passing in exclusive mode")
        task = asyncio.create_task(take_in_due(resources))
        waiting = "select count(*) from pg_locks where not granted and relation = 'site.passing'::regclass"
        await until(lambda: connection.execute(waiting).fetchone() == (1,))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await take_in()
    assert (await _traffic(api))["passages"] < 100
    tell(house.database, truck, TALE, first=1000, behind=1500)
    assert await rewind(resources, timedelta(0)) == [truck]
    await take_in()
    late = await _traffic(api)
    with house.database.admin() as connection:
        connection.execute("delete from site.passing")
        connection.execute("delete from site.followed_hour")
        connection.execute("delete from site.followed")
    await take_in()
    assert late == await _traffic(api)


async def test_roads_that_are_drawn_anew_count_from_the_time_for_which_they_are_drawn(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    api = await ask("customer:acme")
    await _hear(house, roads(), datetime(2020, 1, 1, tzinfo=UTC))
    tell(house.database, truck, TALE)
    await take_in()
    before = await _traffic(api)
    await _hear(house, roads(bend_m=3.0), BEGIN + timedelta(seconds=1500))
    await take_in()
    after = await _traffic(api)
    assert after["otherwise_drawn"] > 0
    assert after["otherwise_drawn"] + after["passages"] == pytest.approx(before["passages"], abs=2)
    assert (await _traffic(api, to=(BEGIN + timedelta(seconds=1400)).isoformat()))["otherwise_drawn"] == 0


async def test_who_asks_about_a_site_that_was_never_heard_of_gets_its_roads_from_positioning(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    api = await ask("customer:acme")
    writer = house.token(Role.CUSTOMER, "customer:acme", permissions=["*:read", "positioning:write"])
    positioning = await house.api("positioning", writer, compare_every_s=3600)
    path = f"/v1/sites/{SITE}/features"
    assert (await positioning.put(path, json=roads(), params={"from": BEGIN.isoformat()})).status_code == 200
    assert len((await _traffic(api))["segments"]) == 12
    tell(house.database, truck, TALE)
    await take_in()
    assert (await _traffic(api))["passages"] == 120


async def test_near_misses_are_told_to_those_who_see_both_machines(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    see(house.database, "ht-2", "customer:bolt", kind="haul_truck")
    see(house.database, "ht-2", "all", kind="haul_truck")
    api = SiteClient(await ask("customer:acme"))
    await _hear(house, roads(), datetime(2020, 1, 1, tzinfo=UTC))
    slow, fast = Tale(east_m=200), Tale(east_m=150)
    slow.stand(10).rows += [(200 + 1.7 * second, 1.7, 0.0, 0.0, 0.0, 1500.0) for second in range(1, 121)]
    fast.stand(20).drive(223).rows += [(223 + 1.7 * second, 1.7, 0.0, 0.0, 0.0, 1500.0) for second in range(1, 90)]
    for machine, tale in ((truck, slow), ("ht-2", fast)):
        tell(house.database, machine, tale)
    await take_in()
    with house.database.admin() as connection:
        found = connection.execute("select machine, other, kind, severity from site.near_miss").fetchall()
    assert found == [("ht-2", truck, "rear_end", "serious")]
    assert (await api.near_misses(SITE, BEGIN, TO)).items == []
    # Either of the two alone tells of the other's.
    see(house.database, "ht-2", "region:north", kind="haul_truck")
    assert (await SiteClient(await ask("region:north")).near_misses(SITE, BEGIN, TO)).items == []
    see(house.database, "ht-2", "customer:acme", kind="haul_truck")
    (told,) = (await api.near_misses(SITE, BEGIN, TO)).items
    assert (told.machine, told.kind, told.segment) == ("ht-2", "rear_end", "haul/3")
    assert told.probability > 0.9
