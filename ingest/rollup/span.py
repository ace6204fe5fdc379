"""Which minutes of which machines are to be computed from their readings?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from ingest.array import Integers, texts
from ingest.database import Connection
from ingest.rows import Rows
from ingest.statement import ROLLUP

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MINUTE_US = 60_000_000

_DAY = timedelta(days=1)
_MINUTES_A_DAY = 1440
# One mark too wide costs a little computing; one mark a minute would cost more.
_LEAP_MINUTES = 5


@dataclass(frozen=True, order=True)
class Span:
    """Minutes [start, stop) of one machine, counted from midnight (UTC)."""

    machine: str
    start: int
    stop: int

    def hours(self) -> range:
        """Return the hours of the day that hold any of these minutes."""
        return range(self.start // 60, (self.stop - 1) // 60 + 1)


Spans = Mapping[datetime, Sequence[Span]]


@dataclass(frozen=True)
class Marks:
    """Minutes [start, stop) of machines since 1970, and to which of a worker's blocks they belong.

    Below zero stands the batch of which they are, in none.
    """

    machines: Sequence[str]
    starts: Sequence[int]
    stops: Sequence[int]
    blocks: Sequence[int]


def touched(rows: Rows, block: int = 0) -> Marks:
    """Return marks of the minutes that rows lie in, as few ranges a machine."""
    machine, minute = rows.machine, rows.time_us // MINUTE_US
    first = (np.diff(machine, prepend=-1) != 0) | (np.diff(minute, prepend=minute[0]) > _LEAP_MINUTES)
    starts = np.flatnonzero(first)
    ends = np.append(starts[1:], len(minute)) - 1
    names = [rows.names[key] for key in machine[starts].tolist()]
    return Marks(names, minute[starts].tolist(), (minute[ends] + 1).tolist(), [block] * len(names))


async def mark(connection: Connection, marks: Marks, worker: int = 0) -> None:
    """Mark minutes as out of date, within the transaction that makes them so."""
    if marks.machines:
        values = {
            name: Integers(np.array(getattr(marks, name), dtype=np.int64)) for name in ("starts", "stops", "blocks")
        }
        await connection.execute(ROLLUP["mark_dirty"], {"machines": texts(marks.machines), "worker": worker, **values})


def by_day(marks: Iterable[Sequence[object]]) -> dict[datetime, list[Span]]:
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
        first = max(0, (start - day) // MINUTE)
        last = min(_MINUTES_A_DAY, (stop - day) // MINUTE)
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
