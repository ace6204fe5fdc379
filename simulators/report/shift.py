"""How does a shift of one machine look while a fault grows in it, beside the same shift without?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from models.machines import Kind
from models.signals import signal
from simulators.fleet import Fault, Fleet
from simulators.fleet.geography import Array
from simulators.report.drawing import course, drawing
from simulators.world import World

_STEP_S = 20.0
# What an engineer looks at, by kind, and then what shows the fault.
_SIGNALS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.HAUL_TRUCK: ("ground_speed_kmh", "payload_kg", "engine_load_percent"),
        Kind.WHEEL_LOADER: ("engine_speed_rpm", "payload_kg", "boom_head_pressure_bar"),
    }
)


def shift_drawing(fleet: Fleet, machine: str, fault: Fault, span_s: tuple[float, float], shows: Sequence[str]) -> str:
    """Return a machine's signals over some hours as SVG: as they are, and in another colour with the fault."""
    start_s, stop_s = span_s
    time_s = np.arange(start_s, stop_s, _STEP_S)
    sound, worn = (_measured(_with(fleet, machine, faults), machine, time_s) for faults in ((), (fault,)))
    kind = next(
        model.kind for model in fleet.models for one in fleet.machines if (one.id, one.model) == (machine, model.id)
    )
    hours = (time_s - start_s) / 3600
    panels = [course(_title(name), hours, (sound[name],)) for name in _SIGNALS[kind]]
    says = f": blue sound, orange with {fault.mode.value.replace('_', ' ')}"
    panels += [course(_title(name) + says, hours, (sound[name], worn[name])) for name in shows]
    return drawing(panels)


def _title(name: str) -> str:
    entry = signal(name)
    return f"{entry.description}, {entry.unit}"


def _with(fleet: Fleet, machine: str, faults: tuple[Fault, ...]) -> Fleet:
    site = next(one.site for one in fleet.machines if one.id == machine)
    machines = (replace(one, faults=faults) if one.id == machine else one for one in fleet.of_site(site).machines)
    return replace(fleet.of_site(site), machines=tuple(machines))


def _measured(fleet: Fleet, machine: str, time_s: Array) -> dict[str, Array]:
    return World.begin(fleet, 1, float(time_s[0]) - 86_400).machines[machine].measured(time_s)
