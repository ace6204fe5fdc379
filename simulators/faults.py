"""How far has which fault of a machine grown, and what does it do?"""

from dataclasses import dataclass

import numpy as np

from simulators.fleet import Fault, FaultMode, Machine
from simulators.fleet.geography import Array

# Wear makes itself felt late: the effect grows with this power of the time since its onset.
_CONVEX = 1.6
_DAY_S = 86_400.0


@dataclass(frozen=True)
class Wear:
    """How far each fault has grown at some moments: 0 is healthy, 1 has failed in function."""

    severities: dict[FaultMode, Array]
    zero: Array

    def of(self, mode: FaultMode) -> Array:
        """Return the severity of one mode, all zero where the machine does not have it."""
        return self.severities.get(mode, self.zero)


def wear(machine: Machine, elapsed_s: Array, ordinal: int) -> Wear:
    """Return the wear of a machine at moments after the start of its site's day `ordinal`.

    Repairs happen between two days of the site, while the machine stands.
    """
    faults = {fault.mode: severity(fault, elapsed_s, ordinal) for fault in machine.faults}
    return Wear(faults, np.zeros_like(elapsed_s))


def severity(fault: Fault, elapsed_s: Array, ordinal: int) -> Array:
    """Return from 0 to 1 how far a fault has grown at moments after the start of the site's day `ordinal`."""
    days = ordinal % fault.period_days + elapsed_s / _DAY_S
    return np.asarray(np.clip((days - fault.onset_day) / fault.growth_days, 0, 1) ** _CONVEX)
