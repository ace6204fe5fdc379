"""Are the indicators of a week those of its sums, and nothing where nothing was done?"""

from dataclasses import replace

import pytest

from models.benchmarking.indicator import Week, add, count_over, indicators

_WEEK = Week(
    hours_h=40, idle_h=10, fuel_l=1200, cycles=200, loads=200, payload_kg=6_000_000, target_kg=6_200_000, over=15,
    planned_h=100, scheduled_h=80, down_h=8, standing_h=4, judged_h=20, health_h=19, doubt_h=1, misuses=4, watched_h=40,
    phase_s={"haul": 50_000.0}, misuse={"coasting": 4},
)  # fmt: skip


def test_indicators_are_ratios_of_sums_with_what_they_rest_on() -> None:
    told = indicators(_WEEK)
    assert told["fuel_l_per_t"].value == pytest.approx(0.2)
    assert told["fuel_l_per_t"].exposure == 6000
    assert told["idle_share"].value == 0.25
    assert told["availability"].value == 0.9
    assert told["misuses_per_100h"].value == 10
    assert told["haul_s"].value == 250
    assert told["keeps_to_target"].value == 1


def test_what_is_in_doubt_is_told_with_its_doubt() -> None:
    told = indicators(_WEEK)
    assert told["availability"].low == pytest.approx(0.85)
    assert told["availability"].high == 0.9
    assert told["availability"].coverage == 0.8
    assert (told["health"].value, told["health"].sd, told["health"].coverage) == (0.95, 0.05, 0.5)
    assert told["misuses_per_100h"].sd == pytest.approx(5), "so much chance makes of four"
    assert told["fuel_l_per_h"].sd is None
    assert indicators(replace(_WEEK, misuses=0))["misuses_per_100h"].sd == pytest.approx(2.5), "none may be chance too"


def test_what_rests_on_nothing_is_missing() -> None:
    assert indicators(Week()) == {}
    assert "health" not in indicators(replace(_WEEK, judged_h=0))
    assert "misuses_per_100h" not in indicators(replace(_WEEK, watched_h=0)), "none seen, where nobody looked"


def test_weeks_add_up() -> None:
    both = add([_WEEK, _WEEK])
    assert indicators(both)["fuel_l_per_h"].value == indicators(_WEEK)["fuel_l_per_h"].value
    assert both.phase_s == {"haul": 100_000.0}
    assert both.misuse == {"coasting": 8}
    assert add([Week(), Week()]).misuse is None


def test_one_load_far_above_its_target_breaks_the_rule() -> None:
    assert count_over([90, 111, 121], 100) == (2, 1)
    assert indicators(add([_WEEK, Week(far_over=1)]))["keeps_to_target"].value == 0
