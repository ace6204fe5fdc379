"""What is a machine doing at a moment, and what does that demand of its engine, hydraulics and brakes?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.atlas import Motion
from simulators.fleet.geography import Array
from simulators.noise import key, white
from simulators.work.timeline import Phase, runs

# How much of a phase's load is on board at which part of it, in order: nothing yet, all, for each way of loading.
_LOADS = {
    Phase.BEING_LOADED: ((0.0, 0.60, 0.70, 1.0), (0.0, 0.0, 1.0, 1.0)),
    Phase.DUMP: ((0.0, 0.18, 0.62, 1.0), (0.0, 0.0, 1.0, 1.0)),
    Phase.TIP: ((0.0, 0.56, 0.70, 1.0), (0.0, 0.0, 1.0, 1.0)),
    Phase.FILL: ((0.0, 0.25, 0.85, 1.0), (0.0, 0.0, 1.0, 1.0)),
    Phase.CRUSH: ((0.0, 1.0), (0.0, 1.0)),
}
_BUCKET = ((0.0, 0.06, 0.28, 0.60, 0.70, 1.0), (0.0, 0.0, 1.0, 1.0, 0.0, 0.0))


@dataclass(frozen=True)
class Moment:
    """Some moments of one machine's day: the phase, the part of it that is over, its length, motion and load.

    `restless` wanders around 0 within seconds: no two passes and no two metres of road are alike. `begun_s` is when the
    phase began, `seed` what makes its luck, `weak` how far the hydraulic pump has worn (1 has failed), `misuse` how
    the machine is treated, `press` how much more than it takes the operator asks of it: 0 is typical, 1 far too much.
    """

    time_s: Array
    phase: NDArray[np.int64]
    part: Array
    seconds: Array
    motion: Motion
    load_kg: Array
    restless: Array
    begun_s: Array
    seed: int
    weak: Array
    misuse: NDArray[np.int64]
    press: Array

    def luck(self, name: str) -> Array:
        """Return normal numbers of mean 0 and standard deviation 1, one for each phase and name, never beyond 3.5."""
        return white(self.seed ^ key(name), np.rint(self.begun_s * 1000).astype(np.int64))

    @property
    def running(self) -> NDArray[np.bool_]:
        """Return where the engine or drive runs."""
        return runs(self.phase)

    def during(self, *phases: Phase) -> NDArray[np.bool_]:
        """Return where the machine is in one of some phases."""
        wanted = np.zeros(len(Phase), dtype=bool)
        wanted[list(phases)] = True
        return np.asarray(wanted[self.phase])


@dataclass(frozen=True)
class Duty:
    """What work demands: engine speed in rpm, flywheel power in kW (negative: the wheels turn the engine),
    hydraulic pressure in bar and flow in L/min, braking in kW, and of boom or body the angle in degrees, its rate in
    rad/s and how that changes.
    """

    engine_rpm: Array
    engine_kw: Array
    hydraulic_bar: Array
    hydraulic_lpm: Array
    boom_deg: Array
    boom_radps: Array
    boom_radps2: Array
    brake_kw: Array

    def mixed(self, others: list["Duty"]) -> "Duty":
        """Return the mean of this duty and others: what engines and oil make of steps."""
        count = len(others) + 1
        names = self.__dataclass_fields__
        return Duty(**{name: (sum(getattr(o, name) for o in others) + getattr(self, name)) / count for name in names})

    def while_running(self, running: NDArray[np.bool_]) -> "Duty":
        """Return the duty with nothing turning and no pressure where the engine is off."""
        still = ("boom_deg",)
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return Duty(**{name: value if name in still else value * running for name, value in values.items()})


def carried(phase: NDArray[np.int64], part: Array, load_kg: Array, end_load_kg: Array) -> Array:
    """Return the material on board in kg, within each phase as it really comes and goes."""
    on_board = np.array(load_kg, copy=True)
    for one, (shares, values) in _LOADS.items():
        inside = phase == one
        share = np.interp(part[inside], shares, values)
        on_board[inside] += share * (end_load_kg[inside] - load_kg[inside])
    inside = phase == Phase.PASS
    on_board[inside] *= np.interp(part[inside], *_BUCKET)
    return on_board


def by_phase(phase: NDArray[np.int64], values: Mapping[Phase, float], otherwise: float) -> Array:
    """Return the value that belongs to each phase."""
    table = np.full(len(Phase), otherwise)
    for one, value in values.items():
        table[one] = value
    return np.asarray(table[phase])
