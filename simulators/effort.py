"""How hard does a machine work, what does that cost, and what wears on it?"""

from dataclasses import dataclass, replace

import numpy as np

from models.machines import Kind
from simulators.degradation.wear import Wear
from simulators.engine import available_kw, delivered_kw, fuel_lph
from simulators.fleet import FaultMode, Model
from simulators.fleet.geography import Array
from simulators.kinds import Duty, Moment
from simulators.operation import Operation, Unit
from simulators.track import GRAVITY

# Volumetric efficiency of a sound and of a failed pump.
_SOUND_PUMP, _FAILED_PUMP = 0.95, 0.80
# Half of what leaks is made up for by pumping more, the other half by taking longer.
_MADE_UP = 0.5
# Brakes that drag resist by so much of the rolling resistance.
_DRAG, _ROLLING = 0.12, 0.028
_DRIVELINE = 0.82
# A clutch that has failed lets the engine turn so much faster than the wheels follow; that work becomes heat.
SLIPS = 0.05
# A wet haul road is soft: its rolling resistance is so much higher, as a share of the weight.
_WET_ROLLING = 0.010
# A hot engine takes back up to so much of its power.
_DERATES_FROM_C, _DERATES_TO_C, _DERATED = 104.0, 114.0, 0.35


@dataclass(frozen=True)
class Effort:
    """What a machine does at some moments, its flywheel power in kW (negative: the wheels turn it), air and wear."""

    unit: Unit
    moment: Moment
    duty: Duty
    power_kw: Array
    air_c: Array
    wear: Wear

    @property
    def model(self) -> Model:
        """Return the machine's model."""
        return self.unit.model

    @property
    def share(self) -> Array:
        """Return the flywheel power as a share of rated power."""
        return np.asarray(np.maximum(self.power_kw, 0) / self.model.rated_power_kw)

    @property
    def hydraulic_share(self) -> Array:
        """Return the hydraulic power as a share of rated power."""
        return self.duty.hydraulic_bar * self.duty.hydraulic_lpm / 600 / self.model.rated_power_kw

    @property
    def fuel_lph(self) -> Array:
        """Return what the engine burns in litres an hour, by Willans' line and what wear wastes; a crusher none."""
        if self.model.tank_l is None:
            return np.zeros_like(self.power_kw)
        of, grown = self.wear.of, self.wear.grown
        wasted = 0.03 * of(FaultMode.AIR_FILTER_CLOGGING) + 0.02 * of(FaultMode.TURBOCHARGER_WEAR)
        wasted = wasted + grown(FaultMode.INJECTOR_FOULING, 0.03, 0.08) + 0.015 * of(FaultMode.DPF_CLOGGING)
        own = 1 + 0.012 * self.unit.trait("fuel")
        return own * (1 + wasted) * fuel_lph(self.model.rated_power_kw, self.duty.engine_rpm, self.power_kw)

    def derated(self, coolant_c: Array) -> "Effort":
        """Return the effort of an engine that takes its power back when its coolant is too hot."""
        if self.model.kind is Kind.CRUSHER or coolant_c.max(initial=0.0) < _DERATES_FROM_C:
            return self
        over = np.clip((coolant_c - _DERATES_FROM_C) / (_DERATES_TO_C - _DERATES_FROM_C), 0, 1)
        most = available_kw(self.model.rated_power_kw, self.duty.engine_rpm) * (1 - _DERATED * over)
        return replace(self, power_kw=np.minimum(self.power_kw, most))


def effort_of(operation: Operation, time_s: Array, wear: Wear, *, lagging: bool = True) -> Effort:
    """Return what a machine does at some moments of a day, how hard, and what wears on it."""
    unit, moment = operation.unit, operation.moment(time_s, wear.of(FaultMode.HYDRAULIC_PUMP_WEAR))
    duty = operation.duty(moment, lagging=lagging)
    power = _power_kw(unit, moment, duty, wear)
    return Effort(unit, moment, duty, power, unit.weather.air_c(time_s), wear)


def _power_kw(unit: Unit, moment: Moment, duty: Duty, wear: Wear) -> Array:
    model = unit.model
    if model.kind is Kind.CRUSHER:
        worn = wear.of(FaultMode.CRUSHER_LINER_WEAR)
        # A tonne takes 15 % more, and a tenth less comes through.
        return duty.engine_kw * (1 + 0.15 * worn) * (1 - 0.10 * worn)
    leaking, dragging = wear.of(FaultMode.HYDRAULIC_PUMP_WEAR), wear.of(FaultMode.BRAKE_DRAG)
    pumped = duty.hydraulic_bar * duty.hydraulic_lpm / 600
    more = _MADE_UP * pumped * (1 / (_SOUND_PUMP - (_SOUND_PUMP - _FAILED_PUMP) * leaking) - 1 / _SOUND_PUMP)
    weight_kn = (model.mass_kg + moment.load_kg) * GRAVITY / 1000
    driving = np.maximum(moment.motion.power, 0) / _DRIVELINE
    more = more + SLIPS * wear.of(FaultMode.CLUTCH_SLIP) * driving
    resists = _DRAG * dragging * _ROLLING + _WET_ROLLING * unit.weather.wet(moment.time_s)
    more = more + resists * weight_kn * moment.motion.speed / _DRIVELINE
    return delivered_kw(model.rated_power_kw, duty.engine_rpm, duty.engine_kw + more)
