"""How does a batch get into the database, whole or not at all?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import LiteralString

from psycopg.errors import UniqueViolation
from pydantic import SecretStr

from ingest import delivery, node, refusal
from ingest.batch import Batch, read_number
from ingest.binary import pack_newest, pack_readings
from ingest.database import Connection, connect
from ingest.decode.sparkplug.desk import Birth, Hold
from ingest.judge import named_machine
from ingest.readings import Readings, newest, touched
from ingest.record import Record
from ingest.statement import QUERIES, STAGING
from models.messages import Event, Reason, Rejected, State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Saved:
    """What a transaction did: rows written, rows that were there already, and `reused`.

    These are the places in the batch's `arrivals` of messages that bear the boot and number of another one that was
    stored first, with other content; they are kept as refused.
    """

    rows: int
    duplicates: int
    reused: Sequence[int]


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

    async def save(self, batch: Batch) -> Saved:
        """Store what the messages hold and keep what is refused, in one transaction; it is on disk when this returns.

        Raises psycopg.Error, and then nothing is stored.
        """
        readings = batch.readings
        connection = await self.connection()
        async with connection.transaction():
            rows, reused = 0, list[int]()
            if readings is not None:
                rows = await self._save_readings(connection, readings, reused)
            await self._save_events(connection, batch, reused)
            refused = [batch.records[place] for place in batch.records if place not in reused]
            refused += [_reused(batch, place) for place in reused]
            await delivery.note(connection, batch)
            await refusal.keep(connection, refused, most=self._kept_rejects, most_bytes=self._kept_reject_bytes)
        return Saved(rows, (len(readings) if readings is not None else 0) - rows, reused)

    async def _save_readings(self, connection: Connection, readings: Readings, reused: list[int]) -> int:
        rows = await self._copy_new(connection, readings) or await self._insert(connection, readings, reused)
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

    async def _insert(self, connection: Connection, readings: Readings, reused: list[int]) -> int:
        """Store those readings that are not stored yet and return how many."""
        await _copy(connection, STAGING["copy_staged"], pack_readings(readings, staged=True))
        rows = (await connection.execute(STAGING["insert_readings"], prepare=True)).rowcount
        self._expects_new = rows == len(readings)
        if not self._expects_new:
            reused += await _find_reused(connection, readings)
        return rows

    async def _save_events(self, connection: Connection, batch: Batch, reused: list[int]) -> None:
        for place, record in batch.records.items():
            for part in record.parts:
                match part:
                    case Event() as event:
                        values = _event_values(record, event)
                        stored = (await connection.execute(QUERIES["insert_event"], values)).rowcount
                        if not stored and not await _is_same_event(connection, values):
                            reused.append(place)
                    case State() as state:
                        await connection.execute(QUERIES["put_state"], _state_values(record, state))
                    case Birth() | Hold():
                        await node.keep(connection, record, part)


async def _find_reused(connection: Connection, readings: Readings) -> list[int]:
    # A conflict is a duplicate only when it says the same; otherwise it would hide a reading.
    bounds = {"first": _time(int(readings.time_ms.min())), "last": _time(int(readings.time_ms.max()))}
    found = await connection.execute(STAGING["find_reused"], bounds, prepare=False)
    return [place for (place,) in await found.fetchall()]


async def _copy(connection: Connection, statement: LiteralString, rows: bytes) -> None:
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write(rows)


async def _is_same_event(connection: Connection, values: dict[str, object]) -> bool:
    row = await (await connection.execute(QUERIES["same_event"], values)).fetchone()
    return row is not None and bool(row[0])


def _reused(batch: Batch, place: int) -> Record:
    arrival = batch.arrivals[place]
    machine = named_machine(arrival)
    number = read_number(machine, arrival.payload) if machine else None
    detail = f"Boot {number.boot}, number {number.seq}." if number else ""
    return Record(arrival, machine, None, Rejected(Reason.SEQUENCE_REUSED, detail))


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
