"""Does a machine deviate in a way that no known failure explains, and in which quantities most?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.anomaly.detector import Detector, NothingVaries, TooFewRows, fit
from models.anomaly.episode import Episode, episodes
from models.diagnosis.alarm import STARTUP_HOURS
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect, Deviations
from models.diagnosis.signature import Signatures
from models.diagnosis.verdict import BESIDE, clipped, together

# What is missing or stands still is a sensor's affair, and is told as one.
_JUDGED = (Aspect.OFFSET, Aspect.SLOPE, Aspect.NOISE)
# An hour counts where T² or Q and the distance to healthy neighbours are beyond these shares of their limits, and is
# unusual after so many in a row; it ends below so much of them.
_BEYOND, _AGREES, CLEAR, DWELL = 1.0, 0.5, 0.9, 3
# So many healthy hours stand for all of them where neighbours are looked for.
_NEIGHBOURHOOD = 400


@dataclass(frozen=True)
class Unusual:
    """How far a machine is beyond health where no known failure explains it (1: just so), since which row, and which
    share each deviation has in that (place; they sum up to 1, and one that lessens it is negative)."""

    ratio: float
    since: int
    parts: Floats


def learn_usual(healthy: Sequence[Deviations]) -> Detector | None:
    """Return what the deviations of healthy hours of machines look like together, None where there are too few."""
    try:
        return fit(np.concatenate([_rows(one) for one in healthy]), neighbourhood=_NEIGHBOURHOOD)
    except (TooFewRows, NothingVaries):
        return None


def explained(found: Signatures, odds: Floats, beside: Floats, suspected: float) -> Flags:
    """Return what the suspected failures take with them (row, place): the likeliest in rows in which the log odds are
    greater than `suspected`, and those named beside it (level, row, failure)."""
    ill = together(odds) > suspected
    flags: Flags = found.touched[odds.argmax(axis=1)] & ill[:, None]
    for level in beside:
        rows = ill & (level.max(axis=1) >= BESIDE)
        flags |= found.touched[level.argmax(axis=1)] & rows[:, None]
    return flags


def left_over(deviations: Deviations, taken: Flags) -> Floats:
    """Return the rows that a detector judges of a machine: what failures have `taken` (row, place) counts as usual."""
    shape = deviations.values.shape
    return np.where(_judged(taken.reshape(shape).astype(np.float64)) > 0, 0.0, _rows(deviations))


def spells(detector: Detector, rows: Floats) -> tuple[Floats, list[Episode]]:
    """Return how far hours of a machine are beyond health, in which both opinions agree (1: just so), and from when to
    when it is unusual; its first hours say nothing."""
    statistic = detector.statistic(rows) / _BEYOND
    statistic[:STARTUP_HOURS] = 0.0
    far = np.flatnonzero(statistic >= CLEAR)
    statistic[far] = np.minimum(statistic[far], detector.neighbours(rows, far) / _AGREES)
    return statistic, episodes(statistic, clear_at=CLEAR, dwell=DWELL)


def unusual(detector: Detector, deviations: Deviations, taken: Flags) -> Unusual | None:
    """Return how unusual a machine's newest hour is, None where it is not."""
    rows = left_over(deviations, taken)
    ratio, found = spells(detector, rows)
    if not found or found[-1].behind < len(rows):
        return None
    parts = np.zeros((deviations.values.shape[1], len(Aspect)))
    parts[:, list(_JUDGED)] = detector.parts(rows).reshape(len(parts), len(_JUDGED))
    return Unusual(float(ratio[-1]), found[-1].first, parts.ravel() / parts.sum())


def _rows(deviations: Deviations) -> Floats:
    return _judged(np.where(deviations.known, clipped(deviations.values), np.nan))


def _judged(values: Floats) -> Floats:
    hours, quantities, _ = values.shape
    return np.asarray(values[..., list(_JUDGED)].reshape(hours, quantities * len(_JUDGED)))
