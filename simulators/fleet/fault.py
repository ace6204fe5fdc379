"""What can wear out or break on a machine, and on which kinds?"""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType

from models.machines import Kind


@unique
class FaultMode(StrEnum):
    """What wears out or breaks on a machine of the fleet; the last five are faults of a sensor, not of the machine."""

    AIR_FILTER_CLOGGING = "air_filter_clogging"
    RADIATOR_FOULING = "radiator_fouling"
    COOLANT_LEAK = "coolant_leak"
    HYDRAULIC_PUMP_WEAR = "hydraulic_pump_wear"
    CYLINDER_LEAK = "cylinder_leak"
    HYDRAULIC_FILTER_CLOGGING = "hydraulic_filter_clogging"
    TURBOCHARGER_WEAR = "turbocharger_wear"
    INJECTOR_FOULING = "injector_fouling"
    DPF_CLOGGING = "dpf_clogging"
    ENGINE_BEARING_WEAR = "engine_bearing_wear"
    CLUTCH_SLIP = "clutch_slip"
    BRAKE_DRAG = "brake_drag"
    WHEEL_BEARING_WEAR = "wheel_bearing_wear"
    TYRE_PRESSURE_LOSS = "tyre_pressure_loss"
    ALTERNATOR = "alternator"
    BATTERY_WEAR = "battery_wear"
    CRUSHER_BEARING_WEAR = "crusher_bearing_wear"
    CRUSHER_LINER_WEAR = "crusher_liner_wear"
    SENSOR_OFFSET = "sensor_offset"
    SENSOR_DRIFT = "sensor_drift"
    SENSOR_STUCK = "sensor_stuck"
    SENSOR_NOISE = "sensor_noise"
    SENSOR_DROPOUT = "sensor_dropout"

    @property
    def is_of_sensor(self) -> bool:
        """Return whether only what a sensor tells is wrong, and nothing of the machine."""
        return self.value.startswith("sensor_")


TYRES = ("front_left", "front_right", "rear_left", "rear_right")

_MOBILE = frozenset({Kind.WHEEL_LOADER, Kind.HAUL_TRUCK, Kind.EXCAVATOR})
_WHEELED = frozenset({Kind.WHEEL_LOADER, Kind.HAUL_TRUCK})
_BOOMED = frozenset({Kind.WHEEL_LOADER, Kind.EXCAVATOR})
_NARROW = {
    FaultMode.CYLINDER_LEAK: _BOOMED,
    FaultMode.CLUTCH_SLIP: _WHEELED,
    FaultMode.BRAKE_DRAG: _WHEELED,
    FaultMode.WHEEL_BEARING_WEAR: _WHEELED,
    FaultMode.TYRE_PRESSURE_LOSS: _WHEELED,
    FaultMode.CRUSHER_BEARING_WEAR: frozenset({Kind.CRUSHER}),
    FaultMode.CRUSHER_LINER_WEAR: frozenset({Kind.CRUSHER}),
}

# The kinds of machine that have the part.
KINDS: Mapping[FaultMode, frozenset[Kind]] = MappingProxyType(
    {mode: frozenset(Kind) if mode.is_of_sensor else _NARROW.get(mode, _MOBILE) for mode in FaultMode}
)
