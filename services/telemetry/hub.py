"""How do many listeners hear of newer values through one poll, each only of what its own viewers see?"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field, replace

import structlog
from prometheus_client import Counter, Gauge
from psycopg import OperationalError
from psycopg_pool import PoolTimeout, TooManyRequests

from models.consent import groups_of
from services.kit.database import Pool
from services.kit.telemetry import Latest, reading
from services.kit.witness import Reader, reading_now

ROUNDS = Counter("stream_polls_total", "Rounds in which streams looked for newer values")
QUERIES = Counter("stream_queries_total", "Queries of streams, one for each set of viewers and round")
LISTENERS = Gauge("stream_listeners", "Streams that are open")
AWAY = (OperationalError, PoolTimeout, TooManyRequests)

log = structlog.get_logger()


@dataclass(eq=False)
class Listener:
    """One listener to a machine's newest values: it holds the newest row alone, so a slow one costs no memory."""

    machine: str
    signals: tuple[str, ...]
    viewers: tuple[str, ...]
    row: Latest | None = None
    away: bool = False
    closed: bool = False
    reader: Reader | None = field(default_factory=reading_now)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def changed(self, within_s: float) -> bool:
        """Return whether there was news within a time; waits at most that long."""
        try:
            async with asyncio.timeout(within_s):
                await self._changed.wait()
        except TimeoutError:
            return False
        self._changed.clear()
        return True

    def tell(self, row: Latest | None, *, away: bool = False, closed: bool = False) -> None:
        """Hand over the newest row, that the database is away, or that nothing will come any more."""
        if row:
            asked = {name: row.values[name] for name in self.signals if name in row.values}
            row = replace(row, values=asked)
        if (row, away, closed) != (self.row, self.away, self.closed):
            self.row, self.away, self.closed = row, away, closed
            self._changed.set()


@dataclass(eq=False)
class Hub:
    """Polls the newest values of what is listened to, as long as anybody listens: one query for each set of viewers.

    A query runs with the rights of one set of viewers, and its rows go to listeners of that very set.
    """

    pool: Pool
    every_s: float
    listeners: set[Listener] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None

    @contextmanager
    def joined(self, listener: Listener) -> Iterator[Listener]:
        """Yield the listener while it is told of newer values."""
        self.listeners.add(listener)
        LISTENERS.inc()
        if self._task is None or self._task.done():
            # Who listens first does not read for the others.
            self._task = asyncio.create_task(self._run(), name="stream poll", context=Context())
        try:
            yield listener
        finally:
            self.listeners.discard(listener)
            LISTENERS.dec()
            if not self.listeners:
                self._task.cancel()

    async def _run(self) -> None:
        try:
            while True:
                ROUNDS.inc()
                for viewers, group in self._groups().items():
                    await self._tell(viewers, group)
                await asyncio.sleep(self.every_s)
        finally:
            # Whatever ends the poll, nobody is left waiting for it: a listener whose stream ends connects again.
            for listener in self.listeners:
                listener.tell(listener.row, closed=True)

    def _groups(self) -> dict[tuple[str, ...], list[Listener]]:
        groups: dict[tuple[str, ...], list[Listener]] = defaultdict(list)
        for listener in self.listeners:
            groups[listener.viewers].append(listener)
        return groups

    async def _tell(self, viewers: tuple[str, ...], group: list[Listener]) -> None:
        signals = sorted({name for listener in group for name in listener.signals})
        machines = sorted({listener.machine for listener in group})
        try:
            QUERIES.inc()
            async with reading(self.pool, viewers, noted=False) as telemetry:
                rows = {row.machine: row for row in await telemetry.latest(signals, machines)}
        except AWAY as error:
            log.warning("stream_poll_failed", error=type(error).__name__)
            for listener in group:
                listener.tell(listener.row, away=True)
            return
        for listener in group:
            row = rows.get(listener.machine)
            listener.tell(row)
            if row and listener.reader:
                self.pool.ledger.note(listener.reader, listener.machine, groups_of(listener.signals))
