"""How far is each machine of a large fleet from health, as one more row of each comes in?"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import sgemm

from models.anomaly.detector import ROWS, Detector
from models.anomaly.scale import Floats

Singles = NDArray[np.float32]

# So many machines at a time stay in a processor's own memory.
_BLOCK = 512


@dataclass
class Stream:
    """A detector at work on many machines of one kind at once; it keeps a row of numbers of each and no history.

    Says of each row what `Detector.score` says of T² and Q when it is given the machine's rows in order, to the
    precision of single numbers; takes no conditions, and leaves the neighbours to it.
    """

    detector: Detector
    machines: int
    _held: Singles = field(init=False)
    _along: Singles = field(init=False)
    _turn: Singles = field(init=False)
    _keeps: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        if self.detector.expectation is not None:
            raise ValueError("The detector was fitted with conditions; a stream takes one without.")
        one = self.detector
        counts = np.arange(len(one.variances)) < one.kept
        scale = np.where(counts, 1 / np.sqrt(one.variances * one.limits[0]), 1 / np.sqrt(one.limits[1]))
        inverse = np.divide(1.0, one.spread.sigma, out=np.zeros_like(one.spread.sigma), where=one.spread.sigma > 0)
        # Standardising, turning into the axes and smoothing are linear, so one product does for all three.
        turn = inverse[:, None] * one.axes * scale
        shift = (one.spread.middle * inverse + one.middle) @ one.axes * scale
        self._turn = np.vstack([turn, -shift]).astype(np.float32)
        usual = np.append(one.spread.middle, 1.0).astype(np.float32)
        self._held = np.tile(usual, (self.machines, 1))
        self._along = np.zeros((self.machines, len(one.variances)), dtype=np.float32)

    def step(self, rows: Singles) -> Singles:
        """Return T² and Q over their limits (machines, 2) after one more row of each machine (machines, used columns).

        What is missing (NaN) counts as it was last, at first as usual.
        """
        scores = np.empty((self.machines, 2), dtype=np.float32)
        for first in range(0, self.machines, _BLOCK):
            block = slice(first, first + _BLOCK)
            self._score(self._hold(rows[block], self._held[block]), self._along[block], scores[block])
        self._keeps = _KEEPS
        return scores

    def _hold(self, rows: Singles, held: Singles) -> Singles:
        # Whatever is missing shows in the sum; to look for it value by value takes longer than all the rest.
        if np.isfinite(rows.sum()):
            held[:, :-1] = rows
        else:
            np.copyto(held[:, :-1], rows, where=np.isfinite(rows))
        return held

    def _score(self, held: Singles, along: Singles, scores: Singles) -> None:
        kept = self.detector.kept
        sgemm(1.0 - self._keeps, self._turn.T, held.T, self._keeps, along.T, overwrite_c=True)
        np.einsum("ij,ij->i", along[:, :kept], along[:, :kept], out=scores[:, 0])
        np.einsum("ij,ij->i", along[:, kept:], along[:, kept:], out=scores[:, 1])


_KEEPS = float(np.exp(-1.0 / ROWS))


def used(detector: Detector, rows: Floats) -> Singles:
    """Return the columns of rows that a stream takes."""
    return np.ascontiguousarray(rows[:, detector.used], dtype=np.float32)
