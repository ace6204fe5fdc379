"""Is it known of every number of a machine's boot what became of its message, and how far all are settled?"""

from collections import Counter
from typing import Any, NamedTuple

import orjson
import pytest

from ingest.batch import Number
from ingest.database import connect
from ingest.delivery.ledger import Mark, changed, fold
from ingest.delivery.notice import find_runs
from ingest.housekeeping import expire
from ingest.source import Arrival
from models.messages import Stream, instant, topic
from tests.ingest.intake import MACHINE, START, Intake, arrival, at, event, state, telemetry

SPEED = "engine_speed_rpm"


def reading(seq: int, boot: str = "boot-1") -> Arrival:
    """Return a message with one reading, measured as many seconds after START as its number says."""
    return telemetry([seq], {SPEED: [seq]}, boot=boot, seq=seq)


def gap(first: int, last: int, **fields: Any) -> Arrival:
    """Return a gap declared by MACHINE."""
    told = {
        "boot": "boot-1",
        "from_seq": first,
        "to_seq": last,
        "from_time_ms": at(first),
        "to_time_ms": at(last),
        "reason": "outbox_full",
    }
    return arrival(topic(MACHINE, Stream.GAP), orjson.dumps({**told, **fields}))


class Done(NamedTuple):
    """What a pass did."""

    marks: list[Mark]
    refused: dict[tuple[str, str], list[tuple[int, str]]]
    outcomes: Counter[str]


async def folded(intake: Intake) -> Done:
    """Fold what was noted, and return what that did."""
    async with await connect(intake.settings.database_url, "test") as connection:
        done = await fold(connection)
        assert done is not None
        return Done(await done.marks.take(1000), done.refused, done.outcomes)


async def give(intake: Intake, *arrivals: Arrival) -> Done:
    """Store messages as one batch, and fold."""
    await intake.give(*arrivals)
    return await folded(intake)


def gaps(intake: Intake) -> list[tuple[str, int, int, int, int]]:
    """Return each gap's reason, how many messages it lacks of how many, and its seconds after START."""
    rows = intake.rows(
        "select reason, telemetry.seq_count(missing) as missing, to_seq - from_seq + 1 as width, from_time, to_time"
        " from telemetry.gap order by from_seq, reason"
    )
    seconds = [[round((row[side] - START).total_seconds()) for side in ("from_time", "to_time")] for row in rows]
    return [(r["reason"], r["missing"], r["width"], *s) for r, s in zip(rows, seconds, strict=True)]


def counts(intake: Intake) -> dict[str, Any]:
    """Return what is kept of the one boot."""
    return intake.one("select watermark, stored, rejected, telemetry.seq_count(lost) as lost from telemetry.delivery")


async def test_a_boot_is_settled_up_to_the_first_number_that_is_missing(intake: Intake) -> None:
    assert (await give(intake, *map(reading, [0, 1, 2]))).marks == [Mark(MACHINE, "boot-1", 2)]
    assert (await give(intake, *map(reading, [5, 6]))).marks == [Mark(MACHINE, "boot-1", 2)]
    assert (await give(intake, *map(reading, [4, 3]))).marks == [Mark(MACHINE, "boot-1", 6)]


async def test_without_its_first_number_nothing_of_a_boot_is_settled(intake: Intake) -> None:
    assert (await give(intake, *map(reading, [1, 2]))).marks == [Mark(MACHINE, "boot-1", -1)]


async def test_a_machine_that_comes_online_is_told_how_far_it_is_settled(intake: Intake) -> None:
    await give(intake, *map(reading, [0, 1]))
    assert (await give(intake, state())).marks == [Mark(MACHINE, "boot-1", 1)]
    assert (await give(intake, state(boot="boot-2"))).marks == [Mark(MACHINE, "boot-2", -1)]
    assert (await give(intake, state(boot="boot-2", online=False))).marks == []


