"""Are visits stable against drift, gaps and wild fixes, and is a polygon known for one?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.positioning.ground import Ground
from models.positioning.polygon import area_m2, crossing, grown, hull, inside, outside_m
from models.positioning.readings import readings_of
from models.positioning.trace import Trace, trace_of
from models.positioning.zone import visits, zone_at
from tests.models.positioning.truck import GROUND, ZONES, Tale, square, wander

SQUARE = np.array([[0, 0], [10, 0], [10, 10], [0, 10]], dtype=float)


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_metres_and_degrees_are_ways_back(latitude: float, longitude: float, east: float, north: float) -> None:
    ground = Ground(latitude, longitude)
    back = ground.metres(*ground.degrees(np.array([east]), np.array([north])))
    assert (back[0][0], back[1][0]) == pytest.approx((east, north), abs=1e-3)


def test_a_hole_is_not_inside() -> None:
    rings = (SQUARE, SQUARE * 0.2 + 4)
    assert inside(rings, np.array([1.0, 5.0, 11.0]), np.array([1.0, 5.0, 5.0])).tolist() == [True, False, False]
    assert outside_m(rings, np.array([1.0, 13.0]), np.array([1.0, 14.0])).tolist() == [0.0, 5.0]


def test_a_figure_of_eight_crosses_itself() -> None:
    assert crossing(SQUARE) is None
    assert crossing(SQUARE[[0, 2, 1, 3]]) == (0, 2)
    assert area_m2(SQUARE) == 100


def test_a_hull_holds_its_places_with_a_margin() -> None:
    places = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [2, 2]], dtype=float)
    assert len(hull(places)) == 4
    outline = grown(places, 3.0)
    assert outside_m((outline,), np.array([-2.5, 2.0]), np.array([2.0, 6.5])).tolist() == [0.0, 0.0]
    assert area_m2(outline) == pytest.approx(16 + 4 * 4 * 3 + 9 * np.pi, rel=0.02)


def _still(east_m: float, wanders_m: float, seconds: int = 40_000) -> Trace:
    chance = np.random.default_rng(3)
    east, north = (wander(chance, seconds, wanders_m) for _ in range(2))
    latitude, longitude = GROUND.degrees(east_m + east, north)
    values = {"latitude_deg": latitude, "longitude_deg": longitude, "ground_speed_kmh": np.zeros(seconds)}
    return trace_of(GROUND, np.arange(seconds, dtype=float), values)


@pytest.mark.parametrize("wanders_m", [1.0, 2.5])
def test_a_machine_that_stands_on_the_edge_of_a_zone_comes_and_goes_once_at_most(wanders_m: float) -> None:
    assert len(visits(_still(40.0, wanders_m), square("edge", "loading", 0, 0))) == 1
    assert visits(_still(52.0, wanders_m), square("edge", "loading", 0, 0)) == []


def test_a_visit_is_told_with_its_dwell() -> None:
    readings = Tale().stand(100).cycle().readings()
    yard, face = (visits(readings.trace, zone) for zone in (ZONES[2], ZONES[0]))
    assert len(yard) == len(face) == 1
    assert yard[0].left_s == pytest.approx(107, abs=3)
    assert [face[0].standing_s, face[0].driving_s] == pytest.approx([181, 12], abs=4)


def test_a_visit_that_goes_on_keeps_its_beginning() -> None:
    trace = Tale().stand(100).readings().trace
    (visit,) = visits(trace, ZONES[2], before=-50.0)
    assert (visit.entered_s, visit.left_s) == (-50.0, None)


def test_one_wild_fix_is_no_visit_and_no_way() -> None:
    tale = Tale().stand(200)
    time_s, values = tale.columns()
    values["longitude_deg"][100] += 0.02
    trace = readings_of(GROUND, time_s, values).trace
    assert np.ptp(trace.east_m) < 20
    assert visits(trace, ZONES[0]) == []


def test_a_long_hole_is_left_open_and_its_way_is_the_straight_one() -> None:
    time_s, values = Tale().stand(10).drive(1500).stand(10).columns(wanders_m=0.0)
    kept = (time_s < 50) | (time_s > 150)
    trace = trace_of(GROUND, time_s[kept], {name: values[name][kept] for name in values})
    assert trace.metres[-1] == pytest.approx(2000, rel=0.01)


def test_a_snapshot_every_ten_minutes_still_tells_zones() -> None:
    time_s, values = Tale().stand(3000).drive(1000).stand(3000).columns()
    trace = trace_of(GROUND, time_s[::600], {name: values[name][::600] for name in ("latitude_deg", "longitude_deg")})
    assert [(one.entered_s, one.left_s) for one in visits(trace, ZONES[2])] == [(0.0, 3600.0)]


def test_the_nearest_zone_is_that_of_a_place() -> None:
    found = zone_at(ZONES, (0.0, 45.0))
    assert found is not None
    assert found.id == "hopper"
    assert zone_at(ZONES, (300.0, 0.0)) is None
