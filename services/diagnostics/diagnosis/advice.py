"""How are failures and quantities called, and what is to be done about each failure?"""

from collections.abc import Mapping

from models.diagnosis.mode import Mode
from models.diagnosis.quantity import HELD, IDLE, RESTING, SAGGED, SUNK, TYRE, WAITED
from models.signals import NAMES, signal

_PART: Mapping[str, tuple[str, str]] = {
    "air_filter_clogging": ("Clogged air filter", "Change or clean the air filter; check the pre-cleaner."),
    "radiator_fouling": ("Fouled radiator or oil cooler", "Clean the radiator and the oil cooler; check the fan."),
    "coolant_leak": (
        "Coolant leak",
        "Look for the leak with the engine cold, fill up, and test the circuit's pressure.",
    ),
    "hydraulic_pump_wear": (
        "Worn hydraulic pump",
        "Measure the case drain flow, take an oil sample for metal, and plan an overhaul of the pump.",
    ),
    "hydraulic_filter_clogging": ("Clogged hydraulic filter", "Change the hydraulic filter; look for metal in it."),
    "turbocharger_wear": (
        "Worn turbocharger",
        "Check the charge air pipes for leaks first, then the play of the turbocharger's shaft.",
    ),
    "injector_fouling": (
        "Fouled injectors",
        "Test the injectors cylinder by cylinder; clean or change those that differ.",
    ),
    "dpf_clogging": ("Clogging soot filter", "Start a regeneration; have the filter cleaned when the drop comes back."),
    "engine_bearing_wear": (
        "Worn engine bearings",
        "Check oil level and pressure with a gauge, take an oil sample for metal; do not load it fully until then.",
    ),
    "alternator": (
        "Failing alternator",
        "Check the alternator's belt, output and cables before the batteries run down.",
    ),
    "battery_wear": ("Worn batteries", "Test the batteries under load and change the pair that fails."),
    "clutch_slip": ("Slipping clutch", "Calibrate the clutches; plan an overhaul when the slip stays."),
    "brake_drag": ("Dragging brake", "Feel for the hot wheel; check the caliper's return and the brake oil cooler."),
    "wheel_bearing_wear": (
        "Worn wheel bearing",
        "Feel for the hot hub, check its play and its oil; plan a new bearing.",
    ),
    "cylinder_leak": (
        "Leaking boom cylinder",
        "Let the boom hang for ten minutes; if it sinks, seal the cylinder anew.",
    ),
    "crusher_bearing_wear": (
        "Worn crusher bearing",
        "Measure vibration and temperature at each bearing; check the oil for metal and plan the exchange.",
    ),
    "crusher_liner_wear": (
        "Worn crusher liners",
        "Measure the liners and plan their exchange; close the setting until then.",
    ),
    "tyre_pressure_loss": (
        "Tyre losing air",
        "Look at the tyre before the next trip; inflate it cold and find the leak.",
    ),
}
_SENSOR: Mapping[str, str] = {
    "sensor_offset": "reads off by a constant amount",
    "sensor_drift": "drifts away",
    "sensor_stuck": "is stuck at one value",
    "sensor_noise": "has become noisy",
    "sensor_dropout": "drops out",
}
_QUANTITY: Mapping[str, tuple[str, str]] = {
    RESTING: ("battery_voltage_v", "Battery voltage at rest"),
    IDLE: ("engine_speed_rpm", "Engine speed at idle"),
    HELD: ("boom_head_pressure_bar", "Boom cylinder pressure while carried"),
    SUNK: ("boom_angle_deg", "Boom angle while carried"),
    WAITED: ("boom_head_pressure_bar", "Boom cylinder pressure while waiting"),
    SAGGED: ("boom_angle_deg", "Boom angle while waiting"),
    TYRE: ("tyre_front_left_kpa", "Tyre pressure, all tyres together"),
}


def name_of(mode: Mode) -> str:
    """Return what a failure is called by people."""
    if mode.is_of_sensor:
        return f"Sensor of {_lowered(signal(mode.where).description)} {_SENSOR[mode.name]}"
    where = f", {mode.where.replace('_', ' ')}" if mode.where else ""
    return f"{_PART[mode.name][0]}{where}"


def next_step(mode: Mode) -> str:
    """Return what to do next about a failure."""
    if mode.is_of_sensor:
        return f"Compare the sensor with a gauge; check its plug and cable, then change it. ({mode.where})"
    return _PART[mode.name][1]


def signal_of(quantity: str) -> str:
    """Return the catalogue's signal that a quantity is made of."""
    return quantity if quantity in NAMES else _QUANTITY[quantity][0]


def describe(quantity: str) -> str:
    """Return what a quantity is called by people."""
    return signal(quantity).description if quantity in NAMES else _QUANTITY[quantity][1]


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
