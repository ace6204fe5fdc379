"""Which values have the signals of brakes, transmission, tyres and position?"""

import numpy as np

from models.machines import Kind
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array, on_globe
from simulators.heat import BRAKE_OIL, TRANSMISSION_OIL, TYRE
from simulators.noise import drift
from simulators.signals.state import State
from simulators.work.timeline import Phase

_KELVIN = 273.15
_COLD_C = 20.0
_TYRES = ("front_left", "front_right", "rear_left", "rear_right")
_LEAKING = "rear_left"


def wheel_signals(state: State) -> dict[str, Array]:
    """Return the signals of what a wheeled machine drives and brakes with."""
    effort, moment, running = state.effort, state.effort.moment, state.effort.moment.running
    braking = np.minimum(effort.duty.brake_kw / effort.model.rated_power_kw, 1.5)
    moving = moment.motion.speed > 0.5
    slip = 0.7 + 0.25 * np.abs(moment.restless) + 6.5 * effort.wear.of(FaultMode.CLUTCH_SLIP)
    held = moment.during(Phase.BEING_LOADED, Phase.DUMP, Phase.QUEUE)
    return {
        "brake_oil_temperature_c": state.celsius[BRAKE_OIL],
        "brake_pressure_bar": (26 * braking * moving + 34 * held) * running,
        "transmission_oil_temperature_c": state.celsius[TRANSMISSION_OIL],
        "transmission_oil_pressure_kpa": (1350 + 480 * np.minimum(state.speed, 1) + 90 * moving) * running,
        "clutch_slip_percent": slip * moving * running,
    } | _tyres(state)


def _tyres(state: State) -> dict[str, Array]:
    model, celsius = state.effort.model, state.celsius[TYRE]
    warmth = (celsius + _KELVIN) / (_COLD_C + _KELVIN)
    cold = 390 + (150 if model.mass_kg > 40_000 and model.kind is Kind.HAUL_TRUCK else 25)
    leak = 1 - 0.46 * state.effort.wear.of(FaultMode.TYRE_PRESSURE_LOSS)
    pressures = {
        f"tyre_{name}_kpa": (cold + state.unit.stream(name) % 17 - 8) * warmth * (leak if name == _LEAKING else 1.0)
        for name in _TYRES
    }
    return pressures | {"tyre_temperature_c": celsius}


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


def slope_signals(state: State) -> dict[str, Array]:
    """Return the signal of the slope on which a machine stands or drives."""
    return {"pitch_deg": np.degrees(np.arctan(state.effort.moment.motion.slope))}
