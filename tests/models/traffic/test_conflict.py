"""Are machines that nearly collide told, and those that work, wait or pass one another not?"""

import numpy as np
import pytest

from models.machines import Kind
from models.positioning.ground import Floats
from models.positioning.readings import readings_of
from models.traffic.conflict import NearMiss, near_misses
from models.traffic.mover import Mover, mover
from tests.models.positioning.truck import GROUND
from tests.models.traffic.haul import YARD, told, way

SECONDS = np.arange(5.0, 115.0)
Way = tuple[Floats, Floats, Floats]


def _mover(name: str, drive: Way, kind: Kind = Kind.HAUL_TRUCK, wanders_m: float = 0.0) -> Mover:
    trace = told(drive, wanders_m=wanders_m, seed=len(name)).trace
    return mover(name, kind, trace, list(YARD), SECONDS)


def _met(*movers: Mover) -> list[NearMiss]:
    return near_misses(movers, SECONDS)


def _across(at_s: float) -> Mover:
    return _mover("across", way((0, 500, -8 * at_s), (120, 500, 8 * (120 - at_s))))


EAST = _mover("east", way((0, 60, 0), (110, 940, 0), (120, 940, 0)))


def test_who_comes_to_a_crossing_right_behind_another_is_told() -> None:
    (met,) = _met(EAST, _across(56.5))
    assert (met.kind, met.machine, met.other) == ("crossing", "across", "east")
    assert met.at_s == pytest.approx(56, abs=1)
    assert met.place_m == pytest.approx((500, 0), abs=10)
    assert met.margin_s < 1.5
    assert met.probability > 0.9


@pytest.mark.parametrize("at_s", [60.0, 70.0, 45.0])
def test_who_comes_to_a_crossing_later_is_not(at_s: float) -> None:
    assert _met(EAST, _across(at_s)) == []


def test_what_receivers_cannot_tell_is_not_told() -> None:
    pair = (EAST, _across(56.5))
    assert near_misses(pair, SECONDS, accuracy_m=15.0) == []


def test_who_closes_in_fast_on_one_ahead_is_told_with_the_time_to_the_collision() -> None:
    slow = _mover("slow", way((0, 200, 0), (120, 440, 0)))
    fast = _mover("fast", way((0, 60, 0), (30, 240, 0), (31, 244, 0), (120, 422, 0)))
    assert _met(slow, fast) == []
    faster = _mover("fast", way((0, 10, 0), (24, 240, 0), (120, 432, 0)))
    (met,) = _met(slow, faster)
    assert (met.kind, met.machine, met.severity) == ("rear_end", "fast", "serious")
    assert met.closing_mps == pytest.approx(7.6, abs=2)


def test_two_that_meet_in_their_lanes_and_one_that_passes_another_are_no_near_miss() -> None:
    west = _mover("west", way((0, 940, 7), (110, 60, 7)))
    stands = _mover("broken", way((0, 500, -5), (120, 500, -5)))
    assert _met(EAST, west, stands) == []


def test_a_digger_and_its_truck_and_machines_that_park_are_no_near_miss() -> None:
    truck = _mover("truck", way((0, 700, 0), (30, 985, 0), (120, 985, 0)))
    loader = _mover("loader", way((0, 1000, 0), (60, 996, 0), (120, 1000, 0)), Kind.WHEEL_LOADER)
    assert _met(truck, loader) == []
    outside = _mover("truck", way((0, 300, 0), (30, 590, 0), (120, 590, 0)))
    digger = _mover("loader", way((0, 604, 0), (60, 600, 0), (120, 604, 0)), Kind.WHEEL_LOADER)
    assert _met(outside, digger) == []
    assert _met(*(_mover(name, way((0, 500, 0), (120, 500, 0)), wanders_m=2.5) for name in ("a", "bb"))) == []


def test_drift_makes_no_near_miss_of_a_queue_that_forms() -> None:
    first = _mover("first", way((0, 300, 0), (120, 300, 0)), wanders_m=2.0)
    arrives = 300 - 17 - 0.35 * np.clip(60.0 - np.arange(121.0), 0, None) ** 2
    second = _mover("second", (np.arange(121.0)[30:], arrives[30:], np.zeros(91)), wanders_m=2.0)
    assert _met(first, second) == []


def test_where_nothing_is_known_nobody_meets() -> None:
    empty = readings_of(GROUND, np.zeros(0), {}).trace
    assert _met(EAST, mover("nobody", Kind.HAUL_TRUCK, empty, [], SECONDS)) == []
