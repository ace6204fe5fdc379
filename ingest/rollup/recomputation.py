"""How are minutes computed from the table, where no process holds them?"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ingest.database import Connection
from ingest.newest import put_latest_of
from ingest.rollup.coarsening import mark_hours_of, roll_days, roll_hours
from ingest.rollup.lock import hold_lock
from ingest.rollup.span import MINUTE, Span, Spans, by_day
from ingest.statement import ROLLUP

MARKS_AT_A_TIME = 20_000
# At one reading a second this is a million readings, some seconds of work.
_MINUTES_AT_A_TIME = 20_000
# Below this it is cheaper to aggregate than to ask whether that is needed.
_WORTH_A_LOOK = 1_000
# Marks that are nobody's are written by who brings latest values up to date at once.
_NOBODY = 0


async def roll_up(connection: Connection, *, worker: int = 0, followed: int = 0, patiently: bool = False) -> int:
    """Compute again what readings have changed that no process holds, and return how many marks that took.

    These are marks that are nobody's, those of workers that are gone, and of this `worker` those of the batches that
    latest values follow already. Another process that is at it is left alone, or waited for `patiently`. Safe beside
    writers: a reading that is committed later than this looks brings a mark that is still there.
    """
    async with connection.transaction():
        if not await hold_lock(connection, patiently=patiently):
            return 0
        taken = await _take(connection, _NOBODY) or await _take(connection, worker, -followed)
        if not taken:
            taken = await _take_orphaned(connection, worker)
        spans = by_day(taken)
        await roll_spans(connection, spans)
        await mark_hours_of(connection, spans)
    return len(taken)


async def roll_up_everything(connection: Connection) -> int:
    """Roll up until no mark is left but those of live workers, and return how many there were."""
    total = 0
    while taken := await roll_up(connection, patiently=True):
        total += taken
    for roll in (roll_hours, roll_days):
        while await roll(connection, patiently=True):
            pass
    return total


async def roll_spans(connection: Connection, days: Spans) -> None:
    """Compute the minutes of spans from their readings, within a transaction that holds the lock."""
    for day, spans in sorted(days.items()):
        for portion in _portions(spans):
            await _roll_minutes(connection, _values(day, portion))


async def _take(connection: Connection, worker: int, since: int = 0) -> Sequence[Sequence[object]]:
    """Take marks of a worker away that belong to no block."""
    values = {"worker": worker, "since": since, "limit": MARKS_AT_A_TIME}
    return await (await connection.execute(ROLLUP["take_marks"], values)).fetchall()


async def _take_orphaned(connection: Connection, worker: int) -> Sequence[Sequence[object]]:
    """Take marks away of one worker that is gone, with the latest values that it may not have followed."""
    for (other,) in await (await connection.execute(ROLLUP["list_workers"])).fetchall():
        if other in (_NOBODY, worker):
            continue
        row = await (await connection.execute(ROLLUP["lock_worker"], {"worker": other})).fetchone()
        if row is not None and row[0]:
            values = {"worker": other, "limit": MARKS_AT_A_TIME}
            taken = await (await connection.execute(ROLLUP["take_orphaned"], values)).fetchall()
            for day, spans in sorted(by_day(taken).items()):
                await put_latest_of(connection, _values(day, spans))
            return taken
    return []


def _values(day: datetime, spans: Sequence[Span]) -> dict[str, object]:
    return {
        "day": day,
        "machines": [span.machine for span in spans],
        "starts": [day + timedelta(minutes=span.start) for span in spans],
        "stops": [day + timedelta(minutes=span.stop) for span in spans],
    }


def _portions(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    start = minutes = 0
    for place, span in enumerate(spans):
        if minutes >= _MINUTES_AT_A_TIME:
            yield spans[start:place]
            start, minutes = place, 0
        minutes += span.stop - span.start
    yield spans[start:]


async def _roll_minutes(connection: Connection, values: dict[str, object]) -> None:
    sparse, starts, stops = False, values["starts"], values["stops"]
    assert isinstance(starts, list)
    assert isinstance(stops, list)
    if sum((stop - start) // MINUTE for start, stop in zip(starts, stops, strict=True)) >= _WORTH_A_LOOK:
        found = await (await connection.execute(ROLLUP["are_first_and_single"], values, prepare=False)).fetchone()
        sparse = found is not None and bool(found[0])
    # Planned for each day: only with the day known does the planner leave the other chunks alone.
    await connection.execute(ROLLUP["copy_minutes" if sparse else "roll_minutes"], values, prepare=False)
