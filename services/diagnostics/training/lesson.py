"""What did the machines of a platform send, when was each of them well, and what did people find on them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from models.diagnosis.condition import Flags
from models.diagnosis.keeping import FAMILIES
from models.diagnosis.model import History, family, history_of
from models.machines import Kind
from services.diagnostics.diagnosis.hour import gated, measured
from services.kit.database import Connection, Queries, fetch_all
from services.kit.parameter import Period
from services.kit.telemetry import TelemetryReader, VisiblePeriod, statistics

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "training.sql")
_MINUTE_US = 60_000_000


@dataclass(frozen=True)
class Finding:
    """What people found on a machine when they closed a work order; None: nothing."""

    machine: str
    closed_at: datetime
    mode: str | None


@dataclass(frozen=True)
class Lesson:
    """Minutes of a machine, in which of them it was well as far as anybody knows, and what people found on it."""

    machine: str
    history: History
    healthy: Flags
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Doubt:
    machine: str
    from_time: datetime
    to_time: datetime


async def lessons(telemetry: TelemetryReader, during: Period) -> dict[Kind, list[Lesson]]:
    """Return by family the machines that told how they work in a period; the viewers are the purpose of training.

    A machine is taken to be well but from a day before an alert until a day behind it, and from ten days before a work
    order that found something until a day behind it.
    """
    doubts = await fetch_all(telemetry.connection, _Doubt, QUERIES["list_doubts"])
    findings = await list_findings(telemetry.connection, during)
    found: dict[Kind, list[Lesson]] = {}
    for period in {one.machine: one for one in await telemetry.machines()}.values():
        history = await _history(telemetry, period, during)
        if history is not None and history.judged.any():
            healthy = _healthy(history, [one for one in doubts if one.machine == period.machine])
            told = tuple(one for one in findings if one.machine == period.machine)
            lesson = Lesson(period.machine, history, healthy, told)
            found.setdefault(family(Kind(period.kind)), []).append(lesson)
    # Machines that are alike stand side by side, so that each group that is left out has some of all.
    return {
        kind: sorted(found[kind], key=lambda one: (one.history.kind, one.history.model, one.machine))
        for kind in FAMILIES
        if kind in found
    }


async def list_findings(db: Connection, during: Period) -> list[Finding]:
    """Return what closed work orders found in a period."""
    return await fetch_all(db, Finding, QUERIES["list_findings"], {"from": during.from_, "to": during.to})


async def _history(telemetry: TelemetryReader, period: VisiblePeriod, during: Period) -> History | None:
    kind = Kind(period.kind)
    names = statistics([entry.name for entry in measured(kind)], "mean")
    columns = await telemetry.columns(period.machine, names, during.from_, during.to, resolution="minute")
    if not len(columns.time_us):
        return None
    return history_of(kind, period.model, columns.time_us / _MINUTE_US, gated(kind, columns)[0])


def _healthy(history: History, doubts: Sequence[_Doubt]) -> Flags:
    time_s = history.conditions.time_min * 60
    well = np.ones(len(time_s), dtype=bool)
    for one in doubts:
        well &= (time_s < one.from_time.timestamp()) | (time_s >= one.to_time.timestamp())
    return well
