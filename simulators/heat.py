"""How warm do coolant, oils, brakes, tyres and bearings become?"""

from dataclasses import dataclass

import numpy as np

from simulators.degradation.wear import Wear
from simulators.engine import RATED_RPM
from simulators.fleet import FaultMode, Model
from simulators.fleet.geography import Array
from simulators.kinds.duty import Duty, Moment
from simulators.scan import follow

# One temperature a row, in this order, all in °C.
COOLANT, ENGINE_OIL, HYDRAULIC_OIL, TRANSMISSION_OIL, BRAKE_OIL, TYRE, EXHAUST, BEARING, CRUSHER_OIL = range(9)

# Time constants in seconds: running, and standing with the engine off.
_RUNNING_S = np.array([300.0, 330.0, 900.0, 750.0, 600.0, 2400.0, 30.0, 1800.0, 1200.0])
_STANDING_S = np.array([5400.0, 6000.0, 7200.0, 6000.0, 3600.0, 3600.0, 1200.0, 5400.0, 5400.0])

_THERMOSTAT_C = 84.0
# Above the air, at rated power, with a clean radiator: it suffices up to 42 °C.
_RATED_RISE_C = 62.0
_DERATES_AT_C = 106.0
_DERATING_ROOM_C = 9.0


@dataclass(frozen=True)
class Effort:
    """How hard a machine works, as shares of its rated power, and what wears on it, at even steps."""

    model: Model
    moment: Moment
    duty: Duty
    power_kw: Array
    air_c: Array
    wear: Wear

    @property
    def share(self) -> Array:
        """Return the flywheel power as a share of rated power."""
        return np.asarray(np.maximum(self.power_kw, 0) / self.model.rated_power_kw)

    @property
    def hydraulic_share(self) -> Array:
        """Return the hydraulic power as a share of rated power."""
        return self.duty.hydraulic_bar * self.duty.hydraulic_lpm / 600 / self.model.rated_power_kw


def temperatures(effort: Effort, start_c: Array, step_s: float) -> Array:
    """Return the temperatures (one a row) at every step of a day that starts with `start_c`."""
    running = effort.moment.running
    rates = 1 / np.where(running, _RUNNING_S[:, None], _STANDING_S[:, None])
    goals = np.where(running, _goals(effort), effort.air_c)
    coolant = follow(goals[:1], rates[:1], start_c[:1], step_s)
    coolant = np.where(coolant > _DERATES_AT_C, _derated(coolant), coolant)
    goals[ENGINE_OIL] = np.where(running, coolant[0] + 4 + 10 * effort.share, effort.air_c)
    return np.vstack([coolant, follow(goals[1:], rates[1:], start_c[1:], step_s)])


def _goals(effort: Effort) -> Array:
    """Return the temperatures at which each would settle at the present effort, with the drive running."""
    air, share, moment, wear = effort.air_c, effort.share, effort.moment, effort.wear
    fouling, clogging = wear.of(FaultMode.RADIATOR_FOULING), wear.of(FaultMode.AIR_FILTER_CLOGGING)
    free = air + 10 + _RATED_RISE_C * share / (1 - 0.62 * fouling)
    hydraulic = np.minimum(effort.hydraulic_share, 0.6)
    travel = np.minimum(np.abs(moment.motion.power) / effort.model.rated_power_kw, 1)
    braking = effort.duty.brake_kw / effort.model.rated_power_kw
    full = 1 + moment.load_kg / effort.model.mass_kg
    speed = effort.duty.engine_rpm / RATED_RPM
    crushing = np.clip((share - 0.16) / 0.46, 0, 1.3)
    return np.vstack(
        [
            np.maximum(_THERMOSTAT_C + 6 * share, free),
            air,
            np.maximum(50 + 14 * hydraulic, air + 16 + 48 * hydraulic) + 5 * share + 12 * fouling,
            np.maximum(66, air + 26) + 24 * travel + 16 * wear.of(FaultMode.CLUTCH_SLIP),
            air + 24 + 70 * np.minimum(braking, 0.9),
            air + 1.15 * moment.motion.speed * 3.6 * full,
            110 + 70 * speed + 370 * share + 28 * clogging,
            air * 0.6 + 26 + 16 * crushing,
            air * 0.25 + 36 + 8 * crushing,
        ]
    )


def _derated(coolant: Array) -> Array:
    """Return the coolant that an engine reaches which takes its power back the hotter it becomes."""
    over = (coolant - _DERATES_AT_C) / _DERATING_ROOM_C
    return np.asarray(_DERATES_AT_C + _DERATING_ROOM_C * (1 - np.exp(-over)))


def start_c(air_c: float) -> Array:
    """Return the temperatures of a machine that has stood for long."""
    return np.full(len(_RUNNING_S), air_c)
