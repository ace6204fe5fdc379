"""How well is the remaining life of the parts of a simulated fleet forecast?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.recording import START_S, Life
from benchmarks.accuracy.trial import NothingToLearn, Trial
from benchmarks.accuracy.wear import Machine, course_until, place_of
from models.diagnosis.course import Course
from models.prognosis.history import Floats
from models.prognosis.part import PartForecast, forecasts

ASK_EVERY_S = 8 * 3600.0
HORIZONS_H = (24.0, 72.0, 168.0)
# The last part of a life is where a forecast must be right: so much of a mode's usual course.
_NEAR = 0.3


@dataclass(frozen=True)
class Question:
    """A part that was suspected at a moment, and what became of it: how many operating hours it lived on, and after how
    many hours of the calendar it failed."""

    machine: Machine
    life: Life
    course: Course
    true_h: float
    calendar_h: float


def figures(tried: Sequence[Trial], stop_s: float) -> dict[str, object]:
    """Return the figures over all questions; lives and forecasts are clipped at each mode's cap."""
    pairs = [pair for trial in tried for pair in answers(trial, stop_s)]
    if not pairs:
        raise NothingToLearn("No part that failed was suspected before; right is a longer time.")
    cap_h = np.array([told.cap_h for _, told in pairs])
    true_h = np.minimum([asked.true_h for asked, _ in pairs], cap_h)
    # Lives as the models kept them, as shares of their caps.
    known = np.concatenate([trial.model.reference.truth for trial in tried])
    middle, (low, high) = float(known.mean()), np.quantile(known, [0.05, 0.95]).tolist()
    life = np.array([told.life_h for _, told in pairs])
    low_h, high_h = np.array([told.low_h for _, told in pairs]), np.array([told.high_h for _, told in pairs])
    near = true_h < _NEAR * cap_h
    return {
        "rmse": _rmse((life - true_h) / cap_h),
        "rmse_near_failure": _rmse(((life - true_h) / cap_h)[near]),
        "rmse_h": _rmse(life - true_h),
        "coverage90": float(np.mean((low_h <= true_h + 1e-9) & (true_h <= high_h + 1e-9))),
        "width90": float(np.mean((high_h - low_h) / cap_h)),
        "probabilities": {f"within_{horizon:g}_h": _probability(pairs, horizon) for horizon in HORIZONS_H},
        "baseline": {
            "what": "the mean of all clipped lives that were learned from, and 5 to 95 % of them",
            "rmse": _rmse(middle - true_h / cap_h),
            "rmse_near_failure": _rmse((middle - true_h / cap_h)[near]),
            "coverage90": float(np.mean((low <= true_h / cap_h) & (true_h / cap_h <= high))),
            "width90": float(high - low),
        },
        "left_out": {f"half_{place + 1}": dict(trial.model.cross_validated) for place, trial in enumerate(tried)},
        "parts": len({(asked.life.machine, asked.life.mode, asked.life.onset_s) for asked, _ in pairs}),
        "questions": len(pairs),
    }


def answers(trial: Trial, stop_s: float) -> list[tuple[Question, PartForecast]]:
    """Return what was asked of the machines of a trial, and what was forecast."""
    asked = [one for machine in trial.machines for one in questions(machine, stop_s)]
    daily = [one.machine.hours_per_day for one in asked]
    return [*zip(asked, forecasts(trial.model, [one.course for one in asked], HORIZONS_H, daily), strict=True)]


def questions(machine: Machine, stop_s: float) -> Iterator[Question]:
    """Yield each part that failed at last, three times a day from its onset on while it was suspected."""
    for life in machine.recording.lives:
        if place_of(machine, life) is None or not np.isfinite(life.failure_s):
            continue
        for time_s in np.arange(max(life.onset_s, START_S), min(life.failure_s, stop_s), ASK_EVERY_S).tolist():
            course = course_until(machine, life, time_s)
            if course is not None:
                true_h = machine.operating_at(life.failure_s) - machine.operating_at(time_s)
                yield Question(machine, life, course, true_h, (life.failure_s - time_s) / 3600)


def _probability(pairs: Sequence[tuple[Question, PartForecast]], horizon_h: float) -> dict[str, float | int | None]:
    """Return the Brier score of failure within a horizon, and that of who says the share which failed."""
    told = [(asked.calendar_h <= horizon_h, one.fail_within[horizon_h]) for asked, one in pairs]
    known = np.array(
        [(failed, probability) for failed, probability in told if probability is not None], dtype=np.float64
    )
    if not len(known):
        return {"questions": 0, "brier": None, "brier_of_share": None}
    share = float(known[:, 0].mean())
    return {
        "questions": len(known),
        "brier": float(np.mean((known[:, 1] - known[:, 0]) ** 2)),
        "brier_of_share": share * (1 - share),
    }


def _rmse(error: Floats) -> float | None:
    return float(np.sqrt(np.mean(error**2))) if len(error) else None
