"""How do visits and haul cycles keep up with what machines tell?"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from prometheus_client import Counter, Histogram

from models.machines import Kind
from services.kit.database import WORKER
from services.kit.follow import Following, Span, keep_place, list_due, rewind_late, take_turn
from services.kit.overlap import overlapping
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, reading
from services.positioning.haulage import hour, store
from services.positioning.haulage.look import Look, look
from services.positioning.haulage.news import News, news_of
from services.positioning.settings import settings_of
from services.positioning.site import Site
from services.positioning.zone import store as zones

FOLLOWING = Following(
    [Kind.HAUL_TRUCK.value, Kind.WHEEL_LOADER.value, Kind.EXCAVATOR.value], "latitude_deg", first=zones.FIRST
)
# Results are committed and told after so many machines.
AT_A_TIME = 6
SPANS = Counter("machine_spans_taken_in_total", "Spans of machines' readings that were taken in")
SECONDS = Histogram("taking_in_seconds", "Time to take in what some machines told")


async def keep_positioning(resources: Resources) -> None:
    """Take in what machines tell, for ever, in no more than a share of the time."""
    settings = settings_of(resources)
    # The first look at a machine reads days: who starts the platform waits for other things.
    await asyncio.sleep(settings.work_after_s)
    work = partial(take_in_due, resources)
    await keep_pace(work, share=settings.position_share, pause_s=settings.position_pause_s)


async def keep_comparing(resources: Resources) -> None:
    """Let what came late be taken in anew, for ever."""
    every = timedelta(seconds=settings_of(resources).compare_every_s)
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
    """Take in what some machines told since, tell what happened meanwhile, and return how many of them were behind, or
    that more may wait: nobody's cycle is told late because others told something first."""
    news = News()
    with SECONDS.time():
        async with reading(resources.pool, WORKER) as telemetry:
            if not await take_turn(telemetry.connection):
                return 0
            spans = await list_due(telemetry, FOLLOWING, AT_A_TIME)
            sites = await zones.list_sites(telemetry.connection) if spans else []
            for told in await overlapping(spans, partial(_take_in, telemetry, sites)):
                news += told
    for kind, one in news.recent(datetime.now(UTC)):
        await resources.events.publish(kind, one.machine, one)
    SPANS.inc(len(spans))
    return len(spans) if len(spans) == AT_A_TIME else sum(span.is_behind for span in spans)


async def _take_in(telemetry: TelemetryReader, sites: Sequence[Site], span: Span) -> News:
    """Keep what a span tells, and the place up to which the machine is known then; return what happened."""
    db = telemetry.connection
    before = await store.find_place(db, span)
    seen = await look(telemetry, sites, Look(span, before))
    visits = await store.replace_visits(db, span, seen.site, seen.visits) if seen.site else ([], [])
    cycles = await store.replace_cycles(db, span, seen.site, seen.cycles)
    if any(cycles):
        await hour.keep_hours(db, span)
    if seen.site:
        await hour.keep_present(db, span, seen.site.id)
    at = min(max(store.moment(seen.place.at_s), span.from_), span.to)
    await store.keep_place(db, span, seen.place, at, seen.site.id if seen.site else None)
    await keep_place(db, span, resume=at)
    return news_of(visits, cycles)
