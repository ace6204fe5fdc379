"""Which failures does the platform know, and what does each do to the quantities of a machine?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.diagnosis.quantity import BOOMS, HELD, IDLE, RESTING, SAGGED, SUNK, TYRE, TYRES, WAITED, quantities
from models.machines import Kind


@dataclass(frozen=True)
class Effect:
    """What a failure in function does to one quantity: `add` in its unit, `gain` as a share of what is expected, and
    `noise` in natural logarithms of its size."""

    add: float = 0.0
    gain: float = 0.0
    noise: float = 0.0


@dataclass(frozen=True)
class Mode:
    """A failure: its name, where it is, and its effects at failure in function on quantities.

    A sensor's failure has none: it moves its own signal, by an amount that nobody knows beforehand.
    """

    name: str
    where: str = ""
    effects: Mapping[str, Effect] = field(default_factory=dict)

    @property
    def is_of_sensor(self) -> bool:
        """Return whether only what a sensor tells is wrong."""
        return self.name.startswith("sensor_")


# Sizes are those of the handbook of failure modes, at failure in function and rated load.
_MOBILE: Mapping[str, Mapping[str, Effect]] = {
    "air_filter_clogging": {
        "air_filter_drop_kpa": Effect(gain=2.1, noise=1.1),
        "boost_pressure_kpa": Effect(gain=-0.08),
        "exhaust_temperature_c": Effect(add=25),
        "fuel_rate_lph": Effect(gain=0.03),
    },
    "radiator_fouling": {
        "hydraulic_oil_temperature_c": Effect(add=9),
        "coolant_temperature_c": Effect(add=3),
        "engine_oil_temperature_c": Effect(add=3),
        "fan_speed_rpm": Effect(gain=0.15, noise=0.7),
    },
    "coolant_leak": {"coolant_level_percent": Effect(add=-60)},
    "hydraulic_pump_wear": {
        "pump_case_drain_lpm": Effect(gain=1.8, noise=1.0),
        "hydraulic_pressure_bar": Effect(gain=-0.08),
        "hydraulic_oil_temperature_c": Effect(add=7),
    },
    "hydraulic_filter_clogging": {"hydraulic_filter_drop_bar": Effect(gain=4.0, noise=1.6)},
    "turbocharger_wear": {
        "boost_pressure_kpa": Effect(gain=-0.15, noise=0.5),
        "exhaust_temperature_c": Effect(add=38),
        "fuel_rate_lph": Effect(gain=0.02),
    },
    "injector_fouling": {
        "fuel_rate_lph": Effect(gain=0.055),
        "exhaust_temperature_c": Effect(add=10),
        IDLE: Effect(noise=1.0),
    },
    "dpf_clogging": {
        "dpf_drop_kpa": Effect(gain=1.5, noise=1.0),
        "exhaust_temperature_c": Effect(add=12),
        "fuel_rate_lph": Effect(gain=0.015),
    },
    "engine_bearing_wear": {"engine_oil_pressure_kpa": Effect(gain=-0.33)},
    "alternator": {"battery_voltage_v": Effect(add=-2.0, noise=2.0), RESTING: Effect(add=-0.4)},
    "battery_wear": {RESTING: Effect(add=-0.6)},
}
_WHEELED: Mapping[str, Mapping[str, Effect]] = {
    "clutch_slip": {
        "clutch_slip_percent": Effect(gain=4.0, noise=2.0),
        "transmission_oil_temperature_c": Effect(add=14),
    },
    "brake_drag": {"brake_oil_temperature_c": Effect(add=16, noise=0.7), "fuel_rate_lph": Effect(gain=0.02)},
    "wheel_bearing_wear": {
        "brake_oil_temperature_c": Effect(add=11, noise=0.5),
        "tyre_temperature_c": Effect(add=6),
        TYRE: Effect(add=9),
    },
}
# A loader shows it while it carries its boom, an excavator while it holds it up and waits.
_CARRYING: Mapping[str, Mapping[str, Effect]] = {
    "cylinder_leak": {SUNK: Effect(add=-0.8), HELD: Effect(gain=-0.05)},
}
_WAITING: Mapping[str, Mapping[str, Effect]] = {
    "cylinder_leak": {SAGGED: Effect(add=-2.0), WAITED: Effect(gain=-0.05)},
}
_CRUSHER: Mapping[str, Mapping[str, Effect]] = {
    "crusher_bearing_wear": {
        "crusher_vibration_mmps": Effect(gain=1.75, noise=1.0),
        "crusher_oil_temperature_c": Effect(add=14),
        "crusher_bearing_temperature_c": Effect(add=22),
    },
    "crusher_liner_wear": {
        "crusher_setting_mm": Effect(add=9),
        "crusher_power_kw": Effect(gain=0.13),
        "crusher_level_percent": Effect(gain=0.11),
        "crusher_vibration_mmps": Effect(gain=0.05),
    },
}
SENSOR_MODES = ("sensor_offset", "sensor_drift", "sensor_stuck", "sensor_noise", "sensor_dropout")
# Signals that tell a state of use rather than a sensor's value, and what nobody takes for a sensor that fails.
_NO_SENSOR = frozenset(
    {"fan_speed_rpm", "fuel_rate_lph", "clutch_slip_percent", "battery_voltage_v", "tyre_temperature_c"}
)
_NONE = frozenset({RESTING, IDLE, *BOOMS, TYRE, "crusher_setting_mm"}) | _NO_SENSOR


def modes_of(kind: Kind) -> tuple[Mode, ...]:
    """Return the failures that a machine of this kind can have, those of its sensors among them."""
    return (*_of_machine(kind), *_of_sensors(kind))


def _of_machine(kind: Kind) -> Iterator[Mode]:
    tables = {
        Kind.CRUSHER: (_CRUSHER,),
        Kind.EXCAVATOR: (_MOBILE, _WAITING),
        Kind.WHEEL_LOADER: (_MOBILE, _WHEELED, _CARRYING),
        Kind.HAUL_TRUCK: (_MOBILE, _WHEELED),
    }
    yield from (Mode(name, "", effects) for table in tables[kind] for name, effects in table.items())
    for tyre in TYRES if TYRE in quantities(kind) else ():
        yield Mode("tyre_pressure_loss", tyre.removeprefix("tyre_").removesuffix("_kpa"), {tyre: Effect(add=-90)})


def _of_sensors(kind: Kind) -> Iterator[Mode]:
    for name in quantities(kind):
        if name not in _NONE:
            yield from (Mode(mode, name) for mode in SENSOR_MODES)
