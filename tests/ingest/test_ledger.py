"""Do rollups and latest values follow what a process remembers of its readings, and does nothing rest on its memory?"""

import time
from contextlib import AsyncExitStack
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.rollup import roll_up, roll_up_everything
from ingest.source import Arrival
from services.kit.testing import Database, see
from tests.ingest.intake import MACHINE, START, restarted, telemetry
from tests.ingest.truth import COOLANT, SIGNALS, SPEED, check, check_latest, rolled
from tests.ingest.worker import Worker, worker_of


def marks(worker: Worker) -> int:
    return int(worker.intake.one("select count(*) from telemetry.dirty where unit = 'minute'")["count"])


async def test_a_minute_is_closed_from_memory_when_that_holds_all_of_it(worker: Worker) -> None:
    await worker.give(telemetry([0, 10, 61], {SPEED: [600, 800, 1000], COOLANT: [70, None, 72]}))
    await worker.give(telemetry([20], {SPEED: [1000]}, seq=1), telemetry([5], {SPEED: [50]}, machine="wl-02"))
    assert marks(worker) == 3
    await worker.follow()
    assert await worker.close() == 3
    assert marks(worker) == 0
    check_latest(worker.intake)
    await roll_up_everything(worker.connection)
    check(worker.intake)
    assert worker.intake.rows("select from telemetry.dirty") == []


async def test_a_minute_that_memory_holds_is_not_read_again(worker: Worker) -> None:
    await worker.give(telemetry([0, 10], {SPEED: [600, 800]}))
    await worker.follow()
    with worker.intake.database.admin() as connection:
        connection.execute("update telemetry.reading_row set engine_speed_rpm = 1")
    await worker.close()
    assert rolled(worker.intake, "minute")[MACHINE, START][f"{SPEED}_mean"] == 700


async def test_a_minute_is_not_closed_before_latest_values_follow_it(worker: Worker) -> None:
    await worker.give(telemetry([0], {SPEED: [600]}))
    assert await worker.close() == 0
    await worker.follow()
    assert await worker.close() == 1


async def test_a_minute_that_goes_on_stays_open(worker: Worker) -> None:
    begin = time.time() - START.timestamp()
    await worker.give(telemetry([begin + 90], {SPEED: [600]}))
    await worker.follow()
    assert await worker.close() == 0


async def test_what_comes_after_a_minute_was_closed_corrects_it(worker: Worker) -> None:
    for seq in range(3):
        await worker.give(telemetry([seq], {SPEED: [600 + seq]}, seq=seq))
        await worker.settle()
        check(worker.intake)
        check_latest(worker.intake)


async def test_what_follows_a_batch_of_nothing_but_duplicates_is_marked(worker: Worker) -> None:
    async with worker_of(worker.intake.database) as other:
        await worker.give(telemetry([0], {SPEED: [600]}))
        await worker.settle()
        # A worker that has just begun trusts in what comes, until it finds that it is there already.
        await other.give(telemetry([0], {SPEED: [600]}))
        await other.give(telemetry([1], {SPEED: [601]}, seq=1))
        assert marks(other) == 1
        await other.settle()
        check(worker.intake)
        check_latest(worker.intake)


async def test_what_another_process_stored_of_a_minute_is_read_from_the_table(worker: Worker) -> None:
    async with restarted(worker.intake.database) as other:
        await other.give(telemetry([1], {SPEED: [601]}, seq=1))
    await worker.give(telemetry([0], {SPEED: [600]}))
    await worker.settle()
    check(worker.intake)
    check_latest(worker.intake)


async def test_of_two_workers_with_readings_of_a_minute_the_last_one_computes_it(worker: Worker) -> None:
    async with worker_of(worker.intake.database) as other:
        await worker.give(telemetry([0], {SPEED: [600]}), telemetry([0], {SPEED: [7]}, machine="wl-02"))
        await other.give(telemetry([1], {SPEED: [601]}, seq=1))
        for one in (worker, other):
            await one.follow()
        await worker.close()
        assert rolled(worker.intake, "minute").keys() == {("wl-02", START)}
        await other.close()
        await roll_up_everything(other.connection)
        check(worker.intake)
        check_latest(worker.intake)
        assert marks(worker) == 0


