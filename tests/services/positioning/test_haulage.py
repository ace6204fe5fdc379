"""Do cycles and visits keep up with what trucks tell, once, whatever comes between, and who sees them?"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from services.kit.testing import House, see
from services.positioning.haulage.worker import rewind, take_in_due
from tests.models.positioning.truck import FULL_KG, ROAD_M, ZONES, square
from tests.patience import until
from tests.services.positioning.conftest import SITE, Ask, drawn
from tests.services.positioning.shift import BEGIN, shift, tell

TakeIn = Callable[[], Awaitable[int]]
PERIOD = {"from": BEGIN.isoformat(), "to": (BEGIN + timedelta(hours=4)).isoformat()}
TALE = shift()
# The way from the yard to the face leads through the hopper's zone.
VISITED = ["yard", "hopper", *("face", "hopper") * 3, "yard"]


async def _rows(api: Any, what: str, of: str = "machines/ht-1") -> list[dict[str, Any]]:
    answer = await api.get(f"/v1/{of}/{what}", params=PERIOD)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_a_truck_has_cycles_visits_and_what_they_come_to(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    tell(house.database, truck, TALE)
    api = await ask("customer:acme")
    await api.get(f"/v1/sites/{SITE}/features")
    await take_in()
    cycles = await _rows(api, "cycles")
    told = {(one["loaded_at"], one["dumped_at"], one["payload_kg"]) for one in cycles}
    assert (len(cycles), told) == (3, {("face", "hopper", FULL_KG)})
    assert [one["phase"] for one in cycles[1]["phases"]][:3] == ["return", "queue", "spot"]
    assert cycles[1]["queue_s"] == pytest.approx(90, abs=2)
    assert [one["zone"] for one in await _rows(api, "visits")] == VISITED
    total = (await api.get("/v1/machines/ht-1/haulage", params=PERIOD)).json()
    assert (total["detail"], total["cycles"], total["payload_kg"]) == ("cycles", 3, 3 * FULL_KG)
    assert total["distance_m"] == pytest.approx(6 * ROAD_M + 500, rel=0.02)
    assert await _rows(api, "cycles", f"sites/{SITE}") == cycles


async def test_a_stranger_sees_none_of_it_even_on_the_site_it_may_see(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    tell(house.database, truck, TALE)
    await (await ask("customer:acme")).get(f"/v1/sites/{SITE}/features")
    await take_in()
    see(house.database, "ht-2", "region:north", kind="haul_truck")
    other = await ask("region:north")
    for what in ("cycles", "visits"):
        assert await _rows(other, what, f"sites/{SITE}") == []
        assert (await other.get(f"/v1/machines/ht-1/{what}", params=PERIOD)).status_code == 404


async def test_who_had_a_truck_and_who_has_it_each_see_their_part_of_a_visit(
    house: House, ask: Ask, take_in: TakeIn
) -> None:
    handover = BEGIN + timedelta(seconds=400)
    see(house.database, "ht-1", "all", kind="haul_truck")
    see(house.database, "ht-1", "customer:acme", to_time=handover, kind="haul_truck")
    see(house.database, "ht-1", "customer:other", handover, kind="haul_truck")
    tell(house.database, "ht-1", TALE)
    acme, other = await ask("customer:acme"), await ask("customer:other")
    await acme.get(f"/v1/sites/{SITE}/features")
    await take_in()
    (before,) = await _rows(acme, "visits")
    behind = await _rows(other, "visits")
    assert (before["zone"], before["left_at"]) == ("yard", behind[0]["entered_at"])
    assert before["left_at"] == handover.isoformat().replace("+00:00", "Z")
    assert [one["zone"] for one in behind] == VISITED


async def test_a_worker_that_is_stopped_midway_goes_on_where_it_was(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    half = TALE.now // 2
    tell(house.database, truck, TALE, behind=half)
    api = await ask("customer:acme")
    await api.get(f"/v1/sites/{SITE}/features")
    await take_in()
    tell(house.database, truck, TALE, first=half)
    resources = (await house.open("positioning")).state.resources
    with house.database.admin() as connection, connection.transaction():
        # Who holds this lets the worker wait at its first result, with its transaction under way.
        connection.execute("lock table positioning.cycle in exclusive mode")
        task = asyncio.create_task(take_in_due(resources))
        waiting = "select count(*) from pg_locks where not granted and relation = 'positioning.cycle'::regclass"
        await until(lambda: connection.execute(waiting).fetchone() == (1,))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await take_in()
    cycles, visits = await _rows(api, "cycles"), await _rows(api, "visits")
    assert len(cycles) == 3
    assert [one["zone"] for one in visits] == VISITED
    assert [one["left_at"] is None for one in visits] == [False] * 8 + [True]


async def test_what_comes_late_is_told_as_if_it_had_come_in_time(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    api = await ask("customer:acme")
    await api.get(f"/v1/sites/{SITE}/features")
    tell(house.database, truck, TALE, behind=900)
    tell(house.database, truck, TALE, first=1700)
    await take_in()
    assert len(await _rows(api, "cycles")) < 3
    tell(house.database, truck, TALE, first=900, behind=1700)
    resources = (await house.open("positioning")).state.resources
    assert await rewind(resources, timedelta(0)) == [truck]
    await take_in()
    assert [one["payload_kg"] for one in await _rows(api, "cycles")] == [FULL_KG] * 3
    assert [one["zone"] for one in await _rows(api, "visits")] == VISITED


async def test_zones_that_are_drawn_later_count_from_the_time_for_which_they_are_drawn(
    house: House, ask: Ask, truck: str, take_in: TakeIn
) -> None:
    tell(house.database, truck, TALE)
    api = await ask("customer:acme")
    await api.get(f"/v1/sites/{SITE}/features")
    await take_in()
    renamed = drawn(square("new-face", "loading", ROAD_M, 0), *ZONES[1:])
    from_ = (BEGIN + timedelta(seconds=1500)).isoformat()
    assert (await api.put(f"/v1/sites/{SITE}/features", json=renamed, params={"from": from_})).status_code == 200
    await take_in()
    loaded = [one["loaded_at"] for one in await _rows(api, "cycles")]
    assert loaded == ["face", "new-face", "new-face"]


async def test_an_unknown_machine_and_a_wrong_period_are_told_so(ask: Ask, truck: str) -> None:
    api = await ask("customer:acme")
    unknown = await api.get("/v1/machines/nobody/cycles", params=PERIOD)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-machine")
    wrong = await api.get(f"/v1/machines/{truck}/visits", params={"from": PERIOD["to"], "to": PERIOD["from"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "from")
