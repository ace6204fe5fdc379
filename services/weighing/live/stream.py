"""How does a browser hear of a load while it grows?"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi.sse import ServerSentEvent
from psycopg import OperationalError
from psycopg_pool import PoolTimeout, TooManyRequests

from services.kit.auth import Principal
from services.kit.errors import Unavailable
from services.kit.resources import Resources
from services.kit.telemetry import reading
from services.weighing.api import LoadChanged
from services.weighing.live.telling import changed
from services.weighing.record import store
from services.weighing.settings import WeighingSettings

_AWAY = (OperationalError, PoolTimeout, TooManyRequests)
_SILENT = "The database does not answer at the moment."


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


@dataclass
class _Hearing:
    """What one stream told so far: the load, and whether it said that the database is away."""

    sent: LoadChanged | None = None
    stale: bool = False

    async def news(self, resources: Resources, viewers: tuple[str, ...], machine: str) -> ServerSentEvent | None:
        """Return what is to be told that was not told yet, None where there is nothing."""
        try:
            load = await load_of(resources, viewers, machine)
        except _AWAY:
            said, self.stale = self.stale, True
            return None if said else ServerSentEvent(event="stale", data={"reason": _SILENT})
        if load is None or (load == self.sent and not self.stale):
            return None
        self.sent, self.stale = load, False
        return ServerSentEvent(event="load", id=load.lifted.isoformat(), data=load)


async def events(resources: Resources, caller: Principal, machine: str) -> AsyncIterator[ServerSentEvent]:
    """Yield the load of a machine whenever it changes, and heartbeats; end when the token ends.

    Each look reads with the rights of its moment: behind a withdrawal there is nothing more to tell.
    """
    settings = resources.settings
    assert isinstance(settings, WeighingSettings)
    hearing, quiet_s = _Hearing(), 0.0
    while datetime.now(UTC) < caller.expires_at:
        news = await hearing.news(resources, caller.viewers, machine)
        if news is None and quiet_s >= settings.stream_heartbeat_s:
            news = ServerSentEvent(comment="heartbeat")
        if news is not None:
            quiet_s = 0.0
            yield news
        quiet_s += settings.stream_poll_s
        await asyncio.sleep(settings.stream_poll_s)
    yield ServerSentEvent(event="end", data={"reason": "The token has expired; connect again with another."})
