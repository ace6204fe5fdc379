"""Is the cheapest way through states found, however long it is?"""

import itertools

import numpy as np
import pytest

from models.traffic.viterbi import Floats, cheapest


def _cost(costs: Floats, change: Floats, way: tuple[int, ...]) -> float:
    stays = sum(float(costs[place, state]) for place, state in enumerate(way))
    return stays + sum(float(change[place, way[place - 1], way[place]]) for place in range(1, len(way)))


@pytest.mark.parametrize("moments", [1, 2, 3, 5, 7])
def test_no_way_of_all_costs_less(moments: int) -> None:
    rng = np.random.default_rng(moments)
    costs, change = rng.random((moments, 3)), rng.random((moments, 3, 3))
    best = min(_cost(costs, change, way) for way in itertools.product(range(3), repeat=moments))
    assert _cost(costs, change, tuple(cheapest(costs, change))) == pytest.approx(best)


def test_a_long_way_is_that_which_step_by_step_is_found() -> None:
    rng = np.random.default_rng(4)
    costs, change = rng.random((1001, 5)), 2 * rng.random((1001, 5, 5))
    total = costs[0]
    for place in range(1, len(costs)):
        total = (total[:, None] + change[place]).min(axis=0) + costs[place]
    way = cheapest(costs, change)
    assert len(way) == 1001
    assert _cost(costs, change, tuple(way)) == pytest.approx(total.min())