async def test_what_a_worker_that_is_gone_has_left_is_done_by_another(worker: Worker) -> None:
    async with worker_of(worker.intake.database) as other:
        await worker.give(telemetry([0, 70], {SPEED: [600, None], COOLANT: [None, 80]}))
        assert await roll_up(other.connection, worker=other.ledger.worker) == 0
        await worker.intake.store.reset()
        await other.settle()
        check(worker.intake)
        check_latest(worker.intake)


async def test_a_worker_that_lost_its_connection_begins_anew(worker: Worker) -> None:
    await worker.give(telemetry([0], {SPEED: [600]}))
    first = worker.ledger.worker
    await worker.intake.store.reset()
    await worker.give(telemetry([1], {SPEED: [601]}, seq=1))
    assert worker.ledger.worker != first
    await worker.settle()
    check(worker.intake)
    check_latest(worker.intake)
    assert marks(worker) == 0


async def test_more_minutes_than_memory_may_hold_are_read_from_the_table(database: Database) -> None:
    for machine in (MACHINE, "wl-02"):
        see(database, machine, "customer:acme")
    async with worker_of(database, most_held=2) as worker:
        for seq in range(3):
            await worker.give(
                telemetry([seq, 60 + seq, 120 + seq], {SPEED: [1 + seq, 2, 3]}, seq=seq),
                telemetry([seq], {SPEED: [seq]}, machine="wl-02", seq=seq),
            )
        await worker.settle()
        check(worker.intake)
        check_latest(worker.intake)
        assert marks(worker) == 0


async def test_history_is_read_from_the_table(worker: Worker) -> None:
    seconds = [60 * minute for minute in range(40)]
    await worker.give(telemetry(seconds, {SPEED: [float(minute) for minute in range(40)]}))
    assert marks(worker) == 1
    assert await roll_up(worker.connection, worker=worker.ledger.worker, followed=worker.ledger.followed) == 0
    await worker.settle()
    check(worker.intake)
    check_latest(worker.intake)


async def test_what_could_not_be_stored_is_not_remembered(worker: Worker) -> None:
    with worker.intake.database.admin() as connection:
        connection.execute("alter table telemetry.reading_row add check (engine_speed_rpm is distinct from 6)")
    await worker.give(*(telemetry([i], {SPEED: [i]}, seq=i) for i in range(9)))
    await worker.settle()
    assert len(worker.intake.rows("select from telemetry.reading")) == 8
    check(worker.intake)
    check_latest(worker.intake)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["give"]),
            st.integers(0, 1),
            st.sampled_from([MACHINE, "wl-02"]),
            st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True),
        ),
        st.tuples(st.sampled_from(["again"]), st.integers(0, 1), st.integers(0, 4)),
        st.tuples(st.sampled_from(["follow", "close", "settle", "kill"]), st.integers(0, 1)),
    ),
    min_size=3,
    max_size=20,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, data=st.data())
async def test_whatever_happens_everything_follows_in_the_end(
    worker: Worker, steps: list[Any], data: st.DataObject
) -> None:
    with worker.intake.database.admin() as connection:
        connection.execute(
            "truncate telemetry.reading_row, telemetry.latest, telemetry.dirty, telemetry.rollup_minute,"
            " telemetry.rollup_hour, telemetry.rollup_day"
        )
    async with AsyncExitStack() as stack:
        workers = [await stack.enter_async_context(worker_of(worker.intake.database)) for _ in range(2)]
        given: list[Arrival] = []
        for seq, (step, which, *more) in enumerate(steps):
            one = workers[which]
            match step:
                case "give":
                    given.append(_drawn(data, seq, *more))
                    await one.give(given[-1])
                case "again":
                    await one.give(*given[more[0] :][:1])
                case "kill":
                    await one.intake.store.reset()
                case _:
                    await getattr(one, step)()
        for one in (*workers, *workers):
            await one.settle()
        await roll_up_everything(worker.connection)
        check(worker.intake)
        check_latest(worker.intake)
        assert marks(worker) == 0


def _drawn(data: st.DataObject, seq: int, machine: str, seconds: list[int]) -> Arrival:
    values = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=len(seconds), max_size=len(seconds))
    return telemetry(seconds, {name: data.draw(values) for name in SIGNALS}, machine=machine, seq=seq)
