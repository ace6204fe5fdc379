"""How does what is known of the traffic keep up with what machines tell?"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from prometheus_client import Counter, Histogram

from models.machines import Kind
from models.traffic.progress import CONTEXT_S
from services.kit.database import WORKER
from services.kit.follow import Following, Span, keep_place, list_due, rewind_late, take_turn
from services.kit.overlap import overlapping
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, reading
from services.site.settings import settings_of
from services.site.traffic import store
from services.site.traffic.look import look
from services.site.traffic.meeting import look_at_windows
from services.site.traffic.store import RoadMap

FOLLOWING = Following([Kind.HAUL_TRUCK.value, Kind.WHEEL_LOADER.value], "latitude_deg")
AT_A_TIME = 12
WINDOWS_AT_A_TIME = 6
SPANS = Counter("traffic_spans_taken_in_total", "Spans of machines' readings that were taken in as traffic")
SECONDS = Histogram("traffic_taking_in_seconds", "Time to take in what some machines told of their way")


async def keep_traffic(resources: Resources) -> None:
    """Take in what machines tell of their way, for ever, in no more than a share of the time."""
    settings = settings_of(resources)
    # The first look at a machine reads days: who starts the platform waits for other things.
    await asyncio.sleep(settings.traffic_after_s)
    await keep_pace(partial(take_in_due, resources), share=settings.traffic_share, pause_s=settings.traffic_pause_s)


async def keep_comparing(resources: Resources) -> None:
    """Let what came late be taken in anew, for ever."""
    every = timedelta(seconds=settings_of(resources).traffic_compare_every_s)
    while True:
        await asyncio.sleep(every.total_seconds())
        await rewind(resources, every)


async def rewind(resources: Resources, every: timedelta) -> list[str]:
    """Return the machines of which readings came late, whose hours will be taken in anew."""
    async with reading(resources.pool, WORKER) as telemetry:
        if not await take_turn(telemetry.connection):
            return []
        return await rewind_late(telemetry, FOLLOWING, every, AT_A_TIME)


async def take_in_due(resources: Resources) -> int:
    """Take in what some machines told since, look at windows for near misses, and return how many these were."""
    with SECONDS.time():
        async with reading(resources.pool, WORKER) as telemetry:
            db = telemetry.connection
            if not await take_turn(db):
                return 0
            maps = await store.list_maps(db)
            spans = await list_due(telemetry, FOLLOWING, AT_A_TIME)
            await overlapping(spans, partial(_take_in, telemetry, maps))
            windows = await look_at_windows(telemetry, maps, WINDOWS_AT_A_TIME)
    SPANS.inc(len(spans))
    return len(spans) + windows


async def _take_in(telemetry: TelemetryReader, maps: Sequence[RoadMap], span: Span) -> None:
    """Keep what a span tells, and the place up to which the machine is known then."""
    db = telemetry.connection
    seen = await look(telemetry, maps, span)
    bounds = (span.from_.timestamp() + CONTEXT_S, span.to.timestamp())
    await store.replace_passages(db, span.machine, bounds, seen)
    await store.keep_windows(db, seen)
    resume = datetime.fromtimestamp(seen.settled_s - CONTEXT_S, UTC)
    await keep_place(db, span, resume=min(max(resume, span.from_), span.to))
