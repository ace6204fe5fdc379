"""In which haul cycles did a truck work?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from models.positioning.climb import climb_m
from models.positioning.cycle import Cycle
from models.positioning.dump import Load, body_up, first_kg, loads
from models.positioning.ground import Floats
from models.positioning.queue import waited_s
from models.positioning.readings import Readings
from models.positioning.trace import SELDOM_S
from models.positioning.truck import APPROACH_M, RESTING, Truck, is_over, is_rest, over
from models.positioning.zone import Zone

# A truck that leaves its loader drives at least so far; a shorter move is one under the bucket.
_LEAVES_M = 30.0
# Turning to drive backwards is a stop too, of a second or two.
_TURN_S = 4.0
# Where nothing was told for so long and the truck went on, more than one cycle may be hidden.
_HOLE_S, _MOVED_M = 300.0, 50.0
# Where it told seldom, and worked meanwhile, for longer than this, more than one cycle may be hidden too.
_UNSURE_S = 120.0
# Whose load changes by this share of the largest one was loaded or dumped.
_CHANGED = 0.3
# A load's place is that of the nearest zone of its kind within so many metres.
_NEAR_M = 40.0
# Without a scale, a stand of so many seconds where trucks are loaded was one of loading.
_LOADING_S = 45.0


class _Course(NamedTuple):
    """The stands at which a load was begun, from which it was driven off, and at which it was dumped, by their numbers;
    before which reading the cycle cannot have begun, and the one at which the body was empty again.
    """

    loading: int
    leaving: int
    dump: int
    since: int
    over: int


def cycles(
    readings: Readings, zones: Sequence[Zone], rated_kg: float | None = None, *, from_rest: bool = False
) -> list[Cycle]:
    """Return the haul cycles of a truck that lie within its readings as a whole, in order of time.

    `zones` are those that people drew or that were proposed, or none; `rated_kg` is what the truck may carry, None
    where only its weights tell that. `from_rest` says that it stands at first where it dumped or rested, so that a
    cycle may begin there.
    """
    if len(readings.trace) < 2:
        return []
    return list(_cycles(Truck(readings, zones, rated_kg), 0 if from_rest else -1))


def _cycles(truck: Truck, since: int) -> Iterator[Cycle]:
    for load in loads(truck.readings, truck.zones, truck.rated_kg):
        if not is_over(truck, load):
            return
        dump = truck.at(body_up(truck.readings, load.behind))
        if dump < 0:
            continue
        behind = over(truck, load)
        course = _course(truck, load, dump, (since, behind))
        if course is not None and (start := _start(truck, course)) is not None:
            cycle = _cycle(truck, course, start)
            whole = slice(truck.stands[start].behind - 1, behind + 1)
            if cycle.hole_s <= _HOLE_S and _is_dense(truck, cycle) and _unsure_s(truck.readings, whole) <= _UNSURE_S:
                yield cycle
        since = behind


def _is_dense(truck: Truck, cycle: Cycle) -> bool:
    """Return whether a truck told often enough on the way for its stops and its body to be seen."""
    inside = truck.trace.time_s[(truck.trace.time_s >= cycle.start_s) & (truck.trace.time_s <= cycle.stop_s)]
    return len(inside) > 1 and float(np.median(np.diff(inside))) <= SELDOM_S


def _unsure_s(readings: Readings, whole: slice) -> float:
    """Return for how many seconds a truck told seldom while it drove or its load changed: what it did is not known."""
    gone_s, seldom = np.diff(readings.trace.time_s[whole]), readings.trace.sparse[whole.start : whole.stop - 1]
    worked = ~(_moved_m(readings, whole) <= _MOVED_M)
    if readings.payload_kg is not None:
        carried = readings.payload_kg[whole]
        worked |= np.abs(np.diff(carried)) > _CHANGED * carried.max(initial=0.0)
    return float(gone_s[seldom & worked].sum())


def _course(truck: Truck, load: Load, dump: int, span: tuple[int, int]) -> _Course | None:
    """Return the course of a load, or None if where it was loaded is not told."""
    loading = _loading(truck, load, max(span[0], 0))
    if loading is None or loading >= dump:
        return None
    for leaving in range(loading, dump):
        loaded = truck.stands[leaving].behind > load.first or truck.readings.payload_kg is None
        if loaded and truck.metres(leaving, leaving + 1) >= _LEAVES_M:
            return _Course(loading, leaving, dump, *span)
    return None


def _loading(truck: Truck, load: Load, since: int) -> int | None:
    """Return the stand at which the first bucket of a load fell."""
    weight, full = truck.readings.payload_kg, truck.full_kg
    if weight is not None and full is not None:
        stand = truck.at(first_kg(weight, full, load.first, since))
        return stand if stand >= 0 else None
    between = range(truck.at(load.first) + 1, truck.at(load.behind))
    long = [number for number in between if truck.stands[number].seconds >= _LOADING_S]
    named = [number for number in long if truck.zone(number, frozenset({"loading"}), _NEAR_M)]
    return named[-1] if named else max(long, key=lambda number: truck.stands[number].seconds, default=None)


def _start(truck: Truck, course: _Course) -> int | None:
    """Return the number of the stand from which a truck set out to be loaded; None: its readings begin behind that.

    That is where it dumped before, or where it rested last since then.
    """
    first = truck.at(course.since) if course.since >= 0 else -1
    for number in range(course.loading - 1, first, -1):
        if _rests(truck, number, course.loading):
            return number
    return first if 0 <= first < course.loading else None


def _rests(truck: Truck, number: int, loading: int) -> bool:
    if truck.metres(number, loading) > APPROACH_M:
        return is_rest(truck, number)
    return truck.zone(number, RESTING, 0.0) is not None


def _near(truck: Truck, numbers: range, goal: int) -> list[int]:
    return [number for number in numbers if truck.metres(number, goal) <= APPROACH_M]


def _spot_s(truck: Truck, queued: Sequence[int], goal: int) -> float:
    """Return when a truck left its queue: its last stop that was more than turning round, else its first one."""
    if not queued:
        return truck.stands[goal].start_s
    long = [number for number in queued if truck.stands[number].seconds > _TURN_S]
    return truck.stands[long[-1] if long else queued[0]].stop_s


def _cycle(truck: Truck, course: _Course, start: int) -> Cycle:
    stands, trace = truck.stands, truck.trace
    queued = _near(truck, range(start + 1, course.loading), course.loading)
    held = _near(truck, range(course.leaving + 1, course.dump), course.dump)
    begin = stands[start].behind - 1
    whole = slice(begin, course.over + 1)
    start_s = max(stands[start].stop_s, trace.time_s[course.since] if course.since >= 0 else -np.inf)
    return Cycle(
        start_s=float(start_s),
        queue_at_s=stands[queued[0] if queued else course.loading].start_s,
        spot_at_s=_spot_s(truck, queued, course.loading),
        loading_at_s=stands[course.loading].start_s,
        hauling_at_s=stands[course.leaving].stop_s,
        dump_queue_at_s=stands[held[0] if held else course.dump].start_s,
        dump_spot_at_s=_spot_s(truck, held, course.dump),
        dumping_at_s=stands[course.dump].start_s,
        stop_s=float(trace.time_s[course.over]),
        loaded_at=_named(truck.zone(course.loading, frozenset({"loading"}), _NEAR_M)),
        dumped_at=_named(truck.zone(course.dump, frozenset({"dumping"}), _NEAR_M)),
        payload_kg=_carried_kg(truck.readings, stands[course.leaving].behind, stands[course.dump].first),
        distance_m=float(trace.metres[course.over] - trace.metres[begin]),
        loaded_m=float(trace.metres[stands[course.dump].first] - trace.metres[stands[course.leaving].behind - 1]),
        climb_m=climb_m(trace.time_s[whole], trace.up_m[whole], trace.metres[whole]),
        queue_s=sum(waited_s(truck.readings, stands[number]) for number in queued),
        dump_queue_s=sum(waited_s(truck.readings, stands[number]) for number in held),
        hole_s=_hole_s(truck.readings, whole),
        start_m=trace.place(stands[start]),
        loading_m=trace.place(stands[course.loading]),
        dumping_m=trace.place(stands[course.dump]),
    )


def _hole_s(readings: Readings, whole: slice) -> float:
    """Return the longest time for which a truck told nothing; one in which it did not move tells that by itself."""
    gone_s = np.diff(readings.trace.time_s[whole])
    return float(gone_s[(gone_s <= _HOLE_S) | ~(_moved_m(readings, whole) <= _MOVED_M)].max(initial=0.0))


def _moved_m(readings: Readings, whole: slice) -> Floats:
    """Return how far it moved from each reading to the next one, NaN where that is not known."""
    trace, driven = readings.trace, readings.driven_km
    if driven is not None:
        return np.asarray(1000 * np.diff(driven[whole]))
    return np.hypot(np.diff(trace.east_m[whole]), np.diff(trace.north_m[whole]))


def _named(zone: Zone | None) -> str | None:
    return zone.id if zone else None


def _carried_kg(readings: Readings, first: int, behind: int) -> float | None:
    if readings.payload_kg is None or first >= behind:
        return None
    return float(np.median(readings.payload_kg[first:behind]))
