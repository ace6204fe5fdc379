"""How does a batch get into the database, whole or not at all?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import LiteralString

from psycopg.errors import UniqueViolation
from pydantic import SecretStr

from ingest import refusal
from ingest.binary import pack_newest, pack_readings
from ingest.database import Connection, connect
from ingest.readings import Readings, collect, newest, touched
from ingest.record import Record
from ingest.statement import QUERIES, STAGING
from models.messages import Event, Reason, Rejected, State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Saved:
    """What a transaction did: rows written, rows that were there already, and the records with what was refused."""

    rows: int
    duplicates: int
    records: Sequence[Record]


class Store:
    """The connection over which batches are stored; connects when needed, and anew after `reset`."""

    def __init__(self, url: SecretStr, *, kept_rejects: int, kept_reject_bytes: int) -> None:
        self._url = url
        self._kept_rejects = kept_rejects
        self._kept_reject_bytes = kept_reject_bytes
        self._connection: Connection | None = None
        self._expects_new = True

    async def connection(self) -> Connection:
        """Return the connection, its staging tables in place; raises psycopg.Error when there is none to be had."""
        if self._connection is None:
            made = await connect(self._url, "ingest")
            for name in ("create_staged", "create_staged_latest"):
                await made.execute(STAGING[name])
            self._connection = made
        return self._connection

    async def reset(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def save(self, records: Sequence[Record]) -> Saved:
        """Store what the records hold and keep what is refused, in one transaction; it is on disk when this returns.

        Raises psycopg.Error, and then nothing is stored.
        """
        readings = collect(records)
        connection = await self.connection()
        async with connection.transaction():
            rows, judged = 0, list(records)
            if readings is not None:
                rows = await self._save_readings(connection, readings, judged)
            await self._save_events(connection, judged)
            await refusal.keep(connection, judged, most=self._kept_rejects, most_bytes=self._kept_reject_bytes)
        return Saved(rows, (len(readings) if readings is not None else 0) - rows, judged)

    async def _save_readings(self, connection: Connection, readings: Readings, records: list[Record]) -> int:
        rows = await self._copy_new(connection, readings) or await self._insert(connection, readings, records)
        if rows:
            await _copy(connection, STAGING["copy_staged_latest"], pack_newest(newest(readings)))
            await connection.execute(STAGING["put_latest"], prepare=True)
            await connection.execute(QUERIES["mark_dirty"], _marks(readings))
        return rows

    async def _copy_new(self, connection: Connection, readings: Readings) -> int:
        """Store readings the fast way and return how many, 0 when one of them is stored already.

        Messages come again in bursts, after a connection or a process was lost: one failure means to look closely
        until a whole batch has been new.
        """
        if not self._expects_new:
            return 0
        try:
            async with connection.transaction():
                await _copy(connection, STAGING["copy_readings"], pack_readings(readings, staged=False))
        except UniqueViolation:
            self._expects_new = False
            return 0
        return len(readings)

    async def _insert(self, connection: Connection, readings: Readings, records: list[Record]) -> int:
        """Store those readings that are not stored yet and return how many."""
        await _copy(connection, STAGING["copy_staged"], pack_readings(readings, staged=True))
        rows = (await connection.execute(STAGING["insert_readings"], prepare=True)).rowcount
        self._expects_new = rows == len(readings)
        if not self._expects_new:
            await self._find_reused(connection, readings, records)
        return rows

    async def _find_reused(self, connection: Connection, readings: Readings, records: list[Record]) -> None:
        # A conflict is a duplicate only when it says the same; otherwise it would hide a reading.
        bounds = {"first": _time(int(readings.time_ms.min())), "last": _time(int(readings.time_ms.max()))}
        found = await connection.execute(STAGING["find_reused"], bounds, prepare=False)
        for (place,) in await found.fetchall():
            records[place] = _reused(records[place])

    async def _save_events(self, connection: Connection, records: list[Record]) -> None:
        for place, record in enumerate(records):
            match record.content:
                case Event() as event:
                    values = _event_values(record, event)
                    stored = (await connection.execute(QUERIES["insert_event"], values)).rowcount
                    if not stored and not await _is_same_event(connection, values):
                        records[place] = _reused(record)
                case State() as state:
                    await connection.execute(QUERIES["put_state"], _state_values(record, state))


async def _copy(connection: Connection, statement: LiteralString, rows: bytes) -> None:
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write(rows)


async def _is_same_event(connection: Connection, values: dict[str, object]) -> bool:
    row = await (await connection.execute(QUERIES["same_event"], values)).fetchone()
    return row is not None and bool(row[0])


def _reused(record: Record) -> Record:
    content = record.content
    name = f"Boot {content.boot}, number {content.seq}." if content and not isinstance(content, State) else ""
    return replace(record, rejected=Rejected(Reason.SEQUENCE_REUSED, name))


def _marks(readings: Readings) -> dict[str, object]:
    ranges = touched(readings)
    return {
        "machines": ranges.machines,
        "from_minutes": [_time(minute * 60_000) for minute in ranges.starts.tolist()],
        "to_minutes": [_time(minute * 60_000) for minute in ranges.stops.tolist()],
    }


def _event_values(record: Record, event: Event) -> dict[str, object]:
    return {
        "time": event.time,
        "received_at": _time(int(record.arrival.received_at * 1000)),
        "seq": event.seq,
        "count": event.count,
        "active": event.active,
        "machine": record.machine,
        "boot": event.boot,
        "kind": event.kind,
        "code": event.code,
        "severity": event.severity.value,
        "text": event.text,
    }


def _state_values(record: Record, state: State) -> dict[str, object]:
    return {
        "time": state.time,
        "received_at": _time(int(record.arrival.received_at * 1000)),
        "online": state.online,
        "machine": record.machine,
        "boot": state.boot,
        "software": state.software,
    }


def _time(time_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=time_ms)
