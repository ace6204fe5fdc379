"""Which quantities of a machine are judged, and in which minutes does each mean something?"""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from models.diagnosis.condition import Conditions, Flags, Floats, Values
from models.machines import Kind
from models.signals import Subsystem, signals_of

# Conditions, counters and what nobody wears out.
_GIVEN = frozenset(
    {
        "engine_speed_rpm",
        "engine_load_percent",
        "def_level_percent",
        "payload_kg",
        "brake_pressure_bar",
        "body_angle_deg",
        "boom_angle_deg",
        "crusher_speed_rpm",
        "crusher_throughput_tph",
    }
)
TYRES = ("tyre_front_left_kpa", "tyre_front_right_kpa", "tyre_rear_left_kpa", "tyre_rear_right_kpa")
AIR = "ambient_temperature_c"
RESTING, IDLE, TYRE = "battery_voltage_v at rest", "engine_speed_rpm at idle", "tyre pressure"
# What grows with the size of a machine is judged by its logarithm.
GROWING = frozenset({"fuel_rate_lph", "pump_case_drain_lpm"})
HELD, SUNK = "boom_head_pressure_bar carried", "boom_angle_deg carried"
WAITED, SAGGED = "boom_head_pressure_bar waiting", "boom_angle_deg waiting"
BOOMS = (HELD, SUNK, WAITED, SAGGED)
_USUAL_KPA = 400.0
# What is judged by its logarithm counts as this at least.
_LEAST_GROWING = 0.5


@lru_cache
def quantities(kind: Kind) -> tuple[str, ...]:
    """Return the quantities that are judged of a kind of machine: signals, and what is made of them.

    Machines with a diesel engine share those of a wheel loader, which has all of them: they share what they know.
    """
    kind = kind if kind is Kind.CRUSHER else Kind.WHEEL_LOADER
    signals = [entry for entry in signals_of(kind) if entry.subsystem is not Subsystem.POSITION and not entry.counter]
    names = [entry.name for entry in signals if entry.name not in _GIVEN]
    if kind is Kind.CRUSHER:
        return tuple(names)
    return (*names, RESTING, IDLE, *BOOMS, TYRE)


def measured(kind: Kind, values: Values, conditions: Conditions) -> tuple[Floats, Flags]:
    """Return a column for each quantity, NaN where it did not come, and in which minutes each is to be judged.

    A tyre is measured against the middle of the other three: they share load, weather and the day they were filled.
    """
    rows, resting = len(conditions.time_min), conditions.resting
    columns = _columns(kind, values)
    settled, idling = conditions.settled, conditions.settled & conditions.idling
    # A loader carries its boom while it travels, an excavator holds it up while it waits.
    held = settled & conditions.travelling
    judged = {RESTING: resting, IDLE: idling, HELD: held, SUNK: held, WAITED: idling, SAGGED: idling}
    names = quantities(kind)
    return (
        np.column_stack([columns.get(name, np.full(rows, np.nan)) for name in names]),
        np.column_stack([judged.get(name, conditions.settled) for name in names]),
    )


def scaled(name: str, values: Floats) -> Floats:
    """Return values of a signal, in its unit, on the scale on which it is judged."""
    return np.log(np.maximum(values, _LEAST_GROWING)) if name in GROWING else values


def _columns(kind: Kind, values: Values) -> Mapping[str, Floats]:
    found = {name: np.asarray(values[name], dtype=np.float64) for name in quantities(kind) if name in values}
    for name in GROWING & found.keys():
        found[name] = scaled(name, found[name])
    if "battery_voltage_v" in found:
        found[RESTING] = found["battery_voltage_v"]
    own = (WAITED, SAGGED) if kind is Kind.EXCAVATOR else (HELD, SUNK)
    for name, of in zip(own, ("boom_head_pressure_bar", "boom_angle_deg"), strict=True):
        if of in values:
            found[name] = np.asarray(values[of], dtype=np.float64)
    if kind is not Kind.CRUSHER and "engine_speed_rpm" in values:
        found[IDLE] = np.asarray(values["engine_speed_rpm"], dtype=np.float64)
    if all(name in found for name in TYRES):
        pressures = np.array([found[name] for name in TYRES])
        ordered = np.sort(pressures, axis=0)
        # The middle of three others: which one is left out decides whether that is the second or the third of four.
        for name, own in zip(TYRES, pressures, strict=True):
            found[name] = own / np.where(own <= ordered[1], ordered[2], ordered[1]) * _USUAL_KPA
        found[TYRE] = (ordered[1] + ordered[2]) / 2
    return found
