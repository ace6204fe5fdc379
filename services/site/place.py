"""Which site does a caller ask about, and how does this service come to know it?"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends
from fastapi import Path as PathParameter

from models.messages import MACHINE_ID
from services.kit.auth import Caller
from services.kit.database import WORKER, Connection, Pool, Queries, fetch_one, transaction
from services.kit.events import Event, told_by
from services.kit.health import Running
from services.kit.resources import Resources
from services.registry.api import Site as RegistrySite
from services.registry.client import Registry

QUERIES = Queries(Path(__file__).parent / "sql" / "site.sql")
HEARS = "registry/site-changed"
SiteId = Annotated[str, PathParameter(pattern=MACHINE_ID, description="The site's id, for example `quarry-north`.")]


@dataclass(frozen=True)
class Site:
    """A site as the registry tells it: what it is called, whose it is, and by which clock it works."""

    id: str
    name: str
    customer: str
    region: str
    timezone: str

    @property
    def clock(self) -> ZoneInfo:
        """Return the site's time zone."""
        return ZoneInfo(self.timezone)


async def find_site(db: Connection, site: str) -> Site | None:
    """Return a site that the viewers see and this service knows, else None."""
    return await fetch_one(db, Site, QUERIES["get_site"], {"site": site})


async def adopt(pool: Pool, told: RegistrySite) -> Site:
    """Keep what the registry tells of a site, and return it."""
    site = Site(told.id, told.name, told.customer, told.region, told.timezone)
    async with transaction(pool, WORKER) as db:
        await db.execute(QUERIES["keep_site"], asdict(site))
    return site


async def take(resources: Resources, event: Event) -> None:
    """Keep what a site is called, whose it is and by which clock it works, as the registry tells."""
    if (told := told_by(event, HEARS, RegistrySite)) is not None:
        await adopt(resources.pool, told)


async def _known(site: SiteId, caller: Caller, registry: Registry, resources: Running) -> Site:
    # A connection is not held while others are asked.
    async with transaction(resources.pool, caller.viewers) as db:
        found = await find_site(db, site)
    return found or await adopt(resources.pool, await registry.site(site))


# A site that the caller sees; who asks for one that is not known here asks the registry.
AtSite = Annotated[Site, Depends(_known)]
