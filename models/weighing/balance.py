"""Which of several scales that weigh the same material is off, by how much, and how sure is that?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique

import numpy as np
from numpy.typing import NDArray

from models.weighing.handbook import Array
from models.weighing.load import OWN_COMMON, Carried, Load

# A scale that is off is so by about this share more than it is known to be right to; before any load one in five is.
_OFF, _ONE_IN = 0.03, 0.2
# It is named when that is as likely as this, and fits when it is as unlikely as that.
_SURE, _UNLIKELY = 0.8, 0.2
_MOST_OFF = 4
# What one weighing by two scales may differ at least, as a share.
_LEAST_SD = 0.003
_FEWEST = 3
# Further apart than this are no two weighings of one load: a bucket went elsewhere.
NOT_THE_SAME = 0.10


@unique
class State(StrEnum):
    """What is known of a scale."""

    FITS = "fits"
    OFF = "off"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Weighing:
    """Material by one scale or several: kg in all, each scale's share of them, and to which share each is known to be
    right in all that it weighs (standard deviation)."""

    kg: float
    shares: Mapping[str, float]
    right: Mapping[str, float]


@dataclass(frozen=True)
class Comparison:
    """The same material weighed twice, the standard deviation of the ratio by chance alone, and how many loads it
    is."""

    one: Weighing
    other: Weighing
    sd: float
    loads: int = 1

    @property
    def scales(self) -> set[str]:
        """Return all scales that take part."""
        return {*self.one.shares, *self.other.shares}

    @property
    def apart(self) -> float:
        """Return by which share (natural logarithm) the one is more than the other; NaN where either is no weight."""
        known = self.one.kg > 0 and self.other.kg > 0
        return float(np.log(self.one.kg / self.other.kg)) if known else np.nan


@dataclass(frozen=True)
class Verdict:
    """What is known of a scale: by which share it weighs too much, with standard deviation; how likely it is off; by
    how
    many loads it was compared, and how many scales could be compared with one another."""

    scale: str
    state: State
    bias: float
    sd: float
    likely: float
    comparisons: int
    among: int


def of_load(load: Load, own: Carried, back_kg: float = 0.0) -> Comparison:
    """Return a truck load by the digger's passes beside the truck's own scale, without what that carried back.

    What the passes have in common, and half of what is unsure of a truck's scale, is the same in all loads of it.
    """
    truck, kg = str(load.truck), own.payload_kg - back_kg
    alone = (1 - OWN_COMMON**2) ** 0.5 * own.sd_kg
    return Comparison(
        Weighing(load.payload_kg, {load.digger: 1.0}, {load.digger: load.common_kg / load.payload_kg}),
        Weighing(kg, {truck: 1.0}, {truck: OWN_COMMON * own.sd_kg / own.payload_kg}),
        float(np.hypot(load.own_sd_kg / load.payload_kg, alone / own.payload_kg)),
    )


def connected(comparisons: Sequence[Comparison]) -> list[list[Comparison]]:
    """Return comparisons by groups of scales that weighed material of one another: others cannot be compared."""
    home: dict[str, str] = {}

    def root(name: str) -> str:
        while home.setdefault(name, name) != name:
            name = home[name]
        return name

    for one in comparisons:
        first, *others = sorted(one.scales)
        for name in others:
            home[root(name)] = root(first)
    groups: dict[str, list[Comparison]] = {}
    for one in comparisons:
        groups.setdefault(root(min(one.scales)), []).append(one)
    return [*groups.values()]


def reconcile(comparisons: Sequence[Comparison]) -> Iterator[Verdict]:
    """Yield what comparisons tell of each scale, by groups of those that can be compared."""
    for group in connected(comparisons):
        balance = Balance(sorted({scale for one in group for scale in one.scales}))
        for one in group:
            balance.add(one)
        yield from balance.verdicts()


@dataclass
class Balance:
    """All that was compared of some scales, added up as it comes."""

    scales: Sequence[str]
    precision: NDArray[np.float64] = field(init=False)
    pull: Array = field(init=False)
    counts: NDArray[np.int64] = field(init=False)
    right: Array = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no comparison."""
        size = len(self.scales)
        self.precision, self.pull, self.right = np.zeros((size, size)), np.zeros(size), np.zeros(size)
        self.counts = np.zeros(size, dtype=np.int64)

    def add(self, comparison: Comparison) -> None:
        """Take in the same material by two scales; what is no positive weight, or far apart, tells nothing."""
        if not abs(comparison.apart) <= NOT_THE_SAME:
            return
        row, right = np.zeros(len(self.scales)), np.zeros(len(self.scales))
        for side, weighing in ((1, comparison.one), (-1, comparison.other)):
            for scale, share in weighing.shares.items():
                row[self.scales.index(scale)] += side * share
                right[self.scales.index(scale)] = weighing.right[scale]
        weight = 1 / (comparison.sd**2 + _LEAST_SD**2)
        self.precision += weight * np.outer(row, row)
        self.pull += weight * row * comparison.apart
        self.counts += comparison.loads * (row != 0)
        self.right += comparison.loads * right

    def verdicts(self) -> list[Verdict]:
        """Return what is known of each scale.

        Scales are taken to be as right as they are known to be, until it is much likelier that one of them is off than
        that none or another one is; then the next is looked for. What all have in common cannot be seen.
        """
        off, likely = self._off()
        mean, sd = self._posterior(self._prior(off))
        return [
            Verdict(
                self.scales[place],
                self._state(place in off, float(likely[place]), int(self.counts[place])),
                float(np.expm1(mean[place])),
                float(sd[place]),
                float(likely[place]),
                int(self.counts[place]),
                len(self.scales),
            )
            for place in range(len(self.scales))
        ]

    def _state(self, is_off: bool, likely: float, count: int) -> State:
        if is_off:
            return State.OFF
        # Of two scales alone nobody can tell which is wrong, nor whether both are.
        fits = len(self.scales) > 2 and count >= _FEWEST and likely < _UNLIKELY
        return State.FITS if fits else State.CANNOT_TELL

    def _off(self) -> tuple[list[int], Array]:
        """Return which scales are off, and of each how likely it is that it is."""
        off: list[int] = []
        likely = np.zeros(len(self.scales))
        while True:
            others = [place for place in range(len(self.scales)) if place not in off]
            likely[others] = self._likely(off, others)
            best = max(others, key=lambda place: float(likely[place]), default=None)
            if best is None or likely[best] < _SURE or self.counts[best] < _FEWEST or len(off) == _MOST_OFF:
                return off, likely
            off.append(best)

    def _likely(self, off: Sequence[int], others: Sequence[int]) -> Array:
        """Return how likely each of the others is off as well, of the cases that one of them is and that none is."""
        none = self._evidence(off)
        more = np.array([self._evidence([*off, place]) - none for place in others])
        odds = _ONE_IN / (1 - _ONE_IN) * np.exp(np.clip(more, -50, 50))
        return np.asarray(odds / (1 + odds.sum()))

    def _prior(self, off: Sequence[int]) -> Array:
        """Return the standard deviation of what each scale weighs wrong, where some are off."""
        spread = np.maximum(self.right / np.maximum(self.counts, 1), _LEAST_SD)
        spread[[*off]] = np.hypot(spread[[*off]], _OFF)
        return np.asarray(spread)

    def _evidence(self, off: Sequence[int]) -> float:
        """Return the logarithm of how likely the comparisons are, up to what is the same for all hypotheses."""
        spread = self._prior(off)
        scaled = np.eye(len(spread)) + self.precision * np.outer(spread, spread)
        pull = self.pull * spread
        return float(0.5 * pull @ np.linalg.solve(scaled, pull) - 0.5 * np.linalg.slogdet(scaled)[1])

    def _posterior(self, spread: Array) -> tuple[Array, Array]:
        covariance = np.linalg.inv(self.precision + np.diag(1 / spread**2))
        return covariance @ self.pull, np.sqrt(np.diag(covariance))
