"""Which site does a caller ask about, and how does this service come to know it?"""

from typing import Annotated

from fastapi import Depends, Path

from models.messages import MACHINE_ID
from services.kit.database import WORKER, Db, Pool, transaction
from services.kit.health import Running
from services.positioning.site import Site
from services.positioning.zone import store
from services.registry.api import Site as RegistrySite
from services.registry.client import Registry

SiteId = Annotated[str, Path(pattern=MACHINE_ID, description="The site's id, for example `quarry-north`.")]


async def adopt(pool: Pool, told: RegistrySite) -> Site:
    """Keep what the registry tells of a site; what is drawn there holds for all the past until it is drawn here."""
    async with transaction(pool, WORKER) as db:
        site = await store.keep_site(db, told)
        if told.features.features and not await store.was_drawn(db, site.id):
            await store.draw(db, site.id, told.features, store.ALWAYS, "registry")
        return site


async def _known(site: SiteId, db: Db, registry: Registry, resources: Running) -> Site:
    if found := await store.find_site(db, site):
        return found
    return await adopt(resources.pool, await registry.site(site))


# A site that the caller sees; who asks for one that is not known here asks the registry.
AtSite = Annotated[Site, Depends(_known)]
