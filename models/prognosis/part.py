"""How many more operating hours does a part live whose wear is followed, and how sure is that?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from models.diagnosis.course import Course
from models.prognosis.history import Floats, History
from models.prognosis.life import LifeModel, fit_life

# Operating hours from the first sign of a failure until the part has failed in function, as the handbook of failure
# modes has them: from a short to a long course.
_P_TO_F_H: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "air_filter_clogging": (50, 250),
        "radiator_fouling": (100, 500),
        "coolant_leak": (5, 100),
        "hydraulic_pump_wear": (200, 1000),
        "cylinder_leak": (200, 800),
        "hydraulic_filter_clogging": (50, 300),
        "turbocharger_wear": (100, 500),
        "injector_fouling": (200, 1000),
        "dpf_clogging": (20, 200),
        "engine_bearing_wear": (50, 500),
        "clutch_slip": (200, 1000),
        "brake_drag": (100, 500),
        "wheel_bearing_wear": (100, 600),
        "tyre_pressure_loss": (5, 200),
        "alternator": (10, 300),
        "battery_wear": (10, 300),
        "crusher_bearing_wear": (200, 1500),
        "crusher_liner_wear": (200, 1500),
    }
)
# What a history of courses holds. Time counts in steps: so many make the usual course of a mode.
INPUTS = ("severity", "log_severity", "spread", "growth", "steps_left_log", "usual_h_log")
CAP_STEPS = 50.0
_LEAST_SEVERITY, _MOST_STEPS = 0.02, 3 * CAP_STEPS
# Wear is convex: this power of severity grows about as evenly as damage does.
_STRAIGHT = 0.45
_GROWTH_ROWS = 12


def usual_h(mode: str) -> float:
    """Return how many operating hours a failure usually takes from its first sign on: the middle, by logarithm, of what
    the handbook says. More life than that is never told. Raises KeyError for a mode that does not wear."""
    low, high = _P_TO_F_H[mode]
    return float(np.sqrt(low * high))


def step_h(mode: str) -> float:
    """Return how many operating hours a step of a history is."""
    return usual_h(mode) / CAP_STEPS


@dataclass(frozen=True)
class PartForecast:
    """What is to be expected of a part, in operating hours of its machine from the last hour of its course on.

    `life_h` the best guess between `low_h` and `high_h`, which hold the truth with 90 %; `cap_h` is the most that is
    told: a bound that reaches it means "more than". `fail_within` has the probability of failure in each asked horizon
    of calendar hours, None where the machine works beyond the cap in it. `dead_by` (m) is the probability of having
    failed after `at_h` (m) operating hours, up to the cap. `hours_per_day` is the assumption on future work: as much a
    day as that, under loads like those of its course.
    """

    mode: str
    life_h: float
    low_h: float
    high_h: float
    cap_h: float
    hours_per_day: float
    fail_within: Mapping[float, float | None]
    at_h: Floats
    dead_by: Floats

    @property
    def sentence(self) -> str:
        """What is expected, in words."""
        if self.low_h >= self.cap_h:
            return f"lives more than {self.cap_h:.0f} operating hours"
        above = f"more than {self.cap_h:.0f}" if self.high_h >= self.cap_h else f"{self.high_h:.0f}"
        return f"about {self.life_h:.0f} operating hours, with 90 % between {self.low_h:.0f} and {above}"


def history_of(courses: Sequence[Course], failure_h: Sequence[float] | None = None) -> History:
    """Return what a life model takes of courses, a unit for each: rows a step apart, the last one at its end.

    Where `failure_h`, the machines' operating hours at failure, are told, each unit ends there with what was last seen.
    """
    ends = [float(one.operating_h[-1]) for one in courses] if failure_h is None else failure_h
    parts = [_rows(one, end) for one, end in zip(courses, ends, strict=True)]
    return History(
        np.repeat(np.arange(len(parts)), [len(age) for age, _ in parts]),
        np.concatenate([age for age, _ in parts]) if parts else np.empty(0),
        np.empty((sum(len(age) for age, _ in parts), 0)),
        np.vstack([sensors for _, sensors in parts]) if parts else np.empty((0, len(INPUTS))),
    )


def fit_parts(courses: Sequence[Course], failure_h: Sequence[float], seed: int = 0) -> LifeModel:
    """Return a model of the life of parts, from courses until their failures or shortly before; `failure_h` are the
    operating hours of their machines at failure. Raises ValueError for fewer than ten."""
    history = history_of(courses)
    steps = [
        (end - float(one.operating_h[0])) / step_h(one.mode.name) for one, end in zip(courses, failure_h, strict=True)
    ]
    left = np.repeat(steps, history.ends - history.starts + 1) - history.age
    return fit_life(history, CAP_STEPS, seed, left=np.maximum(left, 0.0))


def _rows(course: Course, end_h: float) -> tuple[Floats, Floats]:
    """Return the age in steps at each row, and what is known then."""
    usual, step = usual_h(course.mode.name), step_h(course.mode.name)
    age_h = course.operating_h - course.operating_h[0]
    lived_h = max(end_h - float(course.operating_h[0]), 0.0)
    # The last row is at the end itself, so the one before it may be nearer than a step.
    grid = np.append(np.arange(0.0, lived_h - step / 4, step), lived_h) if lived_h > 0 else np.zeros(1)
    # Of a moment between two points the earlier one is known.
    place = np.clip(np.searchsorted(age_h, grid + 1e-9, side="right") - 1, 0, len(age_h) - 1)
    severity = np.maximum(course.severity[place], _LEAST_SEVERITY)
    growth, left = _growth(grid / step, severity**_STRAIGHT)
    spread = course.spread[place] / severity
    constant = np.full(len(grid), np.log(usual))
    return grid / step, np.column_stack([severity, np.log(severity), spread, growth, np.log(left), constant])


def _growth(age: Floats, straight: Floats) -> tuple[Floats, Floats]:
    """Return how fast straightened severity grew in the last rows, a step, and how many steps are left at that pace."""
    growth = np.zeros(len(age))
    for row in range(1, len(age)):
        span = slice(max(row + 1 - _GROWTH_ROWS, 0), row + 1)
        away = age[span] - age[span].mean()
        growth[row] = away @ straight[span] / max(away @ away, 1e-9)
    left = np.maximum(1 - straight, 0.02) / np.maximum(growth, 1 / _MOST_STEPS / 4)
    return growth, np.clip(left, 0.5, _MOST_STEPS)


def forecast(model: LifeModel, course: Course, horizons_h: Sequence[float], hours_per_day: float) -> PartForecast:
    """Return what is to be expected of a part after the last hour of its course.

    `horizons_h` are hours of the calendar, of which the machine works `hours_per_day` in 24.
    """
    return forecasts(model, [course], horizons_h, [hours_per_day])[0]


def forecasts(
    model: LifeModel, courses: Sequence[Course], horizons_h: Sequence[float], hours_per_day: Sequence[float]
) -> list[PartForecast]:
    """Return the same of several parts at once, each of a machine with its own hours of operation in a day."""
    if not courses:
        return []
    history = history_of(courses)
    outlook = model.forecast(history)
    steps = np.linspace(0.0, model.cap, round(model.cap) + 1)
    dead = model.dead_by(history, steps)
    told = zip(courses, hours_per_day, outlook.life, outlook.low, outlook.high, dead, strict=True)
    return [
        _told(one.mode.name, daily, horizons_h, (np.array([life, low, high]) / model.cap, steps / model.cap, row))
        for one, daily, life, low, high, row in told
    ]


def _told(
    mode: str, hours_per_day: float, horizons_h: Sequence[float], shares: tuple[Floats, Floats, Floats]
) -> PartForecast:
    cap_h = usual_h(mode)
    life, at_h, dead = cap_h * shares[0], cap_h * shares[1], shares[2]
    worked_h = {horizon: horizon / 24 * hours_per_day for horizon in horizons_h}
    within = {
        horizon: float(np.interp(worked, at_h, dead)) if worked <= cap_h else None
        for horizon, worked in worked_h.items()
    }
    return PartForecast(
        mode=mode,
        life_h=float(life[0]),
        low_h=float(life[1]),
        high_h=float(life[2]),
        cap_h=cap_h,
        hours_per_day=hours_per_day,
        fail_within=within,
        at_h=at_h,
        dead_by=dead,
    )
