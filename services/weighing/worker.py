"""How do passes and loads keep up with what machines tell?"""

import asyncio
from datetime import timedelta
from functools import partial

from prometheus_client import Counter, Histogram

from services.kit.database import WORKER
from services.kit.follow import Following, Span, keep_place, list_due, rewind_late, take_turn
from services.kit.overlap import overlapping
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, reading
from services.weighing.live.telling import changed
from services.weighing.record.intake import take_digger, take_truck
from services.weighing.record.near import Trucks
from services.weighing.record.store import Filling
from services.weighing.settings import WeighingSettings

# Results are committed and told after so many diggers; of trucks nothing is told, and more are taken in together.
DIGGERS_AT_A_TIME, TRUCKS_AT_A_TIME = 5, 25
_COMPARED = timedelta(minutes=1)
DIGGERS = Following(["wheel_loader", "excavator"], "payload_kg")
TRUCKS = Following(["haul_truck"], "payload_kg")
SPANS = Counter("weighed_spans_total", "Spans of machines that were taken in", ["kind"])
SECONDS = Histogram("weighing_batch_seconds", "Time to take in a batch of spans")


async def keep_weighing(resources: Resources) -> None:
    """Weigh what diggers lift, for ever, in no more than a share of the time."""
    settings = await _begun(resources)
    await keep_pace(partial(weigh_due, resources), share=settings.weigh_share, pause_s=settings.weigh_pause_s)


async def keep_loads(resources: Resources) -> None:
    """Take in what trucks' own scales tell, for ever, now and then."""
    settings = await _begun(resources)
    await keep_pace(partial(load_due, resources), share=settings.weigh_share, pause_s=settings.trucks_pause_s)


async def _begun(resources: Resources) -> WeighingSettings:
    settings = resources.settings
    assert isinstance(settings, WeighingSettings)
    # The first look at a machine reads days: who starts the platform waits for other things.
    await asyncio.sleep(settings.work_after_s)
    return settings


async def weigh_due(resources: Resources) -> int:
    """Take in what is new of some diggers, tell which loads changed, and return how many of them were behind."""
    with SECONDS.time():
        async with reading(resources.pool, WORKER) as telemetry:
            if not await take_turn(telemetry.connection):
                return 0
            await rewind_late(telemetry, DIGGERS, _COMPARED, DIGGERS_AT_A_TIME)
            spans = await list_due(telemetry, DIGGERS, DIGGERS_AT_A_TIME)
            found = await overlapping(spans, partial(_take_in, telemetry, Trucks(telemetry)))
            loads = [(one, await changed(telemetry, one)) for one in found if one is not None]
    # What is told is committed: whoever hears of it also finds it.
    for one, load in loads:
        await resources.events.publish("load-changed", one.truck or one.digger, load)
    SPANS.labels("digger").inc(len(spans))
    return sum(span.is_behind for span in spans)


async def _take_in(telemetry: TelemetryReader, trucks: Trucks, span: Span) -> Filling | None:
    """Keep what a span of a digger tells, and the place up to which it is known; return the load that changed by it."""
    taken = await take_digger(telemetry, span, trucks)
    await keep_place(telemetry.connection, span, taken.resume)
    return taken.filling


async def load_due(resources: Resources) -> int:
    """Take in what is new of some trucks, and return how many were behind."""
    async with reading(resources.pool, WORKER) as telemetry:
        # Diggers that are behind would keep the turn for minutes, and trucks wait for the next one each time.
        if not await take_turn(telemetry.connection, "trucks"):
            return 0
        spans = await list_due(telemetry, TRUCKS, TRUCKS_AT_A_TIME)
        for span in spans:
            await keep_place(telemetry.connection, span, await take_truck(telemetry, span))
    SPANS.labels("truck").inc(len(spans))
    return sum(span.is_behind for span in spans)
