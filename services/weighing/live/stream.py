"""How does a browser hear of a load while it grows?"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from fastapi.sse import ServerSentEvent

from services.kit.auth import Principal
from services.kit.errors import Unavailable
from services.kit.resources import Resources
from services.kit.telemetry import reading
from services.weighing.api import LoadChanged
from services.weighing.live.telling import changed
from services.weighing.record import store
from services.weighing.settings import WeighingSettings


class TooManyStreams(Unavailable):
    """As many streams are open as this process serves."""

    code, title = "too-many-streams", "Too many streams"


class Desk:
    """Counts the streams of a process."""

    def __init__(self) -> None:
        self.open = 0

    @contextmanager
    def seat(self, most: int) -> Iterator[None]:
        """Hold a place among so many streams; raises TooManyStreams where none is free."""
        if self.open >= most:
            raise TooManyStreams(f"{self.open} streams are open, as many as are served; try again in a moment.")
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1


async def load_of(resources: Resources, viewers: tuple[str, ...], machine: str) -> LoadChanged | None:
    """Return the load that a digger makes or a truck gets, as these viewers see it; None where none is known."""
    async with reading(resources.pool, viewers) as telemetry:
        filling = await store.get_filling(telemetry.connection, machine)
        return None if filling is None else await changed(telemetry, filling)


async def events(resources: Resources, caller: Principal, machine: str) -> AsyncIterator[ServerSentEvent]:
    """Yield the load of a machine whenever it changes, and heartbeats; end when the token ends."""
    settings = resources.settings
    assert isinstance(settings, WeighingSettings)
    sent: LoadChanged | None = None
    quiet_s = 0.0
    while datetime.now(UTC) < caller.expires_at:
        load = await load_of(resources, caller.viewers, machine)
        if load is not None and load != sent:
            sent, quiet_s = load, 0.0
            yield ServerSentEvent(event="load", id=load.lifted.isoformat(), data=load)
        elif quiet_s >= settings.stream_heartbeat_s:
            quiet_s = 0.0
            yield ServerSentEvent(comment="heartbeat")
        quiet_s += settings.stream_poll_s
        await asyncio.sleep(settings.stream_poll_s)
    yield ServerSentEvent(event="end", data={"reason": "The token has expired; connect again with another."})
