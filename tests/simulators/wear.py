"""What does a machine measure on one day, sound and with one fault at failure in function?"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulators.day import MachineDay
from simulators.degradation.decay import decay_of
from simulators.fleet import Fault, FaultMode, Fleet
from simulators.fleet.geography import Array
from simulators.shift import Day
from simulators.signals import true_signals
from simulators.world import World
from tests.simulators.conftest import moment

# A summer's day at Yarrabin Hill, some degrees hotter than usual.
_DAY = moment("2026-01-20T02:00:00Z")
_HOT_C = 27.0


# From onset to failure in hours of operation, as the reference table has it.
WARNING_H: Mapping[FaultMode, tuple[float, float]] = {
    FaultMode.AIR_FILTER_CLOGGING: (50, 250),
    FaultMode.RADIATOR_FOULING: (100, 500),
    FaultMode.COOLANT_LEAK: (5, 100),
    FaultMode.HYDRAULIC_PUMP_WEAR: (200, 1000),
    FaultMode.CYLINDER_LEAK: (200, 800),
    FaultMode.HYDRAULIC_FILTER_CLOGGING: (50, 300),
    FaultMode.TURBOCHARGER_WEAR: (100, 500),
    FaultMode.INJECTOR_FOULING: (200, 1000),
    FaultMode.DPF_CLOGGING: (20, 200),
    FaultMode.ENGINE_BEARING_WEAR: (50, 500),
    FaultMode.CLUTCH_SLIP: (200, 1000),
    FaultMode.BRAKE_DRAG: (100, 500),
    FaultMode.WHEEL_BEARING_WEAR: (100, 600),
    FaultMode.TYRE_PRESSURE_LOSS: (5, 200),
    FaultMode.ALTERNATOR: (10, 300),
    FaultMode.BATTERY_WEAR: (10, 300),
    FaultMode.CRUSHER_BEARING_WEAR: (200, 1500),
    FaultMode.CRUSHER_LINER_WEAR: (200, 1500),
}


def natural(demo: Fleet) -> Fleet:
    """Return the demo fleet with parts that fail by themselves alone, on sites without summer time."""
    sites = tuple(replace(site, timezone="UTC") for site in demo.sites)
    machines = tuple(replace(machine, faults=()) for machine in demo.machines)
    return replace(demo, failures=1.0, sites=sites, machines=machines)


def hot_days(demo: Fleet) -> dict[str, MachineDay]:
    """Return one hot day of the sound machines of one quarry."""
    fleet = demo.of_site("yarrabin-hill")
    site = replace(fleet.sites[0], climate=replace(fleet.sites[0].climate, mean_c=_HOT_C))
    machines = tuple(replace(machine, faults=()) for machine in fleet.machines)
    world = World.begin(replace(fleet, sites=(site,), machines=machines, failures=0.0), 1, _DAY)
    second = {name: Day(site, story.site.first.ordinal + 1) for name, story in world.machines.items()}
    return {name: story.day(second[name]) for name, story in world.machines.items()}


def failed(day: MachineDay, mode: FaultMode, where: str | None = None) -> MachineDay:
    """Return the same day of a machine on which one of its parts has failed in function."""
    fault = Fault(mode=mode, period_days=10**6, onset_day=0, growth_days=1e-6, where=where)
    unit = day.operation.unit
    operation = replace(day.operation, unit=replace(unit, machine=replace(unit.machine, faults=(fault,))))
    return MachineDay(operation, day.start, decay_of(operation, day.decay.condition))


def signals(day: MachineDay, step_s: float = 15.0) -> dict[str, Array]:
    """Return the true values of a shift, from two hours after its beginning on."""
    return true_signals(day, day.day.start_s + 7200 + np.arange(0, 8 * 3600, step_s))
