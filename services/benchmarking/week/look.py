"""What did a machine do in a week, by its counters and its haul cycles?"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.benchmarking.haulage import Array, Cycles
from models.benchmarking.indicator import Week, count_over
from models.benchmarking.meter import Meter, meter
from models.benchmarking.tally import Tally, tally
from models.machines import Kind
from models.weighing.handbook import SPECIFICATIONS, Specification
from services.benchmarking.week.row import Part, Sums
from services.kit.column import Columns
from services.kit.telemetry import statistics

COUNTERS = ("engine_hours_h", "idle_hours_h", "fuel_used_l", "payload_total_kg", "load_count")
LEVELS = ("altitude_m", "ambient_temperature_c")
COLUMNS = [*statistics(COUNTERS, "min", "max"), *statistics(LEVELS, "mean")]
PHASES = ("return", "queue", "spot", "load", "haul", "dump")
BEHIND = timedelta(hours=2)
_MINUTE_S, _HOUR_S = 60.0, 3600.0
# Of a cycle with a longer hole nobody knows how far it went.
_HOLE_S = 120.0
Told = Mapping[str, Any]


def look(part: Part, minutes: Columns, cycles: Told) -> Sums:
    """Return what a part of a week comes to, by minutes of telemetry until `BEHIND` it, where its last cycle may end,
    and by the columns of its haul cycles."""
    inside = _before(minutes, part.to_time)
    meters = {name: _meter(inside, name) for name in COUNTERS}
    truck = SPECIFICATIONS.get(part.model) if part.kind == Kind.HAUL_TRUCK else None
    place = Counter(zip(cycles["region"], cycles["site"], cycles["way"], strict=True)).most_common(1)
    region, site, way = place[0][0] if place else ("", "", "")
    counted = meters["load_count"].total
    return Sums(
        region=region,
        site=site,
        way=way,
        told_h=float(len(np.unique(inside.time_us // 3_600_000_000))),
        counted=None if counted is None else round(counted),
        week=_week(meters, cycles, truck),
        haulage=_haulage(truck, minutes, _meter(minutes, "fuel_used_l"), cycles) if truck else None,
    )


def _before(minutes: Columns, to: datetime) -> Columns:
    inside = minutes.time_us < to.timestamp() * 1e6
    return Columns(minutes.time_us[inside], {name: column[inside] for name, column in minutes.values.items()})


def _meter(minutes: Columns, name: str) -> Meter:
    return meter(minutes.time_us / 1e6, _MINUTE_S, minutes.values[f"{name}_min"], minutes.values[f"{name}_max"])


def _week(meters: Mapping[str, Meter], cycles: Told, truck: Specification | None) -> Week:
    """Return the sums; whether loads keep to targets is told of trucks, by their own counters where there are any."""
    grown = {name: one.total or 0.0 for name, one in meters.items()}
    weighed = [one for one in cycles["payload_kg"] if np.isfinite(one)]
    counts = bool(grown["load_count"] and grown["payload_total_kg"])
    over, far = count_over(weighed, truck.payload_kg) if truck else (0, 0)
    loads = (round(grown["load_count"]) if counts else len(weighed)) if truck else 0
    number = len(cycles["start_s"])
    return Week(
        hours_h=grown["engine_hours_h"],
        idle_h=min(grown["idle_hours_h"], grown["engine_hours_h"]),
        fuel_l=grown["fuel_used_l"],
        cycles=number,
        loads=loads,
        payload_kg=grown["payload_total_kg"] if counts or not truck else float(sum(weighed)),
        target_kg=loads * truck.payload_kg if truck else 0.0,
        over=over,
        far_over=far,
        phase_s={name: float(sum(cycles[f"{name}_s"])) for name in PHASES} if number else None,
    )


def _haulage(truck: Specification, minutes: Columns, fuel: Meter, cycles: Told) -> Tally | None:
    """Return the sums of the cycles of which everything is known, None where there is none."""
    told = {name: np.array(cycles[name], np.float64) for name in cycles if name not in ("region", "site", "way")}
    litres = fuel.between(told["start_s"], told["stop_s"])
    loaded, dumped = (_height(minutes, told, end) for end in ("loaded", "dumped"))
    found = Cycles(
        mass_kg=np.full(len(litres), truck.mass_kg),
        payload_kg=told["payload_kg"],
        distance_m=told["distance_m"],
        climb_m=told["climb_m"],
        lift_m=dumped - loaded,
        air_c=_level(minutes, "ambient_temperature_c", told["start_s"]),
        waited_s=told["queue_s"],
    )
    columns = [*vars(found).values(), litres]
    known = np.all(np.isfinite(columns), axis=0) & (litres > 0) & (told["hole_s"] <= _HOLE_S)
    known &= (found.distance_m > 0) & (found.payload_kg > 0)
    if not known.any():
        return None
    # Whichever way it is counted, a truck climbs at least what it is lifted.
    rows = {name: column[known] for name, column in vars(found).items()}
    rows["climb_m"] = np.maximum(rows["climb_m"], np.abs(rows["lift_m"]))
    return tally(np.zeros(int(known.sum()), np.int64), Cycles(**rows), litres[known], 1)


def _height(minutes: Columns, told: Mapping[str, Array], end: str) -> Array:
    """Return how high it was loaded or dumped: by what it told meanwhile, or by minutes where that is kept no more."""
    height = told[f"{end}_height_m"]
    return np.where(np.isfinite(height), height, _level(minutes, "altitude_m", told[f"{end}_s"]))


def _level(minutes: Columns, name: str, at_s: Array) -> Array:
    """Return what a slow signal was at some moments, by the minutes around them; NaN where none is within an hour."""
    time_s, value = minutes.time_us / 1e6, minutes.values[f"{name}_mean"]
    known: NDArray[np.bool_] = np.isfinite(value)
    if not known.any():
        return np.full(len(at_s), np.nan)
    time_s, value = time_s[known] + _MINUTE_S / 2, value[known]
    near = np.abs(time_s[np.clip(np.searchsorted(time_s, at_s), 0, len(time_s) - 1)] - at_s) < _HOUR_S
    return np.where(near, np.interp(at_s, time_s, value), np.nan)
