"""Which failure explains best how a machine left what is its own, and how sure is that?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.alarm import RAISE
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Deviations
from models.diagnosis.jump import jumps
from models.diagnosis.mode import Mode
from models.diagnosis.norm import Number
from models.diagnosis.odds import NOTHING, odds_of
from models.diagnosis.signature import Signatures

# Another failure is named beside one only where what that leaves unexplained would raise an alarm by itself (log odds),
# and one beside that.
BESIDE, _LEVELS = RAISE, 2
# No deviation counts as more than that (standard deviations), and where none is more than this nothing is suspected.
_MOST, _REMARKABLE = 300.0, 2.5


@dataclass(frozen=True)
class Weight:
    """How well each failure explains rows of deviations: the natural logarithm of its odds against health, the same
    (level, row, failure) for what the best leaves unexplained, and for what the best of those leaves, and how far it is
    gone if it is the one (mean and standard deviation).

    That is a share of its effect at failure in function, or of sixty standard deviations for a sensor.
    """

    odds: Floats
    beside: Floats
    severity: Floats
    spread: Floats


@dataclass(frozen=True)
class Verdicts:
    """For each hour how much better each failure explains what is seen than health does (natural logarithm of the
    odds); `beside` is the same (level, hour, failure) for what the best leaves unexplained, as in `Weight`."""

    hour: NDArray[np.int64]
    modes: tuple[Mode, ...]
    odds: Floats
    beside: Floats

    @property
    def statistic(self) -> Floats:
        """Return the log odds that something is wrong, all failures together."""
        return together(self.odds)


def together(odds: Floats) -> Floats:
    """Return the log odds that any of the failures explains a row, all together."""
    most = odds.max(axis=1)
    return np.asarray(most + np.log(np.exp(odds - most[:, None]).sum(axis=1)))


def judge(found: Signatures, deviations: Deviations) -> Verdicts:
    """Return how well each failure explains the deviations of each hour of one machine."""
    values = deviations.values.reshape(len(deviations.hour), -1)
    weight = weigh(found, values, deviations.known.reshape(values.shape), jumps(clipped(values)))
    return Verdicts(deviations.hour, found.modes, weight.odds, weight.beside)


def weigh(found: Signatures, values: Floats, known: Flags, jump: Floats) -> Weight:
    """Return how well each failure explains rows of deviations, of whichever machines; `jump` is as of `jumps`.

    Rows in which nothing is remarkable are not weighed: no failure explains them.
    """
    values, rows = clipped(values), np.flatnonzero(remarkable(values, known))
    odds = np.full((len(values), len(found.modes)), NOTHING)
    severity, spread = np.zeros_like(odds), np.zeros_like(odds)
    odds[rows], severity[rows], spread[rows] = odds_of(found, values[rows], known[rows], jump[rows])
    beside = np.full((_LEVELS, *odds.shape), NOTHING)
    left, best = known[rows], odds[rows]
    for level in beside:
        left = left & ~found.touched[best.argmax(axis=1)]
        level[rows] = best = odds_of(found, values[rows], left, jump[rows]).odds
        # Behind what is hardly explained at all there is nothing to be explained.
        more = best.max(axis=1, initial=NOTHING) >= BESIDE
        rows, left, best = rows[more], left[more], best[more]
    return Weight(odds, beside, severity, spread)


def clipped(values: NDArray[Number]) -> NDArray[Number]:
    """Return deviations within bounds: beyond any doubt is beyond any doubt, and one place does not outvote all."""
    return np.clip(values, -_MOST, _MOST)


def remarkable(values: NDArray[np.floating], known: Flags) -> Flags:
    """Return which rows of deviations are worth to be weighed."""
    return np.asarray((np.abs(values) * known).max(axis=1, initial=0.0) > _REMARKABLE)
