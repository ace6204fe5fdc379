"""What does telemetry know of a machine's signals?"""

from dataclasses import dataclass
from datetime import datetime

from models.signals import NAMES, signal, signals_of
from services.kit.database import Connection, fetch_all
from services.registry.api import AbsentSignal, Capability, Machine, SentSignal
from services.registry.store import QUERIES


@dataclass(frozen=True)
class _Row:
    since: datetime
    refreshed_at: datetime
    heard_hours: int
    signal: str | None
    last_time: datetime | None
    interval_s: float | None
    delay_s: float | None
    hours: int | None


async def get_capability(db: Connection, machine: Machine) -> Capability:
    """Return what a machine sends, in the catalogue's order and then by name, and what of its kind it does not."""
    rows = await fetch_all(db, _Row, QUERIES["get_capability"], {"machine": machine.id})
    told = [_sent(row, row.signal, row.last_time) for row in rows if row.signal and row.last_time]
    sent = {one.signal for one in told}
    absent = (entry for entry in signals_of(machine.kind) if rows and entry.name not in sent)
    return Capability(
        machine=machine.id,
        kind=machine.kind,
        generation=machine.generation,
        refreshed_at=rows[0].refreshed_at if rows else None,
        since=rows[0].since if rows else None,
        heard_hours=rows[0].heard_hours if rows else 0,
        signals=sorted(told, key=_in_order),
        missing=[AbsentSignal(signal=one.name, unit=one.unit, description=one.description) for one in absent],
    )


def _sent(row: _Row, name: str, last_time: datetime) -> SentSignal:
    known = signal(name) if name in NAMES else None
    return SentSignal(
        signal=name,
        unit=known.unit if known else None,
        description=known.description if known else None,
        interval_s=row.interval_s,
        delay_s=row.delay_s,
        coverage=min(1.0, (row.hours or 0) / max(1, row.heard_hours)) if known else None,
        last_time=last_time,
    )


def _in_order(sent: SentSignal) -> tuple[int, str]:
    return (NAMES.index(sent.signal) if sent.signal in NAMES else len(NAMES)), sent.signal
