"""When does what was gathered of the fleet serve no longer, however fresh it is?"""

from services.dashboard.fleet.source import forget
from services.kit.events import Event
from services.kit.resources import Resources

# Whoever may not see a machine any more shall not find it in a list that was gathered before, and whoever commissioned
# one, or named a site anew, shall.
LISTENS = ("registry/+",)


async def keep_hearing(resources: Resources) -> None:
    """Keep no list of before for longer than it takes to hear that a consent, a site or a machine is another."""
    await resources.events.hear(_forget)


async def _forget(event: Event) -> None:
    del event
    forget()
