"""How far is each machine of a large fleet from health, as one more row of each comes in?"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import sdot, sgemm

from models.anomaly.detector import ROWS, Detector
from models.anomaly.scale import Floats

Singles = NDArray[np.float32]

# So many machines at a time stay in a processor's own memory, and make up for what each call costs: with 384 a step
# took a third longer. Above 976 the product of matrices leaves the way that OpenBLAS has for small ones.
_BLOCK = 768


@dataclass
class Stream:
    """A detector at work on many machines of one kind at once; it keeps two rows of numbers of each and no history.

    Says of each row what `Detector.score` says of T² and Q when it is given the machine's rows in order, to the
    precision of single numbers; takes no conditions, and leaves the neighbours to it.
    """

    detector: Detector
    machines: int
    _last: list[Singles] = field(init=False)
    _means: list[Singles] = field(init=False)
    _keeps: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        one = self.detector
        if one.expectation is not None:
            raise ValueError("The detector was fitted with conditions; a stream takes one without.")
        counts = np.arange(len(one.variances)) < one.kept
        scale = np.where(counts, 1 / np.sqrt(one.variances * one.limits[0]), 1 / np.sqrt(one.limits[1]))
        inverse = np.divide(1.0, one.spread.sigma, out=np.zeros_like(one.spread.sigma), where=one.spread.sigma > 0)
        # Standardising and turning into the axes are linear, as smoothing is: one product does for all three.
        self._turn = (inverse[:, None] * one.axes * scale).astype(np.float32)
        shift = ((one.spread.middle * inverse + one.middle) @ one.axes * scale).astype(np.float32)
        # Side by side with the rows it is taken off in a third of the time that a single row of it takes.
        self._shift = np.tile(shift, (min(_BLOCK, self.machines), 1))
        self._squares = np.empty_like(self._shift)
        self._sort = np.column_stack([counts, ~counts]).astype(np.float32)
        sizes = [min(_BLOCK, self.machines - first) for first in range(0, self.machines, _BLOCK)]
        self._last = [np.tile(one.spread.middle.astype(np.float32), (size, 1)) for size in sizes]
        self._means = [np.zeros((size, len(counts)), dtype=np.float32) for size in sizes]

    def step(self, rows: Singles) -> Singles:
        """Return T² and Q over their limits (machines, 2) after one more row of each machine (machines, used columns).

        What is missing (NaN) counts as it was last, at first as usual. The rows are kept, not copied: they must stay.
        """
        return np.asarray(self.steps(rows[None])[0])

    def steps(self, rows: Singles) -> Singles:
        """Return the same (rows, machines, 2) after some more rows of each machine (rows, machines, used columns).

        It is what `step` says of one after the other, in less time: means stay in the processor's own memory.
        """
        scores = np.empty((*rows.shape[:2], 2), dtype=np.float32)
        for place, means in enumerate(self._means):
            block, keeps = slice(place * _BLOCK, place * _BLOCK + len(means)), self._keeps
            for row, score in zip(rows[:, block], scores[:, block], strict=True):
                self._judge(place, row, score, keeps)
                keeps = _KEEPS
        self._keeps = _KEEPS if len(rows) else self._keeps
        return scores

    def _judge(self, place: int, rows: Singles, scores: Singles, keeps: float) -> None:
        # Whatever is missing shows in a sum; to look for it value by value takes longer than all the rest.
        flat = rows.reshape(-1)
        if not np.isfinite(sdot(flat, flat)):
            rows = np.where(np.isfinite(rows), rows, self._last[place])
        self._last[place] = rows
        means = self._means[place]
        # The sums are those of before, in place: room that is taken anew for each block costs a third more.
        sgemm(1.0 - keeps, self._turn.T, rows.T, keeps, means.T, overwrite_c=1)
        squares = self._squares[: len(means)]
        np.subtract(means, self._shift[: len(means)], out=squares)
        np.multiply(squares, squares, out=squares)
        sgemm(1.0, self._sort.T, squares.T, 0.0, scores.T, overwrite_c=1)


_KEEPS = float(np.exp(-1.0 / ROWS))


def used(detector: Detector, rows: Floats | Singles) -> Singles:
    """Return the columns of rows that a stream takes."""
    return np.ascontiguousarray(rows[:, detector.used], dtype=np.float32)
