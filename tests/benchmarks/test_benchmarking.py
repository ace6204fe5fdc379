"""Is the evaluation of benchmarks what it says: other than chance where it should be, and chance where it should?"""

from typing import Any

import pytest

from benchmarks.accuracy.benchmarking import evaluate


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return evaluate(1, markets=2, worlds=30)


def test_trucks_are_told_apart_whatever_they_haul(figures: dict[str, Any]) -> None:
    assert figures["spearman"] > 0.88
    assert figures["baselines"]["raw litres a tonne"]["spearman"] < 0.5
    assert abs(figures["r_distance"]) < 0.15
    assert abs(figures["r_payload"]) < 0.15


def test_intervals_hold_the_truth_and_few_are_called_worst_that_are_not(figures: dict[str, Any]) -> None:
    assert 0.9 < figures["coverage95"] < 0.99
    assert figures["false_worst_tenth"] < 0.05


def test_nothing_unsafe_is_told_and_an_attack_gains_next_to_nothing(figures: dict[str, Any]) -> None:
    assert figures["unsafe_cells"] == 0
    assert figures["attack_gain"] < 0.2
