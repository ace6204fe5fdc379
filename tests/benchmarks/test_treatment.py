"""Is misuse counted by the episodes that were, and availability by what is told of it?"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.accuracy.care import Cared, care_for, misuse_figures, uptime_figures
from benchmarks.accuracy.recording import Order
from models.benchmarking.uptime import Uptime
from models.machines import Kind
from simulators.terminal import fleet_of

TRUCK = Cared(
    kind=Kind.HAUL_TRUCK,
    happened=Counter(coasting=4),
    seen=Counter(coasting=3),
    false=Counter(coasting=2),
    ran_h=10.0,
    watched_h=5.0,
    available=0.95,
    up=Uptime(planned_h=20, scheduled_h=20, down_h=0, standing_h=2),
)


def test_misuse_is_told_by_the_hours_that_were_watched() -> None:
    told = misuse_figures([TRUCK])
    assert told["kinds"] == {"coasting": [4, 3, 2]}
    assert told["per_100h"] == [40.0, 100.0]
    assert (told["watched"], told["r"]) == (0.5, None)
    assert misuse_figures([])["per_100h"] is None


def test_availability_holds_where_the_truth_is_not_below_what_is_told() -> None:
    told = uptime_figures([TRUCK, replace(TRUCK, available=0.8)])
    assert (told["machines"], told["held"]) == (2, 1)
    assert told["width_median"] == pytest.approx(0.1)


def test_a_truck_that_is_treated_badly_is_seen_to_be() -> None:
    fleet = fleet_of(Path("evaluation"))
    pair = tuple(one for one in fleet.machines if one.id in ("moo-ht-05", "moo-ex-01"))
    cared = care_for(Order(replace(fleet, machines=pair), 1, 1), pair[0].site)
    (truck,) = (one for one in cared if one.kind is Kind.HAUL_TRUCK)
    assert truck.happened.total() > 10
    assert truck.seen.total() > 0.8 * truck.happened.total()
    assert truck.false.total() < 0.3 * truck.happened.total()
    assert truck.watched_h > 0.9 * truck.ran_h
