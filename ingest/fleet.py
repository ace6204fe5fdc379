"""Whose messages are taken?"""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from ingest.statement import QUERIES
from models.messages import milliseconds

_Row = tuple[str, datetime | None]


class Fleet:
    """The commissioned machines, read from the registry's fact in `access` and kept in memory."""

    def __init__(self, until_ms: Mapping[str, float] | None = None) -> None:
        self._until_ms = dict(until_ms or {})

    def __len__(self) -> int:
        return len(self._until_ms)

    def takes_until_ms(self, machine: str) -> float | None:
        """Return before which time a machine's readings are taken (infinite: no end), None for an unknown machine."""
        return self._until_ms.get(machine)

    async def refresh(self, connection: AsyncConnection[TupleRow]) -> None:
        """Read all machines again."""
        rows = await (await connection.execute(QUERIES["known_machines"])).fetchall()
        self._until_ms = {machine: _milliseconds(until) for machine, until in rows}

    async def ask(self, connection: AsyncConnection[TupleRow], machines: Iterable[str]) -> None:
        """Read those of these machines that are unknown: one may have been commissioned a moment ago."""
        unknown = sorted(set(machines) - self._until_ms.keys())
        if unknown:
            rows = await (await connection.execute(QUERIES["ask_machines"], {"machines": unknown})).fetchall()
            self._until_ms.update({machine: _milliseconds(until) for machine, until in rows})


def _milliseconds(until: datetime | None) -> float:
    return milliseconds(until) if until else math.inf
