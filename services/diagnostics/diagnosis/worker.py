"""How do diagnoses keep up with what machines send, and with what people find on them?"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from prometheus_client import Counter, Histogram

from models.machines import Kind
from services.diagnostics import fault
from services.diagnostics.api import Diagnosis
from services.diagnostics.diagnosis import standing, store
from services.diagnostics.diagnosis.hour import hour_of
from services.diagnostics.diagnosis.record import read_record
from services.diagnostics.diagnosis.round import look
from services.diagnostics.diagnosis.scoring import score_waiting
from services.diagnostics.diagnosis.shelf import Judge, judges
from services.diagnostics.diagnosis.telling import Case, tell
from services.diagnostics.settings import DiagnosticsSettings
from services.kit.database import WORKER, transaction
from services.kit.events import Event, told_by
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, reading
from services.maintenance.api import WorkOrderClosed

AT_A_TIME = 20
HEARS = "maintenance/work-order-closed"
DIAGNOSED = Counter("machine_hours_looked_for_total", "Machines whose hours were looked for")
SECONDS = Histogram("diagnosis_batch_seconds", "Time to diagnose a batch of machines")


async def keep_diagnosing(resources: Resources) -> None:
    """Diagnose machines of which something newer came, for ever, in no more than a share of the time."""
    settings = resources.settings
    assert isinstance(settings, DiagnosticsSettings)
    # The first look at a machine reads weeks: who starts the platform waits for other things.
    await asyncio.sleep(settings.work_after_s)
    every = timedelta(seconds=settings.diagnose_every_s)
    await keep_pace(
        partial(diagnose_due, resources, every), share=settings.diagnose_share, pause_s=settings.diagnose_pause_s
    )


async def diagnose_due(resources: Resources, every: timedelta) -> int:
    """Diagnose some of the machines that are due, tell of those of which something is suspected, and return how many
    were looked at."""
    at_hand = await judges(resources.settings.models_folder)
    if not at_hand:
        return 0
    with SECONDS.time():
        async with reading(resources.pool, WORKER) as telemetry:
            if not await store.take_turn(telemetry.connection):
                return 0
            now = datetime.now(UTC)
            looked, told = await _diagnose(telemetry, at_hand, now - every, now)
    for diagnosis in told:
        await resources.events.publish("diagnosed", diagnosis.machine, diagnosis)
    DIAGNOSED.inc(looked)
    return looked


async def _diagnose(
    telemetry: TelemetryReader, at_hand: Mapping[Kind, Judge], before: datetime, now: datetime
) -> tuple[int, list[Diagnosis]]:
    due = await store.list_due(telemetry.connection, at_hand, before, AT_A_TIME)
    told: list[Diagnosis] = []
    for kind in dict.fromkeys(one.kind for one in due):
        judge = at_hand[Kind(kind)]
        await look(telemetry, judge, [one for one in due if one.kind == kind], now)
        async for machines in score_waiting(telemetry.connection, judge):
            await store.forget_standings(telemetry.connection, machines)
            told += await _tell(telemetry, judge, machines, now)
    return len(due), told


async def _tell(telemetry: TelemetryReader, judge: Judge, machines: Sequence[str], now: datetime) -> list[Diagnosis]:
    """Keep which diagnoses of machines are alarms, and return those of which something is suspected or was before."""
    db, told = telemetry.connection, list[Diagnosis]()
    for machine in await store.list_ill(db, machines):
        period = (await telemetry.require(machine))[-1]
        faults = await fault.list_active(db, [machine], now)
        record = await read_record(db, machine)
        diagnosis = await asyncio.to_thread(tell, Case(period, judge, record, faults.get(machine, []), now))
        await standing.keep(db, diagnosis, alarm=record is not None and record.last.alarm)
        told.append(diagnosis)
    return told


async def keep_hearing(resources: Resources) -> None:
    """Take in what people find on machines, for ever."""
    await resources.events.hear(partial(take, resources))


async def take(resources: Resources, event: Event) -> None:
    """Keep the verdict that an event holds as a label; behind a repair the machine's own time begins anew."""
    if (closed := told_by(event, HEARS, WorkOrderClosed)) is None:
        return
    async with transaction(resources.pool, WORKER) as db:
        await store.keep_label(db, closed)
        if closed.repaired:
            await store.look_again(db, closed.machine, hour_of(closed.closed_at))
