"""Is what was to be erased erased everywhere, also where a process ended midway?"""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from services.kit.database import Connection, transaction
from services.kit.resources import Resources
from services.registry.deletion import KEPT, ErasureTold
from services.registry.settings import settings_of
from services.registry.signing import signer
from services.registry.store import change
from services.registry.store import erasure as erasures
from services.registry.store import machine as machines
from services.registry.store.erasure import Due

log = structlog.get_logger()
_LONGEST = "set local statement_timeout = '10min'"
_COUNT, _ERASE, _AGAIN = 0, 1, 2


async def keep_erasing(resources: Resources) -> None:
    """Go on again and again, for as long as the process lives."""
    while True:
        await go_on(resources)
        await asyncio.sleep(settings_of(resources).erasure_every_s)


async def go_on(resources: Resources) -> None:
    """Do what is due of every erasure; what is done stays done, and whoever comes next goes on behind it."""
    async with transaction(resources.pool, ("all",)) as db:
        due = await erasures.list_due(db)
    for one in due:
        await _pass(resources, one)


async def _pass(resources: Resources, due: Due) -> None:
    while True:
        async with transaction(resources.pool, ("all",)) as db:
            left = await erasures.next_machines(db, due)
        if not left:
            break
        for machine in left:
            # Others may change things meanwhile; whoever comes to a machine second finds nothing there.
            async with transaction(resources.pool, ("all",)) as db:
                await db.execute(_LONGEST)
                found = await erasures.erase_machine(db, due, machine)
                await erasures.keep_done(db, due, machine, found)
    async with change(resources.pool) as db:
        if not await erasures.is_at(db, due):
            return
        if due.scope == "everything":
            await erasures.keep_done(db, due, "", await erasures.erase_belongings(db, due))
        await _end(resources, db, due)


async def _end(resources: Resources, db: Connection, due: Due) -> None:
    if due.pass_ == _COUNT:
        await erasures.keep_state(db, due, "planned", _COUNT)
    elif due.pass_ == _ERASE:
        # What a worker had begun to compute, or a message was on its way, is there by then.
        wait = timedelta(seconds=settings_of(resources).erasure_settles_s)
        await erasures.keep_state(db, due, "settling", _AGAIN, wait)
    else:
        await _finish(resources, db, due)


async def _finish(resources: Resources, db: Connection, due: Due) -> None:
    if due.scope == "everything" and (moved := await erasures.leave_sites(db, due)):
        await machines.publish(db, moved)
    now = datetime.now(UTC)
    told = await erasures.get_erasure(db, due.id)
    done = told.model_copy(update={"state": "erased", "finished_at": now})
    receipt = signer(settings_of(resources).signing_key_file).receipt(ErasureTold(**done.model_dump(), kept=KEPT))
    await erasures.finish(db, due.id, now, receipt)
    log.info("erased", customer=due.customer, rows=sum(told.erased.values()))
