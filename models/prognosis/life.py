"""How much life is left to a unit that wears like others which were seen to fail?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.prognosis.calibration import Outlook, Reference
from models.prognosis.committee import Member, ask, fit_committee
from models.prognosis.feature import window_features
from models.prognosis.history import Flags, Floats, History, Integers
from models.prognosis.regime import Regimes, fit_regimes

FOLDS = 5
# Pairs that are kept for calibration; more cost time with each forecast and change nothing.
_MOST_PAIRS = 6_000
_AN_INSTANT = 1e-9
_ASKED = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.995)


@dataclass(frozen=True)
class LifeModel:
    """A fitted estimator of remaining life: at most `cap` is told, in the unit of the histories' age.

    `levels` (2, m) are confidences, and which level of the reference holds them on units that were left out; None asks
    for the confidence itself.
    """

    cap: float
    regimes: Regimes
    members: Sequence[Member]
    reference: Reference
    levels: Floats | None = None

    def expect(self, history: History) -> Floats:
        """Return (n) the life left at each row."""
        return self.cap * self._share(history, slice(None))

    def forecast(self, history: History, confidence: float = 0.9) -> Outlook:
        """Return what is to be expected of each unit after its last row, in order of units."""
        share = self._share(history, history.ends)
        low, high = self.reference.interval(share, self._level(confidence))
        return Outlook(self.cap * share, self.cap * low, self.cap * high)

    @property
    def cross_validated(self) -> Mapping[str, float]:
        """Root mean square error, and coverage and mean width of 90 % intervals, on units that were left out.

        The neighbourhood of a row leaves out the units that were left out with it.
        """
        reference = self.reference
        low, high = reference.left_out([self._level(0.9)])[:, 0]
        inside = (low <= reference.truth) & (reference.truth <= high)
        error = reference.predicted - reference.truth
        return {
            "rmse": self.cap * float(np.sqrt(np.mean(error**2))),
            "coverage90": float(np.mean(inside)),
            "width90": self.cap * float(np.mean(high - low)),
        }

    def fail_within(self, history: History, horizon: float) -> Floats:
        """Return the probability (units) that a life ends within the horizon; raises ValueError beyond the cap."""
        if not 0 <= horizon < self.cap:
            raise ValueError(f"The horizon must be at least 0 and less than {self.cap:g}, which is all that is told.")
        return self.reference.within(self._share(history, history.ends), horizon / self.cap)

    def dead_by(self, history: History, at: Floats) -> Floats:
        """Return the probability (units, m) that a life ended by each of m ages from now on, up to the cap."""
        # Who lives to the cap was not seen to die at it.
        return self.reference.dead_by(self._share(history, history.ends), np.minimum(at / self.cap, 1 - _AN_INSTANT))

    def _level(self, confidence: float) -> float:
        return confidence if self.levels is None else float(np.interp(confidence, *self.levels))

    def _share(self, history: History, rows: slice | Integers) -> Floats:
        features = window_features(history, self.regimes.standardise(history))
        return np.clip(ask(self.members, features[rows]), 0, 1)


def fit_life(history: History, cap: float, seed: int = 0, left: Floats | None = None) -> LifeModel:
    """Return a model of units that all ran to failure; raises ValueError for fewer than ten of them.

    Targets are clipped at `cap` (piecewise linear life, Heimes 2008). What it says of units that it did not see is
    found by leaving out every fifth unit in turn, and calibrates its intervals. `left` (n) is the life left at each row
    where units were not followed to their ends.
    """
    units = len(history.starts)
    if units < 2 * FOLDS:
        raise ValueError(f"{units} units are too few to learn from; {2 * FOLDS} at least must have run to failure.")
    regimes = fit_regimes(history, seed)
    features = window_features(history, regimes.standardise(history))
    target = np.minimum(history.life_left() if left is None else left, cap) / cap
    reference = _cross_fit(features, target, _folds(history, seed), seed)
    return LifeModel(cap, regimes, fit_committee(features, target, seed), reference, _levels(reference))


def _folds(history: History, seed: int) -> Integers:
    """Return (n) in which fold the unit of each row is left out."""
    units = len(history.starts)
    fold = np.random.default_rng(seed).permutation(np.arange(units) % FOLDS)
    return np.asarray(np.repeat(fold, history.ends - history.starts + 1), dtype=np.int64)


def _cross_fit(features: Floats, target: Floats, fold: Integers, seed: int) -> Reference:
    predicted = np.empty_like(target)
    for one in range(FOLDS):
        out: Flags = fold == one
        predicted[out] = ask(fit_committee(features[~out], target[~out], seed), features[out])
    rows = np.linspace(0, len(target) - 1, min(len(target), _MOST_PAIRS)).astype(int)
    order = rows[np.argsort(target[rows], kind="stable")]
    return Reference(np.clip(predicted[order], 0, 1), target[order], fold[order])


def _levels(reference: Reference) -> Floats:
    """Return confidences, and the levels of the reference that hold them on units that were left out (2, m).

    Rows of a unit err together, so that the nearest pairs of few units say less than their number. Where they say
    enough nothing is changed: no level is below its confidence.
    """
    low, high = reference.left_out(_ASKED)
    held = np.maximum.accumulate(((low <= reference.truth) & (reference.truth <= high)).mean(axis=1))
    return np.array([_ASKED, np.maximum(np.interp(_ASKED, held, _ASKED), _ASKED)])
