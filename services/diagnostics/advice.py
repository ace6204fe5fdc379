"""What should an engineer look at first when a signal is outside its band?"""

from collections.abc import Mapping

from models.signals import Subsystem, signal

# By signal and side, from the failure modes that move it there.
_BY_SIGNAL: Mapping[tuple[str, str], str] = {
    ("engine_speed_rpm", "above"): "Ask whether the machine rolls downhill against its engine; check the retarder.",
    ("engine_oil_pressure_kpa", "below"): "Stop the engine. Check oil level and quality, then pressure with a gauge.",
    ("engine_oil_temperature_c", "above"): "Check oil level and the oil cooler, then the load on the engine.",
    ("coolant_temperature_c", "above"): "Check the coolant level, clean the radiator, then check fan and thermostat.",
    ("coolant_level_percent", "below"): "Fill up the coolant with the engine cold, and look for a leak.",
    ("boost_pressure_kpa", "above"): "Check the wastegate and the boost pressure sensor.",
    ("air_filter_drop_kpa", "above"): "Change or clean the air filter; check the pre-cleaner.",
    (
        "exhaust_temperature_c",
        "above",
    ): "Check air filter, boost pressure and injectors; the engine lacks air or overfuels.",
    ("dpf_drop_kpa", "above"): "Start a regeneration; have the filter cleaned when the drop comes back soon.",
    ("battery_voltage_v", "below"): "Check the alternator's belt and output, then the cables and batteries.",
    ("battery_voltage_v", "above"): "Check the alternator's regulator before it boils the batteries.",
    ("hydraulic_oil_temperature_c", "above"): "Clean the oil cooler; check the oil level and relief valves.",
    ("hydraulic_pressure_bar", "above"): "Check the main relief valve and the pressure sensor.",
    ("pump_case_drain_lpm", "above"): "Plan to overhaul the main pump; take an oil sample for metal.",
    ("hydraulic_filter_drop_bar", "above"): "Change the hydraulic filter; look for metal in the old one.",
    ("crusher_vibration_mmps", "above"): "Check bearings, liners and foundation bolts; look for tramp metal.",
    (
        "crusher_bearing_temperature_c",
        "above",
    ): "Check the flow and temperature of the bearing's oil, then the bearing.",
    ("crusher_oil_temperature_c", "above"): "Check the oil cooler and the oil level.",
    (
        "brake_oil_temperature_c",
        "above",
    ): "Ask for lower speed downhill; check for a dragging brake and the oil cooler.",
    ("transmission_oil_temperature_c", "above"): "Check the transmission's oil level and cooler, then for clutch slip.",
    ("transmission_oil_pressure_kpa", "below"): "Check the transmission's oil level, filter and pump.",
    ("clutch_slip_percent", "above"): "Calibrate the clutches; plan an overhaul when the slip stays.",
}
_TYRE_LOW = "Stop and look at the tyre before the next trip; inflate it to the cold pressure and look for a leak."
_TYRE_HIGH = "Let the tyre cool, then set its cold pressure; check load and speed."


def next_step(name: str, side: str) -> str:
    """Return what to do next about a signal that is above or below its band."""
    if (name, side) in _BY_SIGNAL:
        return _BY_SIGNAL[name, side]
    entry = signal(name)
    if entry.subsystem == Subsystem.TYRES:
        return _TYRE_LOW if side == "below" else _TYRE_HIGH
    return f"Compare it with the neighbouring signals of the {entry.subsystem} to tell the sensor from the part."


def next_step_for_fault(name: str | None, severity: str) -> str:
    """Return what to do next about an active fault code, of the catalogue's signal `name` where it has one."""
    if severity == "shutdown":
        return "Stop the machine safely and have it looked at before it works on."
    if name is None:
        return "Look the code up in the maker's service manual."
    return f"Look at the history of {signal(name).description.lower()}, then follow the maker's service manual."
