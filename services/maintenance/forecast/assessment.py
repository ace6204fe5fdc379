"""What is told of the parts of one machine from its diagnosis, with a model of life or without?"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from models.phrase import percent
from services.diagnostics.api import Diagnosis, DiagnosisState, MadeBy, Suspect, WearCourse
from services.maintenance.api import MachineForecasts, ModelVersion, PartForecast, RestsOn, Role, Standing
from services.maintenance.forecast.course import growth_per_100_h, is_sound, load_of
from services.maintenance.forecast.life import Case, LifeTold, Teller

_WELL = (DiagnosisState.HEALTHY, DiagnosisState.UNUSUAL)
_SUSPECT = (DiagnosisState.SUSPECT, DiagnosisState.ALARM, DiagnosisState.SENSOR)
_WEEK_H = 168.0


def assess(diagnoses: Sequence[Diagnosis], teller: Teller) -> list[list[PartForecast]]:
    """Return for each diagnosis a forecast of each of its suspects, without ids, those first that fail first."""
    cases = [[*_cases(one)] for one in diagnoses]
    told = iter(teller.tell([case for of_one in cases for case in of_one]))
    forecasts = (
        [_part(one, case, next(told)) for case in of_one] for one, of_one in zip(diagnoses, cases, strict=True)
    )
    return [sorted(parts, key=_urgency) for parts in forecasts]


def _cases(diagnosis: Diagnosis) -> Iterator[Case]:
    # One event that is not as it should be must not hold up the forecasts of all machines.
    courses = {(course.mode, course.where): course for course in diagnosis.courses if is_sound(course)}
    for suspect in {(one.mode, one.where): one for one in diagnosis.suspects}.values():
        course = courses.get((suspect.mode, suspect.where))
        yield Case(suspect, course, load_of(course))


def answer(diagnosis: Diagnosis, role: Role, forecasts: Sequence[PartForecast]) -> MachineForecasts:
    """Return the answer about a machine."""
    return MachineForecasts(
        machine=diagnosis.machine,
        role=role,
        state=_standing(diagnosis, forecasts),
        sentence=" ".join([diagnosis.sentence, *(one.sentence for one in forecasts[:1])]),
        at=diagnosis.data_until,
        forecasts=list(forecasts),
        missing=[],
    )


def _standing(diagnosis: Diagnosis, forecasts: Sequence[PartForecast]) -> Standing:
    if forecasts or diagnosis.state in _SUSPECT:
        return "suspect"
    return "healthy" if diagnosis.state in _WELL else "cannot_tell"


def _urgency(one: PartForecast) -> tuple[float, float]:
    """Order by the chance to fail within a week, or where that is not known by how bad it is."""
    known = [risk.probability for risk in one.risks if risk.horizon_h <= _WEEK_H and risk.probability is not None]
    risk = max(known, default=0.0 if one.is_of_sensor else one.severity or 0.0)
    return -risk * one.probability, -one.probability


def _part(diagnosis: Diagnosis, case: Case, told: LifeTold) -> PartForecast:
    suspect, course = case.suspect, case.course
    growth = growth_per_100_h(course)
    severity = None if suspect.is_of_sensor else suspect.severity
    return PartForecast(
        id=None,
        **suspect.model_dump(
            include={"mode", "where", "name", "subsystem", "is_of_sensor", "probability", "next_step"}
        ),
        severity=severity,
        severity_spread=None if suspect.is_of_sensor else suspect.severity_spread,
        severity_per_100_h=None if suspect.is_of_sensor else growth,
        since=suspect.since or _begin(diagnosis, course),
        life=told.life,
        why_no_life=told.why_none,
        load=case.load,
        risks=list(told.risks),
        sentence=_sentence(suspect, told, growth),
        rests_on=_rests_on(diagnosis, suspect, course, told),
    )


def _begin(diagnosis: Diagnosis, course: WearCourse | None) -> datetime:
    return course.hours[0] if course and course.hours else diagnosis.data_until or diagnosis.at


def _rests_on(diagnosis: Diagnosis, suspect: Suspect, course: WearCourse | None, told: LifeTold) -> RestsOn:
    return RestsOn(
        data_from=diagnosis.data_from or diagnosis.at,
        data_until=diagnosis.data_until or diagnosis.at,
        hours_judged=len(course.hours) if course else 0,
        operating_h=course.operating_h[-1] if course and course.operating_h else diagnosis.operating_h,
        state=diagnosis.state,
        signs=[sign.sentence for sign in suspect.signs],
        features=dict(told.features),
        diagnosis=_version(diagnosis.made_by),
        life=told.made_by,
    )


def _version(made_by: MadeBy | None) -> ModelVersion | None:
    return ModelVersion(**made_by.model_dump()) if made_by else None


def _sentence(suspect: Suspect, told: LifeTold, growth: float | None) -> str:
    """Return a forecast in words: the life left, or how bad it is and how it grows."""
    name = suspect.name[:1].upper() + suspect.name[1:]
    if suspect.is_of_sensor:
        return f"{name}: the sensor is in doubt, not the machine; check it at the next stop."
    if told.life:
        life = told.life
        if life.expected_h >= life.at_most_h:
            return f"{name}: more than {life.low_h:,.0f} operating hours are left, as far as can be told."
        if life.expected_h < 1:
            return f"{name}: it may fail at any hour, in nine of ten cases within {life.high_h:.0f} operating hours."
        above = f"more than {life.at_most_h:.0f}" if life.high_h >= life.at_most_h else f"{life.high_h:.0f}"
        span = f"between {life.low_h:.0f} and {above}"
        return f"{name}: about {life.expected_h:.0f} operating hours are left ({span} in nine of ten cases)."
    grows = "" if growth is None else f", and {_moves(growth)} in 100 operating hours"
    share = f"it has gone {percent(suspect.severity)} of the way to failure{grows}"
    return f"{name}: {share}; how long it lasts cannot be told."


def _moves(growth: float) -> str:
    return f"{'goes on' if growth >= 0 else 'goes back'} by {percent(abs(growth))} of it"
