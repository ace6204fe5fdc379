"""What does a sensor tell of a true value?"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.signals import signal
from simulators.fleet.geography import Array
from simulators.noise import drift, white
from simulators.operation import Unit

# The standard deviation of one measurement, in the signal's unit.
_NOISE: Mapping[str, float] = {
    "engine_speed_rpm": 5.0,
    "engine_load_percent": 0.8,
    "engine_oil_pressure_kpa": 2.5,
    "engine_oil_temperature_c": 0.12,
    "coolant_temperature_c": 0.12,
    "coolant_level_percent": 0.25,
    "fan_speed_rpm": 9.0,
    "ambient_temperature_c": 0.08,
    "fuel_rate_lph": 0.15,
    "fuel_level_percent": 0.3,
    "def_level_percent": 0.2,
    "boost_pressure_kpa": 1.2,
    "air_filter_drop_kpa": 0.03,
    "exhaust_temperature_c": 2.0,
    "dpf_drop_kpa": 0.08,
    "battery_voltage_v": 0.03,
    "hydraulic_oil_temperature_c": 0.12,
    "hydraulic_pressure_bar": 2.0,
    "pump_case_drain_lpm": 0.25,
    "hydraulic_filter_drop_bar": 0.015,
    "boom_angle_deg": 0.08,
    "body_angle_deg": 0.2,
    "boom_head_pressure_bar": 0.3,
    "boom_rod_pressure_bar": 0.2,
    "crusher_power_kw": 2.5,
    "crusher_speed_rpm": 0.6,
    "crusher_throughput_tph": 6.0,
    "crusher_level_percent": 2.0,
    "crusher_vibration_mmps": 0.12,
    "crusher_bearing_temperature_c": 0.12,
    "crusher_oil_temperature_c": 0.1,
    "brake_oil_temperature_c": 0.15,
    "brake_pressure_bar": 0.4,
    "transmission_oil_temperature_c": 0.12,
    "transmission_oil_pressure_kpa": 9.0,
    "clutch_slip_percent": 0.08,
    "tyre_temperature_c": 0.3,
    "latitude_deg": 8e-7,
    "longitude_deg": 8e-7,
    "altitude_m": 0.15,
    "heading_deg": 0.4,
    "pitch_deg": 0.15,
    "ground_speed_kmh": 0.08,
}
# Offsets that wander over hours.
_OFFSET: Mapping[str, float] = {
    "boom_head_pressure_bar": 0.3,
    "boom_rod_pressure_bar": 0.2,
    "fuel_level_percent": 0.3,
}
_OFFSET_S = 5400.0
# A machine weighs to a share of its load, and its zero wanders by a share of what it can carry.
_WEIGHS, _ZERO = 0.012, 0.004
# Sensors that tell nothing of a machine that stands still: what is zero stays zero.
_SILENT_AT_ZERO = frozenset(
    {
        "engine_speed_rpm",
        "engine_load_percent",
        "engine_oil_pressure_kpa",
        "fan_speed_rpm",
        "fuel_rate_lph",
        "body_angle_deg",
        "boost_pressure_kpa",
        "air_filter_drop_kpa",
        "dpf_drop_kpa",
        "hydraulic_pressure_bar",
        "pump_case_drain_lpm",
        "hydraulic_filter_drop_bar",
        "crusher_power_kw",
        "crusher_speed_rpm",
        "crusher_throughput_tph",
        "crusher_level_percent",
        "crusher_vibration_mmps",
        "brake_pressure_bar",
        "transmission_oil_pressure_kpa",
        "clutch_slip_percent",
        "ground_speed_kmh",
    }
)


def measured(unit: Unit, values: Mapping[str, Array], time_s: Array) -> dict[str, Array]:
    """Return what the sensors of a machine tell: with noise and wandering offsets, and within their range."""
    ticks = np.rint(time_s * 1000).astype(np.int64)
    return {name: _measured(unit, name, value, time_s, ticks) for name, value in values.items()}


def _measured(unit: Unit, name: str, value: Array, time_s: Array, ticks: NDArray[np.int64]) -> Array:
    if name == "payload_kg":
        return _weighed(unit, value, time_s)
    if name not in _NOISE:
        return value
    told = value + _NOISE[name] * white(unit.stream(name), ticks)
    if name in _OFFSET:
        told += _OFFSET[name] * drift(unit.stream(name, "offset"), time_s, _OFFSET_S)
    if name in _SILENT_AT_ZERO:
        told = np.where(value == 0, 0.0, told)
    if name == "heading_deg":
        told %= 360
    return np.clip(told, signal(name).low, signal(name).high)


def _weighed(unit: Unit, load_kg: Array, time_s: Array) -> Array:
    """Return the load as the machine weighs it, in steps of 10 kg."""
    share = _WEIGHS * drift(unit.stream("weighs"), time_s, 8.0)
    zero = _ZERO * unit.model.payload_kg * drift(unit.stream("zero"), time_s, _OFFSET_S)
    return np.asarray(np.where(load_kg > 0, np.rint((load_kg * (1 + share) + zero) / 10) * 10, 0.0))
