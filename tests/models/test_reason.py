"""Do reasons and comparisons name what really differs, and nothing else?"""

import numpy as np
import pytest

from models.benchmarking.funnel import funnel
from models.benchmarking.reason import Habits, Prices, reasons
from models.benchmarking.region import Costs, compare

_TYPICAL = Habits({"return": 200, "queue": 60, "load": 120, "haul": 260, "dump": 40}, 0.2, 2.0, 1.0)


def test_nothing_is_the_reason_of_a_typical_machine() -> None:
    assert reasons(_TYPICAL, _TYPICAL, 30.0, Prices()) == []


def test_the_dearest_reason_comes_first_with_what_it_is_worth_a_year() -> None:
    own = Habits({**_TYPICAL.phase_s, "queue": 180.0}, 0.2, 9.0, 1.10)
    told = reasons(own, _TYPICAL, 30.0, Prices())
    assert [one.code for one in told] == ["queue", "fuel", "misuse"]
    assert told[1].eur_a_year == pytest.approx(0.1 / 1.1 * 30 * 2500 * 1.4)
    assert told[2].eur_a_year is None


def test_limits_narrow_with_the_root_of_the_number_of_cycles_to_what_cycles_do_not_take_away() -> None:
    wide = funnel(0.15, 0.03, 1_000_000)
    assert np.log(wide.inner_high[-1]) == pytest.approx(1.96 * 0.03, rel=0.01)
    told = funnel(0.15, 0.0, 2000)
    assert np.log(told.inner_high[0]) == pytest.approx(1.96 * 0.15 / np.sqrt(told.cycles[0]))
    assert (np.diff(told.outer_high) < 0).all()
    assert (told.outer_low < told.inner_low).all()


def _costs(owners: int, seed: int = 0) -> Costs:
    """Return machines of two regions: the south is hotter and hauls farther, and has a habit that costs 6 %."""
    dice = np.random.default_rng(seed)
    region = np.repeat(["north", "south"], 6 * owners)
    south = region == "south"
    owner = np.array([f"{where}-{number // 6}" for number, where in enumerate(region.tolist())])
    metres, air = dice.normal(0.3 * south, 0.3), dice.normal(20.0 * south, 5.0)
    cost = 0.5 * metres + 0.002 * air + 0.06 * south + dice.normal(0, 0.02, len(region))
    return Costs(region, owner, cost, {"usage": metres[:, None], "ambient": air[:, None]})


def test_the_difference_of_two_regions_falls_into_its_reasons() -> None:
    told = [compare(_costs(8, seed))["south"] for seed in range(10)]
    for reason, truth in (("usage", 0.15), ("ambient", 0.04), ("habit", 0.06)):
        assert np.mean([one[reason].value for one in told]) == pytest.approx(truth, abs=0.02)
        assert sum(one[reason].low < truth < one[reason].high for one in told) >= 8
    one = told[0]
    assert one["all"].value == pytest.approx(sum(one[name].value for name in ("usage", "ambient", "habit")))


def test_regions_of_few_owners_are_not_compared() -> None:
    assert compare(_costs(4)) == {}
