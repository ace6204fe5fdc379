"""Are sums of cycles, counters and quarters what they are summed from?"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.market import hauls_of, machines_of
from models.benchmarking.indicator import Week
from models.benchmarking.meter import meter
from models.benchmarking.quarter import SETTLES, over
from models.benchmarking.tally import Tally
from models.benchmarking.typical import typical
from models.benchmarking.unit import judge, judge_tally
from simulators.market.haul import haul
from simulators.market.land import settle
from simulators.market.week import truck_weeks

_NAN = float("nan")


def test_weeks_that_are_added_judge_as_their_cycles_do() -> None:
    dice = np.random.default_rng(3)
    market = haul(dice, settle(dice, 7, 2), 60)
    machines, hauls = machines_of(market), hauls_of(market)
    weeks = [*truck_weeks(market, 4)]
    columns = [np.concatenate(column) for column in zip(*(vars(one.haulage).values() for one in weeks), strict=True)]
    added = Tally(*columns).grouped([one.machine for one in weeks], len(machines.owner))
    whole, summed = judge(machines, hauls, 5), judge_tally(machines, added, 5)
    assert summed.expected == pytest.approx(whole.expected)
    # Between two weeks nobody compares the cycles.
    assert summed.cv == pytest.approx(whole.cv, rel=0.1)
    assert sum(one.week.cycles for one in weeks) == len(hauls.machine)


def test_a_counter_that_begins_anew_goes_on_growing() -> None:
    time_s = np.arange(4, dtype=np.float64) * 60.0
    told = meter(time_s, 60.0, np.array([10.0, 12.0, _NAN, 0.0]), np.array([12.0, 14.0, _NAN, 3.0]))
    assert told.total == 7
    grown = told.between(np.array([30.0, -5.0]), np.array([90.0, 30.0]))
    assert grown[0] == pytest.approx(2, abs=0.01)
    assert np.isnan(grown[1]), "before it was first read nobody knows"
    nothing = meter(np.zeros(0), 60.0, np.zeros(0), np.zeros(0))
    assert nothing.total is None
    assert np.isnan(nothing.between(time_s[:1], time_s[1:2])).all()


@given(st.integers(0, 20 * 366))
def test_of_a_quarter_that_is_over_nothing_comes_any_more(days: int) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=days)
    quarter = over(now)
    assert quarter.mondays[-1] + timedelta(days=10) <= now
    assert now < quarter.next.stop + SETTLES
    assert all(quarter.start <= one < quarter.stop and one.weekday() == 0 for one in quarter.mondays)
    assert quarter.next.previous == quarter
    assert quarter.next.name > quarter.name


def test_what_is_typical_is_told_in_two_figures() -> None:
    dice = np.random.default_rng(4)
    (one,) = [*truck_weeks(haul(dice, settle(dice, 1, 2), 30), 1)][:1]
    found = typical([one.week])
    assert found is not None
    assert found.habits(1.1).phase_s["haul"] == pytest.approx((one.week.phase_s or {})["haul"] / 30)
    assert found.told.phase_s["queue"] == pytest.approx(found.phase_s["queue"], rel=0.05)
    assert "haul" not in found.told.phase_s, "a way of others is no measure"
    unwatched = Week(**{**vars(one.week), "watched_h": 0.0})
    half = typical([one.week, unwatched])
    assert half is not None
    assert half.misuses_per_100h is None
    assert typical([Week()]) is None
