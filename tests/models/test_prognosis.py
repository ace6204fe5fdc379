"""Does the estimator of remaining life look only back, and say as much as it knows?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.prognosis import History, LifeModel, Reference, fit_life
from models.prognosis.committee import ask, fit_committee
from models.prognosis.feature import window_features
from models.prognosis.history import Floats
from models.prognosis.regime import fit_regimes

UNITS, LIFE = 12, 60


def _fleet(units: int = UNITS, *, seed: int = 1, regimes: int = 3) -> History:
    """Return units of which one sensor drifts away towards failure, whatever they do; another stands still."""
    chance = np.random.default_rng(seed)
    lives = chance.integers(LIFE, LIFE + 20, units)
    unit, age = np.repeat(np.arange(units), lives), np.concatenate([np.arange(1.0, life + 1) for life in lives])
    left = np.repeat(lives, lives).astype(np.float64) - age
    regime = chance.integers(0, regimes, len(unit))
    drifting: Floats = 10.0 * regime + 8 * np.exp(-left / 15) + chance.normal(0, 0.3, len(unit))
    return History(unit, age, regime[:, None].astype(np.float64), np.column_stack([drifting, np.full(len(unit), 5.0)]))


@pytest.fixture(scope="module")
def fitted() -> LifeModel:
    return fit_life(_fleet(), 40.0)


def test_regimes_are_found_where_settings_jump_and_not_where_they_wander() -> None:
    assert len(fit_regimes(_fleet(), 0).centre) == 3
    wandering = _fleet(regimes=1)
    noise = np.random.default_rng(0).normal(0, 1, (len(wandering), 1))
    assert len(fit_regimes(replace(wandering, settings=noise), 0).centre) == 1
    assert len(fit_regimes(replace(wandering, settings=noise[:, :0]), 0).centre) == 1


def test_a_sensor_that_stands_still_tells_nothing() -> None:
    assert fit_regimes(_fleet(), 0).telling.tolist() == [0]


@given(st.integers(1, LIFE))
def test_features_know_only_the_past(cut: int) -> None:
    whole = _fleet(1)
    score = fit_regimes(whole, 0).standardise(whole)
    until = window_features(whole.at(slice(0, cut)), score[:cut])
    np.testing.assert_allclose(until, window_features(whole, score)[:cut])


@given(st.permutations(range(4)))
@settings(max_examples=8)
def test_units_do_not_see_each_other(order: list[int]) -> None:
    fleet = _fleet(4)
    score = fit_regimes(fleet, 0).standardise(fleet)
    spans = list(fleet.spans())
    features = window_features(fleet, score)
    shuffled = np.concatenate([np.arange(spans[one].start, spans[one].stop) for one in order])
    moved = History(*(part[shuffled] for part in (fleet.unit, fleet.age, fleet.settings, fleet.sensors)))
    np.testing.assert_allclose(window_features(moved, score[shuffled]), features[shuffled])


def test_an_unseen_unit_is_forecast_better_the_nearer_its_end(fitted: LifeModel) -> None:
    unseen = _fleet(8, seed=2)
    error = np.abs(fitted.expect(unseen) - np.minimum(unseen.life_left(), fitted.cap))
    assert error[unseen.life_left() < 10].mean() < 2
    assert error.mean() < 6
    np.testing.assert_allclose(fitted.forecast(unseen).life, fitted.expect(unseen)[unseen.ends])


def test_an_interval_holds_the_guess_and_failure_grows_with_the_horizon(fitted: LifeModel) -> None:
    unseen = _fleet(8, seed=3)
    half = np.concatenate([np.arange(span.start, (span.start + span.stop) // 2 + 15) for span in unseen.spans()])
    alive = History(*(part[half] for part in (unseen.unit, unseen.age, unseen.settings, unseen.sensors)))
    outlook = fitted.forecast(alive)
    assert (outlook.low <= outlook.high).all()
    assert (outlook.high <= fitted.cap).all()
    probable = np.array([fitted.fail_within(alive, horizon) for horizon in (0, 10, 20, 39)])
    assert ((probable >= 0) & (probable <= 1)).all()
    assert (np.diff(probable, axis=0) >= 0).all()


def test_a_horizon_beyond_what_is_told_is_refused(fitted: LifeModel) -> None:
    with pytest.raises(ValueError, match="less than 40"):
        fitted.fail_within(_fleet(1), 40)


def test_the_same_seed_gives_the_same_committee() -> None:
    fleet = _fleet(2)
    target = fleet.life_left() / LIFE / 2
    first, second = (ask(fit_committee(fleet.sensors, target, 3), fleet.sensors) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@given(st.floats(0.05, 0.95), st.floats(0.3, 0.99))
@settings(max_examples=30)
def test_the_shortest_interval_of_even_truths_is_as_long_as_its_confidence(at: float, confidence: float) -> None:
    truth = np.linspace(0, 1, 400)
    everything = Reference(np.full(400, at), truth, np.zeros(400, np.int64))
    low, high = everything.interval(np.array([at]), confidence)
    assert high[0] - low[0] == pytest.approx(confidence, abs=0.01)
    assert everything.within(np.array([at]), confidence)[0] == pytest.approx(confidence, abs=0.01)


def test_nobody_asked_is_nobody_answered() -> None:
    reference = Reference(np.array([0.5]), np.array([0.5]), np.zeros(1, np.int64))
    nobody: Floats = np.empty(0)
    low, high = reference.interval(nobody, 0.9)
    assert (len(low), len(high), len(reference.within(nobody, 0.5))) == (0, 0, 0)
