"""Which faults does a machine's control unit raise and clear, from what it measures?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from simulators.day import MachineDay
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.sensor.contact import broken
from simulators.sensor.misreading import misread
from simulators.signals import true_signals
from simulators.signals.travel import COLD_C, KELVIN, rated_kpa
from simulators.trouble import RULES, Rule, erratic

# The control unit looks once a minute: a fault is raised when it was there at so many looks of five (`needed`), and
# cleared when it was not there for thirty, or when the engine stops.
TICK_S = 60.0
_LOOKS, _CLEAR_LOOKS = 5, 30


@dataclass(frozen=True)
class Occurrence:
    """A fault that is raised (`active`) or cleared at a moment, for the `count`-th time."""

    time_s: float
    rule: Rule
    active: bool
    count: int


def occurrences(day: MachineDay) -> list[Occurrence]:
    """Return what a machine raises and clears in one day, in order of time."""
    ticks = np.arange(np.ceil(day.day.start_s / TICK_S) * TICK_S, day.day.stop_s, TICK_S)
    values = true_signals(day, ticks, lagging=False)
    speed = values["crusher_speed_rpm" if day.unit.model.kind is Kind.CRUSHER else "engine_speed_rpm"]
    found = [
        occurrence
        for rule, watched in _watched(day, values, ticks)
        for occurrence in _watch(rule, watched, speed > 0, ticks, day.start.raised.get(rule.code, 0))
    ]
    return sorted(found, key=lambda one: (one.time_s, one.rule.code))


def _watched(day: MachineDay, values: dict[str, Array], ticks: Array) -> Iterator[tuple[Rule, Array]]:
    """Yield the rules and what the control unit compares with their limits: it sees no more than sensors tell it."""
    wear = day.wear(ticks)
    told = misread(day.unit, wear, values, values, ticks)
    for rule in RULES:
        if rule.signal in told:
            yield rule, _cold_share(day, told, rule.signal) if rule.cold else told[rule.signal]
    name = wear.where(FaultMode.SENSOR_DROPOUT)
    if name in told:
        yield erratic(name), broken(day.unit, wear, ticks).astype(np.float64)


def _cold_share(day: MachineDay, told: dict[str, Array], name: str) -> Array:
    """Return a tyre's pressure at 20 °C as a share of what it should be: a gas of constant volume."""
    kelvin = told["tyre_temperature_c"] + KELVIN
    return np.asarray(told[name] * (COLD_C + KELVIN) / kelvin / rated_kpa(day.unit.model))


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
