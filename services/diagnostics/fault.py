"""Which fault codes does a machine report as active, in words?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.fault import decode_fault
from services.diagnostics.advice import next_step_for_fault
from services.diagnostics.api import ActiveFault, Severity
from services.kit.database import Connection, Queries, fetch_all

QUERIES = Queries()
# A fault that nobody reported for so long is forgotten: the unit that would clear it may have been changed.
REMEMBERED = timedelta(days=30)

_SEVERITY = {"info": Severity.INFO, "warning": Severity.WARNING}


@dataclass(frozen=True)
class Report:
    """The newest report of an active fault, and when it became active."""

    machine: str
    code: str
    severity: str
    text: str | None
    count: int | None
    last_seen: datetime
    since: datetime


async def list_active(db: Connection, machines: Sequence[str], now: datetime) -> dict[str, list[ActiveFault]]:
    """Return the active faults of machines in words, the oldest first; a machine without any is missing."""
    values = {"machines": list(machines), "from": now - REMEMBERED}
    found: dict[str, list[ActiveFault]] = defaultdict(list)
    for report in await fetch_all(db, Report, QUERIES["list_active_faults"], values):
        found[report.machine].append(tell(report))
    return found


def tell(report: Report) -> ActiveFault:
    """Return an active fault in words, with the catalogue's signal that it is about."""
    code = decode_fault(report.code)
    signal = code.signal if code else None
    words = f"{code.words} (SPN {code.spn}, FMI {code.fmi})" if code else f"The machine reports its fault {report.code}"
    said = f": “{report.text.rstrip('.')}”" if report.text else ""
    return ActiveFault(
        code=report.code,
        scheme="j1939" if code else "maker",
        spn=code.spn if code else None,
        fmi=code.fmi if code else None,
        signal=signal,
        severity=_SEVERITY.get(report.severity, Severity.CRITICAL),
        reported_severity=report.severity,
        since=report.since,
        last_seen=report.last_seen,
        count=report.count,
        sentence=f"{words}{said}.",
        next_step=next_step_for_fault(signal, report.severity),
    )
