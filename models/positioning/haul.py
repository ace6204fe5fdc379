"""In which haul cycles did a truck work?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.positioning.climb import climb_m
from models.positioning.cycle import Cycle
from models.positioning.dump import Load, body_down, body_up, first_kg, full_kg, loads
from models.positioning.queue import waited_s
from models.positioning.readings import Readings
from models.positioning.trace import Stand, Trace
from models.positioning.zone import Zone, zone_at

# Trucks queue, turn and reverse within so many metres of way from where they are loaded or dump.
_APPROACH_M = 120.0
# A truck that leaves its loader drives at least so far; a shorter move is one under the bucket.
_LEAVES_M = 30.0
# Turning to drive backwards is a stop too, of a second or two.
_TURN_S = 4.0
# Who stands for so long away from loader and dump had a break or a night: the cycle begins behind it.
_REST_S = 600.0
_RESTING = frozenset({"parking", "fuelling", "workshop"})
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


@dataclass(frozen=True)
class _Truck:
    """A truck whose cycles are looked for."""

    readings: Readings
    zones: Sequence[Zone]
    rated_kg: float | None

    @property
    def trace(self) -> Trace:
        """Return its way."""
        return self.readings.trace

    @property
    def stands(self) -> list[Stand]:
        """Return where it stood."""
        return self.trace.stands

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """Return the first readings of its stands."""
        return np.array([stand.first for stand in self.stands], dtype=np.int64)

    def at(self, place: int) -> int:
        """Return the number of the last stand that began not after a reading, -1 if none did."""
        return int(np.searchsorted(self.firsts, place, side="right")) - 1

    def metres(self, first: int, last: int) -> float:
        """Return how far it drove from the end of one stand to the beginning of another."""
        driven = self.trace.metres
        return float(driven[self.stands[last].first] - driven[self.stands[first].behind - 1])

    def zone(self, number: int, kinds: frozenset[str], within_m: float) -> Zone | None:
        """Return the zone of such a kind at a stand, or near it."""
        east, north = self.trace.place(self.stands[number])
        return zone_at([zone for zone in self.zones if zone.kind in kinds], east, north, within_m=within_m)


def cycles(readings: Readings, zones: Sequence[Zone], rated_kg: float | None = None) -> list[Cycle]:
    """Return the haul cycles of a truck that lie within its readings as a whole, in order of time.

    `zones` are those that people drew or that were proposed, or none; `rated_kg` is what the truck's model may carry.
    """
    if len(readings.trace) < 2:
        return []
    return list(_cycles(_Truck(readings, zones, rated_kg)))


def _cycles(truck: _Truck) -> Iterator[Cycle]:
    since = -1
    for load in loads(truck.readings, truck.zones, truck.rated_kg):
        if load.behind >= len(truck.trace):
            return
        dump = truck.at(body_up(truck.readings, load.behind))
        if dump < 0:
            continue
        over = body_down(truck.readings, load.behind) or truck.stands[dump].behind - 1
        course = _course(truck, load, dump, (since, over))
        if course is not None and (start := _start(truck, course)) is not None:
            yield _cycle(truck, course, start)
        since = over


def _course(truck: _Truck, load: Load, dump: int, span: tuple[int, int]) -> _Course | None:
    """Return the course of a load, or None if where it was loaded is not told."""
    loading = _loading(truck, load, max(span[0], 0))
    if loading is None or loading >= dump:
        return None
    for leaving in range(loading, dump):
        loaded = truck.stands[leaving].behind > load.first or truck.readings.payload_kg is None
        if loaded and truck.metres(leaving, leaving + 1) >= _LEAVES_M:
            return _Course(loading, leaving, dump, *span)
    return None


def _loading(truck: _Truck, load: Load, since: int) -> int | None:
    """Return the stand at which the first bucket of a load fell."""
    weight, full = truck.readings.payload_kg, full_kg(truck.readings, truck.rated_kg)
    if weight is not None and full is not None:
        stand = truck.at(first_kg(weight, full, load.first, since))
        return stand if stand >= 0 else None
    between = range(truck.at(load.first) + 1, truck.at(load.behind))
    long = [number for number in between if truck.stands[number].seconds >= _LOADING_S]
    named = [number for number in long if truck.zone(number, frozenset({"loading"}), _NEAR_M)]
    return named[-1] if named else max(long, key=lambda number: truck.stands[number].seconds, default=None)


def _start(truck: _Truck, course: _Course) -> int | None:
    """Return the number of the stand from which a truck set out to be loaded; None: its readings begin behind that.

    That is where it dumped before, or where it rested last since then.
    """
    first = truck.at(course.since) if course.since >= 0 else -1
    for number in range(course.loading - 1, first, -1):
        if _rests(truck, number, course.loading):
            return number
    return first if 0 <= first < course.loading else None


def _rests(truck: _Truck, number: int, loading: int) -> bool:
    stand = truck.stands[number]
    if stand.seconds >= _REST_S and truck.metres(number, loading) > _APPROACH_M:
        return True
    return truck.zone(number, _RESTING, 0.0) is not None


def _near(truck: _Truck, numbers: range, goal: int) -> list[int]:
    return [number for number in numbers if truck.metres(number, goal) <= _APPROACH_M]


def _spot_s(truck: _Truck, queued: Sequence[int], goal: int) -> float:
    """Return when a truck left its queue: its last stop that was more than turning round, else its first one."""
    if not queued:
        return truck.stands[goal].start_s
    long = [number for number in queued if truck.stands[number].seconds > _TURN_S]
    return truck.stands[long[-1] if long else queued[0]].stop_s


def _cycle(truck: _Truck, course: _Course, start: int) -> Cycle:
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
        climb_m=climb_m(trace.time_s[whole], trace.up_m[whole], trace.metres[whole]),
        queue_s=sum(waited_s(truck.readings, stands[number]) for number in queued),
        dump_queue_s=sum(waited_s(truck.readings, stands[number]) for number in held),
        hole_s=float(np.diff(trace.time_s[whole]).max(initial=0.0)),
    )


def _named(zone: Zone | None) -> str | None:
    return zone.id if zone else None


def _carried_kg(readings: Readings, first: int, behind: int) -> float | None:
    if readings.payload_kg is None or first >= behind:
        return None
    return float(np.median(readings.payload_kg[first:behind]))
