"""How does a suspected failure grow, and how much will its machine work?"""

from datetime import timedelta

import numpy as np

from services.diagnostics.api import WearCourse
from services.maintenance.api import Load

_DAY = timedelta(days=1)
# Of less than a day it cannot be said how much a machine works a day.
_LEAST = _DAY
_ASSUMED_H = 10.0
_LATELY_H, _LEAST_POINTS = 100.0, 5


def is_sound(course: WearCourse) -> bool:
    """Return whether a course is one: as many of everything, no severity below none, and no hour taken back."""
    columns = (course.hours, course.operating_h, course.severity, course.spread)
    numbers = np.array([*course.operating_h, *course.severity, *course.spread])
    if len({len(column) for column in columns}) != 1 or not course.hours or not np.isfinite(numbers).all():
        return False
    return min(course.severity) >= 0 and bool((np.diff(course.operating_h) >= 0).all())


def load_of(course: WearCourse | None) -> Load:
    """Return how much a machine is assumed to work: as in its course of wear, which must span a day at least."""
    span = course.hours[-1] - course.hours[0] if course and course.hours else timedelta()
    if course is None or span < _LEAST:
        sentence = f"{_ASSUMED_H:g} operating hours a day are assumed; the course is too short to tell."
        return Load(hours_per_day=_ASSUMED_H, origin="assumed", sentence=sentence)
    worked = course.operating_h[-1] - course.operating_h[0]
    # A machine that stands still all the time will work again, or nobody would ask.
    per_day = min(max(worked / (span / _DAY), 0.5), 24.0)
    days = span / _DAY
    sentence = f"It goes on working {per_day:.1f} hours a day, as in the last {days:.0f} days."
    return Load(hours_per_day=round(per_day, 2), origin="course", sentence=sentence)


def growth_per_100_h(course: WearCourse | None) -> float | None:
    """Return by how much the severity grew in 100 operating hours, by least squares over the last 100 of them.

    None where there are fewer than five points, or hardly any operating hours between them.
    """
    if course is None:
        return None
    hours, severity = np.asarray(course.operating_h), np.asarray(course.severity)
    lately = hours >= hours[-1] - _LATELY_H if len(hours) else np.zeros(0, dtype=bool)
    if lately.sum() < _LEAST_POINTS or np.ptp(hours[lately]) < 1.0:
        return None
    slope = np.polyfit(hours[lately] - hours[-1], severity[lately], 1)[0]
    return float(round(100 * slope, 3))