async def test_a_message_that_comes_again_is_a_duplicate_and_is_confirmed_again(intake: Intake) -> None:
    await give(intake, *map(reading, [0, 1, 2]))
    again = await give(intake, *map(reading, [1, 2, 3]))
    assert again.marks == [Mark(MACHINE, "boot-1", 3)]
    assert again.outcomes == {"stored": 1, "duplicate": 2, "rejected": 0, "gap": 0}
    only = await give(intake, reading(0), reading(0))
    assert (only.marks, only.outcomes["duplicate"]) == ([Mark(MACHINE, "boot-1", 3)], 2)


async def test_a_refused_message_is_settled_and_told_with_its_reason(intake: Intake) -> None:
    broken = arrival(topic(MACHINE, Stream.TELEMETRY), b'{"boot": "boot-1", "seq": 1, "time_ms": [')
    unread = arrival(topic(MACHINE, Stream.TELEMETRY), b"garbage")
    late = event(seq=2, time_ms=0)
    done = await give(intake, reading(0), broken, unread, late, reading(3))
    assert done.marks == [Mark(MACHINE, "boot-1", 3)]
    assert done.refused == {(MACHINE, "boot-1"): [(1, "invalid_json"), (2, "too_old")]}
    assert done.outcomes == {"stored": 2, "duplicate": 0, "rejected": 3, "gap": 0}
    again = await give(intake, broken)
    assert again.outcomes == {"stored": 0, "duplicate": 1, "rejected": 0, "gap": 0}
    assert counts(intake) == {"watermark": 3, "stored": 2, "rejected": 2, "lost": 0}


async def test_what_bears_no_number_is_refused_and_settles_none(intake: Intake) -> None:
    topics = [f"spBv1.0/howdah/NDATA/{MACHINE}", f"fleet/v1/{MACHINE}/state", f"fleet/v1/{MACHINE}/gap", "fleet/v1/x"]
    done = await give(intake, *(arrival(text, b'{"boot": "boot-1", "seq": 0}') for text in topics))
    assert done.marks == []
    assert 2 <= done.outcomes["rejected"] <= 3


async def test_telemetry_and_events_count_together(intake: Intake) -> None:
    assert (await give(intake, reading(0), event(seq=1), reading(2))).marks == [Mark(MACHINE, "boot-1", 2)]


async def test_a_declared_gap_settles_its_numbers_and_is_kept_with_its_times(intake: Intake) -> None:
    await give(intake, *map(reading, [0, 1]))
    done = await give(intake, gap(2, 61), reading(62))
    assert done.marks == [Mark(MACHINE, "boot-1", 62)]
    assert done.outcomes == {"stored": 1, "duplicate": 0, "rejected": 0, "gap": 60}
    assert gaps(intake) == [("outbox_full", 60, 60, 2, 61)]
    again = await give(intake, gap(2, 61))
    assert (again.marks, again.outcomes.total()) == (done.marks, 0)
    await give(intake, gap(2, 81, to_time_ms=at(81)))
    assert gaps(intake) == [("outbox_full", 79, 80, 2, 81)]


async def test_what_is_stored_already_is_no_gap_whatever_the_machine_declares(intake: Intake) -> None:
    await give(intake, *map(reading, range(10)))
    done = await give(intake, gap(5, 14))
    assert done.outcomes["gap"] == 5
    assert gaps(intake) == [("outbox_full", 5, 10, 5, 14)]
    assert (await give(intake, gap(0, 9, reason="not_kept"))).outcomes["gap"] == 0
    assert len(gaps(intake)) == 1


async def test_a_message_that_comes_after_it_was_declared_lost_narrows_the_gap(intake: Intake) -> None:
    await give(intake, reading(0), gap(1, 4))
    assert (await give(intake, reading(3))).outcomes["stored"] == 1
    assert counts(intake) == {"watermark": 4, "stored": 2, "rejected": 0, "lost": 3}
    await give(intake, *map(reading, [1, 2, 4]))
    assert gaps(intake) == []
    assert counts(intake) == {"watermark": 4, "stored": 5, "rejected": 0, "lost": 0}


