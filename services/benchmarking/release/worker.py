"""How does each quarter get its release, once, and who withdrew leave it?"""

import asyncio
import secrets
from datetime import UTC, datetime

import structlog

from models.benchmarking.quarter import over
from services.benchmarking.release import store
from services.benchmarking.release.making import make
from services.benchmarking.release.market import market_of
from services.benchmarking.settings import settings_of
from services.kit.database import WORKER, Connection, transaction
from services.kit.follow import take_turn
from services.kit.resources import Resources

# What owners let be compared is what this viewer sees: neither the worker nor its queries decide on it.
PURPOSE = ("purpose:benchmarking",)
_BITS = 128

log = structlog.get_logger()


async def keep_releases(resources: Resources) -> None:
    """Make the release of each quarter that is over, and let those who withdrew leave, for ever."""
    settings = settings_of(resources)
    while True:
        await asyncio.sleep(settings.release_pause_s)
        await release_due(resources, datetime.now(UTC))


async def release_due(resources: Resources, now: datetime) -> str | None:
    """Make the release of the newest quarter that is over where it is missing and anybody hauled; return its name.

    What was told of machines whose owners withdrew is forgotten, release or none.
    """
    async with transaction(resources.pool, WORKER) as db:
        if not await take_turn(db):
            return None
        await store.forget_withdrawn(db)
        if await store.has_release(db, over(now)):
            return None
        return await _make(resources, db, now)


async def _make(resources: Resources, db: Connection, now: datetime) -> str | None:
    quarter = over(now)
    async with transaction(resources.pool, PURPOSE) as others:
        market = market_of(await store.list_work(others, quarter))
    if market is None:
        return None
    # Who knows these bits can work out what others burnt: they come from the system's own source, and no route tells
    # them.
    seed = secrets.randbits(_BITS)
    made = await asyncio.to_thread(make, market, await store.list_before(db), seed)
    await store.keep(db, quarter, made, seed)
    log.info("release_made", quarter=quarter.name, told=made.told, machines=len(made.placed))
    return quarter.name
