"""How does a failure grow while its end is forecast, and how often do intervals hold what they say?"""

from collections.abc import Sequence

import numpy as np

from benchmarks.accuracy.chart import Chart
from benchmarks.accuracy.life import Question, answers
from benchmarks.accuracy.trial import Trial
from models.prognosis.part import PartForecast, history_of, step_h

Answer = tuple[Question, PartForecast]
_A_WEEK = 21
_LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def pictures(tried: Sequence[Trial], stop_s: float) -> dict[str, str]:
    """Return SVG documents by name: a part whose forecasts erred as usual, and the calibration of intervals."""
    told = [answers(trial, stop_s) for trial in tried]
    one = _usual([answer for each in told for answer in each])
    return {
        "part-wear": _wear(one).svg(),
        "part-life": _life(one).svg(),
        "part-calibration": _calibration(tried, told).svg(),
    }


def _usual(told: Sequence[Answer]) -> list[Answer]:
    """Return what was asked of the part whose forecasts erred as much as those of half of all parts that were followed
    for a week or more until they failed."""
    lives: dict[object, list[Answer]] = {}
    for answer in told:
        lives.setdefault(answer[0].life, []).append(answer)
    ended = [each for each in lives.values() if each[-1][0].calendar_h <= 24 and len(each) > _A_WEEK]
    return sorted(ended or [*lives.values()], key=_error)[len(ended or lives) // 2]


def _error(told: Sequence[Answer]) -> float:
    return float(np.mean([abs(one.life_h - min(asked.true_h, one.cap_h)) / one.cap_h for asked, one in told]))


def _wear(told: Sequence[Answer]) -> Chart:
    """Return how far the failure had gone, and what health is left of that, until its end."""
    course = told[-1][0].course
    hours = course.operating_h - course.operating_h[0]
    points = [*zip(hours.tolist(), course.severity.tolist(), course.spread.tolist(), strict=True)]
    return Chart(
        f"{_named(told)}: how far it has gone",
        "operating hours since it was first suspected",
        "share of the effect at failure",
        (_round(float(hours[-1])), 1.5),
        {
            "severity": [(hour, severity) for hour, severity, _ in points],
            "health": [(hour, max(1 - severity, 0.0)) for hour, severity, _ in points],
        },
        {"severity": [(hour, max(severity - spread, 0.0), severity + spread) for hour, severity, spread in points]},
    )


def _life(told: Sequence[Answer]) -> Chart:
    """Return what was said of its life, with 90 % intervals, beside the truth."""
    first_h = told[0][0].true_h
    rows = [(first_h - asked.true_h, one) for asked, one in told]
    cap_h = told[0][1].cap_h
    return Chart(
        f"{_named(told)}: life that is left, with 90 %",
        "operating hours since its onset could be seen",
        "operating hours left",
        (_round(first_h), _round(cap_h)),
        {
            "forecast": [(hour, one.life_h) for hour, one in rows],
            "truth": [(hour, min(first_h - hour, cap_h)) for hour, _ in rows] + [(first_h, 0.0)],
        },
        {"forecast": [(hour, one.low_h, one.high_h) for hour, one in rows]},
    )


def _calibration(tried: Sequence[Trial], told: Sequence[Sequence[Answer]]) -> Chart:
    """Return which share of lives lay in intervals of each confidence."""
    held = [(level, _held(tried, told, level)) for level in _LEVELS]
    return Chart(
        "Intervals of remaining life: how often they hold the truth",
        "confidence that was asked",
        "share that was held",
        (1.0, 1.0),
        {"measured": held, "ideal": [(0.0, 0.0), (1.0, 1.0)]},
    )


def _held(tried: Sequence[Trial], told: Sequence[Sequence[Answer]], level: float) -> float:
    inside: list[bool] = []
    for trial, each in zip(tried, told, strict=True):
        if each:
            outlook = trial.model.forecast(history_of([asked.course for asked, _ in each]), level)
            steps = [asked.true_h / step_h(asked.life.mode) for asked, _ in each]
            truth = np.minimum(steps, trial.model.cap)
            inside += ((outlook.low <= truth + 1e-6) & (truth <= outlook.high + 1e-6)).tolist()
    return float(np.mean(inside))


def _named(told: Sequence[Answer]) -> str:
    life = told[0][0].life
    return f"{life.mode.replace('_', ' ').capitalize()} of {life.machine}"


def _round(value: float) -> float:
    """Return the next multiple of fifty."""
    return float(np.ceil(max(value, 1.0) / 50) * 50)