async def test_numbers_that_are_passed_over_are_a_gap_until_they_come(intake: Intake) -> None:
    await give(intake, *map(reading, range(11)))
    await give(intake, *map(reading, range(21, 31)))
    assert gaps(intake) == [("not_arrived", 10, 10, 10, 21)]
    assert intake.one("select waiting_since is not null as waits from telemetry.delivery")["waits"]
    await give(intake, *map(reading, range(15, 21)))
    assert gaps(intake) == [("not_arrived", 4, 10, 10, 21)]
    await give(intake, *map(reading, range(11, 15)))
    assert gaps(intake) == []
    assert intake.one("select waiting_since from telemetry.delivery")["waiting_since"] is None


async def test_a_declared_gap_takes_the_place_of_what_had_not_arrived(intake: Intake) -> None:
    await give(intake, *map(reading, [0, 1, 8, 9]))
    await give(intake, gap(2, 7))
    assert gaps(intake) == [("outbox_full", 6, 6, 2, 7)]


async def test_every_boot_is_counted_by_itself(intake: Intake) -> None:
    done = await give(
        intake, reading(0, "a"), reading(0, "b"), reading(1, "b"), telemetry([5], {SPEED: [1]}, machine="wl-02")
    )
    assert sorted(done.marks) == [Mark(MACHINE, "a", 0), Mark(MACHINE, "b", 1), Mark("wl-02", "boot-1", 0)]


async def test_a_batch_that_is_not_stored_settles_nothing(intake: Intake) -> None:
    unknown = telemetry([0], {SPEED: [1]}, machine="nobody")
    assert (await give(intake, unknown)).marks == []


async def test_a_gap_from_a_machine_with_a_wrong_clock_is_settled_and_ends_in_the_present(intake: Intake) -> None:
    done = await give(intake, gap(0, 3, from_time_ms=0, to_time_ms=at(400 * 86_400)))
    assert done.marks == [Mark(MACHINE, "boot-1", 3)]
    assert intake.one("select from_time, to_time <= now() as past from telemetry.gap") == {
        "from_time": instant(0),
        "past": True,
    }


async def test_a_machine_that_numbers_wildly_is_kept_within_bounds(intake: Intake) -> None:
    await give(intake, *(telemetry([n], {SPEED: [1]}, seq=2 * n) for n in range(6000)))
    row = intake.one("select watermark, telemetry.seq_count(seqs) as kept from telemetry.delivery")
    assert row == {"watermark": 0, "kept": 4000}


async def test_boots_of_late_are_told_again_after_a_restart_and_old_ones_forgotten(intake: Intake) -> None:
    await give(intake, reading(0))
    async with await connect(intake.settings.database_url, "test") as connection:
        assert await (await changed(connection, 60)).take(10) == [Mark(MACHINE, "boot-1", 0)]
        await expire(connection, intake.settings, instant(at(400 * 86_400)))
        assert await (await changed(connection, 60)).take(10) == []


async def test_two_processes_do_not_fold_at_once(intake: Intake) -> None:
    await intake.give(reading(0))
    async with (
        await connect(intake.settings.database_url, "test") as one,
        await connect(intake.settings.database_url, "test") as other,
    ):
        async with one.transaction():
            await one.execute("select pg_advisory_xact_lock(4203003)")
            assert await fold(other) is None
        again = await fold(other)
        assert again is not None
        assert await again.marks.take(10) == [Mark(MACHINE, "boot-1", 0)]


@pytest.mark.parametrize(
    ("seqs", "runs"),
    [([7], [(7, 7)]), ([3, 1, 2], [(1, 3)]), ([1, 1, 2, 5, 4, 9], [(1, 2), (4, 5), (9, 9)])],
)
def test_numbers_are_noted_as_runs(seqs: list[int], runs: list[tuple[int, int]]) -> None:
    numbers = [Number(MACHINE, "boot-1", seq) for seq in seqs]
    found = find_runs(numbers)
    assert list(zip(found.firsts.tolist(), found.lasts.tolist(), strict=True)) == runs
