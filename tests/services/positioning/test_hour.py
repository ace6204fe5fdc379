"""Do the sums of hours say what the cycles say, over any period, whatever comes late or is handed over?"""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from services.kit.testing import House, see
from services.positioning.api import Cycle, Hauls
from services.positioning.client import PositioningClient
from services.positioning.haulage.worker import rewind
from tests.models.positioning.truck import FULL_KG, ROAD_M
from tests.services.positioning.conftest import SITE, Ask
from tests.services.positioning.shift import BEGIN, HOUR, shift, tell
from tests.services.positioning.test_haulage import TakeIn

TALE = shift()
END = BEGIN + 4 * HOUR


async def _told(api: httpx.AsyncClient, from_: datetime = BEGIN, to: datetime = END, **how: Any) -> Hauls:
    return await PositioningClient(api).hauls(SITE, from_, to, **how)


async def _cycles(api: httpx.AsyncClient) -> list[Cycle]:
    return (await PositioningClient(api).site_cycles(SITE, BEGIN, END)).items


@pytest.fixture
async def api(house: House, ask: Ask, truck: str, take_in: TakeIn) -> httpx.AsyncClient:
    """Acme's view of its site, on which a truck worked."""
    tell(house.database, truck, TALE)
    api = await ask("customer:acme")
    await api.get(f"/v1/sites/{SITE}/features")
    await take_in()
    return api


async def test_sums_say_what_the_cycles_say(api: httpx.AsyncClient) -> None:
    told, cycles = await _told(api), await _cycles(api)
    hauls = told.hauls
    assert (sum(hauls.cycles), sum(hauls.weighed), sum(hauls.measured)) == (3, 3, 3)
    assert sum(hauls.payload_t) == pytest.approx(3 * FULL_KG / 1000)
    assert sum(hauls.tonne_km) == pytest.approx(3 * FULL_KG * ROAD_M / 1e6, rel=0.03)
    assert sum(hauls.queue_s) == pytest.approx(sum(one.queue_s for one in cycles))
    assert sum(hauls.seconds) == pytest.approx(sum((one.stop - one.start).total_seconds() for one in cycles))
    assert sum(hauls.distance_km) == pytest.approx(sum(one.distance_m for one in cycles) / 1000)
    assert set(zip(hauls.truck, hauls.loaded_at, hauls.dumped_at, strict=True)) == {("ht-1", "face", "hopper")}
    ((machine, known),) = [(one.machine, one.known_until) for one in told.machines]
    assert (machine, known is not None) == ("ht-1", True)


async def test_a_period_that_ends_within_an_hour_holds_the_cycles_that_began_in_it(api: httpx.AsyncClient) -> None:
    first, second, third = (one.start for one in await _cycles(api))
    second_on = timedelta(microseconds=1)
    for from_, to, cycles in (
        (first, second, 1),
        (first, second + second_on, 2),
        (first + second_on, third, 1),
        (first - 2 * HOUR, third + second_on, 3),
        (third + second_on, END, 0),
    ):
        assert sum((await _told(api, from_, to)).hauls.cycles) == cycles


async def test_longer_steps_hold_the_same(api: httpx.AsyncClient) -> None:
    by_hour = (await _told(api)).hauls
    by_month = (await _told(api, BEGIN - 24 * HOUR, END, step="month", timezone="Asia/Kolkata")).hauls
    assert sum(by_month.payload_t) == pytest.approx(sum(by_hour.payload_t))
    assert sum(by_month.hours) == sum(by_hour.hours)


async def test_a_late_cycle_changes_the_sums_once(house: House, ask: Ask, truck: str, take_in: TakeIn) -> None:
    api = await ask("customer:acme")
    await api.get(f"/v1/sites/{SITE}/features")
    tell(house.database, truck, TALE, behind=900)
    tell(house.database, truck, TALE, first=1700)
    await take_in()
    before = sum((await _told(api)).hauls.cycles)
    tell(house.database, truck, TALE, first=900, behind=1700)
    resources = (await house.open("positioning")).state.resources
    for cycles in (3, 3):
        await rewind(resources, timedelta(0))
        await take_in()
        assert before < sum((await _told(api)).hauls.cycles) == cycles
    assert sum((await _told(api)).hauls.payload_t) == pytest.approx(3 * FULL_KG / 1000)


async def test_a_truck_that_is_sold_within_an_hour_is_summed_for_each_owner_alone(
    house: House, ask: Ask, take_in: TakeIn
) -> None:
    api = await ask("customer:acme")
    await api.get(f"/v1/sites/{SITE}/features")
    sold = BEGIN + timedelta(seconds=1300)
    see(house.database, "ht-1", "customer:acme", None, sold, kind="haul_truck")
    for viewer, since in (("all", None), ("region:north", sold)):
        see(house.database, "ht-1", viewer, since, kind="haul_truck")
    tell(house.database, "ht-1", TALE)
    await take_in()
    # The cycle that was under way is nobody's alone.
    shares = [sum((await _told(await ask(viewer))).hauls.cycles) for viewer in ("customer:acme", "region:north", "all")]
    assert shares == [1, 1, 3]


async def test_a_stranger_learns_nothing_of_the_site(house: House, ask: Ask, api: httpx.AsyncClient) -> None:
    see(house.database, "ht-2", "region:north", kind="haul_truck")
    told = await _told(await ask("region:north"))
    assert (told.hauls.cycles, told.machines) == ([], [])
    stranger = await ask("customer:bolt")
    answer = await stranger.get(f"/v1/sites/{SITE}/hauls", params={"from": BEGIN.isoformat(), "to": END.isoformat()})
    assert answer.status_code == 404


async def test_what_a_site_has_no_clock_for_is_told_so(ask: Ask) -> None:
    api = await ask("customer:acme")
    params = {"from": BEGIN.isoformat(), "to": END.isoformat(), "timezone": "Mars/Olympus"}
    answer = await api.get(f"/v1/sites/{SITE}/hauls", params=params)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "timezone")
