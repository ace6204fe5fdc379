"""Is each reading stored once, and does the latest value follow event time?"""

import asyncio
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from models.signals import CATALOGUE
from tests.ingest.intake import MACHINE, START, Intake, at, event, restarted, state, telemetry

SPEED = "engine_speed_rpm"
COOLANT = "coolant_temperature_c"


async def test_a_message_becomes_one_row_a_sample(intake: Intake) -> None:
    await intake.give(telemetry([0, 1, 2], {SPEED: [900, None, 1100], "latitude_deg": [57.7, 57.700001, None]}))
    rows = intake.rows("select machine, time, engine_speed_rpm, latitude_deg from telemetry.reading order by time")
    assert [row[SPEED] for row in rows] == [900, None, 1100]
    assert [row["latitude_deg"] for row in rows] == [57.7, 57.700001, None]
    assert {row["machine"] for row in rows} == {MACHINE}
    assert rows[0]["time"] == START
    assert len(intake.source.acked) == 1


async def test_a_duplicate_reading_is_stored_once(intake: Intake) -> None:
    message = telemetry([0, 1], {SPEED: [900, 1000]})
    await intake.give(message, message)
    await intake.give(message)
    assert len(intake.rows("select from telemetry.reading")) == 2
    assert intake.pipeline.tally.duplicates == 4
    assert intake.rejects() == []
    assert len(intake.source.acked) == 3


async def test_two_different_readings_of_one_time_are_both_kept(intake: Intake) -> None:
    await intake.give(telemetry([0], {SPEED: [900]}, seq=1))
    await intake.give(telemetry([0], {SPEED: [1000]}, seq=2))
    assert sorted(row[SPEED] for row in intake.rows("select engine_speed_rpm from telemetry.reading")) == [900, 1000]
    assert intake.rejects() == []


async def test_readings_that_share_a_time_stay_apart_when_they_come_again(intake: Intake) -> None:
    twins = [telemetry([0, 1], {SPEED: [100 + seq, 200]}, seq=seq) for seq in range(3)]
    await intake.give(twins[0], telemetry([0], {SPEED: [7]}, machine="wl-02"))
    for _ in range(2):
        await intake.give(*twins[1:], *twins)
    rows = intake.rows("select engine_speed_rpm, time from telemetry.reading where machine = 'wl-01' order by time")
    assert [row[SPEED] for row in rows] == [100, 101, 102, 200, 200, 200]
    assert [row["time"] - START for row in rows[:3]] == [timedelta(microseconds=i) for i in range(3)]
    assert intake.pipeline.tally.duplicates == 16
    assert intake.rejects() == []
    [newest] = intake.seen("select engine_speed_rpm_time as time from telemetry.latest_v1 where machine = 'wl-01'")
    assert newest["time"] == rows[-1]["time"]


async def test_a_thousand_readings_of_one_time_are_kept_and_more_are_refused(intake: Intake) -> None:
    await intake.give(*(telemetry([0], {SPEED: [seq]}, seq=seq) for seq in range(1003)))
    assert intake.one("select count(*) from telemetry.reading")["count"] == 1000
    assert intake.rejects() == [("unstorable", MACHINE)] * 3


async def test_what_one_machine_sends_again_costs_the_others_nothing(intake: Intake) -> None:
    again = telemetry([0], {SPEED: [900]})
    await intake.give(again)
    for seq in range(1, 4):
        await intake.give(
            again, *(telemetry([seq, i], {SPEED: [1, 2]}, machine="wl-02", seq=seq) for i in (100 + seq,))
        )
    assert intake.pipeline.tally.duplicates == 3
    assert intake.one("select count(*) from telemetry.reading")["count"] == 7


