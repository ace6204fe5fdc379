"""Where in a series does something hold for long enough, and when does it begin to?"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def spans(holds: Flags) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first places of the stretches in which something holds, and those behind their last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(np.int8)))
    return edges[::2], edges[1::2]


def reached(time_s: Array, holds: Flags, least_s: float) -> Array:
    """Return when each stretch in which something holds has lasted for so long, where it did."""
    first, behind = spans(holds)
    if not len(first):
        return np.zeros(0)
    begun, last = time_s[first], time_s[behind - 1]
    return np.asarray(begun[last - begun >= least_s] + least_s)


def apart(moments: Array, least_s: float) -> Array:
    """Return those of some moments, in order, that lie so long behind the one before: others belong to it."""
    if not len(moments):
        return moments
    return np.asarray(moments[np.append(True, np.diff(moments) > least_s)])
