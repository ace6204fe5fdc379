"""What of a condition is kept for the list, and of which time does each part tell?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from services.diagnostics.api import ActiveFault, Condition, DiagnosedFailure, Finding, Severity, State
from services.diagnostics.summary import rank, sentence, without_problems
from services.kit.telemetry import VisiblePeriod


@dataclass(frozen=True)
class Problem:
    """A signal outside its band, a fault code, a diagnosis or too little data, told from [data_from, data_until]."""

    name: str
    source: Literal["finding", "fault", "diagnosis", "data"]
    severity: Severity | State
    urgency: float
    sentence: str
    since: datetime
    data_from: datetime
    data_until: datetime
    next_step: str | None = None


def problems(condition: Condition, period: VisiblePeriod) -> list[Problem]:
    """Return what was found on a machine.

    A finding tells of its window alone: when it began is told to those who see that time. A fault code tells of the
    moment in which it was raised.
    """
    found = [*map(_outside, condition.findings), *map(_coded, condition.faults), *map(_diagnosed, condition.diagnoses)]
    return [*found, *_too_little(condition, period)]


def _outside(found: Finding) -> Problem:
    return Problem(
        name=found.signal,
        source="finding",
        severity=found.severity,
        urgency=rank(found.severity) + found.evidence.share_outside,
        sentence=found.sentence,
        since=found.evidence.since,
        data_from=found.evidence.from_,
        data_until=found.evidence.to - timedelta(minutes=1),
        next_step=found.next_step,
    )


def _coded(fault: ActiveFault) -> Problem:
    return Problem(
        name=fault.code,
        source="fault",
        severity=fault.severity,
        urgency=rank(fault.severity),
        sentence=fault.sentence,
        since=fault.since,
        data_from=fault.since,
        data_until=fault.last_seen,
        next_step=fault.next_step,
    )


def _diagnosed(one: DiagnosedFailure) -> Problem:
    return Problem(
        name=f"{one.mode} {one.where}".strip(),
        source="diagnosis",
        severity=one.severity,
        # It says why, so it goes before what it explains.
        urgency=rank(one.severity) + 2.0,
        sentence=one.sentence,
        since=one.since,
        data_from=one.hour,
        data_until=one.hour,
        next_step=one.next_step,
    )


def told_from(condition: Condition, period: VisiblePeriod) -> tuple[datetime, datetime]:
    """Return the time of which a machine without problems tells: its last hour of data, or the moment of asking."""
    until = condition.data_until or condition.evaluated_at
    return max(until - timedelta(hours=1), period.from_time), until


def _too_little(condition: Condition, period: VisiblePeriod) -> list[Problem]:
    if without_problems(condition) == State.HEALTHY:
        return []
    begin, end = told_from(condition, period)
    about = Problem("data", "data", State.NOT_ENOUGH_DATA, 10.0, sentence(condition), end, begin, end)
    return [about]
