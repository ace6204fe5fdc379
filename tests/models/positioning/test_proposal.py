"""Are zones proposed where trucks work, and are machines that meet known?"""

import pytest

from models.positioning.nearness import encounters
from models.positioning.proposal import proposals, stops_of
from tests.models.positioning.truck import FULL_KG, ROAD_M, Tale


def _worked() -> Tale:
    tale = Tale()
    for _ in range(3):
        tale.drive(-500).stand(3700, rpm=0).cycle().cycle()
    return tale


def test_zones_are_proposed_where_trucks_are_loaded_dump_and_park() -> None:
    found = proposals(stops_of("truck", _worked().readings(), FULL_KG))
    middles = {one.zone.kind: one.zone.rings[0].mean(axis=0)[0] for one in found}
    assert middles == pytest.approx({"loading": ROAD_M, "dumping": 0, "parking": -500}, abs=6)
    assert {one.zone.kind: one.stops for one in found} == {"loading": 6, "dumping": 6, "parking": 3}


def test_too_few_stops_propose_nothing() -> None:
    assert proposals(stops_of("truck", Tale().stand(1300, rpm=0).cycle().readings(), FULL_KG)) == []


def test_machines_that_pass_one_another_meet() -> None:
    one = Tale().drive(1000).readings(wanders_m=0.0).trace
    other = Tale(east_m=1000.0).drive(-500).readings(wanders_m=0.0).trace
    (met,) = encounters({"b": other, "a": one}, 50.0)
    assert (met.machine, met.other) == ("a", "b")
    assert met.start_s == pytest.approx(90, abs=6)
    assert met.stop_s - met.start_s == pytest.approx(10, abs=6)


def test_who_tells_nothing_meets_nobody() -> None:
    one = Tale().stand(60).readings().trace
    assert encounters({"a": one}, 50.0) == []
