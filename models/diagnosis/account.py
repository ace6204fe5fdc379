"""What is kept of each hour of a machine, so that nobody needs to look at its minutes again?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Conditions, Flags, Floats
from models.diagnosis.norm import Norm

# The sums that are kept of a quantity; u is what was expected in standard deviations, z what was more than that.
SUMS = ("count", "u", "uu", "z", "zu", "steps", "stepped", "same", "due")
_NEXT_MIN = 1.5


@dataclass(frozen=True)
class Account:
    """Sums over the judged minutes of hours: `sums[hour, quantity, sum]`, for the hours since 1970 in `hour`."""

    hour: NDArray[np.int64]
    sums: Floats


def account(norm: Norm, conditions: Conditions, values: Floats, judged: Flags) -> Account:
    """Return what is kept of minutes in order of time; hours in which nothing is judged are left out."""
    some = np.flatnonzero(judged.any(axis=1))
    time, told, asked = conditions.time_min[some], values[some], judged[some]
    expected = norm.expected(conditions.columns[some])
    seen = asked & np.isfinite(told)
    rest = np.where(seen, told - expected, 0.0)
    usual = np.where(seen, (expected - norm.usual) / norm.spread, 0.0)
    follows = np.zeros_like(seen)
    follows[1:] = seen[1:] & seen[:-1] & (np.diff(time) < _NEXT_MIN)[:, None]
    # Magnitudes, not squares: a start or a stop in between is one step of many.
    step = np.where(follows, np.diff(rest, axis=0, prepend=rest[:1]), 0.0)
    same = follows & (np.diff(np.nan_to_num(told), axis=0, prepend=0) == 0)
    parts = (seen, usual, usual**2, rest, rest * usual, np.abs(step), follows, same, asked)
    hours = (time // 60).astype(np.int64)
    first = np.flatnonzero(np.diff(hours, prepend=-1))
    if not len(first):
        return Account(hours, np.zeros((0, values.shape[1], len(SUMS))))
    return Account(hours[first], np.stack([np.add.reduceat(part.astype(np.float64), first) for part in parts], axis=2))
