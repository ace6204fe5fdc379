"""How does a service tell the others that something happened?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from services.kit.settings import Settings

TOPIC = "events/v1"


class Event(BaseModel):
    """A CloudEvent 1.0: something that happened, told by the service that knows it."""

    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str = "application/json"
    data: dict[str, Any]


@dataclass(frozen=True)
class Events:
    """Publishes what happened in one service, and yields what happened in others."""

    service: str

    @staticmethod
    @asynccontextmanager
    async def of(service: str, settings: Settings) -> AsyncIterator["Events"]:
        """Yield the events of a service, connected when the settings name a broker."""
        del settings
        yield Events(service)

    async def publish(self, kind: str, subject: str, data: BaseModel) -> None:
        """Tell that `kind` happened to `subject` (a machine's or another thing's id)."""
