"""How much life does a model of parts tell, with what chance to fail within which time?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.diagnosis.course import Course
from models.diagnosis.mode import Mode
from models.prognosis import LifeModel
from models.prognosis.part import INPUTS, PartForecast, forecasts, history_of, usual_h
from services.diagnostics.api import Suspect, WearCourse
from services.kit.model import Kept
from services.maintenance.api import Life, Load, ModelVersion, Risk, Role
from services.maintenance.forecast.horizon import risk_within

HORIZONS_H = (8.0, 24.0, 72.0, 168.0, 720.0)
_SENSOR = "A sensor has no course of wear from which a life could be told."
_NO_COURSE = "There is no course of wear yet from which a life could be told."
_UNKNOWN = "How long '{mode}' takes is not known, so no life can be told."
# Every other point of the curve says as much.
_EVERY = 2


@dataclass(frozen=True)
class Case:
    """A suspicion of which the life is asked for."""

    suspect: Suspect
    course: WearCourse | None
    load: Load


@dataclass(frozen=True)
class LifeTold:
    """What is told of a part's life; `why_none` says why there is none."""

    life: Life | None = None
    why_none: str | None = None
    risks: Sequence[Risk] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    made_by: ModelVersion | None = None


@dataclass(frozen=True)
class Teller:
    """The model of life that plays a role, or why there is none."""

    role: Role
    kept: Kept[LifeModel] | None
    why_none: str | None = None

    @property
    def version(self) -> str:
        """Return what tells this teller's answers from those of another."""
        return f"{self.role}:{self.kept.card.version if self.kept else 'none'}"

    def tell(self, cases: Sequence[Case]) -> list[LifeTold]:
        """Return the life of each suspicion, or why none can be told; the model is asked for all of them at once."""
        why = [_why_none(one) or self.why_none for one in cases]
        courses = {place: _course(one) for place, one in enumerate(cases) if why[place] is None}
        told = self._ask({place: course for place, course in courses.items() if course}, cases)
        return [told.get(place) or LifeTold(why_none=why[place]) for place in range(len(cases))]

    def _ask(self, courses: Mapping[int, Course], cases: Sequence[Case]) -> dict[int, LifeTold]:
        if self.kept is None or not courses:
            return {}
        card = self.kept.card
        made_by = ModelVersion(name=card.name, version=card.version, trained_at=card.trained_at)
        daily = [cases[place].load.hours_per_day for place in courses]
        told = forecasts(self.kept.model, [*courses.values()], HORIZONS_H, daily)
        return {
            place: _told(one, cases[place].load, _features(course), made_by)
            for (place, course), one in zip(courses.items(), told, strict=True)
        }


def _why_none(case: Case) -> str | None:
    if case.suspect.is_of_sensor:
        return _SENSOR
    try:
        usual_h(case.suspect.mode)
    except KeyError:
        return _UNKNOWN.format(mode=case.suspect.mode)
    return None if case.course and case.course.hours else _NO_COURSE


def _course(case: Case) -> Course | None:
    course = case.course
    if course is None:
        return None
    hours = np.array([int(hour.timestamp()) // 3600 for hour in course.hours], dtype=np.int64)
    parts = (np.asarray(part, dtype=np.float64) for part in (course.operating_h, course.severity, course.spread))
    return Course(Mode(course.mode, course.where), hours, *parts)


def _features(course: Course) -> dict[str, float]:
    last = history_of([course]).sensors[-1]
    return {name: round(float(value), 4) for name, value in zip(INPUTS, last, strict=True)}


def _told(told: PartForecast, load: Load, features: Mapping[str, float], made_by: ModelVersion) -> LifeTold:
    life = Life(
        expected_h=round(told.life_h, 1),
        low_h=round(told.low_h, 1),
        high_h=round(told.high_h, 1),
        at_most_h=round(told.cap_h, 1),
        at_h=[round(float(one), 1) for one in told.at_h[::_EVERY]],
        failed_by=[round(float(one), 4) for one in told.dead_by[::_EVERY]],
    )
    return LifeTold(life, None, [risk_within(life, load, horizon) for horizon in HORIZONS_H], features, made_by)
