"""Is time that machines lose told where and when they lose it, and is chance no loss?"""

from dataclasses import replace

import numpy as np
import pytest

from models.traffic.bunching import bunching
from models.traffic.delay import hour_of, judge, lost, share_bounds
from models.traffic.free import learn, sustained_mps
from models.traffic.passage import EMPTY, LOADED, NONE
from tests.models.traffic.haul import NETWORK, made

NEEDS_S = 10.0


def _even(count: int = 300, seed: int = 4) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return NEEDS_S * np.random.default_rng(seed).lognormal(0, 0.05, count)


def test_chance_alone_adds_up_to_almost_nothing() -> None:
    told = made(300, seconds=_even())
    free = learn(NETWORK, told)
    assert free.of(told)[0] == pytest.approx(NEEDS_S, rel=0.03)
    assert judge(told, free).lost_s.sum() < 0.002 * told.seconds.sum()


def test_lost_time_is_told_in_its_hour_with_bounds_that_hold_it() -> None:
    seconds = _even()
    seconds[120:132] += 15
    told = made(300, seconds=seconds)
    found = lost(judge(told, learn(NETWORK, told)), hour_of(told))
    worst = int(found.lost_s.argmax())
    assert (found.group[worst], found.slow[worst], found.passages[worst]) == (10, 12, 12)
    assert found.low_s[worst] < 12 * 15 < found.high_s[worst]
    assert np.delete(found.lost_s, worst).sum() < 10


def test_a_slow_machine_is_not_taken_for_one_that_is_held_up() -> None:
    seconds = _even()
    seconds[::3] *= 1.4
    told = made(300, seconds=seconds)
    free = learn(NETWORK, told)
    assert free.pace[:, LOADED + 1] == pytest.approx([1.4, 1.0, 1.0], rel=0.08)
    assert judge(told, free).lost_s.sum() < 0.01 * told.seconds.sum()


def test_who_comes_out_close_behind_a_slow_one_was_held_up_by_it() -> None:
    seconds, enter = _even(), np.linspace(0, 300.0 * 299, 300)
    seconds[60:62], enter[61] = (40, 32), enter[60] + 13
    told = replace(made(300, seconds=seconds), enter_s=enter)
    assert np.flatnonzero(judge(told, learn(NETWORK, told)).held_up).tolist() == [61]


def test_a_break_on_the_road_is_no_lost_time() -> None:
    seconds = _even()
    seconds[7] = 1200
    told = replace(made(300, seconds=seconds), stood_s=np.where(np.arange(300) == 7, 1190.0, 0.0))
    found = lost(judge(told, learn(NETWORK, told)), np.zeros(300, dtype=np.int64))
    assert found.lost_s[0] < 20
    assert (int(found.breaks[0]), int(found.passages[0])) == (1, 299)


def test_where_little_was_seen_what_power_and_gradient_give_counts() -> None:
    free = learn(NETWORK, made(1, seconds=np.array([11.0])))
    assert len(free.seconds) == 6 * len(NETWORK.segments)
    assert free.seconds.min() > 5
    assert sustained_mps(np.array([0.1]), LOADED)[0] < sustained_mps(np.array([0.1]), EMPTY)[0]
    assert sustained_mps(np.array([0.1]), LOADED)[0] == pytest.approx(3.1, abs=0.2)


def test_trucks_that_come_by_the_clock_by_chance_and_in_bunches_are_told_apart() -> None:
    chance = np.random.default_rng(2)
    middle = NETWORK.of_road["haul"][len(NETWORK.of_road["haul"]) // 2]
    even = made(400, seconds=_even(400), segment=middle, every_s=120)
    random = replace(even, enter_s=np.cumsum(chance.exponential(120, 400)))
    bunched = replace(even, enter_s=even.enter_s - np.where(np.arange(400) % 2, 100, 0))
    clock, poisson, pairs = (bunching(NETWORK, one)[0] for one in (even, random, bunched))
    assert [clock.variation, clock.follow] == pytest.approx([0, 0], abs=1e-6)
    assert poisson.variation == pytest.approx(1, abs=0.15)
    assert poisson.low < poisson.by_chance < poisson.high
    assert pairs.follow == pytest.approx(0.5, abs=0.01)
    assert pairs.low > pairs.by_chance
    assert bunching(NETWORK, NONE) == []


def test_shares_of_few_have_wide_bounds() -> None:
    low, high = share_bounds(np.array([1, 100, 0]), np.array([2, 200, 0]))
    assert high[0] - low[0] > 5 * (high[1] - low[1])
    assert (low[2], high[2]) == (0, 1)
