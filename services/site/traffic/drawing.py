"""How does this service come to know how the roads of a site are drawn?"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends

from services.kit.auth import Caller
from services.kit.database import WORKER, transaction
from services.kit.events import Event, told_by
from services.kit.health import Running
from services.kit.parameter import During
from services.kit.resources import Resources
from services.positioning.api import Drawing
from services.positioning.client import Positioning
from services.registry.api import Site as RegistrySite
from services.site.place import AtSite
from services.site.traffic import store
from services.site.traffic.store import RoadMap

DRAWN, CHANGED = "positioning/zones-drawn", "registry/site-changed"


async def take(resources: Resources, event: Event) -> None:
    """Keep how the roads of a site are drawn, as positioning tells, and at first as the registry holds them."""
    now = datetime.now(UTC)
    if (drawing := told_by(event, DRAWN, Drawing)) is not None:
        async with transaction(resources.pool, WORKER) as db:
            await store.draw(db, event.subject, drawing.features, drawing.from_, now)
    elif (told := told_by(event, CHANGED, RegistrySite)) is not None and told.features.features:
        async with transaction(resources.pool, WORKER) as db:
            await store.adopt(db, told.id, told.features, now)


async def _drawn(
    site: AtSite, during: During, caller: Caller, positioning: Positioning, resources: Running
) -> RoadMap | None:
    """Return how the site was drawn at the end of the period; where that was never heard, positioning is asked."""
    # A connection is not held while others are asked.
    async with transaction(resources.pool, caller.viewers) as db:
        found = await store.find_map(db, site.id, during.to)
    if found is not None or not (features := await positioning.features(site.id)).features:
        return found
    async with transaction(resources.pool, WORKER) as db:
        await store.adopt(db, site.id, features, datetime.now(UTC))
        return await store.find_map(db, site.id, during.to)


# The roads of the site that the caller asks about, None where nobody drew any.
Roads = Annotated[RoadMap | None, Depends(_drawn)]
