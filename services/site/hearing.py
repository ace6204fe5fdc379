"""What does this service do with what others tell?"""

from functools import partial

from services.kit.events import Event
from services.kit.resources import Resources
from services.site import place
from services.site.traffic import drawing

HEARS = (place.HEARS, drawing.DRAWN)


async def keep_hearing(resources: Resources) -> None:
    """Take in what the registry tells of sites, and positioning of their roads, for ever."""
    await resources.events.hear(partial(take, resources))


async def take(resources: Resources, event: Event) -> None:
    """Take in what one event tells."""
    await place.take(resources, event)
    await drawing.take(resources, event)
