"""Is what was read sealed, and signed, soon after its hour is over?"""

import asyncio

from services.kit.database import transaction
from services.kit.resources import Resources
from services.registry.settings import settings_of
from services.registry.signing import signer
from services.registry.store import log


async def keep_sealing(resources: Resources) -> None:
    """Seal again and again, for as long as the process lives."""
    while True:
        await seal(resources)
        await asyncio.sleep(settings_of(resources).log_seal_every_s)


async def seal(resources: Resources) -> list[str]:
    """Append what was read in hours that are over, sign how the chains stand, and return whose these are."""
    key = signer(settings_of(resources).signing_key_file)
    async with transaction(resources.pool, ("all",)) as db:
        owners = await log.seal(db)
        for owner in owners:
            head = await log.get_head(db, owner)
            signed = key.receipt(head)
            await log.keep_head(db, head, signed.document, signed.signature)
    return owners
