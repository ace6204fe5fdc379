"""When does what was gathered of the fleet serve no longer, however fresh it is?"""

from services.dashboard.fleet.source import memory
from services.kit.events import Event
from services.kit.resources import Resources

# Whoever may not see a machine any more shall not find it in a list that was gathered before.
LISTENS = ("registry/consent-changed",)


async def keep_hearing(resources: Resources) -> None:
    """Keep no list of before for longer than it takes to hear that somebody gave or withdrew a consent."""
    await resources.events.hear(_forget)


async def _forget(event: Event) -> None:
    del event
    memory.forget()
