"""Is the access to the broker of every decommissioned machine revoked, even when the broker was away?"""

import asyncio

import structlog

from services.kit.database import transaction
from services.kit.resources import Resources
from services.registry import broker
from services.registry.problem import BrokerAway
from services.registry.settings import settings_of
from services.registry.store import machine as machines

log = structlog.get_logger()


async def finish(resources: Resources) -> None:
    """Revoke what is still to be revoked; raises BrokerAway, and whatever is left stays to be done."""
    async with transaction(resources.pool, ("all",)) as db:
        waiting = await machines.revoking_machines(db)
    if not waiting:
        return
    async with broker.connect(settings_of(resources)) as rules:
        for machine in waiting:
            await rules.revoke(machine)
            async with transaction(resources.pool, ("all",)) as db:
                await machines.note_revoked(db, machine)


async def finish_if_possible(resources: Resources) -> None:
    """Revoke what is still to be revoked, or leave it to the worker while the broker is away."""
    try:
        await finish(resources)
    except BrokerAway as error:
        log.warning("revocation_waits", reason=error.detail)


async def keep_finishing(resources: Resources) -> None:
    """Try again and again, for as long as the process lives."""
    while True:
        await finish_if_possible(resources)
        await asyncio.sleep(settings_of(resources).revocation_every_s)
