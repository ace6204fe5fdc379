"""Is what some machines moved told of any period, of machines that the caller sees alone?"""

from datetime import timedelta

import pytest

from services.kit.testing import Database
from services.weighing.client import WeighingClient
from tests.services.weighing.conftest import Ask, Weigh
from tests.services.weighing.past import LOADER, TRUCK, lately
from tests.services.weighing.test_weighing import ACME, LOADS, work

TOTAL_T = sum(LOADS) / 1000


@pytest.fixture
async def client(database: Database, ask: Ask, weigh: Weigh) -> WeighingClient:
    """Acme's view, once a loader has filled a truck."""
    work(database)
    await weigh()
    return WeighingClient(await ask(ACME))


async def test_a_period_that_begins_between_two_passes_holds_the_later_ones(client: WeighingClient) -> None:
    now = lately()
    passes = (await client.passes(LOADER, now - timedelta(hours=1), now)).items
    day = timedelta(hours=24)
    for from_, to, count in (
        (passes[0].begun, now, 4),
        (passes[1].begun, now, 3),
        (passes[1].begun, passes[3].begun, 2),
        (now - day, now, 4),
        (now + day, now + 2 * day, 0),
    ):
        told = await client.moved([LOADER, TRUCK], from_, to)
        assert sum(told.moved.passes) == count
        held = [one for one in passes if from_ <= one.begun < to]
        assert sum(told.moved.payload_t) == pytest.approx(sum(one.payload_kg or 0 for one in held) / 1000)


async def test_trucks_own_scales_are_told_beside_their_targets(client: WeighingClient) -> None:
    now = lately()
    told = await client.moved([TRUCK], now - timedelta(hours=24), now, step="day", timezone="Europe/Stockholm")
    (truck,) = told.trucks
    assert (truck.truck, truck.loads, truck.target_t, truck.above_110) == (TRUCK, 1, 39, 0)
    assert truck.payload_t == pytest.approx(TOTAL_T, rel=0.001)
    assert truck.mean_pct == pytest.approx(100 * TOTAL_T / 39, rel=0.001)
    assert 0 < truck.sd_t < 0.02 * TOTAL_T
    assert told.moved.machine == []
    assert [one.known_until is None for one in told.scales] == [False]


async def test_machines_of_others_are_left_out(ask: Ask, client: WeighingClient) -> None:
    now = lately()
    stranger = WeighingClient(await ask("customer:other"))
    told = await stranger.moved([LOADER, TRUCK], now - timedelta(hours=24), now)
    assert (told.moved.machine, told.trucks, told.scales) == ([], [], [])
