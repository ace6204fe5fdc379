"""What do the last cycles of a unit say of its wear?"""

import numpy as np

from models.prognosis.history import Floats, History, Integers

# Cycles over which a unit shows how it was built and set, before it wears.
OWN_BASELINE = 15
# Names what is made of the columns. A model fitted on other features than these is refused.
RECIPE = "window/1"
WINDOWS = (5, 15, 30)
_RECENT = 10
_EARLIER = 20
_SPAN = 40


def window_features(history: History, score: Floats) -> Floats:
    """Return (n, 7 m + 1) features of each row from the rows before it and itself, of standardised sensors (n, m).

    Of each sensor: means of the last 5, 15 and 30 rows, standard deviation of 30, mean of the last 10 less that of the
    10 which lie 20 earlier, mean of the last 10 less that of the unit's first 15, and an exponentially weighted mean of
    span 40; and the age. Only the past of a row counts, so a feature is the same whether a unit lives on or not.
    """
    parts = [_of_unit(score[span], history.age[span]) for span in history.spans()]
    return np.vstack(parts) if parts else np.empty((0, 7 * score.shape[1] + 1))


def _of_unit(score: Floats, age: Floats) -> Floats:
    total = np.vstack([np.zeros(score.shape[1]), np.cumsum(score, axis=0)])
    squared = np.vstack([np.zeros(score.shape[1]), np.cumsum(score**2, axis=0)])
    row = np.arange(len(score))
    recent = _mean(total, row, _RECENT)
    windows = [_mean(total, row, width) for width in WINDOWS]
    variance = _mean(squared, row, WINDOWS[-1]) - windows[-1] ** 2
    born = np.minimum(row, OWN_BASELINE - 1)
    baseline = total[born + 1] / (born + 1)[:, None]
    earlier = recent[np.maximum(row - _EARLIER, 0)]
    fading = _weighted(score, row)
    spread = np.sqrt(np.maximum(variance, 0))
    return np.hstack([*windows, spread, recent - earlier, recent - baseline, fading, age[:, None]])


def _mean(total: Floats, row: Integers, width: int) -> Floats:
    """Return the mean of the last `width` rows, of fewer at the beginning, from running totals."""
    start = np.maximum(row + 1 - width, 0)
    return np.asarray((total[row + 1] - total[start]) / (row + 1 - start)[:, None], dtype=np.float64)


def _weighted(score: Floats, row: Integers) -> Floats:
    """Return exponentially weighted means, whose weights add up to one from the first row on."""
    keep = 1 - 2 / (_SPAN + 1)
    mean = np.empty_like(score)
    carried = np.zeros(score.shape[1])
    for one in row:
        carried = keep * carried + score[one]
        mean[one] = carried
    return np.asarray(mean * ((1 - keep) / (1 - keep ** (row + 1.0)))[:, None], dtype=np.float64)
