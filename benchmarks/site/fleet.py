"""Which two dozen machines work at once, each of which tells everything every second?"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from models.machines import Generation, Kind
from simulators.fleet import Fleet, Machine, Shift, Site, copy_fleet
from simulators.fleet.shape import Weekday

MACHINES = 24
SHIFT_H = 12
_DAYS: tuple[Weekday, ...] = get_args(Weekday)
_SHIFTS = ("first", "second")


def busy(fleet: Fleet, begin: datetime, machines: int = MACHINES) -> Fleet:
    """Return so many loaders, excavators and trucks of a fleet that all work round the clock from a full hour on.

    Crushers are left out, and copies of trucks take their places. Every unit tells JSON once a second over a link that
    never fails; nothing is worn, and nobody stands for small reasons.
    """
    kinds = {model.id: model.kind for model in fleet.models}
    moving = [one for one in fleet.machines if kinds[one.model] is not Kind.CRUSHER]
    trucks = [one for one in copy_fleet(fleet, "copy").machines if kinds[one.model] is Kind.HAUL_TRUCK]
    # The first truck of each site before the second one of any.
    chosen = [*moving, *sorted(trucks, key=lambda one: one.id.rpartition("-")[2])][:machines]
    return replace(
        fleet,
        failures=0.0,
        misuse=0.0,
        link=0.0,
        stops=0.0,
        sites=tuple(_in_step(site, begin) for site in fleet.sites),
        machines=tuple(map(_talkative, chosen)),
    )


def _in_step(site: Site, begin: datetime) -> Site:
    hours = [(begin.astimezone(UTC).hour + SHIFT_H * place) % 24 for place in range(len(_SHIFTS))]
    shifts = [
        Shift(id=name, start=f"{hour:02}:00", hours=SHIFT_H, days=_DAYS)
        for name, hour in zip(_SHIFTS, hours, strict=True)
    ]
    return replace(site, timezone="UTC", shifts=tuple(shifts))


def _talkative(machine: Machine) -> Machine:
    return replace(machine, generation=Generation.JSON, shifts=_SHIFTS, faults=(), tenures=())
