"""Which readings of this process are stored and not yet followed by latest values and rollups?"""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.newest import newest_rows
from ingest.rollup.minute import Block, Sums, add_up
from ingest.rollup.span import MINUTE_US, Marks, touched
from ingest.rows import Rows

# Beyond so many minutes a batch is history, which is cheaper to compute from the table.
_MOST_MINUTES = 30
# A minute that is over may still be added to, by messages that were under way.
_GRACE_S, _LONGEST_S = 3.0, 120.0
# Newest rows are brought together when there are twice as many as were left the last time, and some.
_SOME_ROWS = 20_000


@dataclass(frozen=True)
class _Flight:
    """What a transaction that is not committed yet adds: rows, and by minute the keys of their machines."""

    rows: Rows
    minutes: Mapping[int, Sequence[int]]


@dataclass
class Ledger:
    """Remembers what each transaction stored, as sums by minute and as newest rows, so that nothing need be read again.

    What it remembers is worth nothing by itself: marks in the database, written in the same transactions, tell what is
    out of date. They bear the number of this worker, which is as good as its connection: while that holds a lock of
    this number nobody else takes the marks, and after it they are anybody's, and computed from the table.
    """

    most_held: int = 250_000
    # When nothing came for so long there is time for everything.
    lull_s: float = 0.2
    worker: int = 0
    batch: int = 0
    followed: int = 0
    _blocks: dict[int, Block] = field(default_factory=dict)
    _closing: list[Block] = field(default_factory=list)
    _pending: list[Rows] = field(default_factory=list)
    _flight: _Flight | None = None
    _number: int = 0
    _committed_at: float = 0.0

    def renew(self) -> int:
        """Forget everything, because the connection that stood for it is gone, and return the new number to lock."""
        self.worker = secrets.randbelow(2**31 - 1) + 1
        self._blocks, self._closing, self._pending, self._flight = {}, [], [], None
        self.followed = self.batch
        return self.worker

    def begin(self, rows: Rows) -> Marks:
        """Return the marks to be stored with new rows, which count from `commit` on."""
        minute = rows.time_us // MINUTE_US
        starts = np.flatnonzero((np.diff(rows.machine, prepend=-1) != 0) | (np.diff(minute, prepend=-1) != 0))
        minutes = np.unique(minute[starts])
        if len(minutes) > _MOST_MINUTES:
            self._flight = _Flight(rows, {})
            return touched(rows, -(self.batch + 1))
        machines = {int(m): _of(rows.machine[starts][minute[starts] == m]) for m in minutes}
        self._flight = _Flight(rows, machines)
        new = [(rows.names[key], block) for m, keys in machines.items() for key, block in self._unmarked(m, keys)]
        starts_at = [block.minute for _, block in new]
        numbers = [block.number for _, block in new]
        return Marks([name for name, _ in new], starts_at, [start + 1 for start in starts_at], numbers)

    def _unmarked(self, minute: int, machines: Sequence[int]) -> Iterator[tuple[int, Block]]:
        block = self._blocks.get(minute)
        if block is None:
            self._number += 1
            block = self._blocks[minute] = Block(minute, self._number, self.worker, time.monotonic())
        names = block.names
        return ((machine, block) for machine in machines if machine not in names)

    def cancel(self) -> None:
        """Forget what was begun: it is not stored."""
        self._flight = None

    def commit(self) -> None:
        """Take in what was begun: it is stored, and so are its marks."""
        flight, self._flight = self._flight, None
        self._committed_at = time.monotonic()
        if flight is None:
            return
        self.batch += 1
        self._pending.append(newest_rows(flight.rows))
        if sum(map(len, self._pending)) > 2 * len(self._pending[0]) + _SOME_ROWS:
            self._pending = [newest_rows(Rows.together(self._pending))]
        for minute, machines in flight.minutes.items():
            block, names = self._blocks[minute], flight.rows.names
            block.names.update((machine, names[machine]) for machine in machines)
            block.touched_at, block.batch = self._committed_at, self.batch
        if any(self._blocks[minute].is_held for minute in flight.minutes):
            self._count(add_up(flight.rows), flight.minutes)

    def _count(self, sums: Sums, minutes: Iterable[int]) -> None:
        """Add to minutes what was stored; one for which there is no room will be read from the table."""
        for block in map(self._blocks.__getitem__, minutes):
            if block.is_held:
                block.add(_only(sums, sums.minute == block.minute))
                if sum(other.held for other in [*self._closing, *self._blocks.values()]) > self.most_held:
                    block.let_go()

    @property
    def lulls(self) -> bool:
        """Return whether nothing is being stored, and nothing was for a moment."""
        return self._flight is None and time.monotonic() - self._committed_at > self.lull_s

    def take_pending(self) -> tuple[int, Rows | None]:
        """Return the rows that latest values do not follow yet, and up to which batch."""
        taken, self._pending = self._pending, []
        return self.batch, Rows.together(taken) if taken else None

    def follow(self, batch: int) -> None:
        """Take it that latest values follow everything up to a batch."""
        self.followed = max(self.followed, batch)

    def restore(self, rows: Rows) -> None:
        """Take back rows that latest values do not follow after all."""
        self._pending.insert(0, rows)

    @property
    def minutes_behind(self) -> int:
        """Return how many minutes can be closed, which nothing is added to any more."""
        due = sorted(self._due(), key=lambda block: block.minute)
        for block in due:
            del self._blocks[block.minute]
        # Of a minute without names nothing was stored.
        self._closing += [block for block in due if block.names]
        return len({block.minute for block in self._closing})

    def oldest_due(self) -> Block | None:
        """Return the oldest minute that can be closed."""
        return self._closing[0] if self.minutes_behind else None

    def close(self, block: Block) -> None:
        """Take it that a minute is closed."""
        self._closing = [other for other in self._closing if other is not block]

    def _due(self) -> Iterator[Block]:
        now, minute, lulls = time.monotonic(), time.time() / 60, self.lulls
        flying = self._flight.minutes if self._flight else {}
        for block in self._blocks.values():
            is_quiet = lulls or now - block.touched_at > _GRACE_S or now - block.opened_at > _LONGEST_S
            is_followed = block.batch <= self.followed and block.minute not in flying
            if is_quiet and is_followed and block.minute + 1 <= minute:
                yield block


def _of(keys: NDArray[np.int32]) -> list[int]:
    return [int(key) for key in keys.tolist()]


def _only(sums: Sums, chosen: NDArray[np.bool_]) -> Sums:
    return sums if chosen.all() else sums.take(chosen)
