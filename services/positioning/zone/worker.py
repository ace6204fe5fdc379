"""How does this service learn of sites that nobody asked it about?"""

from functools import partial

from services.kit.events import Event, told_by
from services.kit.resources import Resources
from services.positioning.zone.adoption import adopt
from services.registry.api import Site

HEARS = "registry/site-changed"


async def keep_hearing(resources: Resources) -> None:
    """Take in what the registry tells of sites, for ever."""
    await resources.events.hear(partial(take, resources))


async def take(resources: Resources, event: Event) -> None:
    """Keep whose a site is and where it lies, and adopt its zones where nobody drew them here."""
    if (told := told_by(event, HEARS, Site)) is not None:
        await adopt(resources.pool, told)
