"""Are rows that differ from health told, and no others?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from models.anomaly import Spread, episodes, expect, fit, smoothed, spread
from models.anomaly.detector import NothingVaries, TooFewRows
from models.anomaly.scale import Floats


def healthy(rows: int, seed: int = 1) -> Floats:
    """Return rows of three columns, of which two follow a common cause and one is of its own."""
    random = np.random.default_rng(seed)
    cause = random.normal(size=rows)
    noise = random.normal(scale=0.1, size=(rows, 2))
    return np.column_stack([5 + cause + noise[:, 0], 9 - 2 * cause + noise[:, 1], random.normal(size=rows)])


def test_a_column_that_leaves_its_partners_is_beyond_health() -> None:
    detector = fit(healthy(400))
    rows = healthy(200, seed=2)
    assert (detector.score(rows).statistic > 1).mean() < 0.01
    rows[100:, 0] += 1.5
    statistic = detector.score(rows).statistic
    assert (statistic[:100] < 1).mean() > 0.99
    assert (statistic[110:] > 1).mean() > 0.9


def test_what_the_conditions_explain_is_no_anomaly() -> None:
    random = np.random.default_rng(3)
    load = random.uniform(0, 1, size=(600, 1))
    warmth = 20 + 60 * load**2 + random.normal(scale=0.5, size=(600, 1))
    detector = fit(warmth[:400], load[:400])
    hard = np.full((60, 1), 0.98)
    assert (detector.score(20 + 60 * hard**2, hard).statistic < 1).all()
    assert detector.score(25 + 60 * hard**2, hard).statistic[-1] > 1


def test_missing_values_and_columns_that_do_not_vary_change_nothing() -> None:
    rows = healthy(300)
    with_more = np.column_stack([rows, np.full(300, 7.0), np.full(300, np.nan)])
    detector = fit(with_more)
    assert detector.used.tolist() == [True, True, True, False, False]
    assert_allclose(detector.score(with_more).statistic, fit(rows).score(rows).statistic)
    rows[50:55, 1] = np.nan
    assert np.isfinite(detector.score(np.column_stack([rows, rows[:, :2]])).statistic).all()


def test_what_cannot_be_learnt_from_is_refused() -> None:
    with pytest.raises(TooFewRows, match="19 healthy rows are too few"):
        fit(healthy(19))
    with pytest.raises(NothingVaries):
        fit(np.ones((50, 2)))


@given(shift=st.floats(-100, 100), scale=st.floats(0.1, 100))
@settings(max_examples=20, deadline=None)
def test_units_do_not_matter(shift: float, scale: float) -> None:
    rows = healthy(120)
    there = fit(rows[:100]).score(rows).statistic
    assert_allclose(fit(shift + scale * rows[:100]).score(shift + scale * rows).statistic, there, rtol=1e-3)


def test_a_spread_of_few_rows_is_that_of_its_like() -> None:
    like = Spread(np.array([10.0]), np.array([2.0]))
    few = spread(np.array([[20.0], [21.0], [22.0]]), like, weight=97.0)
    assert few.middle[0] == pytest.approx(10 + 0.03 * 11)
    assert spread(np.array([[20.0], [21.0], [22.0]])).sigma[0] == pytest.approx(1.4826)


def test_an_alarm_is_raised_after_a_dwell_and_cleared_below_its_limit() -> None:
    statistic = np.array([0.0, 2, 0, 2, 2, 0.95, 0.95, 2, 0.5, 0, 2, 2])
    assert episodes(statistic, dwell=2) == [(4, 8), (11, 12)]
    assert episodes(statistic) == [(1, 2), (3, 8), (10, 12)]


def test_means_over_rows_end_at_what_lasts() -> None:
    assert_allclose(smoothed(np.concatenate([np.zeros((1, 1)), np.ones((100, 1))]), 5.0)[-1], 1.0)


def test_an_expectation_takes_what_is_missing_as_usual() -> None:
    conditions = np.linspace(-1, 1, 101)[:, None]
    found = expect(3 + conditions, conditions).of(np.array([[np.nan], [0.5]]))
    assert_allclose(found[:, 0], [3.0, 3.5], atol=0.02)
