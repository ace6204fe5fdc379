"""Which failure explains best how a machine left what is its own, and how sure is that?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect, Deviations
from models.diagnosis.jump import jumps
from models.diagnosis.mode import Mode
from models.diagnosis.norm import Number
from models.diagnosis.signature import GROWN, HEALTH, OFF, SURE, Signatures, signatures

__all__ = [
    "BESIDE",
    "GROWN",
    "NOTHING",
    "SIGN",
    "SIGNS",
    "SURE",
    "Signatures",
    "Verdicts",
    "Weight",
    "clipped",
    "judge",
    "likelihood",
    "prior",
    "remarkable",
    "signatures",
    "together",
    "weigh",
]

# A sensor fails less often in one of its many ways than a part does in its one.
_SENSOR_PRIOR = -2.0
# Which part of what it is by now a quantity moved within twenty judged hours: mean and spread for a sudden failure, one
# that creeps, and any other.
_SUDDEN, _CREEPING, _ANY = (0.9, 0.2), (0.25, 0.15), (0.4, 0.3)
# The log odds of what nobody thinks of.
NOTHING = -50.0
# Another failure is named beside one only where that leaves so much unexplained (log odds), and one beside that.
BESIDE, _LEVELS = 6.0, 2
# No deviation counts as more than that (standard deviations), and where none is more than this nothing is suspected.
_MOST, _REMARKABLE = 300.0, 2.5
# So far to the other side (standard deviations) a quantity speaks against the failure that would move it.
_AGAINST = 12.0
# Some failures of a sensor have a sign of their own, without which nobody would think of them.
SIGNS, SIGN = {"sensor_stuck": Aspect.FROZEN, "sensor_noise": Aspect.NOISE, "sensor_dropout": Aspect.MISSING}, 3.0


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
    odds[rows], severity[rows], spread[rows] = _odds(found, values[rows], known[rows], jump[rows])
    beside = np.full((_LEVELS, *odds.shape), NOTHING)
    left, best = known[rows], odds[rows]
    for level in beside:
        left = left & ~found.touched[best.argmax(axis=1)]
        level[rows] = best = _odds(found, values[rows], left, jump[rows])[0]
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


def _odds(found: Signatures, values: Floats, flags: Flags, jump: Floats) -> tuple[Floats, Floats, Floats]:
    known, stack = flags.astype(np.float64), found.stack
    healthy = likelihood(values, known, np.zeros((1, values.shape[1])), np.full((1, values.shape[1]), HEALTH))
    logs = likelihood(values, known, stack.means, stack.sigmas)
    odds = np.full((len(values), len(found.modes)), -np.inf)
    severity, spread = np.zeros_like(odds), np.zeros_like(odds)
    for place, mode in enumerate(found.modes):
        best = logs[:, stack.first[place] : stack.first[place + 1]]
        odds[:, place] = _mean(best) - healthy[:, 0] + prior(mode, jump[:, found.main[place]])
        sizes = OFF / OFF[5] if mode.is_of_sensor else GROWN
        severity[:, place], spread[:, place] = _grown(best, np.tile(sizes, len(found.sides(place))))
        # A failure whose own quantity is not known is none that could be told.
        told = flags[:, found.main[place] + SIGNS.get(mode.name, Aspect.OFFSET)]
        if mode.name in SIGNS:
            told = told & (values[:, found.main[place] + SIGNS[mode.name]] > SIGN)
        else:
            told = told & ~_against(found, place, values)
        odds[:, place] = np.where(told, odds[:, place], NOTHING)
    return odds, severity, spread


def _against(found: Signatures, place: int, values: Floats) -> Flags:
    """Return where the main quantity of a part's failure went to the other side than the failure moves it.

    So it does on a machine that was heard first when it was ill, once it is repaired.
    """
    away = values[:, found.main[place]] * np.sign(found.means[place, -1, found.main[place]])
    return np.asarray((away < -_AGAINST) & (not found.modes[place].is_of_sensor))


def _grown(logs: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of sizes by the logarithms of their likelihoods, a row each."""
    weights = np.exp(logs - logs.max(axis=1, keepdims=True, initial=-np.inf))
    weights /= weights.sum(axis=1, keepdims=True)
    mean = weights @ sizes
    return mean, np.sqrt(np.maximum(weights @ sizes**2 - mean**2, 0.0))


def likelihood(values: Floats, known: Floats, means: Floats, sigmas: Floats) -> Floats:
    """Return log likelihoods (hour, grown) of independent normal places; unknown ones say nothing."""
    weight = 1 / sigmas**2
    squares = (values**2 * known) @ weight.T - 2 * (values * known) @ (means * weight).T + known @ (means**2 * weight).T
    return np.asarray(-0.5 * squares - known @ np.log(sigmas).T)


def _mean(logs: Floats) -> Floats:
    most = logs.max(axis=1)
    return np.asarray(most + np.log(np.exp(logs - most[:, None]).mean(axis=1)))


def prior(mode: Mode, jump: Floats) -> Floats:
    """Return the log odds of a failure before anything but how suddenly its quantity moved is looked at."""
    middle, spread = _SUDDEN if mode.name == "sensor_offset" else _CREEPING if mode.name == "sensor_drift" else _ANY
    told = -0.5 * ((jump - middle) / spread) ** 2 - np.log(spread)
    return np.asarray(told + (_SENSOR_PRIOR if mode.is_of_sensor else 0.0))
