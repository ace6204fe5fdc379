"""Which values have the signals of engine, cooling, fuel, air, exhaust and electrics?"""

import numpy as np

from simulators.engine import fuel_lph, load_percent
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.heat import COOLANT, ENGINE_OIL, EXHAUST
from simulators.noise import drift
from simulators.signals.state import State

_BASE_OIL_KPA, _MORE_OIL_KPA = 165.0, 270.0
_CHARGING_V, _RESTING_V = 28.2, 25.3
_SOOT_PERIOD_S = 31 * 3600.0


def drive_signals(state: State) -> dict[str, Array]:
    """Return the signals of a machine with a diesel engine."""
    return _engine(state) | _cooling(state) | _fuel(state) | _air(state) | _electrics(state)


def _engine(state: State) -> dict[str, Array]:
    duty, effort = state.effort.duty, state.effort
    running, oil_c = effort.moment.running, state.celsius[ENGINE_OIL]
    thickness = np.clip(np.exp(-0.006 * (oil_c - 95)), 0.86, 1.4)
    return {
        "engine_speed_rpm": duty.engine_rpm,
        "engine_load_percent": load_percent(effort.model.rated_power_kw, duty.engine_rpm, effort.power_kw),
        "engine_oil_pressure_kpa": (_BASE_OIL_KPA + _MORE_OIL_KPA * state.speed**0.8) * thickness * running,
        "engine_oil_temperature_c": oil_c,
        "engine_hours_h": state.totals.running_s / 3600,
        "idle_hours_h": state.totals.idling_s / 3600,
    }


def _cooling(state: State) -> dict[str, Array]:
    coolant, running = state.celsius[COOLANT], state.effort.moment.running
    cooling = np.clip((coolant - 82) / 16, 0, 1)
    return {
        "coolant_temperature_c": coolant,
        "coolant_level_percent": 92 + 0.04 * (coolant - 20),
        "fan_speed_rpm": (550 + 1350 * cooling) * np.clip(state.speed / 0.75, 0.55, 1) * running,
        "ambient_temperature_c": state.effort.air_c,
    }


def _fuel(state: State) -> dict[str, Array]:
    effort = state.effort
    return {
        "fuel_rate_lph": fuel_lph(effort.model.rated_power_kw, effort.duty.engine_rpm, effort.power_kw),
        "fuel_level_percent": 100 * state.fuel_share,
        "fuel_used_l": state.totals.fuel_l,
        "def_level_percent": 60 + 37 * state.fuel_share,
    }


def _air(state: State) -> dict[str, Array]:
    effort, running, flow = state.effort, state.effort.moment.running, state.flow
    clogging = effort.wear.of(FaultMode.AIR_FILTER_CLOGGING)
    soot = state.time_s / _SOOT_PERIOD_S + state.unit.stream("soot") % 1000 / 1000
    soot -= np.floor(soot)
    boost = 205 * effort.share**0.9 * np.clip(state.speed, 0, 1) ** 0.4 * (1 - 0.08 * clogging)
    return {
        "boost_pressure_kpa": boost,
        "air_filter_drop_kpa": (0.15 * running + 2.5 * flow**1.8) / (1 - 0.58 * clogging) ** 1.5,
        "exhaust_temperature_c": state.celsius[EXHAUST],
        "dpf_drop_kpa": (0.4 * running + 7 * flow**1.5) * (1 + 0.6 * soot),
    }


def _electrics(state: State) -> dict[str, Array]:
    running = state.effort.moment.running
    failing = state.effort.wear.of(FaultMode.ALTERNATOR)
    # A worn alternator gives less still at idle, and its voltage wanders.
    wander = 0.35 * failing * drift(state.unit.stream("alternator"), state.time_s, 20.0)
    charging = _CHARGING_V - 3.6 * failing * (1.15 - 0.3 * state.speed) + wander - 0.12 * (state.speed < 0.5)
    return {"battery_voltage_v": np.where(running, charging, _RESTING_V - 0.4 * failing)}
