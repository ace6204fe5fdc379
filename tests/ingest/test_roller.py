"""Does everything follow in time while messages never pause?"""

import asyncio
import math
from collections.abc import Callable
from datetime import timedelta

import pytest

from ingest.rollup.roller import Roller
from tests.ingest.intake import MACHINE, START, telemetry
from tests.ingest.truth import COOLANT, SPEED, rolled
from tests.ingest.worker import Worker
from tests.patience import dawdle


@pytest.fixture
def busy(worker: Worker) -> Worker:
    """A worker to which messages never cease to come."""
    worker.ledger.lull_s = math.inf
    return worker


async def work_until(busy: Worker, reached: Callable[[], bool]) -> None:
    roller = Roller(busy.ledger, every_s=0.01)
    async with asyncio.timeout(20):
        while not reached():
            await busy.follow()
            await roller.work(busy.connection)
            await dawdle(0.05)


async def test_an_hour_follows_its_minutes(busy: Worker) -> None:
    await busy.give(telemetry([0], {SPEED: [600]}))
    await work_until(busy, lambda: (MACHINE, START) in rolled(busy.intake, "hour"))
    await busy.give(telemetry([3600], {SPEED: [900]}, seq=1))
    await work_until(busy, lambda: (MACHINE, START + timedelta(hours=1)) in rolled(busy.intake, "hour"))


async def test_a_minute_of_more_machines_than_memory_may_hold_is_read_from_the_table(busy: Worker) -> None:
    busy.ledger.most_held = 1
    await busy.give(telemetry([0, 10], {SPEED: [600, 800]}), telemetry([5], {COOLANT: [70]}, machine="wl-02", seq=1))
    await work_until(busy, lambda: len(rolled(busy.intake, "minute")) == 2)
    assert rolled(busy.intake, "minute")[MACHINE, START][f"{SPEED}_mean"] == 700
    assert busy.intake.rows("select from telemetry.dirty where unit = 'minute'") == []
