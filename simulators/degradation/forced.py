"""How far has a fault of the fleet file grown, which comes again and again by the calendar?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators.degradation.law import Law
from simulators.fleet import Fault, Machine
from simulators.fleet.geography import Array

# It is felt late: its effect grows with this power of the time since its onset.
CONVEX = 1.6
# The tyre that leaks where the file names none.
TYRE = "rear_left"
_DAY_S = 86_400.0


def forced_growth(fault: Fault, elapsed_s: Array, ordinal: int) -> Array:
    """Return which part of its growth a fault has behind it, after the start of the site's day.

    Repairs happen between two days of the site, while the machine stands.
    """
    days = ordinal % fault.period_days + elapsed_s / _DAY_S
    return np.asarray(np.clip((days - fault.onset_day) / fault.growth_days, 0, 1))


def forced_effect(fault: Fault, elapsed_s: Array, ordinal: int) -> Array:
    """Return how much of its effect at failure in function a fault has; more than 1 where it reaches further."""
    return np.asarray(fault.reach * forced_growth(fault, elapsed_s, ordinal) ** CONVEX)


def forced(machine: Machine, laws: Sequence[Law]) -> NDArray[np.bool_]:
    """Return of each law whether the fleet file forces its mode on a machine: such a part does not wear by itself."""
    modes = {fault.mode for fault in machine.faults}
    return np.array([law.mode in modes for law in laws], dtype=bool)
