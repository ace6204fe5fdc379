"""What do the readings of a minute add up to, machine by machine, while it goes on?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ingest.binary import Choice
from ingest.rollup.span import MINUTE_US
from ingest.rows import Rows

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ARRAYS = ("machine", "minute", "readings", "first_us", "last_us", "count", "total", "low", "high")


@dataclass(frozen=True)
class Sums:
    """What readings add up to, one row a machine and minute: of each signal count, total, least and greatest value.

    `machine` holds keys, and `minute` counts since 1970. `signals` are those with values, by their place in STORED; of
    one without values in a row `low` and `high` are infinite.
    """

    signals: NDArray[np.intp]
    machine: NDArray[np.int32]
    minute: Integers
    readings: Integers
    first_us: Integers
    last_us: Integers
    count: NDArray[np.int32]
    total: Floats
    low: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.machine)

    def take(self, chosen: Choice) -> "Sums":
        """Return some of the rows."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _ARRAYS})

    def spread(self, signals: NDArray[np.intp]) -> "Sums":
        """Return the same with more signals."""
        if np.array_equal(signals, self.signals):
            return self
        at, shape = np.searchsorted(signals, self.signals), (len(self), len(signals))
        wide = replace(
            self,
            signals=signals,
            count=np.zeros(shape, dtype=np.int32),
            total=np.zeros(shape),
            low=np.full(shape, np.inf),
            high=np.full(shape, -np.inf),
        )
        for name in ("count", "total", "low", "high"):
            getattr(wide, name)[:, at] = getattr(self, name)
        return wide


def add_up(rows: Rows) -> Sums:
    """Return what rows add up to, in their order."""
    minute = rows.time_us // MINUTE_US
    starts = np.flatnonzero((np.diff(rows.machine, prepend=-1) != 0) | (np.diff(minute, prepend=-1) != 0))
    ends = np.append(starts[1:], len(rows)) - 1
    there = ~np.isnan(rows.values)
    signals = np.flatnonzero(there.any(axis=0))
    there, values = there.take(signals, axis=1), rows.values.take(signals, axis=1)

    def reduced(reduce: Callable[..., Floats], otherwise: float) -> Floats:
        filled = values if there.all() else np.where(there, values, otherwise)
        return filled if len(starts) == len(rows) else reduce(filled, starts, axis=0)

    return Sums(
        signals=signals,
        machine=rows.machine[starts],
        minute=minute[starts],
        readings=ends + 1 - starts,
        first_us=rows.time_us[starts],
        last_us=rows.time_us[ends],
        count=np.add.reduceat(there, starts, axis=0, dtype=np.int32),
        total=reduced(np.add.reduceat, 0.0),
        low=reduced(np.minimum.reduceat, np.inf),
        high=reduced(np.maximum.reduceat, -np.inf),
    )


def together(parts: Sequence[Sums]) -> Sums:
    """Return what the readings of all parts, which are of one minute, add up to, in the order of the machines."""
    signals = np.unique(np.concatenate([part.signals for part in parts]))
    wide = [part.spread(signals) for part in parts]
    columns = {name: np.concatenate([getattr(part, name) for part in wide]) for name in _ARRAYS}
    order = np.argsort(columns["machine"], kind="stable")
    starts = np.flatnonzero(np.diff(columns["machine"][order], prepend=-1))
    sums = Sums(signals=signals, **columns).take(order)
    if len(starts) == len(sums):
        return sums
    return Sums(
        signals=signals,
        machine=sums.machine[starts],
        minute=sums.minute[starts],
        readings=np.add.reduceat(sums.readings, starts),
        first_us=np.minimum.reduceat(sums.first_us, starts),
        last_us=np.maximum.reduceat(sums.last_us, starts),
        count=np.add.reduceat(sums.count, starts, axis=0),
        total=np.add.reduceat(sums.total, starts, axis=0),
        low=np.minimum.reduceat(sums.low, starts, axis=0),
        high=np.maximum.reduceat(sums.high, starts, axis=0),
    )


@dataclass
class Block:
    """A minute of those machines whose marks bear its number and worker, by key and name.

    `batch` is the last one that added to it and `touched_at` when that was, by the monotonic clock. Not all that they
    sent need be held.
    """

    minute: int
    number: int
    worker: int
    opened_at: float
    touched_at: float = 0.0
    batch: int = 0
    names: dict[int, str] = field(default_factory=dict)
    is_held: bool = True
    _parts: list[Sums] = field(default_factory=list)
    held: int = 0

    def add(self, sums: Sums) -> None:
        """Hold what more readings of this minute add up to."""
        self._parts.append(sums)
        self.held += len(sums)
        # What is added up anew is at most half of what was: so each row is touched a few times only.
        if self.held > 2 * len(self.names):
            self.sums()

    def let_go(self) -> None:
        """Hold nothing of this minute: it will be read from the table."""
        self.is_held, self._parts, self.held = False, [], 0

    def sums(self) -> Sums | None:
        """Return what is held, one row a machine, None where nothing is."""
        if len(self._parts) > 1:
            self._parts = [together(self._parts)]
        self.held = sum(map(len, self._parts))
        return self._parts[0] if self._parts else None
