"""Do minutes, hours and days say what the readings say, whenever these come?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.database import connect
from ingest.rollup import roll_up
from ingest.rollup.span import Span, by_day
from tests.ingest.intake import START, Intake, telemetry
from tests.ingest.truth import COOLANT, LATITUDE, SIGNALS, SPEED, check, check_latest, rolled


async def test_a_minute_an_hour_and_a_day_are_computed_from_their_readings(intake: Intake) -> None:
    await intake.give(telemetry([0, 30, 60, 3600], {SPEED: [600, 800, 1000, None], COOLANT: [70, 72, None, 90]}))
    assert await intake.roll_up() > 0
    minute = rolled(intake, "minute")["wl-01", START]
    assert (minute["readings"], minute[f"{SPEED}_mean"], minute[f"{SPEED}_min"]) == (2, 700, 600)
    hour = rolled(intake, "hour")["wl-01", START]
    assert (hour["readings"], hour[f"{SPEED}_mean"], hour[f"{COOLANT}_count"]) == (3, 800, 2)
    check(intake)
    assert await intake.roll_up() == 0


async def test_late_data_corrects_minute_hour_and_day(intake: Intake) -> None:
    await intake.give(telemetry([0, 3600], {SPEED: [600, 1000]}))
    await intake.roll_up()
    await intake.give(telemetry([10, 70], {SPEED: [1200, 1300]}, seq=1))
    await intake.roll_up()
    assert rolled(intake, "minute")["wl-01", START][f"{SPEED}_mean"] == 900
    check(intake)


async def test_a_duplicate_changes_no_rollup_and_leaves_no_mark(intake: Intake) -> None:
    message = telemetry([0], {SPEED: [600]})
    await intake.give(message)
    await intake.roll_up()
    await intake.give(message)
    assert intake.rows("select from telemetry.dirty") == []
    check(intake)


async def test_readings_across_midnight_reach_both_days(intake: Intake) -> None:
    midnight = (START + timedelta(days=1)).replace(hour=0)
    seconds = (midnight - START).total_seconds()
    await intake.give(telemetry([seconds - 61, seconds - 0.001, seconds, seconds + 61], {SPEED: [1, 2, 3, 4]}))
    await intake.roll_up()
    assert len(rolled(intake, "day")) == 2
    check(intake)


async def test_sparse_history_is_rolled_up_like_any_other(intake: Intake) -> None:
    for hour in range(30):
        seconds = [hour * 3600 + minute * 60 for minute in range(60)]
        await intake.give(
            telemetry(seconds, {SPEED: [float(s % 977) for s in seconds], LATITUDE: [57.0 + s / 1e6 for s in seconds]}),
            telemetry(seconds, {COOLANT: [float(s % 90) for s in seconds]}, machine="wl-02", seq=hour),
        )
    await intake.roll_up()
    check(intake)
    await intake.give(telemetry([90, 91], {SPEED: [5, 6]}, seq=99))
    await intake.roll_up()
    check(intake)


async def test_a_reading_that_is_committed_while_rollups_are_computed_is_not_missed(intake: Intake) -> None:
    await intake.give(telemetry([0], {SPEED: [600]}))
    async with (
        await connect(intake.settings.database_url, "one") as one,
        await connect(intake.settings.database_url, "two") as two,
    ):
        async with one.transaction():
            await one.execute("select pg_advisory_xact_lock(4203002)")
            # Another worker leaves the marks to the one that holds the lock.
            assert await roll_up(two) == 0
        writing = [intake.give(telemetry([i], {SPEED: [i]}, seq=i)) for i in range(1, 30)]
        rolling = [roll_up(one) for _ in range(5)]
        await asyncio.gather(_one_by_one(writing), _one_by_one(rolling))
        await intake.roll_up()
    check(intake)


async def _one_by_one(steps: list[Any]) -> None:
    for step in steps:
        await step


messages = st.lists(
    st.tuples(
        st.sampled_from(["wl-01", "wl-02"]),
        st.lists(st.integers(0, 2 * 86_400 - 1), min_size=1, max_size=8, unique=True),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=messages, data=st.data())
async def test_rollups_equal_a_recomputation(intake: Intake, history: list[Any], data: st.DataObject) -> None:
    with intake.database.admin() as connection:
        connection.execute(
            "truncate telemetry.reading_row, telemetry.latest, telemetry.dirty, telemetry.rollup_minute,"
            " telemetry.rollup_hour, telemetry.rollup_day"
        )
    number = st.one_of(st.none(), st.floats(0, 100, width=32))
    for seq, (machine, seconds, roll) in enumerate(history):
        values = {name: data.draw(st.lists(number, min_size=len(seconds), max_size=len(seconds))) for name in SIGNALS}
        await intake.give(telemetry(seconds, values, machine=machine, seq=seq))
        if roll:
            await intake.roll_up()
    await intake.roll_up()
    check(intake)
    check_latest(intake)


def test_marks_are_split_by_day_and_joined_where_they_touch() -> None:
    day = datetime(2026, 5, 1, tzinfo=UTC)
    minute = timedelta(minutes=1)
    marks = [
        ("b", day + 10 * minute, day + 20 * minute),
        ("a", day - 5 * minute, day + 5 * minute),
        ("b", day + 20 * minute, day + 21 * minute),
        ("b", day + 12 * minute, day + 13 * minute),
        ("b", day + 30 * minute, day + 31 * minute),
    ]
    assert by_day(marks) == {
        day - timedelta(days=1): [Span("a", 1435, 1440)],
        day: [Span("a", 0, 5), Span("b", 10, 21), Span("b", 30, 31)],
    }
