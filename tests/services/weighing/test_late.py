"""Are passes and loads told as if all had come in time, whatever came late and whatever the worker was stopped at?"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pytest
from fastapi import FastAPI

from services.kit.testing import Database
from services.weighing.api import TruckLoad, WeighedPass
from services.weighing.client import WeighingClient
from services.weighing.worker import weigh_due
from tests.patience import until
from tests.services.weighing.conftest import Ask, Weigh
from tests.services.weighing.past import LOADER, PASS_S, TRUCK, commission, lately, load_truck, stand_under

LOADS = [8200.0, 8600.0, 7900.0, 8400.0]
TOTAL_KG = sum(LOADS)
ACME = "customer:acme"
# The truck drives for so long after it was filled.
DRIVES_S = 360


def an_hour_ago() -> datetime:
    """Return a moment in the last hour that is complete."""
    return (lately() - timedelta(minutes=3)).replace(minute=0, second=0) - timedelta(minutes=50)


def tell(database: Database, begun: datetime, first: int, behind: int) -> None:
    """Let the loader and the truck have told of some passes of a load, and behind the last one of the truck's way."""
    from_, to = PASS_S * first, PASS_S * behind
    load_truck(database, LOADS[first:behind], begun + timedelta(seconds=to))
    second = np.arange(from_, to + DRIVES_S * (behind == len(LOADS)), dtype=np.float64)
    lifted = [second >= PASS_S * (place + 0.6) for place in range(len(LOADS))]
    stand_under(database, begun + timedelta(seconds=from_), np.array(LOADS) @ np.array(lifted, dtype=np.float64))


def go_on(database: Database, now: datetime) -> None:
    """Let both be there a moment ago, the loader with a load of its own."""
    load_truck(database, [8000.0], now)
    stand_under(database, now - timedelta(seconds=PASS_S), np.zeros(PASS_S))


async def told(ask: Ask, begun: datetime) -> tuple[Sequence[WeighedPass], TruckLoad, float]:
    """Return the passes of the hour, its load, and the tonnes that the hour comes to."""
    client, to = WeighingClient(await ask(ACME)), begun + timedelta(minutes=30)
    (load,) = (await client.loads(TRUCK, begun, to)).items
    hour = begun.replace(minute=0)
    hours = (await client.production(hour, hour + timedelta(hours=1), LOADER)).items
    return (await client.passes(LOADER, begun, to)).items, load, sum(one.payload_t for one in hours)


async def test_what_a_loader_and_a_truck_tell_late_is_told_as_if_it_had_come_in_time(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    commission(database, ACME)
    commission(database, ACME, TRUCK, "norrberg-a40")
    begun, now = an_hour_ago(), lately()
    tell(database, begun, 0, 1)
    go_on(database, now)
    await weigh()
    passes, load, hour_t = await told(ask, begun)
    assert (len(passes), load.passes, load.own) == (1, 1, None)
    assert hour_t == pytest.approx(LOADS[0] / 1000, rel=0.03)
    tell(database, begun, 1, 4)
    with database.admin() as connection:
        # What came late is not the newest.
        connection.execute("update telemetry.latest set time = %s", [now])
        connection.execute("update weighing.followed set compared_at = compared_at - interval '1 hour'")
    await weigh()
    passes, load, hour_t = await told(ask, begun)
    assert [one.payload_kg for one in passes] == pytest.approx(LOADS, abs=200)
    assert load.passes == 4
    assert load.payload_kg == pytest.approx(TOTAL_KG, rel=0.02)
    assert load.own is not None
    assert load.own.payload_kg == pytest.approx(TOTAL_KG, rel=0.001)
    assert hour_t == pytest.approx(TOTAL_KG / 1000, rel=0.02)


async def test_a_worker_that_is_stopped_midway_goes_on_where_it_was(
    database: Database, app: FastAPI, ask: Ask, weigh: Weigh
) -> None:
    commission(database, ACME)
    begun = lately() - timedelta(seconds=PASS_S * len(LOADS))
    load_truck(database, LOADS[:2], begun + timedelta(seconds=2 * PASS_S))
    await weigh()
    load_truck(database, LOADS[2:], begun + timedelta(seconds=4 * PASS_S))
    with database.admin() as connection, connection.transaction():
        # Who holds this lets the worker wait with its passes kept and its transaction under way.
        connection.execute("lock table weighing.production in exclusive mode")
        task = asyncio.create_task(weigh_due(app.state.resources))
        waiting = "select count(*) from pg_locks where not granted and relation = 'weighing.production'::regclass"
        await until(lambda: connection.execute(waiting).fetchone() == (1,))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    client = WeighingClient(await ask(ACME))
    assert len((await client.passes(LOADER, begun, lately())).items) == 2
    await weigh()
    passes = (await client.passes(LOADER, begun, lately())).items
    assert [one.payload_kg for one in passes] == pytest.approx(LOADS, abs=200)
    hour = begun.replace(minute=0, second=0)
    hours = (await client.production(hour, lately() + timedelta(hours=1))).items
    assert sum(one.passes for one in hours) == 4
    assert sum(one.payload_t for one in hours) == pytest.approx(TOTAL_KG / 1000, rel=0.02)
