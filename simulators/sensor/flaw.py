"""Which sensors fail, how wrong are they then, and at which value does one stick?"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from models.machines import Kind
from models.signals import signal


class Flaw(NamedTuple):
    """How wrong a failed sensor is, in the signal's unit, and between which values it sticks."""

    size: float
    low: float
    high: float


FLAWS: Mapping[str, Flaw] = MappingProxyType(
    {
        "engine_oil_pressure_kpa": Flaw(70, 150, 420),
        "engine_oil_temperature_c": Flaw(14, 60, 100),
        "coolant_temperature_c": Flaw(9, 55, 88),
        "coolant_level_percent": Flaw(18, 60, 95),
        "ambient_temperature_c": Flaw(9, -5, 35),
        "fuel_level_percent": Flaw(14, 15, 90),
        "boost_pressure_kpa": Flaw(28, 5, 120),
        "air_filter_drop_kpa": Flaw(1.3, 0.1, 2.0),
        "exhaust_temperature_c": Flaw(70, 180, 420),
        "dpf_drop_kpa": Flaw(3.5, 0.5, 8),
        "hydraulic_oil_temperature_c": Flaw(13, 40, 70),
        "hydraulic_pressure_bar": Flaw(28, 20, 220),
        "pump_case_drain_lpm": Flaw(6, 4, 14),
        "hydraulic_filter_drop_bar": Flaw(0.6, 0.2, 1.2),
        "boom_head_pressure_bar": Flaw(7, 20, 110),
        "boom_rod_pressure_bar": Flaw(6, 3, 20),
        "transmission_oil_temperature_c": Flaw(13, 50, 85),
        "transmission_oil_pressure_kpa": Flaw(260, 1300, 1900),
        "brake_oil_temperature_c": Flaw(16, 35, 80),
        "tyre_front_left_kpa": Flaw(48, 380, 480),
        "tyre_front_right_kpa": Flaw(48, 380, 480),
        "tyre_rear_left_kpa": Flaw(48, 380, 480),
        "tyre_rear_right_kpa": Flaw(48, 380, 480),
        "crusher_power_kw": Flaw(28, 40, 200),
        "crusher_level_percent": Flaw(18, 20, 80),
        "crusher_vibration_mmps": Flaw(1.6, 0.8, 3.2),
        "crusher_bearing_temperature_c": Flaw(13, 35, 60),
        "crusher_oil_temperature_c": Flaw(9, 36, 50),
    }
)

_OF_KIND: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(name for name in FLAWS if kind in signal(name).kinds) for kind in Kind}
)


def prone(kind: Kind) -> tuple[str, ...]:
    """Return the signals whose sensors fail on machines of this kind."""
    return _OF_KIND[kind]
