"""How are count, total, least and greatest value of many signals kept, in a row for each machine?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Levels:
    """Arrays of shape (rows, signals) that grow by both, for signals [first, stop) by their place in STORED.

    Least and greatest values are of the type `kind`, which holds every value as the table does.
    """

    def __init__(self, first: int, stop: int | None, kind: type[np.floating[Any]]) -> None:
        self._first, self._stop, self._kind = first, stop, kind
        self.signals: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._count: NDArray[np.int32] = np.empty((0, 0), dtype=np.int32)
        self._total: Floats = np.empty((0, 0))
        self._low: NDArray[np.floating[Any]] = np.empty((0, 0), dtype=kind)
        self._high: NDArray[np.floating[Any]] = np.empty((0, 0), dtype=kind)

    def grow(self, rows: int) -> None:
        """Make room for more rows, in which there is nothing."""
        self._resize(((0, rows), (0, 0)))

    def add(
        self,
        at: NDArray[np.intp],
        signals: NDArray[np.intp],
        count: NDArray[np.int32],
        *,
        total: Floats,
        low: Floats,
        high: Floats,
    ) -> None:
        """Add to different rows what the signals of more readings add up to."""
        stop = None if self._stop is None else int(np.searchsorted(signals, self._stop))
        mine = slice(int(np.searchsorted(signals, self._first)), stop)
        if not len(signals[mine]):
            return
        self._widen(signals[mine])
        columns = np.searchsorted(self.signals, signals[mine])
        place: Any = at if len(columns) == len(self.signals) else (at[:, None], columns)
        self._count[place] += count[:, mine]
        self._total[place] += total[:, mine]
        self._low[place] = np.minimum(self._low[place], low[:, mine])
        self._high[place] = np.maximum(self._high[place], high[:, mine])

    def _widen(self, signals: NDArray[np.intp]) -> None:
        new = np.setdiff1d(signals, self.signals)
        if len(new):
            both = np.append(self.signals, new)
            order = np.argsort(both)
            self._resize(((0, 0), (0, len(new))))
            self.signals = both[order]
            for name in ("_count", "_total", "_low", "_high"):
                setattr(self, name, np.ascontiguousarray(getattr(self, name)[:, order]))

    def _resize(self, by: tuple[tuple[int, int], tuple[int, int]]) -> None:
        self._count, self._total = np.pad(self._count, by), np.pad(self._total, by)
        self._low = np.pad(self._low, by, constant_values=np.inf)
        self._high = np.pad(self._high, by, constant_values=-np.inf)

    def take(self, at: NDArray[np.intp]) -> tuple[NDArray[np.int32], Floats, Floats, Floats]:
        """Return count, total, least and greatest values of rows, in double precision."""
        return (
            self._count[at],
            self._total[at],
            self._low[at].astype(np.float64),
            self._high[at].astype(np.float64),
        )
