"""How is what was judged of a machine told to people?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from models.diagnosis.alarm import STARTUP_HOURS
from models.diagnosis.course import Course, courses
from models.diagnosis.deviation import Aspect
from models.diagnosis.health import machine_health, probabilities, subsystem_healths, subsystem_of
from models.diagnosis.mode import Mode
from models.diagnosis.quantity import quantities
from models.diagnosis.scoring import SUSPECTED
from models.phrase import percent
from models.signals import Subsystem
from services.diagnostics.api import (
    ActiveFault,
    Blind,
    Diagnosis,
    DiagnosisState,
    SubsystemHealth,
    Suspect,
    Unusual,
    WearCourse,
)
from services.diagnostics.diagnosis.advice import describe, name_of, next_step, signal_of
from services.diagnostics.diagnosis.hour import begin_of
from services.diagnostics.diagnosis.record import Record
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.sign import signs_of
from services.diagnostics.diagnosis.unusual import unusual_of
from services.kit.telemetry import VisiblePeriod

_NO_MODEL = "No model of this kind of machine is on the shelf, so only fixed bands are looked at: see its condition."
_NOTHING = (
    "Nothing that it sent could be judged by its own past: a model needs load, speed and outside temperature, and"
    " running hours."
)
_MOST, _LEAST_SURE = 5, 0.05
# A suspicion that was gone for so many judged hours is another one.
_GONE_HOURS = 6


@dataclass(frozen=True)
class Case:
    """What a diagnosis is told from: the machine as the caller sees it, its judge, what is kept, and fault codes."""

    period: VisiblePeriod
    judge: Judge | None
    record: Record | None
    faults: Sequence[ActiveFault]
    now: datetime


def tell(case: Case) -> Diagnosis:
    """Return what is said of a machine."""
    if case.judge is None:
        return _empty(case, _NO_MODEL)
    if case.record is None or case.record.standing.version != case.judge.version:
        return _empty(case, _NOTHING, made_by=case.judge.made_by)
    return _told(case, case.judge, case.record)


def _empty(case: Case, sentence: str, **more: Any) -> Diagnosis:
    told: dict[str, Any] = {
        "state": DiagnosisState.CANNOT_TELL,
        "sentence": sentence,
        "data_from": None,
        "data_until": None,
        "health": None,
        "subsystems": [],
        "suspects": [],
        "courses": [],
        "blind": [],
        "operating_h": None,
        "learned_h": 0.0,
        "made_by": None,
    }
    of = {"machine": case.period.machine, "kind": case.period.kind, "model": case.period.model, "at": case.now}
    return Diagnosis.model_validate(of | told | more)


def _told(case: Case, judge: Judge, record: Record) -> Diagnosis:
    suspects = _suspects(judge, record, case.faults) if record.standing.judged > STARTUP_HOURS else []
    health, subsystems = _healths(judge, record, suspects)
    unusual, until = unusual_of(judge, record), begin_of(record.last.hour + 1)
    state = _state(record, suspects, unusual)
    return _empty(
        case,
        unusual.sentence if unusual and state is DiagnosisState.UNUSUAL else _sentence(state, record, suspects),
        state=state,
        data_from=max(begin_of(record.verdicts[0].hour), case.period.from_time),
        data_until=until,
        health=health,
        subsystems=subsystems,
        suspects=suspects,
        unusual=unusual,
        courses=_courses(judge, record) if suspects else [],
        blind=_blind(judge, record),
        operating_h=record.standing.operating_h,
        learned_h=round(record.standing.learned_h, 1),
        made_by=judge.made_by,
    )


def _suspects(judge: Judge, record: Record, faults: Sequence[ActiveFault]) -> list[Suspect]:
    """Return what explains the newest hour, the likeliest first; none where nothing is suspected."""
    if record.last.log_odds <= SUSPECTED:
        return []
    weight, hour, since = record.weight(judge), record.hour(judge), begin_of(_since(record))
    sure = probabilities(weight)[0]
    places = [place for place in np.argsort(-sure).tolist()[:_MOST] if sure[place] >= _LEAST_SURE]
    modes = judge.ready.signatures.modes
    return [
        Suspect(
            mode=modes[place].name,
            where=modes[place].where,
            name=name_of(modes[place]),
            subsystem=subsystem_of(modes[place]),
            is_of_sensor=modes[place].is_of_sensor,
            probability=round(float(sure[place]), 3),
            severity=round(float(weight.severity[0, place]), 3),
            severity_spread=round(float(weight.spread[0, place]), 3),
            since=since,
            signs=signs_of(judge, hour, place, faults),
            next_step=next_step(modes[place]),
        )
        for place in places
    ]


def _since(record: Record) -> int:
    gone, since = 0, record.last.hour
    for one in reversed(record.verdicts):
        gone = 0 if one.suspect else gone + 1
        if gone > _GONE_HOURS:
            break
        since = one.hour if one.suspect else since
    return since


def _state(record: Record, suspects: Sequence[Suspect], unusual: Unusual | None) -> DiagnosisState:
    if record.standing.judged <= STARTUP_HOURS:
        return DiagnosisState.LEARNING
    if not suspects:
        quiet = DiagnosisState.UNUSUAL if unusual else DiagnosisState.HEALTHY
        return DiagnosisState.BLACKOUT if record.standing.renewed else quiet
    if suspects[0].is_of_sensor:
        return DiagnosisState.SENSOR
    return DiagnosisState.ALARM if record.last.alarm else DiagnosisState.SUSPECT


def _sentence(state: DiagnosisState, record: Record, suspects: Sequence[Suspect]) -> str:
    known = f"{record.standing.judged} of {STARTUP_HOURS} judged hours are known"
    match state:
        case DiagnosisState.LEARNING:
            return f"Its own healthy time is being learned: {known}, and nothing is said before."
        case DiagnosisState.BLACKOUT:
            return "Nothing is suspected; it was repaired not long ago, and what was repaired is being learned anew."
        case DiagnosisState.HEALTHY:
            return "It works as it did in its own healthy time."
    return story(suspects[0])


def story(suspect: Suspect) -> str:
    """Return in one sentence what is suspected, how sure that is, and why."""
    signs = [sign.sentence.rstrip(".") for sign in suspect.signs[:2]]
    why = f": {'; '.join(one[:1].lower() + one[1:] for one in signs)}" if signs else ""
    grown = "" if suspect.is_of_sensor else f", {percent(min(suspect.severity, 1.0))} gone to failure"
    return f"{suspect.name}, {percent(min(suspect.probability, 0.99))} sure{grown}{why}."


def _healths(judge: Judge, record: Record, suspects: Sequence[Suspect]) -> tuple[float | None, list[SubsystemHealth]]:
    """Return the health of the machine and of its subsystems, None where what would tell of one never came."""
    if record.standing.judged <= STARTUP_HOURS:
        return None, []
    modes, weight = judge.ready.signatures.modes, record.weight(judge)
    sure = probabilities(weight) * (record.last.log_odds > SUSPECTED)
    found = subsystem_healths(modes, sure, weight.severity)
    seen = {subsystem_of(mode) for mode in _seen(judge, record)}
    health = float(machine_health({one: value for one, value in found.items() if one in seen})[0]) if seen else None
    rows = [_subsystem(one, float(value[0]) if one in seen else None, suspects) for one, value in found.items()]
    return (None if health is None else round(health, 1)), rows


def _subsystem(subsystem: Subsystem, health: float | None, suspects: Sequence[Suspect]) -> SubsystemHealth:
    lowered = [one.name for one in suspects if one.subsystem == subsystem and not one.is_of_sensor]
    sentence = "Nothing is suspected in it."
    if health is None:
        sentence = "Nothing that this machine sends tells of it."
    elif lowered:
        sentence = f"Lowered by: {', '.join(lowered)}."
    told = None if health is None else round(health, 1)
    return SubsystemHealth(subsystem=subsystem, health=told, lowered_by=lowered, sentence=sentence)


def _courses(judge: Judge, record: Record) -> list[WearCourse]:
    deviations, verdicts, worked = record.judged(judge)
    return [_course(one) for one in courses(judge.ready.signatures, deviations, verdicts, worked)]


def _course(course: Course) -> WearCourse:
    return WearCourse(
        mode=course.mode.name,
        where=course.mode.where,
        hours=[begin_of(hour) for hour in course.hour.tolist()],
        operating_h=course.operating_h.round(2).tolist(),
        severity=course.severity.round(4).tolist(),
        spread=course.spread.round(4).tolist(),
    )


def _seen(judge: Judge, record: Record) -> list[Mode]:
    """Return the failures of parts whose main quantity came."""
    came = np.isfinite(record.hour(judge).usual[:, Aspect.MISSING])
    found = judge.ready.signatures
    return [
        mode
        for mode, main in zip(found.modes, found.main.tolist(), strict=True)
        if not mode.is_of_sensor and came[main // len(Aspect)]
    ]


def _blind(judge: Judge, record: Record) -> list[Blind]:
    """Return which failures the machine cannot show, and what of its newest judged hour was left out."""
    seen, found = _seen(judge, record), judge.ready.signatures
    names = quantities(judge.kind)
    unseen = [
        Blind(
            what=name_of(mode),
            why=f"{describe(names[main // len(Aspect)])} ({signal_of(names[main // len(Aspect)])}) never came.",
        )
        for mode, main in zip(found.modes, found.main.tolist(), strict=True)
        if not mode.is_of_sensor and mode not in seen
    ]
    return [*unseen, *_left_out(record.standing.left_out)]


def _left_out(counts: Mapping[str, int]) -> list[Blind]:
    why = {"missing": "The machine sent nothing in them."}
    return [
        Blind(
            what=f"{count} minutes of its newest judged hour" + ("" if name == "missing" else f", {describe(name)}"),
            why=why.get(name, "The values are beyond what the sensor can report."),
        )
        for name, count in counts.items()
    ]
