"""Whose messages are taken?"""

import asyncio
import math
from collections.abc import Iterable, Mapping
from datetime import datetime

from psycopg import AsyncConnection, Notify
from psycopg.rows import TupleRow

from ingest.statement import QUERIES
from models.messages import milliseconds

_AT_A_TIME = 2_000


class Fleet:
    """The commissioned machines, read from the registry's fact in `access` and kept in memory."""

    def __init__(self, until_ms: Mapping[str, float] | None = None) -> None:
        self._until_ms = dict(until_ms or {})
        self._changed: set[str] = set()
        self._has_changed = False

    def __len__(self) -> int:
        return len(self._until_ms)

    def takes_until_ms(self, machine: str) -> float | None:
        """Return before which time a machine's readings are taken (infinite: no end), None for an unknown machine."""
        return self._until_ms.get(machine)

    async def listen(self, connection: AsyncConnection[TupleRow]) -> None:
        """Hear from now on over a connection which machines change, and read all of them."""
        connection.add_notify_handler(self._hear)
        await connection.execute("listen access_machine")
        await self.refresh(connection)

    def _hear(self, notice: Notify) -> None:
        self._changed.update(filter(None, notice.payload.split(",")))
        self._has_changed |= not notice.payload

    async def catch_up(self, connection: AsyncConnection[TupleRow]) -> None:
        """Read again the machines that have changed, over the connection that hears of it."""
        # What was heard comes with the answer to anything.
        await connection.execute(QUERIES["hear"])
        changed, self._changed = self._changed, set()
        if self._has_changed:
            self._has_changed = False
            await self.refresh(connection)
        elif changed:
            found = await self._read(connection, changed)
            for machine in changed - found.keys():
                self._until_ms.pop(machine, None)
            self._until_ms.update(found)

    async def refresh(self, connection: AsyncConnection[TupleRow]) -> None:
        """Read all machines again."""
        found: dict[str, float] = {}
        async with connection.cursor() as cursor:
            await cursor.execute(QUERIES["known_machines"])
            while rows := await cursor.fetchmany(_AT_A_TIME):
                found.update((machine, _milliseconds(until)) for machine, until in rows)
                # Of a hundred thousand machines this takes long: whoever stores messages has a turn.
                await asyncio.sleep(0)
        self._until_ms = found

    async def ask(self, connection: AsyncConnection[TupleRow], machines: Iterable[str]) -> None:
        """Read those of these machines that are unknown: one may have been commissioned a moment ago."""
        unknown = sorted(set(machines) - self._until_ms.keys())
        if unknown:
            self._until_ms.update(await self._read(connection, unknown))

    async def _read(self, connection: AsyncConnection[TupleRow], machines: Iterable[str]) -> dict[str, float]:
        rows = await connection.execute(QUERIES["ask_machines"], {"machines": list(machines)})
        return {machine: _milliseconds(until) for machine, until in await rows.fetchall()}


def _milliseconds(until: datetime | None) -> float:
    return milliseconds(until) if until else math.inf
