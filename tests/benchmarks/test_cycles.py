"""Are haul cycles matched one to one with the real ones, and is the receiver as wrong as it is said to be?"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.cycles import by_payload, by_zones, rows
from benchmarks.accuracy.haulage import Truck, haulage
from benchmarks.accuracy.map import picture
from benchmarks.accuracy.match import figures, matched, score
from benchmarks.accuracy.receiver import Receiver
from benchmarks.accuracy.recording import Order
from models.positioning.ground import Ground
from models.positioning.haul import cycles
from models.positioning.readings import readings_of
from simulators.terminal import fleet_of

GROUND = Ground(60.0, 15.0)


def _row(start: float, stop: float, **more: float) -> dict[str, object]:
    return {"start": start, "stop": stop, **more}


def test_a_cycle_is_found_once_and_what_is_told_twice_is_false() -> None:
    told = figures(score([_row(0, 600), _row(600, 1200)], [_row(5, 590), _row(10, 600), _row(700, 1200)]))
    assert (told["found"], told["false"]) == (0.5, pytest.approx(2 / 3))
    assert told["border_s"] == 7.5


def test_the_nearest_cycle_is_the_one() -> None:
    ((_, nearest),) = matched([_row(0, 600)], [_row(20, 620), _row(2, 601)])
    assert nearest["start"] == 2


def test_queues_that_were_missed_and_that_never_were_both_count() -> None:
    told = figures(score([_row(0, 600, queue_s=100), _row(600, 1200, queue_s=100)], [_row(0, 600, queue_s=90)]))
    assert told["queue_pct"] == pytest.approx(55)


def test_the_receiver_wanders_and_a_hundredth_of_its_fixes_is_missing() -> None:
    count = 200_000
    true = {name: np.zeros(count) for name in ("latitude_deg", "longitude_deg", "altitude_m", "ground_speed_kmh")}
    told = Receiver(GROUND, 3).told(true)
    east, _ = GROUND.metres(60 + told["latitude_deg"], 15 + told["longitude_deg"])
    assert np.isnan(east).mean() == pytest.approx(0.01, rel=0.15)
    assert 0.9 < float(np.nanstd(east)) < 2.7
    assert float(np.nanmax(told["ground_speed_kmh"])) / 3.6 < 0.34


@pytest.fixture(scope="module")
def truck() -> Truck:
    """A truck's day at Skarnberget."""
    fleet = fleet_of(Path("demo"))
    pair = tuple(one for one in fleet.machines if one.id in ("skb-ht-01", "skb-ex-01"))
    return next(iter(haulage(Order(replace(fleet, machines=pair), 7, 1), "skarnberget")))


def test_a_day_of_cycles_is_found_where_baselines_miss_or_invent_some(truck: Truck) -> None:
    readings = readings_of(truck.ground, truck.time_s, truck.values)
    told = score(truck.truth, rows(cycles(readings, truck.zones, truck.rated_kg)))
    poor = [by_payload(readings, truck.rated_kg), by_zones(readings, truck.zones)]
    assert told.true > 40
    assert (told.found, told.told) == (told.true, told.true)
    assert all(score(truck.truth, each).found < told.found for each in poor)
    assert truck.heard.unseen == 0


def test_cycles_are_drawn_on_the_map_of_the_site(truck: Truck) -> None:
    drawn = picture(truck)
    assert drawn.count("<polygon") == len(truck.zones)
    assert drawn.count("<polyline") == 24
