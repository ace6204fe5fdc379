"""How well does each sensor measure, and in which steps does it tell?"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Sensor(NamedTuple):
    """A sensor: the standard deviation of one measurement and of an offset of its own that wanders over hours, and the
    steps in which it tells (0: as fine as the catalogue), in the signal's unit.

    One that is `silent` tells 0 of a machine that stands still; one that `drops` has loose contacts now and then.
    """

    noise: float
    step: float = 0.0
    wander: float = 0.0
    silent: bool = False
    drops: bool = True


# Steps are those of SAE J1939-71 where the signal has a number there.
SENSORS: Mapping[str, Sensor] = MappingProxyType(
    {
        "engine_speed_rpm": Sensor(4.0, 0.125, silent=True, drops=False),
        "engine_load_percent": Sensor(0.7, 1.0, silent=True),
        "engine_oil_pressure_kpa": Sensor(2.5, 4.0, 1.0, silent=True),
        "engine_oil_temperature_c": Sensor(0.12, 0.03125, 0.2),
        "coolant_temperature_c": Sensor(0.15, 1.0, 0.2),
        "coolant_level_percent": Sensor(0.25, 0.4),
        "fan_speed_rpm": Sensor(9.0, silent=True),
        "ambient_temperature_c": Sensor(0.08, 0.03125, 0.3),
        "fuel_rate_lph": Sensor(0.12, 0.05, silent=True),
        "fuel_level_percent": Sensor(0.3, 0.4, 0.3),
        "def_level_percent": Sensor(0.2, 0.4),
        "boost_pressure_kpa": Sensor(1.2, 2.0, 0.5, silent=True),
        "air_filter_drop_kpa": Sensor(0.03, 0.05, 0.02, silent=True),
        "exhaust_temperature_c": Sensor(2.0, 0.03125, 1.0),
        "dpf_drop_kpa": Sensor(0.08, 0.1, silent=True),
        "battery_voltage_v": Sensor(0.03, 0.05),
        "hydraulic_oil_temperature_c": Sensor(0.15, 1.0, 0.2),
        "hydraulic_pressure_bar": Sensor(2.0, 1.0, 0.5, silent=True),
        "pump_case_drain_lpm": Sensor(0.25, 0.1, 0.1, silent=True),
        "hydraulic_filter_drop_bar": Sensor(0.015, 0.01, 0.01, silent=True),
        "boom_angle_deg": Sensor(0.08, 0.02),
        "body_angle_deg": Sensor(0.2, 0.1, silent=True),
        "boom_head_pressure_bar": Sensor(0.3, 0.05, 0.25),
        "boom_rod_pressure_bar": Sensor(0.2, 0.05, 0.2),
        "crusher_power_kw": Sensor(2.5, 0.5, silent=True),
        "crusher_speed_rpm": Sensor(0.6, 0.125, silent=True, drops=False),
        "crusher_throughput_tph": Sensor(6.0, 1.0, 3.0, silent=True),
        "crusher_level_percent": Sensor(2.0, 0.4, silent=True),
        "crusher_setting_mm": Sensor(0.1, 0.1),
        "crusher_vibration_mmps": Sensor(0.12, 0.02, silent=True),
        "crusher_bearing_temperature_c": Sensor(0.12, 0.1),
        "crusher_oil_temperature_c": Sensor(0.1, 0.1),
        "brake_oil_temperature_c": Sensor(0.15, 0.1, 0.2),
        "brake_pressure_bar": Sensor(0.4, 0.1, silent=True),
        "transmission_oil_temperature_c": Sensor(0.12, 0.03125, 0.2),
        "transmission_oil_pressure_kpa": Sensor(9.0, 16.0, silent=True),
        "clutch_slip_percent": Sensor(0.08, 0.1, silent=True),
        "tyre_front_left_kpa": Sensor(0.6, 4.0),
        "tyre_front_right_kpa": Sensor(0.6, 4.0),
        "tyre_rear_left_kpa": Sensor(0.6, 4.0),
        "tyre_rear_right_kpa": Sensor(0.6, 4.0),
        "tyre_temperature_c": Sensor(0.3, 0.1),
        "latitude_deg": Sensor(8e-7, drops=False),
        "longitude_deg": Sensor(8e-7, drops=False),
        "altitude_m": Sensor(0.15, 0.125, drops=False),
        "heading_deg": Sensor(0.4, 0.0078125, drops=False),
        "pitch_deg": Sensor(0.15, 0.0078125, 0.1),
        "ground_speed_kmh": Sensor(0.08, 0.0039, silent=True, drops=False),
    }
)
