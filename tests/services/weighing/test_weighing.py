"""Does the weighing service keep what booms and trucks tell, once, for those who may see it?"""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from services.kit.errors import NotFound
from services.kit.testing import Database, see
from services.weighing.client import WeighingClient
from tests.services.measurement import measure
from tests.services.weighing.conftest import Ask, Weigh
from tests.services.weighing.past import LOADER, PASS_S, TRUCK, commission, lately, load_truck, stand_under

LOADS = [8200.0, 8600.0, 7900.0, 8400.0]
ACME = "customer:acme"


def during(ended: datetime) -> dict[str, str]:
    return {"from": (ended - timedelta(hours=3)).isoformat(), "to": (ended + timedelta(minutes=1)).isoformat()}


def work(database: Database) -> datetime:
    """Let a loader fill a truck whose own scale follows, which then drives for some minutes; return when that ends."""
    commission(database, ACME)
    commission(database, ACME, TRUCK, "norrberg-a40")
    ended = lately()
    loaded = ended - timedelta(minutes=6)
    begun = load_truck(database, LOADS, loaded)
    second = np.arange(PASS_S * len(LOADS) + 360, dtype=np.float64)
    steps = [(0.6 * PASS_S + PASS_S * place, sum(LOADS[: place + 1])) for place in range(len(LOADS))]
    payload = np.select([second >= at for at, _ in steps[::-1]], [kg for _, kg in steps[::-1]], 0.0)
    stand_under(database, begun, payload)
    return ended


async def test_passes_are_kept_with_weight_interval_and_truck(database: Database, ask: Ask, weigh: Weigh) -> None:
    ended = work(database)
    await weigh()
    api = await ask(ACME)
    told = (await api.get(f"/v1/machines/{LOADER}/passes", params=during(ended))).json()["items"]
    assert [one["payload_kg"] for one in told] == pytest.approx(LOADS, abs=200)
    assert all(one["low_kg"] < one["payload_kg"] < one["high_kg"] for one in told)
    assert {one["truck"] for one in told} == {TRUCK}
    assert {one["quality"] for one in told} == {"fair"}
    assert {tuple(one["flaws"]) for one in told} == {("uncalibrated",)}


