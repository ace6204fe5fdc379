"""Is what is said of a part's life true of parts that nobody saw, and no more than is known?"""

from dataclasses import replace

import numpy as np
import pytest

from models.diagnosis.course import Course
from models.diagnosis.mode import Mode
from models.prognosis import LifeModel
from models.prognosis.part import INPUTS, fit_parts, forecast, forecasts, history_of, step_h, usual_h

MODES = ("air_filter_clogging", "turbocharger_wear", "coolant_leak")


def worn(number: int, seen: float = 1.0) -> tuple[Course, float]:
    """Return the course of a part from about its first sign on until a share of its life, and its hours at failure."""
    chance = np.random.default_rng(number)
    mode = MODES[number % len(MODES)]
    warning_h = usual_h(mode) * np.exp(chance.uniform(-0.6, 0.6))
    passed = np.linspace(0.25, max(seen, 0.3), 60)
    severity = passed**2 * np.exp(chance.normal(0, 0.03, 60))
    hour = 490_000 + (2 * passed * warning_h).astype(np.int64)
    course = Course(Mode(mode), hour, 1000 + passed * warning_h, severity, np.full(60, 0.03))
    return course, 1000 + warning_h


@pytest.fixture(scope="module")
def fitted() -> LifeModel:
    courses, failures_h = zip(*(worn(number) for number in range(18)), strict=True)
    return fit_parts(courses, failures_h)


def test_a_history_of_courses_has_a_row_for_each_step_and_ends_with_the_course() -> None:
    course, _ = worn(1, seen=0.6)
    known, early = history_of([course]), history_of([course.until(30)])
    assert known.sensors.shape[1] == len(INPUTS)
    assert known.age[-1] * step_h(course.mode.name) == pytest.approx(course.operating_h[-1] - course.operating_h[0])
    assert np.diff(known.age[:-1]) == pytest.approx(1)
    np.testing.assert_allclose(known.sensors[: len(early) - 1], early.sensors[:-1])


def test_an_unseen_part_is_forecast_the_better_the_nearer_its_end(fitted: LifeModel) -> None:
    parts = [worn(number, seen=0.9) for number in range(30, 45)]
    told = forecasts(fitted, [course for course, _ in parts], (), [12.0] * len(parts))
    true_h = np.array([failure_h - course.operating_h[-1] for course, failure_h in parts])
    error = np.array([one.life_h for one in told]) - true_h
    usual = np.array([one.cap_h for one in told])
    assert np.sqrt(np.mean((error / usual) ** 2)) < 0.1
    assert np.mean([one.low_h <= true <= one.high_h for one, true in zip(told, true_h, strict=True)]) >= 0.6


def test_failure_grows_with_the_horizon_and_nothing_is_told_beyond_the_cap(fitted: LifeModel) -> None:
    course, _ = worn(31, seen=0.8)
    told = forecast(fitted, course, (8, 24, 72, 168, 10_000), 12.0)
    known = [value for value in told.fail_within.values() if value is not None]
    assert known == sorted(known)
    assert told.fail_within[10_000] is None
    assert (np.diff(told.dead_by) >= 0).all()
    assert told.dead_by[0] >= 0
    assert told.dead_by[-1] <= 1
    assert told.at_h[-1] == told.cap_h == pytest.approx(usual_h(course.mode.name))
    harder = forecast(fitted, course, (24,), 24.0)
    assert (harder.fail_within[24] or 0) >= (told.fail_within[24] or 0)


def test_the_sentence_says_more_than_where_no_more_is_told(fitted: LifeModel) -> None:
    told = forecast(fitted, worn(31, seen=0.8)[0], (), 12.0)
    assert "90 %" in told.sentence
    assert replace(told, high_h=told.cap_h).sentence.endswith(f"more than {told.cap_h:.0f}")
    assert replace(told, low_h=told.cap_h).sentence.startswith("lives more than")


def test_nobody_asked_is_nobody_answered(fitted: LifeModel) -> None:
    assert forecasts(fitted, [], (), []) == []
