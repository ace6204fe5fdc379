"""How was life really distributed where a regression said what it says of this unit?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.prognosis.history import Flags, Floats, Integers

# So many pairs lie within the reach of a kernel: fewer, and the shortest interval fits their chance; more, and near the
# end of life, where errors shrink with what is left, intervals are wider than they must be.
_NEIGHBOURS = 150
_LEAST_WIDTH = 0.005
# Rows that are forecast at once: each needs a row of weights over the reference.
_BLOCK = 256


@dataclass(frozen=True)
class Outlook:
    """What is to be expected of n units: `life` the best guess, between `low` and `high` at the asked confidence."""

    life: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Reference:
    """Pairs of what was predicted out of sample and how long it really took, in order of the truth; shares of the cap.

    `fold` says which part of the units a pair comes from: what the others say is no news of itself.
    """

    predicted: Floats
    truth: Floats
    fold: Integers

    def at(self, pairs: Flags) -> "Reference":
        """Return some of the pairs."""
        return Reference(self.predicted[pairs], self.truth[pairs], self.fold[pairs])

    def left_out(self, levels: Sequence[float]) -> Floats:
        """Return (2, levels, pairs) the ends of each pair's intervals, as the units say that were not left out with its
        own."""
        ends = np.empty((2, len(levels), len(self.truth)))
        for fold in np.unique(self.fold):
            own = self.fold == fold
            ends[:, :, own] = self.at(~own).intervals(self.predicted[own], levels)
        return ends

    def weights(self, predicted: Floats) -> Floats:
        """Return (n, pairs) how much each pair tells of each prediction; rows add up to one.

        A Gaussian kernel as wide as the distance in which the nearest pairs lie (Nadaraya and Watson's conditional
        distribution).
        """
        distance = np.abs(predicted[:, None] - self.predicted[None])
        near = min(_NEIGHBOURS, len(self.predicted)) - 1
        width = np.maximum(np.partition(distance, near, axis=1)[:, near], _LEAST_WIDTH) / 2
        weight = np.exp(-0.5 * (distance / width[:, None]) ** 2)
        return np.asarray(weight / weight.sum(axis=1, keepdims=True), dtype=np.float64)

    def interval(self, predicted: Floats, confidence: float) -> tuple[Floats, Floats]:
        """Return (n) the ends of the shortest intervals that hold the truth with this confidence."""
        low, high = self.intervals(predicted, [confidence])[:, 0]
        return low, high

    def intervals(self, predicted: Floats, levels: Sequence[float]) -> Floats:
        """Return (2, levels, n) the ends of the shortest intervals that hold the truth with each confidence."""
        blocks = np.array_split(predicted, len(predicted) // _BLOCK + 1)
        ends = [self._shortest(np.cumsum(self.weights(block), axis=1), levels) for block in blocks if len(block)]
        return np.concatenate(ends, axis=2) if ends else np.empty((2, len(levels), 0))

    def within(self, predicted: Floats, horizon: float) -> Floats:
        """Return (n) the probability that life ends within the horizon."""
        return self.dead_by(predicted, np.array([horizon]))[:, 0]

    def dead_by(self, predicted: Floats, at: Floats) -> Floats:
        """Return (n, m) the probability that life ended by each of m horizons."""
        last = np.searchsorted(self.truth, at, side="right")
        blocks = np.array_split(predicted, len(predicted) // _BLOCK + 1)
        return np.vstack(
            [
                np.pad(np.cumsum(self.weights(block), axis=1), ((0, 0), (1, 0)))[:, last]
                for block in blocks
                if len(block)
            ]
            or [np.empty((0, len(at)))]
        )

    def _shortest(self, cumulated: Floats, levels: Sequence[float]) -> Floats:
        """Return (2, levels, n) ends; of all intervals between two truths that weigh enough the shortest one."""
        return np.array([[_narrowest(self.truth, row, level) for row in cumulated] for level in levels]).transpose(
            2, 0, 1
        )


def _narrowest(truth: Floats, cumulated: Floats, confidence: float) -> tuple[float, float]:
    """Return the narrowest interval of sorted values that holds `confidence` of the weight."""
    before = np.concatenate([[0.0], cumulated[:-1]])
    first = np.flatnonzero(before <= cumulated[-1] * (1 - confidence))
    last = np.searchsorted(cumulated, before[first] + confidence * cumulated[-1] - 1e-12)
    last = np.minimum(last, len(truth) - 1)
    best = int(np.argmin(truth[last] - truth[first]))
    return float(truth[first[best]]), float(truth[last[best]])
