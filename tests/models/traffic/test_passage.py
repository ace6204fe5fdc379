"""Are machines seen to pass the right segments, in the right direction, whatever their receivers drift and omit?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.traffic.passage import NONE, joined, passages
from models.traffic.road import Road, cut
from tests.models.positioning.truck import ROAD_M
from tests.models.traffic.haul import FULL, NETWORK, ROADS, YARD, told, way

ALL = NETWORK.of_road["haul"]


@given(st.integers(0, 10_000), st.floats(4, 14), st.floats(0, 2.5), st.floats(0, 0.05), st.booleans())
@settings(max_examples=20, deadline=None)
def test_a_drive_passes_every_segment_of_its_road_once_and_in_order(
    seed: int, mps: float, wanders_m: float, lost: float, back: bool
) -> None:
    ends = (ROAD_M, 0.0) if back else (0.0, ROAD_M)
    drive = way((0, ends[0], 0), (30, ends[0], 0), (30 + round(ROAD_M / mps), ends[1], 0), (500, ends[1], 0))
    found = passages(NETWORK, told(drive, seed=seed, wanders_m=wanders_m, lost=lost, kg=FULL), FULL)
    assert found.segment.tolist() == (ALL[::-1] if back else ALL)
    assert set(found.forward.tolist()) == {not back}
    assert set(found.loaded.tolist()) == {1}
    lengths = NETWORK.length_m[found.segment]
    assert found.seconds == pytest.approx(lengths / (ROAD_M / round(ROAD_M / mps)), abs=1.5, rel=0.12)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_who_turns_off_is_not_seen_to_go_straight_on(seed: int) -> None:
    drive = way((0, 0, 0), (50, 400, 0), (62, 480, 20), (122, 480, 500))
    found = passages(NETWORK, told(drive, seed=seed, wanders_m=2.0), FULL)
    roads = [NETWORK.segments[place].road for place in found.segment.tolist()]
    assert roads == sorted(roads, reverse=True)
    assert roads.count("branch") == len(NETWORK.of_road["branch"])


def test_who_turns_round_on_the_road_is_seen_in_both_directions() -> None:
    drive = way((0, 0, 0), (60, 480, 0), (120, 480, 0), (180, 0, 0))
    found = passages(NETWORK, told(drive, wanders_m=1.0), FULL)
    half = len(found) // 2
    assert found.segment[:half].tolist() == found.segment[half:][::-1].tolist()
    assert found.forward.tolist() == [True] * half + [False] * half


def test_a_stand_on_the_way_is_told_with_the_passage() -> None:
    drive = way((0, 0, 0), (50, 400, 0), (140, 400, 0), (215, ROAD_M, 0))
    found = passages(NETWORK, told(drive), FULL)
    assert found.stood_s.max() == pytest.approx(90, abs=3)
    assert int((found.stood_s > 1).sum()) == 1
    assert found.rise_m == pytest.approx(0.05 * NETWORK.length_m[found.segment], abs=0.1)


def test_nothing_is_told_of_what_was_not_seen() -> None:
    drive = way((0, 0, 0), (125, ROAD_M, 0))
    readings = told(drive)
    hidden = (readings.trace.time_s > 40) & (readings.trace.time_s < 90)
    part = tuple(one[~hidden] for one in drive)
    found = passages(NETWORK, told((part[0], part[1], part[2])), FULL)
    assert 0 < len(found) < len(ALL)
    assert not ((found.enter_s < 40) & (found.leave_s > 90)).any()
    assert passages(NETWORK, told(way((0, 0, 300), (125, ROAD_M, 300))), FULL) is NONE


def test_a_drawing_is_cut_into_the_same_segments_whatever_its_order() -> None:
    again = cut(ROADS[::-1], YARD[::-1])
    assert [(one.id, one.start_m) for one in again.segments] == [(one.id, one.start_m) for one in NETWORK.segments]
    assert NETWORK.segments[ALL[0]].start_m == pytest.approx(40, abs=2)
    assert all(50 <= length <= 100 for length in NETWORK.length_m.tolist())
    assert cut([Road("inside", np.array([[-20.0, 0.0], [20.0, 0.0]]))], YARD).segments == ()


def test_passages_of_several_machines_are_in_order_of_time() -> None:
    drives = [passages(NETWORK, told(way((start, 0, 0), (start + 125, ROAD_M, 0))), FULL) for start in (40, 0)]
    both = joined(drives)
    assert np.diff(both.enter_s).min() >= 0
    assert set(both.machine.tolist()) == {0, 1}
    assert len(joined([])) == 0
