"""Is the scale that is off found among those that weigh the same loads, and do loads keep to their targets?"""

import numpy as np
import pytest

from models.weighing.balance import Balance, Comparison, State, Weighing, connected, of_load, reconcile
from models.weighing.load import Carried, Way, back_kg, carried, loads, own_scale, placed, trucks_under
from models.weighing.payload import Passes
from models.weighing.target import judge

SCALES = ("digger", "truck-1", "truck-2", "truck-3")
RIGHT = 0.003


def beside(one: str, one_kg: float, other: str, other_kg: float, right: float = RIGHT) -> Comparison:
    """Return a load by two scales of which the first is known to be so right."""
    return Comparison(
        Weighing(one_kg, {one: 1.0}, {one: right}), Weighing(other_kg, {other: 1.0}, {other: RIGHT}), 0.008
    )


def compared(wrong: dict[str, float], count: int = 60, seed: int = 1, right: float = RIGHT) -> Balance:
    """Return loads of one digger on three trucks in turn, whose scales are wrong by these shares."""
    random, balance = np.random.default_rng(seed), Balance(SCALES)
    for number in range(count):
        truck = SCALES[1 + number % 3]
        true = 30_000 * random.uniform(0.9, 1.1)
        digger, own = (true * (1 + wrong.get(name, 0.0)) * random.normal(1, 0.006) for name in ("digger", truck))
        balance.add(beside("digger", digger, truck, own, right))
    return balance


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("bias", [0.03, -0.03])
def test_the_scale_that_is_off_is_named_with_its_bias(scale: str, bias: float) -> None:
    told = {one.scale: one for one in compared({scale: bias}).verdicts()}
    assert [name for name, one in told.items() if one.state is State.OFF] == [scale]
    assert told[scale].bias == pytest.approx(bias, abs=0.012)
    assert told[scale].likely > 0.99 > max(one.likely for one in told.values() if one.scale != scale)


def test_sound_scales_fit_and_few_loads_tell_nothing() -> None:
    assert {one.state for one in compared({}).verdicts()} == {State.FITS}
    assert State.CANNOT_TELL in {one.state for one in compared({}, count=3).verdicts()}


def test_a_scale_that_is_not_known_to_be_right_is_not_called_off_for_what_it_may_well_weigh_wrong() -> None:
    told = {one.scale: one for one in compared({"digger": 0.03}, right=0.03).verdicts()}
    assert told["digger"].state is not State.OFF
    assert told["digger"].bias == pytest.approx(0.03, abs=0.006)


def test_sound_scales_are_called_off_in_less_than_one_of_a_hundred_cases() -> None:
    wrongly = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        wrong = {scale: float(random.normal(0, RIGHT)) for scale in SCALES}
        wrongly += sum(one.state is State.OFF for one in compared(wrong, seed=seed).verdicts())
    assert wrongly <= 2


def test_scales_are_judged_by_groups_of_those_that_can_be_compared() -> None:
    one, other = beside("digger", 30_500, "truck-1", 30_000), beside("far", 30_000, "truck-9", 30_000)
    assert connected([one, other, one]) == [[one, one], [other]]
    told = {each.scale: each for each in reconcile([one, other, one])}
    assert {each.among for each in told.values()} == {2}
    assert {each.state for each in told.values()} == {State.CANNOT_TELL}


def test_what_a_truck_carried_back_is_no_part_of_the_next_load() -> None:
    (load,) = loads("digger", passes_at(1000, 1030, 1060), ["a"] * 3)
    first = Carried(100, 200, 600, 30_000, 180, 400)
    second = Carried(1000, 1100, 1600, 18_400, 180, float("nan"))
    assert back_kg(first, [first, second]) == 0
    assert back_kg(second, [first, second]) == 400
    assert of_load(load, second, 400).apart == pytest.approx(0.0, abs=1e-9)


def test_a_load_is_placed_where_it_was_dumped() -> None:
    dumped, under_way = Carried(100, 200, 600, 1, 1, 0), Carried(700, 800, float("nan"), 1, 1, 0)
    told = placed([dumped, under_way], stands(0.0))
    assert (told[0].latitude_deg, told[0].longitude_deg) == (60.0, 15.0)
    assert np.isnan(told[1].latitude_deg)


def test_two_scales_alone_cannot_tell_which_of_them_is_off() -> None:
    balance = Balance(("digger", "truck-1"))
    for _ in range(50):
        balance.add(beside("digger", 31_000, "truck-1", 30_000))
    assert State.OFF not in {one.state for one in balance.verdicts()}


def test_a_bucket_that_went_elsewhere_is_not_compared() -> None:
    balance = Balance(SCALES)
    balance.add(beside("digger", 36_000, "truck-1", 30_000))
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
