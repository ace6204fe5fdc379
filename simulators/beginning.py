"""What did the counters of a machine show when its story began?"""

from datetime import date

import numpy as np

from models.machines import Kind
from simulators.counter import Totals
from simulators.fleet import Machine, Model
from simulators.shift import WEEKDAYS, Day

# The day, a Thursday, on which a fleet file's `engine_hours_h` was read.
_READ_ON = date(2026, 1, 1).toordinal()
# What an hour of a shift brings at most, so that a story begun later never shows less than one begun before it.
_IDLE_SHARE = 0.75
_LITRES_PER_KWH = 0.16
_METRES_PER_S = 5.0
_LOADS_PER_HOUR = {Kind.HAUL_TRUCK: 9.0, Kind.WHEEL_LOADER: 75.0, Kind.EXCAVATOR: 140.0, Kind.CRUSHER: 0.0}
# Typical is about half of that, but hours.
_TYPICAL = 0.5


def totals_at(machine: Machine, model: Model, first: Day) -> Totals:
    """Return what the counters show on the day with which a story begins: an upper bound that grows with time.

    Whoever needs counters without a step gives the same beginning to every part of the story.
    """
    more = planned_h(machine, first)
    worked = _TYPICAL * machine.engine_hours_h + more
    loads = worked * _LOADS_PER_HOUR[model.kind]
    return Totals(
        running_s=np.array([3600 * (machine.engine_hours_h + more)]),
        idling_s=np.array([3600 * _IDLE_SHARE * worked]),
        fuel_l=np.array([_LITRES_PER_KWH * model.rated_power_kw * worked * (model.tank_l is not None)]),
        driven_m=np.array([3600 * _METRES_PER_S * worked * (model.kind in (Kind.HAUL_TRUCK, Kind.WHEEL_LOADER))]),
        moved_kg=np.array([loads * model.payload_kg]),
        loads=np.array([np.floor(loads)]),
    )


def planned_h(machine: Machine, until: Day) -> float:
    """Return the hours of the machine's shifts since its counters were read: it cannot have run longer."""
    weeks, days = divmod(max(until.ordinal - _READ_ON, 0), 7)
    hours = [0.0] * 7
    for shift in (shift for shift in until.site.shifts if shift.id in machine.shifts):
        for day in shift.days:
            hours[WEEKDAYS.index(day)] += shift.hours
    # Ordinal 1, the first of January of year 1, was a Monday.
    return weeks * sum(hours) + sum(hours[(_READ_ON + day - 1) % 7] for day in range(days))