async def test_two_workers_store_what_comes_to_both_once(intake: Intake) -> None:
    async with restarted(intake.database) as other:
        for start in range(0, 40, 2):
            messages = [
                telemetry([i // 3], {SPEED: [i]}, machine=("wl-01", "wl-02")[i % 2], seq=i)
                for i in range(start, start + 6)
            ]
            await asyncio.gather(intake.give(*messages), other.give(*reversed(messages)))
        assert intake.one("select count(*), count(distinct engine_speed_rpm) as sent from telemetry.reading") == {
            "count": 44,
            "sent": 44,
        }
        assert intake.pipeline.tally.rows + other.pipeline.tally.rows == 44
        assert intake.rejects() == []


async def test_a_number_that_is_used_twice_keeps_the_first_and_shows_the_second(intake: Intake) -> None:
    await intake.give(telemetry([0, 1], {SPEED: [900, 950]}, seq=7))
    await intake.give(telemetry([0, 1], {SPEED: [900, 2000]}, seq=7), telemetry([5], {SPEED: [1]}, seq=8))
    rows = intake.rows("select engine_speed_rpm from telemetry.reading order by time")
    assert [row[SPEED] for row in rows] == [900, 950, 1]
    assert intake.rejects() == [("sequence_reused", MACHINE)]
    assert "number 7" in intake.one("select detail from telemetry.reject")["detail"]


async def test_a_number_that_is_used_twice_in_one_batch_is_found_too(intake: Intake) -> None:
    await intake.give(telemetry([0], {SPEED: [900]}, seq=7), telemetry([0], {SPEED: [901]}, seq=7))
    assert intake.one("select engine_speed_rpm from telemetry.reading")[SPEED] == 900
    assert intake.rejects() == [("sequence_reused", MACHINE)]


async def test_signals_that_nobody_catalogued_are_kept_by_name(intake: Intake) -> None:
    await intake.give(
        telemetry([0, 1, 2], {SPEED: [1, 2, 3], "arm_strain_um": [1.5, None, 2.5], "odd_v": [None, None, 4]}),
        telemetry([3], {"only_odd_v": [9]}, seq=1),
        telemetry([4], {SPEED: [5]}, seq=2),
    )
    rows = intake.rows("select engine_speed_rpm, extra from telemetry.reading order by time")
    assert [row["extra"] for row in rows] == [
        {"arm_strain_um": 1.5},
        None,
        {"arm_strain_um": 2.5, "odd_v": 4},
        {"only_odd_v": 9},
        None,
    ]
    assert [row[SPEED] for row in rows] == [1, 2, 3, None, 5]


async def test_every_signal_of_the_catalogue_keeps_its_value(intake: Intake) -> None:
    values = {signal.name: [signal.low + (signal.high - signal.low) / 3] for signal in CATALOGUE}
    await intake.give(telemetry([0], values))
    stored = intake.one("select * from telemetry.reading")
    newest = intake.one("select * from telemetry.latest")
    for signal in CATALOGUE:
        wanted = pytest.approx(round(values[signal.name][0], signal.decimals), rel=1e-6, abs=1e-9)
        assert stored[signal.name] == wanted
        assert newest[signal.name] == wanted


async def test_more_decimals_than_the_catalogue_has_are_kept(intake: Intake) -> None:
    rounded = telemetry([0, 1], {SPEED: [900, 901], COOLANT: [70.1, None]})
    payload = rounded.payload.replace(b"900.0", b"900.125").replace(b"[70.1", b"[70.123")
    await intake.give(rounded._replace(payload=payload))
    await intake.give(rounded._replace(payload=payload))
    await intake.roll_up()
    rows = intake.rows(f"select {SPEED}, {COOLANT} from telemetry.reading order by time")
    assert [row[SPEED] for row in rows] == [900.125, 901]
    assert [row[COOLANT] for row in rows] == [pytest.approx(70.123, rel=1e-7), None]
    minute = intake.one(
        f"select {SPEED}_mean as mean, {SPEED}_min as low, {COOLANT}_mean as coolant from telemetry.rollup_minute"
    )
    assert minute == {"mean": 900.5625, "low": 900.125, "coolant": rows[0][COOLANT]}
    assert intake.one(f"select {COOLANT} from telemetry.latest")[COOLANT] == rows[0][COOLANT]
    assert intake.rejects() == []


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_latest_is_the_newest_by_event_time_in_whatever_order_it_comes(
    intake: Intake, order: tuple[int, ...]
) -> None:
    messages = [
        telemetry([0, 1], {SPEED: [1, 2], COOLANT: [70, 71]}, seq=0),
        telemetry([10, 11], {SPEED: [3, 4]}, seq=1),
        telemetry([20], {SPEED: [None], COOLANT: [90]}, seq=2),
    ]
    for place in order:
        await intake.give(messages[place])
    [row] = intake.seen("select * from telemetry.latest_v1")
    assert (row[SPEED], row[COOLANT]) == (4, 90)
    assert [_seconds(row[name]) for name in ("time", f"{SPEED}_time", f"{COOLANT}_time")] == [20, 11, 20]


async def test_latest_of_many_machines_in_one_batch(intake: Intake) -> None:
    await intake.give(
        telemetry([5], {SPEED: [50]}, machine="wl-02"),
        telemetry([1, 0], {SPEED: [11, 10]}, seq=3),
        telemetry([2], {COOLANT: [80]}, seq=4),
    )
    rows = intake.rows("select machine, engine_speed_rpm, coolant_temperature_c from telemetry.latest order by machine")
    assert [(row[SPEED], row[COOLANT]) for row in rows] == [(11, 80), (50, None)]


async def test_an_event_is_kept_once(intake: Intake) -> None:
    await intake.give(event(text="Coolant hot", count=3), event(text="Coolant hot", count=3))
    row = intake.one("select * from telemetry.event")
    assert (row["kind"], row["code"], row["severity"], row["active"]) == ("fault", "110-0", "warning", True)
    assert (row["text"], row["count"]) == ("Coolant hot", 3)
    assert intake.rejects() == []


async def test_another_event_under_the_same_number_is_shown(intake: Intake) -> None:
    await intake.give(event(code="110-0"), event(code="100-1"))
    assert intake.one("select code from telemetry.event")["code"] == "110-0"
    assert intake.rejects() == [("sequence_reused", MACHINE)]


async def test_a_state_is_the_newest_and_a_will_of_the_same_connection_ends_it(intake: Intake) -> None:
    await intake.give(state(time_ms=at(10)), state(time_ms=at(10), online=False, software=""))
    await intake.give(state(time_ms=at(5), software="0.9"))
    row = intake.one("select * from telemetry.state")
    assert (row["online"], row["software"], _seconds(row["time"])) == (False, "1.0", 10)
    await intake.give(state(time_ms=at(11), boot="boot-2", software="1.1"))
    row = intake.one("select * from telemetry.state")
    assert (row["online"], row["boot"], row["software"]) == (True, "boot-2", "1.1")


def _seconds(moment: object) -> float:
    assert isinstance(moment, datetime)
    return (moment - START).total_seconds()
