"""What is the sum of what was found on a machine: its state, and one sentence?"""

from collections.abc import Sequence
from datetime import datetime

from models.machines import Kind
from models.phrase import moment
from models.signals import signals_of
from services.diagnostics.api import ActiveFault, Condition, DiagnosedFailure, Finding, NotJudged, Severity, State
from services.kit.telemetry import Latest, VisiblePeriod

_RANK = {Severity.INFO: 100.0, Severity.WARNING: 200.0, Severity.CRITICAL: 300.0}


def conclude(
    period: VisiblePeriod,
    latest: Latest | None,
    now: datetime,
    *,
    findings: Sequence[Finding],
    not_judged: Sequence[NotJudged],
    faults: Sequence[ActiveFault],
    diagnoses: Sequence[DiagnosedFailure],
    judged: int,
) -> Condition:
    """Return a machine's condition; `judged` is how many of its signals could be judged."""
    known = latest.values if latest else {}
    condition = Condition(
        machine=period.machine,
        kind=period.kind,
        model=period.model,
        generation=period.generation,
        state=State.HEALTHY,
        sentence="",
        evaluated_at=now,
        data_until=latest.time if latest else None,
        findings=sorted(findings, key=lambda one: (-rank(one.severity), -one.evidence.share_outside)),
        faults=sorted(faults, key=lambda one: -rank(one.severity)),
        diagnoses=list(diagnoses),
        not_judged=list(not_judged),
        judged=judged,
        never_reported=[entry.name for entry in signals_of(Kind(period.kind)) if entry.name not in known],
    )
    state, told = _worst(condition) or (without_problems(condition), sentence(condition))
    return condition.model_copy(update={"state": state, "sentence": told})


def rank(severity: Severity) -> float:
    """Return a number that is greater for what is worse."""
    return _RANK[severity]


def without_problems(condition: Condition) -> State:
    """Return the state that a machine has where no problem was found.

    Most of what is sent must have been judged: sound tyres do not make an engine healthy.
    """
    return State.HEALTHY if condition.judged > len(condition.not_judged) else State.NOT_ENOUGH_DATA


def sentence(condition: Condition) -> str:
    """Return in one sentence what is said of a machine on which no problem was found."""
    if without_problems(condition) == State.HEALTHY:
        return f"All {condition.judged} signals that can be judged are within their healthy bands."
    if condition.data_until is None:
        return "Nothing that it sent lately is visible to you, so nothing can be said of it."
    return f"It sent too little up to {moment(condition.data_until)} to say anything of it."


def _worst(condition: Condition) -> tuple[State, str] | None:
    """Return the severity and sentence of the worst problem, and how many more there are; None where there is none."""
    # A diagnosis goes before what it explains, a finding before a fault of the same severity: it comes with numbers.
    problems: list[DiagnosedFailure | Finding | ActiveFault] = [*condition.diagnoses, *condition.findings]
    problems += condition.faults
    found = sorted(problems, key=lambda one: -rank(one.severity))
    if not found:
        return None
    more = f" And {len(found) - 1} more." if len(found) > 1 else ""
    return State(found[0].severity), found[0].sentence + more
