"""Is what a crusher's belt weighed reconciled with what trucks dumped into it?"""

from datetime import timedelta

import numpy as np
import pytest

from services.kit.testing import Database
from services.weighing.client import WeighingClient
from tests.services.weighing.conftest import Ask, Weigh
from tests.services.weighing.past import LOADER, PASS_S, TRUCK, commission, lately, load_truck, run_belt, stand_under

LOADS_KG = [8200.0, 8600.0, 7900.0, 8400.0]
ACME = "customer:acme"


async def test_a_belt_is_reconciled_with_what_was_dumped_into_its_crusher(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    for machine, model in ((LOADER, "norrberg-l310"), (TRUCK, "norrberg-a40"), ("cr-1", "tamarack-j160")):
        commission(database, ACME, machine, model)
    ended = lately()
    begun = load_truck(database, LOADS_KG, ended - timedelta(minutes=12))
    second = np.arange(PASS_S * len(LOADS_KG) + 720, dtype=np.float64)
    filled = sum(LOADS_KG) * np.clip(np.ceil(second / PASS_S) / len(LOADS_KG), 0, 1)
    stand_under(database, begun, np.where(second < PASS_S * len(LOADS_KG) + 300, filled, 0.0))
    tph = sum(LOADS_KG) / 1000 * 20
    run_belt(database, "cr-1", begun, [0.0] * 5 + [tph] * 3 + [0.0] * 6)
    await weigh()
    client = WeighingClient(await ask(ACME))
    told = await client.balance(begun - timedelta(minutes=5), ended, [LOADER, TRUCK, "cr-1"])
    (belt,) = told.belts
    assert (belt.crusher, belt.loads, belt.counted) == ("cr-1", 1, [])
    assert belt.difference_pct == pytest.approx(0, abs=2)
    assert belt.sd_pct is not None
    assert {one.machine: one.among for one in told.scales} == {LOADER: 3, TRUCK: 3, "cr-1": 3}
    assert told.difference_sd_pct is not None
    assert (await client.balance(begun, ended, ["cr-1"])).belts[0].loads == 0
