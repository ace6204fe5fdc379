"""What can be said of machines' health at this moment, from their minutes and fault codes?"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.band import WINDOW_MINUTES, Excursion, TooFew, Verdict, judge, onset
from models.machines import Kind
from models.signals import NAMES, Signal, drive_speed
from services.diagnostics import fault, finding
from services.diagnostics.api import ActiveFault, Condition, DiagnosedFailure, Finding, NotJudged
from services.diagnostics.diagnosis.standing import list_standing
from services.diagnostics.minute import (
    LOOK_BACK,
    MINUTE,
    Minutes,
    Span,
    banded,
    read_minutes,
    recent_span,
    working_spans,
)
from services.diagnostics.summary import conclude
from services.kit.telemetry import Latest, TelemetryReader, VisiblePeriod


@dataclass
class Patient:
    """A machine under examination: what it is, what it sends, and the minutes that were read of it."""

    period: VisiblePeriod
    kind: Kind
    latest: Latest | None
    until: datetime | None
    recent: Minutes | None = None
    working: Minutes | None = None

    @property
    def machine(self) -> str:
        """The machine's id."""
        return self.period.machine

    @property
    def sent(self) -> list[Signal]:
        """The signals with a healthy band that this machine's telematics send."""
        known = self.latest.values if self.latest else {}
        return [entry for entry in banded(self.kind) if entry.name in known]

    def verdict(self, entry: Signal) -> Verdict:
        """Return what the minutes say of a signal."""
        minutes = self.working if entry.healthy and entry.healthy.while_running else self.recent
        return judge(minutes.of(entry), entry.healthy) if minutes and entry.healthy else TooFew(0)


@dataclass(frozen=True)
class Known:
    """What is known of a machine beside its last minutes: active fault codes, and diagnoses that are alarms."""

    faults: Sequence[ActiveFault]
    diagnoses: Sequence[DiagnosedFailure]


async def examine(telemetry: TelemetryReader, periods: Sequence[VisiblePeriod], now: datetime) -> list[Condition]:
    """Return the conditions of machines, as far as the reader's viewers see their data.

    What machines of one kind need is read together: a query costs more than the rows of one machine.
    """
    machines = [period.machine for period in periods]
    latest = {row.machine: row for row in await telemetry.latest(NAMES, machines)}
    patients = [_admitted(period, latest.get(period.machine), now) for period in periods]
    of_kind: dict[Kind, list[Patient]] = defaultdict(list)
    for patient in patients:
        of_kind[patient.kind].append(patient)
    for kind, alike in of_kind.items():
        await _read(telemetry, kind, alike)
    faults = await fault.list_active(telemetry.connection, machines, now)
    diagnosed = await list_standing(telemetry.connection, machines)
    conditions: list[Condition] = []
    for patient in patients:
        known = Known(faults.get(patient.machine, []), [one.told() for one in diagnosed.get(patient.machine, [])])
        conditions.append(await _concluded(telemetry, patient, known, now))
        # Judging takes a millisecond or two: requests are let in between.
        await asyncio.sleep(0)
    return conditions


def _admitted(period: VisiblePeriod, latest: Latest | None, now: datetime) -> Patient:
    heard = latest is not None and latest.time >= now - LOOK_BACK
    until = latest.time.replace(second=0, microsecond=0) + MINUTE if latest and heard else None
    return Patient(period, Kind(period.kind), latest, until)


async def _read(telemetry: TelemetryReader, kind: Kind, patients: Sequence[Patient]) -> None:
    """Read the last hour of each machine, and where its drive did not run for long enough in it, when it last did."""
    untils = {patient.machine: patient.until for patient in patients if patient.until}
    recent = await read_minutes(telemetry, kind, {m: recent_span(until) for m, until in untils.items()}, banded(kind))
    ran = {machine for machine, minutes in recent.items() if minutes.running.sum() >= WINDOW_MINUTES}
    spans = await working_spans(telemetry, kind, {m: until for m, until in untils.items() if m not in ran})
    # An hour in which a machine changed hands belongs to nobody; the minutes of it do.
    spans = {m: _with_recent(span, untils[m], recent.get(m)) for m, span in spans.items()}
    working = await read_minutes(telemetry, kind, spans, banded(kind))
    for patient in patients:
        patient.recent = recent.get(patient.machine)
        patient.working = working.get(patient.machine, patient.recent)


def _with_recent(span: Span, until: datetime, recent: Minutes | None) -> Span:
    if recent is None or not recent.running.any():
        return span
    last_hour = recent_span(until)
    return Span(min(span.from_, last_hour.from_), max(span.to, last_hour.to))


async def _concluded(telemetry: TelemetryReader, patient: Patient, known: Known, now: datetime) -> Condition:
    findings: list[Finding] = []
    missing: list[NotJudged] = []
    drive_known = patient.latest is not None and drive_speed(patient.kind)[0] in patient.latest.values
    for entry in patient.sent:
        verdict, band = patient.verdict(entry), entry.healthy
        assert band is not None
        if isinstance(verdict, TooFew):
            missing.append(finding.tell_missing(entry, band, verdict, drive_known=drive_known))
        elif isinstance(verdict, Excursion):
            told = finding.tell(entry, band, verdict, await _onset(telemetry, patient, entry))
            findings.append(finding.explained(told, known.diagnoses))
    judged = len(patient.sent) - len(missing)
    return conclude(
        patient.period,
        patient.latest,
        now,
        findings=findings,
        not_judged=missing,
        faults=known.faults,
        diagnoses=known.diagnoses,
        judged=judged,
    )


async def _onset(telemetry: TelemetryReader, patient: Patient, entry: Signal) -> tuple[int, int] | None:
    assert patient.until is not None
    assert entry.healthy is not None
    span = {patient.machine: Span(patient.until - LOOK_BACK, patient.until)}
    minutes = await read_minutes(telemetry, patient.kind, span, [entry])
    return onset(minutes[patient.machine].of(entry), entry.healthy)
