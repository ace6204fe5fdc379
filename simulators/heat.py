"""How warm do coolant, oils, brakes, tyres and bearings become?"""

import numpy as np

from simulators.cooling import FULL_LEVEL, LEVEL_LOST, conductance, rejected_kw, settled_c
from simulators.effort import Effort
from simulators.engine import RATED_RPM, air_density, pressure_share
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.scan import follow

# One temperature a row, in this order, all in °C.
COOLANT, ENGINE_OIL, HYDRAULIC_OIL, TRANSMISSION_OIL, BRAKE_OIL, TYRE, EXHAUST, BEARING, CRUSHER_OIL = range(9)

# Time constants in seconds: running, and standing with the engine off.
_RUNNING_S = np.array([300.0, 330.0, 900.0, 750.0, 600.0, 2400.0, 30.0, 1800.0, 1200.0])
_STANDING_S = np.array([5400.0, 6000.0, 7200.0, 6000.0, 3600.0, 3600.0, 1200.0, 5400.0, 5400.0])

_DERATES_AT_C = 106.0
_DERATING_ROOM_C = 9.0


def temperatures(effort: Effort, start_c: Array, step_s: float) -> Array:
    """Return the temperatures (one a row) at every step of a day that starts with `start_c`."""
    running = effort.moment.running
    rates = 1 / np.where(running, _RUNNING_S[:, None], _STANDING_S[:, None])
    goals = np.where(running, _goals(effort), effort.air_c)
    coolant = follow(goals[:1], rates[:1], start_c[:1], step_s)
    coolant = np.where(coolant > _DERATES_AT_C, _derated(coolant), coolant)
    goals[ENGINE_OIL] = np.where(running, coolant[0] + 4 + 10 * effort.share, effort.air_c)
    return np.vstack([coolant, follow(goals[1:], rates[1:], start_c[1:], step_s)])


def coolant_level(effort: Effort) -> Array:
    """Return how full the cooling system is, cold, in percent."""
    return FULL_LEVEL - LEVEL_LOST * effort.wear.of(FaultMode.COOLANT_LEAK)


def _goals(effort: Effort) -> Array:
    """Return the temperatures at which each would settle at the present effort, with the drive running."""
    air, trait = effort.air_c, effort.unit.trait
    return np.vstack(
        [
            _coolant(effort),
            air,
            _hydraulic_oil(effort) + 1.2 * trait("hydraulic_oil"),
            _transmission_oil(effort) + 1.5 * trait("transmission_oil"),
            _brake_oil(effort),
            _tyre(effort),
            _exhaust(effort) + 7 * trait("exhaust"),
            *_crusher(effort),
        ]
    )


def _coolant(effort: Effort) -> Array:
    unit = effort.unit
    ua = conductance(
        effort.model.rated_power_kw * (1 + 0.03 * unit.trait("radiator")),
        fouling=effort.wear.of(FaultMode.RADIATOR_FOULING),
        level=coolant_level(effort),
        density=air_density(unit.weather.site.altitude_m, effort.air_c),
    )
    heat = rejected_kw(effort.fuel_lph, effort.duty.brake_kw)
    return settled_c(heat, ua, effort.air_c, effort.share)


def _hydraulic_oil(effort: Effort) -> Array:
    """The oil's cooler stands before the radiator: what fouls the one fouls the other."""
    air, hydraulic = effort.air_c, np.minimum(effort.hydraulic_share, 0.6)
    warmed = np.maximum(50 + 14 * hydraulic, air + 16 + 48 * hydraulic) + 5 * effort.share
    fouled, leaking = effort.wear.of(FaultMode.RADIATOR_FOULING), effort.wear.of(FaultMode.HYDRAULIC_PUMP_WEAR)
    return np.asarray(warmed + 10 * fouled + 8 * leaking)


def _transmission_oil(effort: Effort) -> Array:
    travel = np.minimum(np.abs(effort.moment.motion.power) / effort.model.rated_power_kw, 1)
    slipping = effort.wear.of(FaultMode.CLUTCH_SLIP)
    return np.asarray(np.maximum(66, effort.air_c + 26) + 24 * travel + 15 * slipping)


def _brake_oil(effort: Effort) -> Array:
    """Wet brakes and final drive share their oil: a bearing warms it late, a dragging brake while it turns."""
    braking = np.minimum(effort.duty.brake_kw / effort.model.rated_power_kw, 0.9)
    turning = np.minimum(effort.moment.motion.speed / 6, 1)
    dragging, bearing = effort.wear.of(FaultMode.BRAKE_DRAG), effort.wear.of(FaultMode.WHEEL_BEARING_WEAR)
    return np.asarray(effort.air_c + 24 + 70 * braking + (45 * dragging + 30 * bearing**2) * turning)


def _tyre(effort: Effort) -> Array:
    full = 1 + effort.moment.load_kg / effort.model.mass_kg
    hub = 7 * effort.wear.of(FaultMode.WHEEL_BEARING_WEAR) ** 2
    return effort.air_c + 1.15 * effort.moment.motion.speed * 3.6 * full + hub


def _exhaust(effort: Effort) -> Array:
    of, thin = effort.wear.of, 1 - pressure_share(effort.unit.weather.site.altitude_m)
    speed = effort.duty.engine_rpm / RATED_RPM
    clean = 110 + 70 * speed + 370 * effort.share * (1 + 0.35 * thin) + 0.5 * (effort.air_c - 15)
    worn = 25 * of(FaultMode.AIR_FILTER_CLOGGING) + 40 * of(FaultMode.TURBOCHARGER_WEAR)
    return np.asarray(clean + worn + 12 * of(FaultMode.DPF_CLOGGING) + 10 * of(FaultMode.INJECTOR_FOULING))


def _crusher(effort: Effort) -> tuple[Array, Array]:
    """Return bearing and return oil of a crusher."""
    crushing, air = np.clip((effort.share - 0.16) / 0.46, 0, 1.3), effort.air_c
    worn, trait = effort.wear.of(FaultMode.CRUSHER_BEARING_WEAR), effort.unit.trait
    bearing = air * 0.6 + 26 + 16 * crushing + 32 * worn**2 + 2 * trait("bearing")
    return bearing, air * 0.25 + 36 + 8 * crushing + 16 * worn + trait("crusher_oil")


def _derated(coolant: Array) -> Array:
    """Return the coolant that an engine reaches which takes its power back the hotter it becomes."""
    over = (coolant - _DERATES_AT_C) / _DERATING_ROOM_C
    return np.asarray(_DERATES_AT_C + _DERATING_ROOM_C * (1 - np.exp(-over)))


def start_c(air_c: float) -> Array:
    """Return the temperatures of a machine that has stood for long."""
    return np.full(len(_RUNNING_S), air_c)
