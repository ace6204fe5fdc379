"""Which of a machine's quantities begin a healthy time anew when a part of it was repaired?"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Flags
from models.diagnosis.deviation import Aspect
from models.diagnosis.signature import Signatures


@dataclass(frozen=True)
class Repair:
    """A failure that was mended, or a sensor exchanged, and when the machine came back (minutes since 1970)."""

    time_min: float
    mode: str
    where: str = ""


def touched(found: Signatures, mode: str, where: str = "") -> Flags:
    """Return which quantities a failure moves; none for one that this kind of machine does not know."""
    rows = [place for place, one in enumerate(found.modes) if (one.name, one.where) == (mode, where)]
    return np.asarray(found.touched[rows].any(axis=0).reshape(-1, len(Aspect)).any(axis=1))


def anew(found: Signatures, hour: NDArray[np.int64], repairs: Iterable[Repair]) -> Flags:
    """Return in which judged hours (since 1970) each quantity begins a time of its own: the first after a repair."""
    flags = np.zeros((len(hour), found.touched.shape[1] // len(Aspect)), dtype=bool)
    for one in repairs:
        first = int(np.searchsorted(hour, np.ceil(one.time_min / 60)))
        if first < len(hour):
            flags[first] |= touched(found, one.mode, one.where)
    return flags
