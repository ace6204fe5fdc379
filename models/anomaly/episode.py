"""From when to when does an alarm last, if it neither flickers nor hangs on?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.anomaly.scale import Floats


class Episode(NamedTuple):
    """An alarm: the places of its first row and of the one behind its last."""

    first: int
    behind: int


def smoothed(rows: Floats, time_constant: float) -> Floats:
    """Return exponentially weighted means over rows in their order, of a time constant in rows, begun at the first."""
    share = -np.expm1(-1.0 / time_constant)
    means = np.empty_like(rows)
    mean = rows[0] if len(rows) else 0.0
    for place, row in enumerate(rows):
        mean = mean + share * (row - mean)
        means[place] = mean
    return means


def episodes(statistic: Floats, *, raise_at: float = 1.0, clear_at: float = 0.9, dwell: int = 1) -> list[Episode]:
    """Return the alarms of a statistic: raised after `dwell` rows above the one limit, cleared below the other."""
    found: list[Episode] = []
    first, above = -1, 0
    for place, value in enumerate(statistic.tolist()):
        above = above + 1 if value > raise_at else 0
        if first < 0 and above >= dwell:
            first = place
        elif first >= 0 and value < clear_at:
            found.append(Episode(first, place))
            first = -1
    return [*found, Episode(first, len(statistic))] if first >= 0 else found


def alarmed(statistic: Floats, *, raise_at: float = 1.0, clear_at: float = 0.9, dwell: int = 1) -> NDArray[np.bool_]:
    """Return which rows lie in an alarm."""
    flags = np.zeros(len(statistic), dtype=bool)
    for first, behind in episodes(statistic, raise_at=raise_at, clear_at=clear_at, dwell=dwell):
        flags[first:behind] = True
    return flags
