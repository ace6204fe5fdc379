"""How far has each fault of a machine grown at some moments?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulators.degradation.decay import Decay
from simulators.degradation.forced import TYRE, forced_effect
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array

_LUCK = 0.5


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
        effect = forced_effect(fault, time_s - operation.day.start_s, operation.day.ordinal)
        worn[fault.mode] = Worn(effect, _LUCK, fault.where or TYRE)
    return Wear(worn, np.zeros_like(time_s))
