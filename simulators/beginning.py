"""What did the counters of a machine show when its story began?"""

from datetime import UTC, datetime

import numpy as np

from models.machines import Kind
from simulators.counter import Totals
from simulators.fleet import Machine, Model, Site

# The moment at which a fleet file's `engine_hours_h` was read.
READ_AT_S = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
_WEEK_S = 7 * 86_400.0
# What an hour of running brings at most, so that a story begun later never shows less than one begun before it.
_IDLE_SHARE = 0.75
_LITRES_PER_KWH = 0.16
_METRES_PER_S = 5.0
_LOADS_PER_HOUR = {Kind.HAUL_TRUCK: 9.0, Kind.WHEEL_LOADER: 75.0, Kind.EXCAVATOR: 140.0, Kind.CRUSHER: 0.0}
# Typical is about half of that, but hours.
_TYPICAL = 0.5


def totals_at(machine: Machine, model: Model, site: Site, time_s: float) -> Totals:
    """Return what the counters show at a moment with which a story begins: an upper bound that grows with time.

    Whoever needs counters without a step gives the same beginning to every part of the story.
    """
    since = max(time_s - READ_AT_S, 0.0) * _planned_share(machine, site)
    hours, more = machine.engine_hours_h, since / 3600
    worked = _TYPICAL * hours + more
    loads = worked * _LOADS_PER_HOUR[model.kind]
    return Totals(
        running_s=np.array([3600 * (hours + more)]),
        idling_s=np.array([3600 * _IDLE_SHARE * worked]),
        fuel_l=np.array([_LITRES_PER_KWH * model.rated_power_kw * worked * (model.tank_l is not None)]),
        driven_m=np.array([3600 * _METRES_PER_S * worked * (model.kind in (Kind.HAUL_TRUCK, Kind.WHEEL_LOADER))]),
        moved_kg=np.array([loads * model.payload_kg]),
        loads=np.array([np.floor(loads)]),
    )


def _planned_share(machine: Machine, site: Site) -> float:
    """Return which share of all time the machine's shifts take."""
    return sum(3600 * shift.hours * len(shift.days) for shift in site.shifts if shift.id in machine.shifts) / _WEEK_S
