"""Which diagnoses are alarms at this moment?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.diagnostics.api import DiagnosedFailure, Diagnosis, Severity, Suspect
from services.diagnostics.diagnosis.store import QUERIES
from services.diagnostics.diagnosis.telling import story
from services.kit.database import Connection, fetch_all

# A failure that is named once stays named while it is so sure, and another joins it from the other on.
_STAYS, _JOINS = 0.15, 0.5
# A part that is so far gone fails soon, and one that has hardly begun needs nobody yet.
_NEARLY_FAILED, _BEGUN = 0.7, 0.2


@dataclass(frozen=True)
class Diagnosed:
    """A diagnosis that is an alarm: the failure mode, where it is, and the signals by which it shows."""

    machine: str
    mode: str
    place: str
    severity: Severity
    probability: float
    sentence: str
    next_step: str
    signals: list[str]
    since: datetime
    data_from: datetime
    data_until: datetime

    def told(self) -> DiagnosedFailure:
        """Return it as a machine's condition tells it."""
        return DiagnosedFailure(
            mode=self.mode,
            where=self.place,
            severity=self.severity,
            probability=round(self.probability, 3),
            signals=self.signals,
            since=self.since,
            hour=self.data_from,
            sentence=self.sentence,
            next_step=self.next_step,
        )


async def list_standing(db: Connection, machines: Sequence[str]) -> dict[str, list[Diagnosed]]:
    """Return the diagnoses of machines that are alarms, the surest first, as far as the viewers see them."""
    found: dict[str, list[Diagnosed]] = {}
    for row in await fetch_all(db, Diagnosed, QUERIES["list_diagnosed"], {"machines": list(machines)}):
        found.setdefault(row.machine, []).append(row)
    return found


async def keep(db: Connection, diagnosis: Diagnosis, *, alarm: bool) -> None:
    """Keep which suspects of a diagnosis are alarms, in place of those before; none where its hour is no alarm."""
    before = await list_standing(db, [diagnosis.machine])
    named = {(one.mode, one.place) for one in before.get(diagnosis.machine, [])}
    await db.execute(QUERIES["forget_diagnosed"], {"machine": diagnosis.machine})
    for place, suspect in enumerate(diagnosis.suspects if alarm else []):
        limit = _STAYS if (suspect.mode, suspect.where) in named else _JOINS
        if place == 0 or suspect.probability >= limit:
            await db.execute(QUERIES["keep_diagnosed"], _row(diagnosis, suspect))


def _row(diagnosis: Diagnosis, suspect: Suspect) -> dict[str, object]:
    assert diagnosis.data_until
    return {
        "machine": diagnosis.machine,
        "mode": suspect.mode,
        "place": suspect.where,
        "severity": _severity(suspect),
        "probability": suspect.probability,
        "sentence": story(suspect),
        "next_step": suspect.next_step,
        "signals": sorted({sign.signal for sign in suspect.signs if sign.signal}),
        "since": suspect.since or diagnosis.data_until,
        "data_from": diagnosis.data_until - timedelta(hours=1),
        "data_until": diagnosis.data_until - timedelta(minutes=1),
    }


def _severity(suspect: Suspect) -> Severity:
    if suspect.is_of_sensor or suspect.severity < _BEGUN:
        return Severity.INFO
    return Severity.CRITICAL if suspect.severity >= _NEARLY_FAILED else Severity.WARNING
