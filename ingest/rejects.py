"""Which messages were refused, and what does each hold?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row

from ingest.database import Connection
from ingest.statement import REPLAY
from models.messages import Reason

_SENTENCES = {reason.value: reason.sentence for reason in Reason}


@dataclass(frozen=True)
class Wanted:
    """Which refused messages are meant; None leaves a condition out.

    A machine that was not known when its message came is found by the message's topic.
    """

    ids: Sequence[int] | None = None
    machine: str | None = None
    reason: str | None = None
    since: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Return the conditions as the queries name them."""
        return {**asdict(self), "ids": list(self.ids) if self.ids else None}


@dataclass(frozen=True)
class Reject:
    """A refused message but for its bytes; `outcome` and `replayed_at` are of the last time that it was replayed."""

    id: int
    received_at: datetime
    replayed_at: datetime | None
    outcome: str | None
    machine: str | None
    reason: str
    detail: str
    topic: str
    retain: bool
    payload_bytes: int
    kept_bytes: int
    sha256: str

    @property
    def sentence(self) -> str:
        """Return what is wrong and what would be right."""
        return _SENTENCES.get(self.reason, self.reason)

    @property
    def is_whole(self) -> bool:
        """Return whether every byte of it is kept."""
        return self.kept_bytes == self.payload_bytes


@dataclass(frozen=True)
class Whole(Reject):
    """A refused message with what is kept of its bytes."""

    payload: bytes


async def list_rejects(connection: Connection, wanted: Wanted, limit: int) -> list[Reject]:
    """Return messages that are refused, the newest first."""
    async with connection.cursor(row_factory=class_row(Reject)) as cursor:
        await cursor.execute(REPLAY["list_refused"], {**wanted.values, "limit": limit})
        return await cursor.fetchall()


async def count_rejects(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """Return by reason how many messages were refused on the days since then, also those that were not kept."""
    found = await connection.execute(REPLAY["count_refused"], wanted.values)
    return dict(await found.fetchall())


async def get_reject(connection: Connection, number: int) -> Whole | None:
    """Return a refused message, also one that was stored since; None where there is none with this id."""
    async with connection.cursor(row_factory=class_row(Whole)) as cursor:
        await cursor.execute(REPLAY["get_refused"], {"id": number})
        return await cursor.fetchone()
