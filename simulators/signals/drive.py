"""Which values have the signals of engine, cooling, fuel, air, exhaust and electrics?"""

import numpy as np

from simulators.cooling import fan_share
from simulators.engine import air_density, load_percent, pressure_share
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.heat import COOLANT, ENGINE_OIL, EXHAUST, coolant_level
from simulators.noise import drift
from simulators.signals.state import State

# A gear pump's pressure grows with speed up to its relief valve.
_OIL_KPA, _OIL_POWER, _RELIEF_KPA = 480.0, 1.15, 420.0
# Worn bearings let oil through: so much of the pressure is lost, and more of it at idle.
_BEARINGS_LOSE, _BEARINGS_LOSE_IDLE = 0.30, 0.12
_BUILDS_UP_S = 1.2
_BOOST_KPA = 205.0
_FILTER_KPA = 2.0
_CLOGGED = 0.53
_CHARGING_V, _ALTERNATOR_V, _RECHARGE_V, _RECHARGE_S = 28.2, 2.3, 0.9, 25.0
_RESTING_V, _SURFACE_V, _SURFACE_S = 25.3, 0.4, 2400.0
_CRANKING_V, _COLD_V_PER_C, _WEAK_V = 21.4, 0.045, 4.4


def drive_signals(state: State) -> dict[str, Array]:
    """Return the signals of a machine with a diesel engine."""
    return _engine(state) | _cooling(state) | _fuel(state) | _air(state) | _electrics(state)


def _engine(state: State) -> dict[str, Array]:
    effort = state.effort
    return {
        "engine_speed_rpm": state.rpm,
        "engine_load_percent": load_percent(effort.model.rated_power_kw, effort.duty.engine_rpm, effort.power_kw),
        "engine_oil_pressure_kpa": _oil_kpa(state),
        "engine_oil_temperature_c": state.celsius[ENGINE_OIL],
        "engine_hours_h": state.totals.running_s / 3600,
        "idle_hours_h": state.totals.idling_s / 3600,
    }


def _oil_kpa(state: State) -> Array:
    thickness = np.clip(np.exp(-0.006 * (state.celsius[ENGINE_OIL] - 95)), 0.86, 1.5)
    pumped = state.trait("oil_pressure", 0.03) * _OIL_KPA * np.maximum(state.speed, 0) ** _OIL_POWER * thickness
    relieved = _RELIEF_KPA * np.tanh(pumped / _RELIEF_KPA)
    worn = state.effort.wear.of(FaultMode.ENGINE_BEARING_WEAR)
    lost = worn * (_BEARINGS_LOSE + _BEARINGS_LOSE_IDLE * np.clip(1 - 4 * (state.speed - 0.35), 0, 1))
    built_up = 1 - np.exp(-state.switched_s / _BUILDS_UP_S)
    return np.asarray(relieved * (1 - lost) * built_up * state.running)


def _cooling(state: State) -> dict[str, Array]:
    coolant = state.celsius[COOLANT]
    fan = (560 + 1340 * fan_share(coolant)) * np.clip(state.speed / 0.75, 0.55, 1)
    return {
        "coolant_temperature_c": coolant,
        "coolant_level_percent": coolant_level(state.effort) + 0.04 * (coolant - 20) + 2 * state.unit.trait("coolant"),
        "fan_speed_rpm": fan * state.running * ~state.cranking,
        "ambient_temperature_c": state.effort.air_c,
    }


def _fuel(state: State) -> dict[str, Array]:
    return {
        "fuel_rate_lph": state.effort.fuel_lph * ~state.cranking,
        "fuel_level_percent": 100 * state.fuel_share,
        "fuel_used_l": state.totals.fuel_l,
        "def_level_percent": 60 + 37 * state.fuel_share,
    }


def _air(state: State) -> dict[str, Array]:
    effort, running, flow = state.effort, state.running, state.flow
    of, altitude_m = effort.wear.of, state.unit.weather.site.altitude_m
    density = air_density(altitude_m, effort.air_c)
    weak = (1 - 0.08 * of(FaultMode.AIR_FILTER_CLOGGING)) * (1 - 0.15 * of(FaultMode.TURBOCHARGER_WEAR))
    thin = pressure_share(altitude_m) ** 0.6 * density**0.15 * state.trait("boost", 0.02)
    open_share = 1 - np.minimum(_CLOGGED * of(FaultMode.AIR_FILTER_CLOGGING), 0.8)
    drop = (0.12 * running + _FILTER_KPA * flow**1.8) * density * state.trait("air_filter", 0.06)
    spread = 8 * of(FaultMode.INJECTOR_FOULING) * drift(state.unit.stream("spread"), state.time_s, 20.0)
    dpf = 1 + effort.wear.grown(FaultMode.DPF_CLOGGING, 1.0, 2.0)
    return {
        "boost_pressure_kpa": _BOOST_KPA * state.breath**0.9 * np.clip(state.speed, 0, 1) ** 0.4 * weak * thin,
        "air_filter_drop_kpa": drop / open_share**1.5,
        "exhaust_temperature_c": state.celsius[EXHAUST] + 90 * state.regenerating + spread,
        "dpf_drop_kpa": (0.4 * running + 7 * flow**2) * (1 + 0.6 * state.soot_share) * dpf * state.trait("dpf", 0.05),
    }


def _electrics(state: State) -> dict[str, Array]:
    effort, air_c = state.effort, state.effort.air_c
    failing, weak = effort.wear.of(FaultMode.ALTERNATOR), effort.wear.of(FaultMode.BATTERY_WEAR)
    # A worn alternator gives less still at idle, and its voltage wanders.
    wander = 0.35 * failing * drift(state.unit.stream("alternator"), state.time_s, 20.0)
    charging = _CHARGING_V + 0.07 * state.unit.trait("charging") - 0.12 * (state.speed < 0.5) + wander
    charging = charging - _ALTERNATOR_V * failing * (1.15 - 0.3 * state.speed)
    charging = charging - _RECHARGE_V * np.exp(-state.switched_s / _RECHARGE_S)
    resting = _RESTING_V + _SURFACE_V * np.exp(-state.switched_s / _SURFACE_S) - 0.6 * weak - 0.4 * failing
    cranking = _CRANKING_V - _COLD_V_PER_C * np.maximum(10 - air_c, 0) - _WEAK_V * weak
    volts = np.where(state.cranking, cranking, np.where(state.running, charging, resting))
    return {"battery_voltage_v": volts}
