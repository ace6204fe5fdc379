"""How do minutes, hours and days follow the readings, late ones too?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from ingest.database import Connection
from ingest.rows import Rows
from ingest.statement import ROLLUP

MARKS_AT_A_TIME = 20_000
# At one reading a second this is a million readings, some seconds of work.
_MINUTES_AT_A_TIME = 20_000
# Below this it is cheaper to aggregate than to ask whether that is needed.
_WORTH_A_LOOK = 1_000
_DAY = timedelta(days=1)
_MINUTES_A_DAY = 1440


@dataclass(frozen=True, order=True)
class Span:
    """Minutes [start, stop) of one machine, counted from midnight (UTC)."""

    machine: str
    start: int
    stop: int


@dataclass(frozen=True)
class Ranges:
    """Minutes [start, stop) of machines, in minutes since 1970."""

    machines: list[str]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]


# One mark too wide costs a little computing; one mark a minute would cost more.
_LEAP_MINUTES = 5


def touched(rows: Rows) -> Ranges:
    """Return the minutes that rows lie in, as few ranges a machine."""
    machine, minute = rows.machine, rows.time_us // 60_000_000
    first = (np.diff(machine, prepend=-1) != 0) | (np.diff(minute, prepend=minute[0]) > _LEAP_MINUTES)
    starts = np.flatnonzero(first)
    ends = np.append(starts[1:], len(minute)) - 1
    return Ranges([rows.names[key] for key in machine[starts].tolist()], minute[starts], minute[ends] + 1)


async def roll_up(connection: Connection, *, patiently: bool = False) -> int:
    """Compute again what readings have changed and return how many marks that took, 0 when there was nothing to do.

    Another worker that is at it is left alone, or waited for `patiently`. Safe beside writers: a reading that is
    committed later than this looks brings a mark that is still there.
    """
    async with connection.transaction():
        lock = "await_housekeeping" if patiently else "lock_housekeeping"
        locked = await (await connection.execute(ROLLUP[lock])).fetchone()
        if locked is None or not locked[0]:
            return 0
        marks = await (await connection.execute(ROLLUP["take_marks"], {"limit": MARKS_AT_A_TIME})).fetchall()
        for day, spans in sorted(by_day(marks).items()):
            await _roll_day(connection, day, spans)
    return len(marks)


async def roll_up_everything(connection: Connection) -> int:
    """Roll up until no mark is left and return how many there were."""
    total = 0
    while taken := await roll_up(connection, patiently=True):
        total += taken
    return total


def by_day(marks: Iterable[Sequence[object]]) -> Mapping[datetime, list[Span]]:
    """Return marks (machine, from, to) as spans by UTC day, those of a machine apart from each other."""
    days: dict[datetime, list[Span]] = {}
    for machine, start, stop in marks:
        assert isinstance(start, datetime)
        assert isinstance(stop, datetime)
        for day, first, last in _split(start.astimezone(UTC), stop.astimezone(UTC)):
            days.setdefault(day, []).append(Span(str(machine), first, last))
    return {day: list(_merged(sorted(spans))) for day, spans in days.items()}


def _split(start: datetime, stop: datetime) -> Iterator[tuple[datetime, int, int]]:
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < stop:
        first = max(0, (start - day) // timedelta(minutes=1))
        last = min(_MINUTES_A_DAY, (stop - day) // timedelta(minutes=1))
        yield day, first, last
        day += _DAY


def _merged(spans: Sequence[Span]) -> Iterator[Span]:
    """Yield spans in order with those that touch or overlap made one."""
    open_span: Span | None = None
    for span in spans:
        if open_span and span.machine == open_span.machine and span.start <= open_span.stop:
            open_span = Span(span.machine, open_span.start, max(open_span.stop, span.stop))
            continue
        if open_span:
            yield open_span
        open_span = span
    if open_span:
        yield open_span


async def _roll_day(connection: Connection, day: datetime, spans: Sequence[Span]) -> None:
    for portion in _portions(spans):
        await _roll_minutes(connection, day, portion)
    hours = sorted({(s.machine, hour) for s in spans for hour in range(s.start // 60, (s.stop - 1) // 60 + 1)})
    values = {"day": day, "machines": [machine for machine, _ in hours], "hours": [hour for _, hour in hours]}
    # Planned for each day: only with the day known does the planner leave the other chunks alone.
    await connection.execute(ROLLUP["roll_hours"], values, prepare=False)
    machines = sorted({span.machine for span in spans})
    await connection.execute(ROLLUP["roll_days"], {"day": day, "machines": machines}, prepare=False)


def _portions(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    start = minutes = 0
    for place, span in enumerate(spans):
        if minutes >= _MINUTES_AT_A_TIME:
            yield spans[start:place]
            start, minutes = place, 0
        minutes += span.stop - span.start
    yield spans[start:]


async def _roll_minutes(connection: Connection, day: datetime, spans: Sequence[Span]) -> None:
    values = {
        "day": day,
        "machines": [span.machine for span in spans],
        "starts": [day + timedelta(minutes=span.start) for span in spans],
        "stops": [day + timedelta(minutes=span.stop) for span in spans],
    }
    sparse = False
    if sum(span.stop - span.start for span in spans) >= _WORTH_A_LOOK:
        found = await (await connection.execute(ROLLUP["are_first_and_single"], values, prepare=False)).fetchone()
        sparse = found is not None and bool(found[0])
    await connection.execute(ROLLUP["copy_minutes" if sparse else "roll_minutes"], values, prepare=False)
