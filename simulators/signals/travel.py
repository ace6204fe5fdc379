"""Which values have the signals of brakes, transmission, tyres and position?"""

import numpy as np

from models.machines import Kind
from simulators.effort import SLIPS
from simulators.fleet import FaultMode, Model
from simulators.fleet.fault import TYRES
from simulators.fleet.geography import Array, on_globe
from simulators.heat import BRAKE_OIL, TRANSMISSION_OIL, TYRE
from simulators.noise import drift
from simulators.signals.state import State
from simulators.work.timeline import Phase

KELVIN = 273.15
COLD_C = 20.0
# Sound tyres lose a little every day until somebody fills them up; one that has failed has lost a quarter.
_LOSES_A_DAY, _FILLED_EVERY_DAYS, _LEAKED = 0.0013, 17, 0.25
_DAY_S = 86_400.0


def wheel_signals(state: State) -> dict[str, Array]:
    """Return the signals of what a wheeled machine drives and brakes with."""
    effort, moment, running = state.effort, state.effort.moment, state.running
    braking = np.minimum(effort.duty.brake_kw / effort.model.rated_power_kw, 1.5)
    moving = moment.motion.speed > 0.5
    slip = 0.8 + 0.25 * np.abs(moment.restless) + 100 * SLIPS * effort.wear.of(FaultMode.CLUTCH_SLIP)
    held = moment.during(Phase.BEING_LOADED, Phase.DUMP, Phase.QUEUE)
    pressed = (1350 + 480 * np.minimum(state.speed, 1) + 90 * moving) * state.trait("transmission", 0.02)
    return {
        "brake_oil_temperature_c": state.celsius[BRAKE_OIL],
        "brake_pressure_bar": (26 * braking * moving + 34 * held) * running,
        "transmission_oil_temperature_c": state.celsius[TRANSMISSION_OIL],
        "transmission_oil_pressure_kpa": pressed * running,
        "clutch_slip_percent": slip * moving * running,
    } | _tyres(state)


def _tyres(state: State) -> dict[str, Array]:
    wear, celsius = state.effort.wear, state.celsius[TYRE]
    warmth = (celsius + KELVIN) / (COLD_C + KELVIN)
    leaking = wear.where(FaultMode.TYRE_PRESSURE_LOSS)
    leak = 1 - _LEAKED * np.minimum(wear.of(FaultMode.TYRE_PRESSURE_LOSS), 2.5)
    pressures = {
        f"tyre_{name}_kpa": _cold_kpa(state, name) * warmth * (leak if name == leaking else 1.0) for name in TYRES
    }
    return pressures | {"tyre_temperature_c": celsius}


def _cold_kpa(state: State, name: str) -> Array:
    """Return a sound tyre's pressure at 20 °C: near the rated one, and a little less every day."""
    days = state.time_s / _DAY_S + state.unit.stream("filled") % _FILLED_EVERY_DAYS
    lost = _LOSES_A_DAY * (days % _FILLED_EVERY_DAYS)
    return np.asarray(rated_kpa(state.effort.model) * (1 + 0.01 * state.unit.trait(name)) * (1.01 - lost))


def rated_kpa(model: Model) -> float:
    """Return the pressure that a model's tyres should have at 20 °C."""
    return 540.0 if model.mass_kg > 40_000 and model.kind is Kind.HAUL_TRUCK else 415.0


def position_signals(state: State) -> dict[str, Array]:
    """Return where the machine is by its satellite receiver, whose error wanders over some minutes, and its way."""
    site, motion, time_s = state.unit.weather.site, state.effort.moment.motion, state.time_s
    east, north, up = (drift(state.unit.stream("fix", axis), time_s, 150.0) for axis in ("east", "north", "up"))
    latitude, longitude = on_globe(site, motion.east + 1.1 * east, motion.north + 1.1 * north)
    return {
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        "altitude_m": site.altitude_m + motion.up + 1.6 * up,
        "heading_deg": motion.heading % 360,
        # Nobody holds a speed exactly.
        "odometer_km": state.totals.driven_m / 1000,
        "ground_speed_kmh": 3.6 * motion.speed * (1 + 0.02 * state.effort.moment.restless),
    }
