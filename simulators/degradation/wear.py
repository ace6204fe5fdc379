"""How far has each fault of a machine grown at some moments?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulators.degradation.decay import Decay
from simulators.fleet import Fault, FaultMode
from simulators.fleet.geography import Array

# A fault of the fleet file is felt late: its effect grows with this power of the time since its onset.
CONVEX = 1.6
_DAY_S = 86_400.0
_LUCK = 0.5
TYRE = "rear_left"


class Worn(NamedTuple):
    """A fault: how far it has grown at each moment (1 has failed in function), by which luck, and where."""

    effect: Array
    luck: float
    where: str


@dataclass(frozen=True)
class Wear:
    """The faults of one machine at some moments, by their mode."""

    worn: Mapping[FaultMode, Worn]
    zero: Array

    def of(self, mode: FaultMode) -> Array:
        """Return how far a mode has grown: all zero where the machine does not have it, 1 has failed in function."""
        return self.worn[mode].effect if mode in self.worn else self.zero

    def grown(self, mode: FaultMode, low: float, high: float) -> Array:
        """Return an effect that is between `low` and `high` at failure, by the part's luck."""
        if mode not in self.worn:
            return self.zero
        effect, luck, _ = self.worn[mode]
        return np.asarray(effect * (low + (high - low) * luck))

    def where(self, mode: FaultMode) -> str:
        """Return which tyre or which sensor has it; empty where the machine does not have it."""
        return self.worn[mode].where if mode in self.worn else ""


def wear_at(decay: Decay, time_s: Array) -> Wear:
    """Return the wear of a machine at moments of one day: what has come about by itself, and what its file says."""
    operation = decay.operation
    worn = {
        mode: Worn(np.interp(time_s, decay.time_s, effect), life.luck, life.where)
        for mode, (life, effect) in decay.effects.items()
    }
    for fault in operation.unit.machine.faults:
        effect = fault.reach * forced(fault, time_s - operation.day.start_s, operation.day.ordinal) ** CONVEX
        worn[fault.mode] = Worn(effect, _LUCK, fault.where or TYRE)
    return Wear(worn, np.zeros_like(time_s))


def forced(fault: Fault, elapsed_s: Array, ordinal: int) -> Array:
    """Return which part of its growth a fault of the fleet file has behind it, after the start of the site's day.

    Repairs happen between two days of the site, while the machine stands.
    """
    days = ordinal % fault.period_days + elapsed_s / _DAY_S
    return np.asarray(np.clip((days - fault.onset_day) / fault.growth_days, 0, 1))


def forced_severity(fault: Fault, elapsed_s: Array, ordinal: int) -> Array:
    """Return the severity of a fault of the fleet file, 0 to 1."""
    return np.asarray(np.minimum(fault.reach * forced(fault, elapsed_s, ordinal) ** CONVEX, 1.0))
