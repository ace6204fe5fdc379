"""Are haul cycles found with their phases, and are false dumps none?"""

import numpy as np
import pytest

from models.positioning.cycle import PHASES
from models.positioning.dump import loads
from models.positioning.haul import cycles
from models.positioning.readings import readings_of
from tests.models.positioning.truck import FULL_KG, GROUND, ROAD_M, ZONES, Tale


def _day() -> Tale:
    return Tale().stand(1300, rpm=0).cycle().cycle(queued=90).cycle().stand(90)


def test_a_cycle_has_its_phases_places_and_amounts() -> None:
    first, second, third = cycles(_day().readings(), ZONES, FULL_KG)
    assert (second.loaded_at, second.dumped_at) == ("face", "hopper")
    lasting = {name: stop - start for name, (start, stop) in second.phases.items()}
    assert lasting == pytest.approx(
        {"return": 121, "queue": 90, "spot": 4, "load": 120, "haul": 121, "dump_queue": 20, "dump_spot": 4, "dump": 26},
        abs=3,
    )
    assert second.distance_m == pytest.approx(2 * ROAD_M, rel=0.01)
    assert second.climb_m == pytest.approx(0.05 * ROAD_M, abs=4)
    assert second.payload_kg == FULL_KG
    assert [second.queue_s, second.dump_queue_s] == pytest.approx([90, 20], abs=2)
    assert first.stop_s == pytest.approx(second.start_s, abs=6)
    assert second.stop_s == pytest.approx(third.start_s, abs=6)


def test_a_cycle_begins_behind_the_night_in_the_yard() -> None:
    assert cycles(_day().readings(), ZONES, FULL_KG)[0].start_s == pytest.approx(1300, abs=2)


def test_cycles_are_found_where_nobody_drew_a_zone() -> None:
    drawn, undrawn = (cycles(_day().readings(), zones, FULL_KG) for zones in (ZONES, ()))
    assert [one.dumping_at_s for one in undrawn] == [one.dumping_at_s for one in drawn]
    assert {one.dumped_at for one in undrawn} == {None}


@pytest.mark.parametrize("missing", ["payload_kg", "body_angle_deg", "brake_pressure_bar", "ground_speed_kmh"])
def test_cycles_are_found_without_a_signal(missing: str) -> None:
    whole, partial = (cycles(_day().readings(*without), ZONES, FULL_KG) for without in ((), (missing,)))
    assert [one.loading_at_s for one in partial] == pytest.approx([one.loading_at_s for one in whole], abs=8)
    assert [one.dumping_at_s for one in partial] == pytest.approx([one.dumping_at_s for one in whole], abs=8)
    assert [one.distance_m for one in partial] == pytest.approx([one.distance_m for one in whole], rel=0.03)


def test_a_break_in_the_queue_is_no_waiting() -> None:
    tale = Tale().stand(1300, rpm=0).drive(ROAD_M - 30).stand(120).stand(600, rpm=0).queue(45)
    tale.drive(ROAD_M).load().drive(0).dump()
    (cycle,) = cycles(tale.readings(), ZONES, FULL_KG)
    assert cycle.queue_s == pytest.approx(45, abs=2)
    assert cycle.spot_at_s - cycle.queue_at_s == pytest.approx(765, abs=4)


def test_an_engine_that_is_off_in_a_long_queue_waits_on() -> None:
    tale = Tale().stand(1300, rpm=0).drive(ROAD_M - 30).queue(200).stand(500, rpm=0)
    tale.drive(ROAD_M).load().drive(0).dump()
    (cycle,) = cycles(tale.readings(), ZONES, FULL_KG)
    assert cycle.queue_s == pytest.approx(700, abs=3)


def test_a_weight_that_returns_within_a_minute_was_not_dumped() -> None:
    time_s, values = _day().columns()
    haul = slice(1640, 1680)
    values["payload_kg"][haul] = 0
    readings = readings_of(GROUND, time_s, values)
    assert len(loads(readings, ZONES, FULL_KG)) == len(cycles(readings, ZONES, FULL_KG)) == 3


def test_a_weight_that_is_lost_on_the_road_was_not_dumped() -> None:
    time_s, values = _day().columns()
    values["payload_kg"][1600:1680] = 0
    without_body = {name: values[name] for name in values if name != "body_angle_deg"}
    for told in (values, without_body):
        assert len(cycles(readings_of(GROUND, time_s, told), ZONES, FULL_KG)) == 3


def test_a_third_of_a_load_that_falls_is_no_dump() -> None:
    time_s, values = _day().columns()
    values["payload_kg"][1620:1700] *= 0.75
    assert len(cycles(readings_of(GROUND, time_s, values), ZONES, FULL_KG)) == 3


def test_a_truck_whose_readings_begin_on_the_way_has_no_cycle_yet() -> None:
    time_s, values = _day().columns()
    part = {name: values[name][1450:] for name in values}
    assert len(cycles(readings_of(GROUND, time_s[1450:], part), ZONES, FULL_KG)) == 2


def test_a_truck_that_tells_once_a_minute_has_no_cycles_rather_than_wrong_ones() -> None:
    time_s, values = _day().columns()
    told = {name: values[name][::60] for name in values}
    assert cycles(readings_of(GROUND, time_s[::60], told), ZONES, FULL_KG) == []


@pytest.mark.parametrize("first", [0, 17, 34, 51])
def test_no_cycle_is_told_of_two_where_a_truck_begins_to_tell_every_second_on_the_way(first: int) -> None:
    time_s, values = _day().columns()
    real = [(one.start_s, one.stop_s) for one in cycles(_day().readings(), ZONES, FULL_KG)]
    for begins in range(1500, 2300, 40):
        kept = np.concatenate([np.arange(first, begins, 60), np.arange(begins, len(time_s))])
        told = readings_of(GROUND, time_s[kept], {name: values[name][kept] for name in values})
        found = [(one.start_s, one.stop_s) for one in cycles(told, ZONES, FULL_KG)]
        assert real[2] in [pytest.approx(one, abs=2) for one in found] or begins > real[1][1]
        for one in found:
            assert any(one == pytest.approx(other, abs=65) for other in real), begins


def test_nothing_told_is_no_cycle() -> None:
    assert cycles(readings_of(GROUND, np.zeros(0), {}), ZONES) == []
    assert len(PHASES) == 8