async def test_taken_in_again_and_piece_by_piece_the_rows_are_the_same(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    ended = work(database)
    await weigh()
    api = await ask(ACME)
    first = (await api.get(f"/v1/machines/{LOADER}/passes", params=during(ended))).json()
    assert await weigh() == 0
    with database.admin() as connection:
        connection.execute(
            "update weighing.followed set until = until - interval '8 minutes', resume = resume - interval '8 minutes'"
        )
    assert await weigh() > 0
    assert (await api.get(f"/v1/machines/{LOADER}/passes", params=during(ended))).json() == first


async def test_a_load_has_the_sum_of_its_passes_and_the_trucks_own_scale_beside_it(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    ended = work(database)
    await weigh()
    client = WeighingClient(await ask(ACME))
    from_, to = ended - timedelta(hours=1), ended
    for machine in (TRUCK, LOADER):
        (load,) = (await client.loads(machine, from_, to)).items
        assert (load.truck, load.digger, load.passes, load.weighed) == (TRUCK, LOADER, 4, 4)
        assert load.payload_kg == pytest.approx(sum(LOADS), rel=0.02)
        assert load.target_kg == 39_000
        assert load.own is not None
        assert load.own.payload_kg == pytest.approx(sum(LOADS), rel=0.001)


async def test_what_a_truck_carries_back_is_told_by_its_own_scale(database: Database, ask: Ask, weigh: Weigh) -> None:
    commission(database, ACME, TRUCK, "norrberg-a40")
    ended = lately()
    minutes = ((0.0, 2), (33_000.0, 6), (700.0, 6))
    payload = np.concatenate([np.full(60 * count, kg) for kg, count in minutes])
    stand_under(database, ended - timedelta(seconds=len(payload)), payload)
    await weigh()
    (load,) = (await WeighingClient(await ask(ACME)).loads(TRUCK, ended - timedelta(hours=1), ended)).items
    assert load.digger is None
    assert load.own is not None
    assert load.own.payload_kg == pytest.approx(33_000.0, rel=0.01)
    assert load.own.dumped is not None
    assert load.own.left_kg == pytest.approx(700.0, abs=20)


async def test_a_zero_that_is_off_by_more_than_its_limit_is_told_of_the_scale(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    commission(database, ACME)
    client = WeighingClient(await ask(ACME))
    unknown = await client.scale(LOADER)
    assert (unknown.zero_kg, unknown.zero_alarm) == (None, None)
    load_truck(database, [8000.0] * 30, lately(), sticks_kg=330.0)
    await weigh()
    scale = await client.scale(LOADER)
    assert scale.zero_limit_kg == pytest.approx(0.02 * (scale.full_scale_kg or 0))
    assert scale.zero_kg == pytest.approx(330.0, abs=60.0)
    assert scale.zero_alarm is True
    assert "clean it" in scale.sentence


async def test_a_truck_that_told_late_gets_its_passes(database: Database, ask: Ask, weigh: Weigh) -> None:
    commission(database, ACME)
    commission(database, ACME, TRUCK, "norrberg-a40")
    begun = load_truck(database, LOADS, ended := lately())
    await weigh()
    client = WeighingClient(await ask(ACME))
    assert (await client.passes(LOADER, begun - timedelta(seconds=60), ended)).items[0].truck is None
    stand_under(database, begun, np.zeros(PASS_S * len(LOADS)))
    await weigh()
    assert (await client.passes(LOADER, begun - timedelta(seconds=60), ended)).items[0].truck == TRUCK


async def test_production_is_summed_by_hour_with_uncertainty_and_coverage(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    ended = work(database)
    await weigh()
    client = WeighingClient(await ask(ACME))
    told = await client.production(ended - timedelta(hours=2), ended + timedelta(hours=1))
    assert sum(one.payload_t for one in told.items) == pytest.approx(sum(LOADS) / 1000, rel=0.02)
    assert sum(one.passes for one in told.items) == len(LOADS)
    assert all(one.basis == "boom" and one.sd_t and one.coverage for one in told.items)
    assert told.blind == []


async def test_an_old_unit_tells_its_counter_and_its_scale_says_so(database: Database, ask: Ask) -> None:
    commission(database, ACME, "wl-9")
    with database.admin() as connection:
        connection.execute("update access.machine set generation = 'legacy' where machine = 'wl-9'")
    hour = lately().replace(minute=0, second=0) - timedelta(hours=3)
    for place, kg in enumerate((5_000_000, 5_120_000, 5_200_000)):
        counted = {"payload_total_kg": float(kg), "load_count": 100.0 + 12 * place}
        measure(database, "wl-9", hour + timedelta(hours=place, minutes=5), **counted)
    client = WeighingClient(await ask(ACME))
    told = await client.production(hour + timedelta(hours=1), hour + timedelta(hours=3))
    assert [(one.payload_t, one.passes, one.sd_t, one.basis) for one in told.items] == [
        (120.0, 12, None, "counter"),
        (80.0, 12, None, "counter"),
    ]
    assert (await client.scale("wl-9")).weighs is None


async def test_shift_balance_and_targets_are_told_of_all_loads(database: Database, ask: Ask, weigh: Weigh) -> None:
    ended = work(database)
    await weigh()
    client = WeighingClient(await ask(ACME))
    balance = await client.balance(ended - timedelta(hours=1), ended)
    assert balance.loaders_t == pytest.approx(33.1, rel=0.02)
    assert balance.trucks_t == pytest.approx(33.1, rel=0.01)
    assert balance.coverage == pytest.approx(1.0)
    assert {one.machine: one.state for one in balance.scales} == {LOADER: "cannot_tell", TRUCK: "cannot_tell"}
    targets = await client.targets(ended - timedelta(hours=1), ended)
    assert (targets.all.loads, targets.all.keeps, targets.trucks[0].name) == (1, True, TRUCK)
    assert targets.all.mean_pct == pytest.approx(85, abs=2)
    assert [(one.name, one.loads, one.keeps) for one in targets.diggers] == [(LOADER, 1, True)]
    for machines, loads in (([TRUCK, LOADER], 1), ([LOADER], 0), (["nobody"], 0)):
        some = await client.targets(ended - timedelta(hours=1), ended, machines)
        assert (some.all.loads, len(some.diggers)) == (loads, loads)


async def test_another_customer_sees_nothing_and_not_even_that_the_machine_is_there(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    ended = work(database)
    await weigh()
    other = await ask("customer:other")
    asked = {"passes": during(ended), "loads": during(ended)}
    for path in (*asked, "scale", "load", "load/stream", "calibrations"):
        answer = await other.get(f"/v1/machines/{LOADER}/{path}", params=asked.get(path, {}))
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-machine"), path
    client = WeighingClient(other)
    from_, to = ended - timedelta(hours=2), ended + timedelta(hours=1)
    assert (await client.production(from_, to)).items == []
    assert (await client.balance(from_, to)).loaders_t == 0
    assert (await client.targets(from_, to)).all.loads == 0


async def test_who_sees_the_loader_and_not_the_truck_does_not_read_its_name(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    ended = work(database)
    see(database, LOADER, "customer:host")
    await weigh()
    client = WeighingClient(await ask("customer:host"))
    from_, to = ended - timedelta(hours=1), ended
    assert {one.truck for one in (await client.passes(LOADER, from_, to)).items} == {None}
    (load,) = (await client.loads(LOADER, from_, to)).items
    assert (load.truck, load.own, load.target_kg) == (None, None, None)
    assert load.payload_kg == pytest.approx(sum(LOADS), rel=0.02)
    balance = await client.balance(from_, to)
    assert TRUCK not in {one.machine for one in balance.scales}


async def test_who_had_a_truck_before_does_not_read_whom_it_serves_today(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    ended = work(database)
    see(database, LOADER, "customer:host")
    see(database, TRUCK, "customer:host", to_time=ended - timedelta(hours=1), kind="haul_truck")
    await weigh()
    client = WeighingClient(await ask("customer:host"))
    with pytest.raises(NotFound) as refused:
        await client.load(TRUCK)
    assert refused.value.code == "no-load"
    assert (await client.load(LOADER)).truck is None
    from_, to = ended - timedelta(minutes=50), ended
    assert (await client.loads(TRUCK, from_, to)).items == []
    (load,) = (await client.loads(LOADER, from_, to)).items
    assert (load.truck, load.passes) == (None, 4)


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("passes", {"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"}, "from"),
        ("loads", {"from": "2026-01-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}, "to"),
        ("passes", {"from": "yesterday", "to": "2026-01-01T00:00:00Z"}, "from"),
    ],
)
async def test_what_makes_no_period_is_refused_with_what_would_be_right(
    database: Database, ask: Ask, path: str, query: dict[str, Any], field: str
) -> None:
    commission(database, ACME)
    answer = await (await ask(ACME)).get(f"/v1/machines/{LOADER}/{path}", params=query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in answer.json()["errors"][0]["field"]
