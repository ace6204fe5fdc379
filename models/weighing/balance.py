"""Which of several scales that weigh the same material is off, and by how much?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique

import numpy as np
from numpy.typing import NDArray

from models.weighing.handbook import Array

# A good scale is right to this share of what it weighs; one that is off is by about so much.
_RIGHT, _OFF = 0.004, 0.03
# How much likelier it must be that a scale is off than that none is, and than that another is (natural logarithms).
_THAN_NONE, _THAN_OTHER = float(np.log(50)), float(np.log(5))
_MOST_OFF = 4
# What one weighing by two scales may differ at least, as a share.
_LEAST_SD = 0.006
_FEWEST = 3
# Further apart than this are no two weighings of one load: a bucket went elsewhere.
_NOT_THE_SAME = 0.10


@unique
class State(StrEnum):
    """What is known of a scale."""

    FITS = "fits"
    OFF = "off"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Comparison:
    """The same material on two scales: kg by each, and the standard deviation of their ratio by chance alone.

    Either side names the scales that make it up, each with its share of the kg: a belt is fed by several trucks.
    """

    one: Mapping[str, float]
    other: Mapping[str, float]
    one_kg: float
    other_kg: float
    sd: float


@dataclass(frozen=True)
class Verdict:
    """What is known of a scale: by which share it weighs too much, with standard deviation and comparisons."""

    scale: str
    state: State
    bias: float
    sd: float
    comparisons: int


@dataclass
class Balance:
    """All that was compared of some scales, added up as it comes."""

    scales: Sequence[str]
    precision: NDArray[np.float64] = field(init=False)
    pull: Array = field(init=False)
    counts: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no comparison."""
        size = len(self.scales)
        self.precision, self.pull = np.zeros((size, size)), np.zeros(size)
        self.counts = np.zeros(size, dtype=np.int64)

    def add(self, comparison: Comparison) -> None:
        """Take in one more weighing by two scales; what is no positive weight, or far apart, tells nothing."""
        if not (comparison.one_kg > 0 and comparison.other_kg > 0):
            return
        apart = float(np.log(comparison.one_kg / comparison.other_kg))
        if abs(apart) > _NOT_THE_SAME:
            return
        row = np.zeros(len(self.scales))
        for scale, share in comparison.one.items():
            row[self.scales.index(scale)] += share
        for scale, share in comparison.other.items():
            row[self.scales.index(scale)] -= share
        weight = 1 / (comparison.sd**2 + _LEAST_SD**2)
        self.precision += weight * np.outer(row, row)
        self.pull += weight * row * apart
        self.counts += row != 0

    def verdicts(self) -> list[Verdict]:
        """Return what is known of each scale.

        Scales are taken to be right until it is much likelier that one of them is off than that none is or that it is
        another one; then the next is looked for. What all scales have in common cannot be seen.
        """
        off = self._off()
        mean, sd = self._posterior(self._prior(off))
        return [self._verdict(place, place in off, mean, sd) for place in range(len(self.scales))]

    def _off(self) -> list[int]:
        off: list[int] = []
        while len(off) < _MOST_OFF:
            before = self._evidence(off)
            others = [place for place in range(len(self.scales)) if place not in off]
            likely = sorted(((self._evidence([*off, place]), place) for place in others), reverse=True)
            if not likely or likely[0][0] - before < _THAN_NONE:
                break
            if len(likely) > 1 and likely[0][0] - likely[1][0] < _THAN_OTHER:
                break
            off.append(likely[0][1])
        return off

    def _prior(self, off: Iterable[int]) -> Array:
        spread = np.full(len(self.scales), _RIGHT)
        spread[list(off)] = _OFF
        return spread

    def _evidence(self, off: Sequence[int]) -> float:
        """Return the logarithm of how likely the comparisons are, up to what is the same for all hypotheses."""
        spread = self._prior(off)
        scaled = np.eye(len(spread)) + self.precision * np.outer(spread, spread)
        pull = self.pull * spread
        return float(0.5 * pull @ np.linalg.solve(scaled, pull) - 0.5 * np.linalg.slogdet(scaled)[1])

    def _posterior(self, spread: Array) -> tuple[Array, Array]:
        covariance = np.linalg.inv(self.precision + np.diag(1 / spread**2))
        return covariance @ self.pull, np.sqrt(np.diag(covariance))

    def _verdict(self, place: int, is_off: bool, mean: Array, sd: Array) -> Verdict:
        state = State.OFF if is_off else State.FITS if self.counts[place] >= _FEWEST else State.CANNOT_TELL
        return Verdict(
            self.scales[place], state, float(np.expm1(mean[place])), float(sd[place]), int(self.counts[place])
        )
