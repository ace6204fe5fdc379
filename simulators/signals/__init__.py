"""Which values have a machine's signals at some moments?"""

import numpy as np

from models.machines import Kind
from models.signals import signals_of
from simulators.day import MachineDay
from simulators.fleet.geography import Array
from simulators.sensor.reading import measured
from simulators.signals.boom import boom_signals
from simulators.signals.drive import drive_signals
from simulators.signals.slope import slope_signals
from simulators.signals.state import State, state_at
from simulators.signals.travel import position_signals, wheel_signals
from simulators.signals.work import body_signals, crusher_signals, hydraulic_signals, payload_signals

__all__ = ["measured_signals", "true_signals"]


def true_signals(day: MachineDay, time_s: Array, *, lagging: bool = True) -> dict[str, Array]:
    """Return every signal of the machine's kind as it is, in the catalogue's order.

    Without lag, engine and oil are taken to follow at once, which is quicker.
    """
    state = state_at(day, time_s, lagging=lagging)
    values = _values(state, day.unit.model.kind)
    names = [entry.name for entry in signals_of(day.unit.model.kind) if entry.name in values]
    return {name: np.asarray(values[name]) for name in names}


def measured_signals(day: MachineDay, time_s: Array) -> dict[str, Array]:
    """Return every signal of the machine's kind as its sensor tells it, in the catalogue's order; NaN where lost."""
    return measured(day.unit, day.wear(time_s), true_signals(day, time_s), time_s)


def _values(state: State, kind: Kind) -> dict[str, Array]:
    if kind is Kind.CRUSHER:
        return crusher_signals(state) | position_signals(state)
    values = drive_signals(state) | hydraulic_signals(state) | payload_signals(state)
    values |= position_signals(state) | slope_signals(state)
    values |= body_signals(state) if kind is Kind.HAUL_TRUCK else boom_signals(state)
    return values if kind is Kind.EXCAVATOR else values | wheel_signals(state)
