"""What do the trucks of a market come to, week by week, as their own units would sum it up?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.benchmarking.haulage import Cycles
from models.benchmarking.indicator import Week, count_over
from models.benchmarking.tally import Tally, tally
from simulators.market.haul import Hauled, Market

PHASES = ("return", "queue", "spot", "load", "haul", "dump")
_HOUR_S = 3600.0


@dataclass(frozen=True)
class TruckWeek:
    """A week of a truck, by their numbers: the sums of its indicators, and of its cycles."""

    machine: int
    number: int
    week: Week
    haulage: Tally


def truck_weeks(market: Market, weeks: int) -> Iterator[TruckWeek]:
    """Yield the weeks of each truck, over which its cycles are spread evenly."""
    told, count = market.hauled, len(market.machines)
    each = len(told.machine) // count
    week = np.arange(len(told.machine)) % each * weeks // each
    cycles = Cycles(
        mass_kg=market.machines.mass_kg[told.machine],
        payload_kg=told.payload_kg,
        distance_m=told.distance_m,
        climb_m=told.climb_m,
        lift_m=told.lift_m,
        air_c=told.air_c,
        waited_s=told.queue_s,
    )
    sums = tally(told.machine * weeks + week, cycles, told.fuel_l, count * weeks)
    for machine in range(count):
        for number in range(weeks):
            rows = np.flatnonzero((told.machine == machine) & (week == number))
            mine = machine * weeks + number
            own = sums[mine]
            yield TruckWeek(machine, number, _week(told, rows, float(market.machines.rated_kg[machine])), own)


def _week(told: Hauled, rows: NDArray[np.intp], rated_kg: float) -> Week:
    seconds = {name: float(getattr(told, f"{name}_s")[rows].sum()) for name in PHASES}
    hours = sum(seconds.values()) / _HOUR_S
    over, far = count_over(told.payload_kg[rows].tolist(), rated_kg)
    return Week(
        hours_h=hours,
        idle_h=float(told.idle_s[rows].sum()) / _HOUR_S,
        fuel_l=float(told.fuel_l[rows].sum()),
        cycles=len(rows),
        loads=len(rows),
        payload_kg=float(told.payload_kg[rows].sum()),
        target_kg=len(rows) * rated_kg,
        over=over,
        far_over=far,
        misuses=int(told.misuses[rows].sum()),
        watched_h=hours,
        phase_s=seconds,
    )
