"""Which faults does a machine's control unit raise and clear, from what it measures?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from models.messages import Severity
from simulators.day import MachineDay
from simulators.fleet.geography import Array
from simulators.signals import true_signals

# The control unit looks once a minute: a fault is raised when it was there at so many looks of five (`needed`), and
# cleared when it was not there for thirty, or when the engine stops.
TICK_S = 60.0
_LOOKS, _CLEAR_LOOKS = 5, 30


@dataclass(frozen=True)
class Rule:
    """When a signal is beyond a limit, the fault of this suspect parameter and failure mode (SAE J1939-73) is there."""

    signal: str
    spn: int
    fmi: int
    severity: Severity
    text: str
    above: float = np.inf
    below: float = -np.inf
    needed: int = 3

    @property
    def code(self) -> str:
        """Return the fault's code, SPN-FMI."""
        return f"{self.spn}-{self.fmi}"


@dataclass(frozen=True)
class Occurrence:
    """A fault that is raised (`active`) or cleared at a moment, for the `count`-th time."""

    time_s: float
    rule: Rule
    active: bool
    count: int


_TYRES = {
    "tyre_front_left_kpa": "Front left",
    "tyre_front_right_kpa": "Front right",
    "tyre_rear_left_kpa": "Rear left",
    "tyre_rear_right_kpa": "Rear right",
}
# Suspect parameters from 516096 on are the maker's own.
RULES = (
    Rule("coolant_temperature_c", 110, 16, Severity.WARNING, "Coolant temperature above normal", above=104.0),
    Rule("coolant_temperature_c", 110, 0, Severity.DERATE, "Coolant too hot, engine power reduced", above=109.0),
    # A filter's restriction shows only while much flows through it.
    Rule("air_filter_drop_kpa", 107, 16, Severity.WARNING, "Air filter restricted", above=5.5, needed=1),
    Rule("battery_voltage_v", 168, 18, Severity.WARNING, "Battery voltage below normal while charging", below=26.5),
    Rule("battery_voltage_v", 168, 1, Severity.DERATE, "Battery is not being charged", below=25.2),
    Rule("hydraulic_oil_temperature_c", 1638, 16, Severity.WARNING, "Hydraulic oil temperature above normal", above=95),
    Rule("hydraulic_filter_drop_bar", 520210, 16, Severity.WARNING, "Hydraulic oil filter restricted", above=2.8),
    Rule("clutch_slip_percent", 520231, 16, Severity.WARNING, "Transmission clutch slips", above=5.0),
    Rule("transmission_oil_temperature_c", 177, 16, Severity.WARNING, "Transmission oil above normal", above=120.0),
    *(
        Rule(name, 241, 18, Severity.WARNING, f"{place} tyre pressure low", below=300.0)
        for name, place in _TYRES.items()
    ),
    *(Rule(name, 241, 1, Severity.SHUTDOWN, f"{place} tyre flat: stop", below=250.0) for name, place in _TYRES.items()),
)


def occurrences(day: MachineDay) -> list[Occurrence]:
    """Return what a machine raises and clears in one day, in order of time."""
    ticks = np.arange(np.ceil(day.day.start_s / TICK_S) * TICK_S, day.day.stop_s, TICK_S)
    values = true_signals(day, ticks, lagging=False)
    speed = values["crusher_speed_rpm" if day.unit.model.kind is Kind.CRUSHER else "engine_speed_rpm"]
    found = [
        occurrence
        for rule in RULES
        if rule.signal in values
        for occurrence in _watch(rule, values[rule.signal], speed > 0, ticks, day.start.raised.get(rule.code, 0))
    ]
    return sorted(found, key=lambda one: (one.time_s, one.rule.code))


def _watch(rule: Rule, values: Array, running: NDArray[np.bool_], ticks: Array, count: int) -> Iterator[Occurrence]:
    beyond = ((values > rule.above) | (values < rule.below)) & running
    if not beyond.any():
        return
    active = False
    for tick, raises, clears in zip(ticks, _seen(beyond, _LOOKS) >= rule.needed, _clears(beyond, running), strict=True):
        if raises and not active:
            active, count = True, count + 1
            yield Occurrence(float(tick), rule, active=True, count=count)
        elif active and clears:
            active = False
            yield Occurrence(float(tick), rule, active=False, count=count)


def _clears(beyond: NDArray[np.bool_], running: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray((_seen(beyond, _CLEAR_LOOKS) == 0) | ~running)


def _seen(beyond: NDArray[np.bool_], looks: int) -> NDArray[np.int64]:
    """Return how often it was there at the last so many looks."""
    total = np.concatenate([np.zeros(looks, dtype=np.int64), np.cumsum(beyond)])
    return np.asarray(total[looks:] - total[:-looks])
