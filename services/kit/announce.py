"""How does a route tell the others what it changed, once the change is committed?"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import BackgroundTasks, Depends, Request
from pydantic import BaseModel

from services.kit.events import Events


@dataclass(frozen=True)
class Announcer:
    """Holds events back until the answer is sent, so that whoever hears of a change also finds it."""

    events: Events
    afterwards: BackgroundTasks

    def tell(self, kind: str, subject: str, data: BaseModel) -> None:
        """Publish, after the answer, that `kind` happened to `subject`; nothing is published when the route fails."""
        self.afterwards.add_task(self.events.publish, kind, subject, data)


async def _announcer(request: Request, afterwards: BackgroundTasks) -> Announcer:
    return Announcer(request.app.state.resources.events, afterwards)


Announce = Annotated[Announcer, Depends(_announcer)]
