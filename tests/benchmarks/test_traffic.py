"""Is the truth of traffic what it is said to be, and is it found with errors of receivers?"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.recording import Order
from benchmarks.traffic.baseline import nearest
from benchmarks.traffic.encounter import encounters
from benchmarks.traffic.flow import HEADWAY_S
from benchmarks.traffic.picture import picture
from benchmarks.traffic.scene import Scene, scenes
from benchmarks.traffic.tally import Tally, pairs, tallied
from models.positioning.readings import readings_of
from models.traffic.passage import joined, passages
from simulators.terminal import fleet_of


@pytest.fixture(scope="module")
def scene() -> Scene:
    """A day at Skarnberget with its excavator and three trucks."""
    fleet = fleet_of(Path("demo"))
    crew = ("skb-ex-01", "skb-ht-01", "skb-ht-02", "skb-wl-01", "skb-ht-03")
    chosen = tuple(one for one in fleet.machines if one.id in crew)
    return next(scenes(Order(replace(fleet, machines=chosen), 7, 1), "skarnberget"))


def test_nobody_overtakes_and_nobody_is_faster_than_alone(scene: Scene) -> None:
    last: dict[tuple[int, bool], float] = {}
    for one in scene.passed:
        assert one.leave_s >= last.get((one.segment, one.forward), -np.inf) + HEADWAY_S - 1e-6
        last[one.segment, one.forward] = one.leave_s
        assert one.held_s > -1e-6
        assert (one.behind is None) == (one.held_s < 1e-6)
    assert sum(one.held_s for one in scene.passed) > 60


def test_machines_are_where_their_passages_say(scene: Scene) -> None:
    told = scene.told["skb-ht-01"]
    mine = [one for one in scene.passed if one.machine == "skb-ht-01"]
    for one in mine[:: len(mine) // 20]:
        segment = scene.network.segments[one.segment]
        road = next(road for road in scene.network.roads if road.id == segment.road)
        at = [np.interp(one.enter_s, told.time_s, axis) for axis in told.exact[:2]]
        along, away = road.beside(np.array([at]))
        assert along[0] == pytest.approx(segment.start_m if one.forward else segment.stop_m, abs=8)
        assert away[0] < 8


def test_passages_lost_time_and_gradients_are_right_where_the_nearest_segment_is_less_so(scene: Scene) -> None:
    names = list(scene.told)
    readings = [readings_of(scene.ground, one.time_s, one.values) for one in scene.told.values()]
    rated = [one.rated_kg for one in scene.told.values()]
    told = [passages(scene.network, one, kg) for one, kg in zip(readings, rated, strict=True)]
    found = tallied(scene, names, joined(told))
    poor = tallied(scene, names, joined([nearest(scene.network, one.trace) for one in readings]))
    assert found.found > 0.99 * found.real
    assert found.told - found.found <= 0.01 * found.told
    assert np.median(np.abs(found.seconds_error)) < 0.5 * np.median(np.abs(poor.seconds_error))
    assert found.delay_told_s.sum() == pytest.approx(found.delay_true_s.sum(), rel=0.25)
    assert np.abs(found.gradient_error).max() < 0.01
    assert (found + poor).real == 2 * found.real
    assert "skb-ht-02" not in names


def test_a_passage_is_counted_once(scene: Scene) -> None:
    name = "skb-ht-01"
    told = passages(scene.network, readings_of(scene.ground, scene.told[name].time_s, scene.told[name].values))
    real = [one for one in scene.passed if one.machine == name]
    assert len({place for _, place in pairs(real, [name], told)}) == len(pairs(real, [name], told))
    assert Tally().found == 0


def test_encounters_with_room_are_no_near_misses(scene: Scene) -> None:
    met = list(encounters(scene, 3))
    assert len(met) > 2
    assert [one for one in met if one.told and one.margin > 2] == []


def test_the_time_lost_is_drawn_on_the_map(scene: Scene) -> None:
    drawn = picture(scene)
    assert drawn.count("<polyline") == 2 * len(scene.network.segments)
    assert drawn.count("<polygon") == len(scene.zones)
