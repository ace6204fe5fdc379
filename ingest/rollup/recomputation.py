"""How are minutes computed from the table, where no process holds them?"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np

from ingest.array import Times, texts
from ingest.database import Connection
from ingest.newest import put_latest_of
from ingest.rollup.coarsening import mark_hours_of, roll_days, roll_hours
from ingest.rollup.lock import hold_lock
from ingest.rollup.span import EPOCH, MINUTE, MINUTE_US, Span, Spans, by_day
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


async def roll_minute(connection: Connection, start: datetime, machines: Sequence[str]) -> None:
    """Compute one minute of machines from its readings, within a transaction that holds the lock."""
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = (start - day) // MINUTE
    if machines:
        values = _values(day, [Span(machine, minute, minute + 1) for machine in machines])
        await connection.execute(ROLLUP["roll_minutes"], values, prepare=False)


async def roll_spans(connection: Connection, days: Spans) -> None:
    """Compute the minutes of spans from their readings, within a transaction that holds the lock."""
    for day, spans in sorted(days.items()):
        for portion in _portions(spans):
            await _roll_minutes(connection, _values(day, portion), sum(span.stop - span.start for span in portion))


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
    midnight_us = (day - EPOCH) // MINUTE * MINUTE_US
    bounds = np.array([(span.start, span.stop) for span in spans], dtype=np.int64).reshape(-1, 2)
    starts, stops = (midnight_us + MINUTE_US * bounds).T
    return {
        "day": day,
        "machines": texts([span.machine for span in spans]),
        "starts": Times(starts),
        "stops": Times(stops),
    }


def _portions(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    start = minutes = 0
    for place, span in enumerate(spans):
        if minutes >= _MINUTES_AT_A_TIME:
            yield spans[start:place]
            start, minutes = place, 0
        minutes += span.stop - span.start
    yield spans[start:]


async def _roll_minutes(connection: Connection, values: dict[str, object], minutes: int) -> None:
    sparse = False
    if minutes >= _WORTH_A_LOOK:
        found = await (await connection.execute(ROLLUP["are_first_and_single"], values, prepare=False)).fetchone()
        sparse = found is not None and bool(found[0])
    # Planned for each day: only with the day known does the planner leave the other chunks alone.
    await connection.execute(ROLLUP["copy_minutes" if sparse else "roll_minutes"], values, prepare=False)
