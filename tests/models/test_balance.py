"""Is the scale that is off found among those that weigh the same loads, and do loads keep to their targets?"""

import numpy as np
import pytest

from models.weighing.balance import Balance, Comparison, State
from models.weighing.load import Carried, Way, carried, loads, own_scale, trucks_under
from models.weighing.payload import Passes
from models.weighing.target import judge

SCALES = ("digger", "truck-1", "truck-2", "truck-3")


def compared(wrong: dict[str, float], count: int = 60, seed: int = 1) -> Balance:
    """Return loads of one digger on three trucks in turn, whose scales are wrong by these shares."""
    random, balance = np.random.default_rng(seed), Balance(SCALES)
    for number in range(count):
        truck = SCALES[1 + number % 3]
        true = 30_000 * random.uniform(0.9, 1.1)
        digger, own = (true * (1 + wrong.get(name, 0.0)) * random.normal(1, 0.006) for name in ("digger", truck))
        balance.add(Comparison({"digger": 1.0}, {truck: 1.0}, digger, own, 0.008))
    return balance


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("bias", [0.03, -0.03])
def test_the_scale_that_is_off_is_named_with_its_bias(scale: str, bias: float) -> None:
    told = {one.scale: one for one in compared({scale: bias}).verdicts()}
    assert [name for name, one in told.items() if one.state is State.OFF] == [scale]
    assert told[scale].bias == pytest.approx(bias, abs=0.012)


def test_sound_scales_fit_and_few_loads_tell_nothing() -> None:
    assert {one.state for one in compared({}).verdicts()} == {State.FITS}
    assert State.CANNOT_TELL in {one.state for one in compared({}, count=3).verdicts()}


def test_two_scales_alone_cannot_tell_which_of_them_is_off() -> None:
    balance = Balance(("digger", "truck-1"))
    for _ in range(50):
        balance.add(Comparison({"digger": 1.0}, {"truck-1": 1.0}, 31_000, 30_000, 0.008))
    assert State.OFF not in {one.state for one in balance.verdicts()}


def test_a_bucket_that_went_elsewhere_is_not_compared() -> None:
    balance = Balance(SCALES)
    balance.add(Comparison({"digger": 1.0}, {"truck-1": 1.0}, 36_000, 30_000, 0.008))
    assert balance.counts.sum() == 0


def passes_at(*moments: float) -> Passes:
    """Return passes of 6 t each that are halfway up at some moments."""
    at_s = np.array(moments, dtype=np.float64)
    flat = np.ones(len(at_s))
    return Passes(
        at_s - 3, at_s, at_s + 6, 6000 * flat, 80 * flat, 40 * flat, 0 * flat, np.zeros(len(at_s), dtype=np.int64)
    )


def stands(east_deg: float) -> Way:
    time_s = np.arange(0.0, 1000.0)
    return Way(time_s, np.full(1000, 60.0), np.full(1000, 15.0 + east_deg))


def test_a_pass_goes_into_the_truck_that_stands_under_the_bucket() -> None:
    # A ten-thousandth of a degree of longitude is 5.6 m here.
    trucks = {"near": stands(0.0001), "queueing": stands(0.0008)}
    assert trucks_under(passes_at(100, 130), stands(0.0), trucks) == ["near", "near"]
    assert trucks_under(passes_at(100), stands(0.0), {"queueing": stands(0.0008)}) == [None]
    assert trucks_under(passes_at(5000), stands(0.0), trucks) == [None]


def test_passes_make_loads_by_truck_and_by_time() -> None:
    made = loads("digger", passes_at(100, 130, 160, 250, 280, 700, 730), ["a", None, "a", "b", "b", "b", "b"])
    assert [(one.truck, one.passes) for one in made] == [("a", 3), ("b", 2), ("b", 2)]
    assert made[0].payload_kg == 18_000
    # What the passes of a digger have in common adds up; what each has alone averages out.
    assert made[0].common_kg == 120
    assert made[0].own_sd_kg == pytest.approx(3**0.5 * (80**2 - 40**2) ** 0.5)


def test_loads_of_trucks_that_nobody_knows_are_told_apart_by_the_time_between_them() -> None:
    made = loads("digger", passes_at(100, 130, 160, 250, 280, 310), [None] * 6)
    assert [one.passes for one in made] == [3, 3]


def test_a_pass_that_was_not_weighed_counts_as_the_others_with_less_certainty() -> None:
    told = passes_at(100, 130, 160)
    told.payload_kg[1] = np.nan
    load = loads("digger", told, ["a"] * 3)[0]
    assert (load.passes, load.weighed, load.payload_kg) == (3, 2, 18_000)
    assert load.sd_kg > loads("digger", passes_at(100, 130, 160), ["a"] * 3)[0].sd_kg


def test_a_truck_tells_its_loads_and_what_it_carries_back() -> None:
    time_s = np.arange(0.0, 900.0)
    kg = np.interp(time_s, [0, 100, 220, 600, 620, 900], [0, 0, 30_000, 30_000, 400, 400])
    told = carried(time_s, kg, 30_000)
    assert len(told) == 1
    assert told[0].payload_kg == pytest.approx(30_000, rel=0.01)
    assert told[0].left_kg == pytest.approx(400)
    assert own_scale(loads("digger", passes_at(110, 140, 170), ["a"] * 3)[0], told) == told[0]
    assert own_scale(loads("digger", passes_at(700, 730), ["a"] * 2)[0], told) is None
    assert isinstance(told[0], Carried)


@pytest.mark.parametrize(
    ("shares", "keeps"),
    [
        ([0.9, 1.0, 1.05], True),
        ([1.02, 1.0, 1.05], False),
        ([0.8] * 9 + [1.21], False),
        ([0.8] * 8 + [1.12] * 2, False),
    ],
)
def test_loads_keep_to_the_rule_by_their_mean_and_by_how_many_are_far_above(shares: list[float], keeps: bool) -> None:
    kg = 30_000 * np.array(shares)
    told = judge(kg, np.full(len(kg), 1.0), np.full(len(kg), 30_000.0))
    assert told.keeps is keeps
    assert told.sure


def test_near_the_limit_an_inexact_scale_is_not_sure_and_no_loads_tell_nothing() -> None:
    kg = np.full(20, 29_900.0)
    assert not judge(kg, np.full(20, 600.0), np.full(20, 30_000.0)).sure
    assert judge(kg[:0], kg[:0], kg[:0]).keeps is None
