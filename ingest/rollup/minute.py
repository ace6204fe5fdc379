"""What do the readings of a minute add up to, machine by machine, while it goes on?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ingest.binary import Choice
from ingest.columns import DOUBLES
from ingest.rollup.level import Levels
from ingest.rollup.span import MINUTE_US
from ingest.rows import Rows

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ARRAYS = ("machine", "minute", "readings", "first_us", "last_us", "count", "total", "low", "high")
_LATEST_US = np.iinfo(np.int64).max
_FEW = 16


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


@dataclass
class Block:
    """A minute of those machines whose marks bear its number and worker, by key and name.

    `batch` is the last one that added to it and `touched_at` when that was, by the monotonic clock. What its readings
    add up to is held in a row for each machine, until it is let go.
    """

    minute: int
    number: int
    worker: int
    opened_at: float
    touched_at: float = 0.0
    batch: int = 0
    names: dict[int, str] = field(default_factory=dict)
    is_held: bool = True
    _row_of: dict[int, int] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)
    _room: int = 0
    _readings: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _first_us: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _last_us: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    # Reals are kept in single precision, as the table does.
    _levels: tuple[Levels, Levels] = field(
        default_factory=lambda: (Levels(0, len(DOUBLES), np.float64), Levels(len(DOUBLES), None, np.float32))
    )

    @property
    def held(self) -> int:
        """Of how many machines what they sent is held."""
        return len(self._row_of)

    def add(self, sums: Sums) -> None:
        """Hold what more readings of this minute add up to; each machine has at most one row of them."""
        keys = sums.machine.tolist()
        rows = self._row_of
        for key in keys:
            rows.setdefault(key, len(rows))
        at = np.array([rows[key] for key in keys], dtype=np.intp)
        self._grow(len(rows))
        self._readings[at] += sums.readings
        self._first_us[at] = np.minimum(self._first_us[at], sums.first_us)
        self._last_us[at] = np.maximum(self._last_us[at], sums.last_us)
        for levels in self._levels:
            levels.add(at, sums.signals, sums.count, total=sums.total, low=sums.low, high=sums.high)

    def _grow(self, rows: int) -> None:
        if rows <= self._room:
            return
        more = max(rows, self._room * 3 // 2, _FEW) - self._room
        self._room += more
        self._readings = np.append(self._readings, np.zeros(more, dtype=np.int64))
        self._first_us = np.append(self._first_us, np.full(more, _LATEST_US))
        self._last_us = np.append(self._last_us, np.full(more, -_LATEST_US))
        for levels in self._levels:
            levels.grow(more)

    def let_go(self) -> None:
        """Hold nothing of this minute: it will be read from the table."""
        empty = Block(self.minute, self.number, self.worker, self.opened_at)
        self._row_of, self._room, self._levels = {}, 0, empty._levels
        self._readings, self._first_us, self._last_us = empty._readings, empty._first_us, empty._last_us
        self.is_held = False

    def keys(self, names: Sequence[str]) -> list[int]:
        """Return the keys of machines, by name; asked only when no more machines are added."""
        if len(self._keys) != len(self.names):
            self._keys = {name: key for key, name in self.names.items()}
        return [self._keys[name] for name in names]

    def sums(self, machines: Sequence[int]) -> Sums | None:
        """Return what is held of machines, by key, one row each; None where nothing is."""
        keys = [machine for machine in machines if machine in self._row_of]
        if not keys:
            return None
        at = np.array([self._row_of[key] for key in keys], dtype=np.intp)
        parts = [levels.take(at) for levels in self._levels]
        count, total, low, high = (np.concatenate(columns, axis=1) for columns in zip(*parts, strict=True))
        return Sums(
            signals=np.concatenate([levels.signals for levels in self._levels]),
            machine=np.array(keys, dtype=np.int32),
            minute=np.full(len(keys), self.minute, dtype=np.int64),
            readings=self._readings[at],
            first_us=self._first_us[at],
            last_us=self._last_us[at],
            count=count,
            total=total,
            low=low,
            high=high,
        )
