"""How does the list of conditions stay true while machines go on working?"""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from prometheus_client import Counter, Histogram

from services.diagnostics import store
from services.diagnostics.alert import course, seam
from services.diagnostics.api import Condition, ConditionChanged
from services.diagnostics.examination import examine
from services.diagnostics.problem import problems
from services.diagnostics.settings import DiagnosticsSettings
from services.diagnostics.webhook import dispatch
from services.kit.database import WORKER
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, VisiblePeriod, reading

AT_A_TIME = 100
EXAMINED = Counter("machines_examined_total", "Examinations of machines", ["state"])
SECONDS = Histogram("examination_batch_seconds", "Time to examine a batch of machines")


async def keep_examining(resources: Resources) -> None:
    """Examine machines of which something newer came, for ever, in no more than a share of the time."""
    settings = resources.settings
    assert isinstance(settings, DiagnosticsSettings)
    # Who opens a service to do its rounds themselves is not to be met by one.
    await asyncio.sleep(min(settings.examine_pause_s, settings.work_after_s))
    every = timedelta(seconds=settings.examine_every_s)
    await keep_pace(
        partial(examine_due, resources, every), share=settings.examine_share, pause_s=settings.examine_pause_s
    )


async def examine_due(resources: Resources, every: timedelta) -> int:
    """Examine some of the machines that are due, tell which conditions changed, and return how many were examined."""
    changes: list[ConditionChanged] = []
    alerts: list[course.Change] = []
    with SECONDS.time():
        async with reading(resources.pool, WORKER) as telemetry:
            if not await store.take_turn(telemetry.connection):
                return 0
            now = datetime.now(UTC)
            due = await store.list_due(telemetry.connection, now, every, AT_A_TIME)
            for period, condition in zip(due, await examine(telemetry, due, now), strict=True):
                changes += await _keep(telemetry, period, condition)
                if look := seam.look_of(condition, problems(condition, period)):
                    alerts += await course.take(telemetry.connection, look)
            await dispatch.enqueue(telemetry.connection, alerts, now)
    # What is told is committed: whoever hears of it also finds it.
    for change in changes:
        await resources.events.publish("condition-changed", change.machine, change)
    await seam.tell(resources.events, alerts)
    return len(due)


async def _keep(telemetry: TelemetryReader, period: VisiblePeriod, condition: Condition) -> list[ConditionChanged]:
    """Keep what was found on a machine, and return what changed."""
    before = await store.list_problems(telemetry.connection, period.machine)
    await store.keep(telemetry.connection, condition, period)
    EXAMINED.labels(condition.state).inc()
    after = problems(condition, period)
    if {(one.source, one.name, one.severity) for one in before} == {(p.source, p.name, p.severity) for p in after}:
        return []
    change = ConditionChanged(
        machine=condition.machine,
        state=condition.state,
        sentence=condition.sentence,
        problems=[problem.name for problem in after if problem.source != "data"],
        evaluated_at=condition.evaluated_at,
    )
    return [change]
