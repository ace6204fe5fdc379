"""When do machines really pass segments where nobody overtakes, some are slow, and some roads are worked on?"""

import heapq
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.traffic.journey import Leg
from models.positioning.ground import Floats
from simulators.work.timeline import Phase, Rows

# Nobody overtakes on a haul road: whoever is behind keeps so many seconds' distance.
HEADWAY_S = 5.0
# One trip in so many is a slow one, by such factors: a damaged tyre, a learner, a road wet from the water cart.
_SLOW_SHARE, _SLOWER = 0.06, (1.6, 2.4)
# Works on a road: so many hours of a site's day, on one segment each, by such factors.
_WORKS, _WORKED = 3, (1.7, 2.5)
# What is lost on the road is caught up where a machine waits or rests anyway, as far as this share of the wait.
_WAITS = frozenset({Phase.OFF, Phase.IDLE, Phase.QUEUE, Phase.WAIT})
_CATCHES_UP = 0.9
_HOUR_S = 3600.0


@dataclass(frozen=True)
class Passed:
    """A machine really passed a segment: when, how long it would have taken alone on a free road, how long with its
    own slowness and the works there, and behind whom it had to stay, None if it was free."""

    machine: str
    segment: int
    forward: bool
    loaded: bool
    enter_s: float
    leave_s: float
    free_s: float
    own_s: float
    behind: str | None

    @property
    def held_s(self) -> float:
        """Return for how long somebody before it held it up."""
        return self.leave_s - self.enter_s - self.own_s

    @property
    def lost_s(self) -> float:
        """Return what it lost against a free road."""
        return self.leave_s - self.enter_s - self.free_s


# Who left each segment last in each direction, and when.
Last = dict[tuple[int, bool], tuple[float, str]]


@dataclass
class Clock:
    """How a machine's time runs: at each knot the moment of the undisturbed day, and the real one."""

    planned_s: list[float]
    real_s: list[float]

    def planned(self, real_s: Floats) -> Floats:
        """Return which moments of the undisturbed day real moments are."""
        return np.interp(real_s, self.real_s, self.planned_s)


@dataclass
class Day:
    """A day of a site: what everybody planned to do, the tracks' legs, and what came of it."""

    plans: Mapping[str, Rows]
    legs: Mapping[int, Sequence[Leg]]
    chance: np.random.Generator
    passed: list[Passed] = field(default_factory=list)
    clocks: dict[str, Clock] = field(default_factory=dict)
    works: Mapping[tuple[int, int], float] = field(default_factory=dict)


def disturbed(plans: Mapping[str, Rows], legs: Mapping[int, Sequence[Leg]], seed: int) -> Day:
    """Return a day of a site with slow trips and road works in it, and nobody overtaking."""
    day = Day(plans, legs, np.random.default_rng(seed))
    day.works = _works(day)
    drivers = {machine: _drive(day, machine) for machine in sorted(plans)}
    turns: list[tuple[float, str]] = []
    for machine, driver in drivers.items():
        _advance(turns, machine, driver, None)
    last: Last = {}
    while turns:
        _, machine = heapq.heappop(turns)
        _advance(turns, machine, drivers[machine], last)
    day.passed.sort(key=lambda one: one.enter_s)
    return day


Driver = Generator[float, Last | None, None]


def _advance(turns: list[tuple[float, str]], machine: str, driver: Driver, last: Last | None) -> None:
    try:
        heapq.heappush(turns, (next(driver) if last is None else driver.send(last), machine))
    except StopIteration:
        return


def _works(day: Day) -> dict[tuple[int, int], float]:
    """Return how many times as long a segment takes in hours (counted from 1970) in which its road is worked on."""
    trips = [(row, legs) for rows in day.plans.values() for row, legs in _journeys(day, rows)]
    busy = sorted({(leg.segment, int(start // _HOUR_S)) for (start, _, _), legs in trips for leg in legs})
    chosen = day.chance.permutation(len(busy))[:_WORKS].tolist()
    return {busy[place]: float(day.chance.uniform(*_WORKED)) for place in chosen}


def _journeys(day: Day, rows: Rows) -> list[tuple[tuple[float, float, float], Sequence[Leg]]]:
    columns = zip(rows.start_s.tolist(), rows.stop_s.tolist(), rows.load_kg.tolist(), rows.track.tolist(), strict=True)
    return [((start, stop, load), day.legs[track]) for start, stop, load, track in columns if track in day.legs]


def _drive(day: Day, machine: str) -> Driver:
    """Let a machine go through its day: yield when it enters each segment, and be sent who left each one last."""
    rows = day.plans[machine]
    clock = day.clocks[machine] = Clock([float(rows.start_s[0])], [float(rows.start_s[0])])
    for place in range(len(rows.start_s)):
        if legs := day.legs.get(int(rows.track[place])):
            yield from _trip(day, (machine, place), legs, clock)
        _rest(rows, place, clock)


def _rest(rows: Rows, place: int, clock: Clock) -> None:
    """Go to the end of a phase; what was lost is caught up where nothing is done."""
    start, stop = max(float(rows.start_s[place]), clock.planned_s[-1]), float(rows.stop_s[place])
    late = clock.real_s[-1] - clock.planned_s[-1]
    if late > 0 and Phase(int(rows.phase[place])) in _WAITS:
        late -= min(late, _CATCHES_UP * (stop - start))
    _knot(clock, stop, stop + late)


def _knot(clock: Clock, planned_s: float, real_s: float) -> None:
    if planned_s > clock.planned_s[-1]:
        clock.planned_s.append(planned_s)
        clock.real_s.append(real_s)


def _trip(day: Day, which: tuple[str, int], legs: Sequence[Leg], clock: Clock) -> Driver:
    machine, place = which
    rows = day.plans[machine]
    start, seconds = float(rows.start_s[place]), float(rows.stop_s[place] - rows.start_s[place])
    slower = float(day.chance.uniform(*_SLOWER)) if day.chance.random() < _SLOW_SHARE else 1.0
    for leg in legs:
        planned, free_s = start + leg.enter * seconds, (leg.leave - leg.enter) * seconds
        entered = max(planned + clock.real_s[-1] - clock.planned_s[-1], clock.real_s[-1])
        _knot(clock, planned, entered)
        last = yield entered
        assert last is not None
        own_s = free_s * slower * day.works.get((leg.segment, int(entered // _HOUR_S)), 1.0)
        free_at, before = last.get((leg.segment, leg.forward), (-np.inf, machine))
        left = max(entered + own_s, free_at + HEADWAY_S)
        last[leg.segment, leg.forward] = (left, machine)
        _knot(clock, planned + free_s, left)
        loaded, behind = float(rows.load_kg[place]) > 0, before if left > entered + own_s else None
        day.passed.append(Passed(machine, leg.segment, leg.forward, loaded, entered, left, free_s, own_s, behind))
