"""What does a sensor tell of a true value?"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.signals import signal
from simulators.degradation.wear import Wear
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.noise import drift, white
from simulators.operation import Unit
from simulators.sensor.contact import lost
from simulators.sensor.misreading import misread
from simulators.sensor.table import SENSORS

# Offsets wander over hours; those of the cylinders' pressures follow the oil's temperature too.
_WANDERS_S = 5400.0
_WARMED = frozenset({"boom_head_pressure_bar", "boom_rod_pressure_bar"})
_OIL, _MILD_C, _BAR_PER_C = "hydraulic_oil_temperature_c", 50.0, 0.008
# A machine weighs to a share of its load, and its zero wanders by a share of what it can carry; leaking cylinders let
# it weigh too little.
_WEIGHS, _ZERO, _LEAK_HIDES = 0.012, 0.004, 0.03


def measured(unit: Unit, wear: Wear, values: Mapping[str, Array], time_s: Array) -> dict[str, Array]:
    """Return what the sensors of a machine tell: noisy, with wandering offsets, in steps, within their range.

    NaN is a value that was lost on its way.
    """
    ticks = np.rint(time_s * 1000).astype(np.int64)
    told = {name: _measured(unit, name, values, (time_s, ticks)) for name in values}
    if "payload_kg" in values:
        leak = _LEAK_HIDES * wear.of(FaultMode.CYLINDER_LEAK)
        told["payload_kg"] = _weighed(unit, values["payload_kg"], leak, time_s)
    told = misread(unit, wear, told, values, time_s)
    return lost(unit, wear, {name: _stepped(name, value) for name, value in told.items()}, time_s)


def _measured(unit: Unit, name: str, values: Mapping[str, Array], when: tuple[Array, NDArray[np.int64]]) -> Array:
    value, sensor = values[name], SENSORS.get(name)
    if sensor is None:
        return value
    time_s, ticks = when
    told = sensor.noise * white(unit.stream(name), ticks)
    told += value
    if sensor.wander:
        told += sensor.wander * (drift(unit.stream(name, "offset"), time_s, _WANDERS_S) + unit.trait(name, "offset"))
    if name in _WARMED:
        told += _BAR_PER_C * unit.trait(name, "warmth") * (values[_OIL] - _MILD_C)
    if sensor.silent:
        told[value == 0] = 0.0
    return told


def _stepped(name: str, told: Array) -> Array:
    sensor, entry = SENSORS.get(name), signal(name)
    if sensor is None:
        return told
    if sensor.step:
        told = np.rint(told / sensor.step) * sensor.step
    if name == "heading_deg":
        told = told % 360
    return np.clip(told, entry.low, entry.high)


def _weighed(unit: Unit, load_kg: Array, hidden: Array, time_s: Array) -> Array:
    """Return the load as the machine weighs it, in steps of 10 kg."""
    share = _WEIGHS * drift(unit.stream("weighs"), time_s, 8.0) - hidden
    zero = _ZERO * unit.model.payload_kg * drift(unit.stream("zero"), time_s, _WANDERS_S)
    return np.asarray(np.where(load_kg > 0, np.rint((load_kg * (1 + share) + zero) / 10) * 10, 0.0))
