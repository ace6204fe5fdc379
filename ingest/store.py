"""How does a batch get into the database, whole or not at all?"""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from psycopg import AsyncTransaction
from psycopg.errors import UniqueViolation
from pydantic import SecretStr

from ingest import delivery, node, refusal
from ingest.batch import Batch, read_number
from ingest.database import Connection, connect
from ingest.decode.sparkplug.desk import Birth, Hold
from ingest.insertion import Inserted, Inserter
from ingest.judge import named_machine
from ingest.key import Keys
from ingest.newest import newest, put_latest
from ingest.record import Record
from ingest.rollup import Ledger
from ingest.rollup.span import mark, touched
from ingest.rows import Rows, arrange
from ingest.statement import QUERIES, ROLLUP
from models.messages import Event, Reason, Rejected, State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Saved:
    """What a transaction did: rows written, rows that were there already, and what it `refused`.

    These are messages, by their place in the batch's `arrivals`, that bear the boot and number of another one that was
    stored first, with other content, or have readings for which there is no room; they are kept as refused.
    """

    rows: int
    duplicates: int
    refused: Mapping[int, Reason]

    @property
    def reused(self) -> Sequence[int]:
        """Return the places of messages whose number another one bears."""
        return [place for place, reason in self.refused.items() if reason == Reason.SEQUENCE_REUSED]


class Store:
    """The connection over which batches are stored; connects when needed, and anew after `reset`."""

    def __init__(
        self, url: SecretStr, *, kept_rejects: int, kept_reject_bytes: int, ledger: Ledger | None = None
    ) -> None:
        self._url = url
        self._ledger = ledger
        self._kept_rejects = kept_rejects
        self._kept_reject_bytes = kept_reject_bytes
        self._connection: Connection | None = None
        self._keys = Keys()
        self._inserter = Inserter()

    async def connection(self) -> Connection:
        """Return the connection; raises psycopg.Error when there is none to be had."""
        if self._connection is None:
            made = await connect(self._url, "ingest", by_index=True)
            if self._ledger is not None:
                await made.execute(ROLLUP["be_worker"], {"worker": self._ledger.renew()})
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
        connection = await self.connection()
        rows = None
        if batch.readings is not None:
            rows = arrange(batch.readings, await self._keys.of(connection, batch.readings.machines))
        try:
            return await self._save(connection, batch, rows)
        except UniqueViolation:
            # A reading is stored already, or shares its time with another one.
            self._inserter.doubt_all()
            # What was begun is not stored, also where nothing new is found now and nothing begun in its place.
            self._cancel()
            return await self._save(connection, batch, rows)
        finally:
            self._cancel()

    def _cancel(self) -> None:
        if self._ledger is not None:
            self._ledger.cancel()

    async def _save(self, connection: Connection, batch: Batch, rows: Rows | None) -> Saved:
        known = rows if rows is not None and self._ledger is not None and self._inserter.trusts(rows) else None
        async with AsyncExitStack() as stack:
            # One turn to the server and back instead of three: where much runs, each of them waits for a processor.
            async with connection.pipeline():
                await stack.enter_async_context(AsyncTransaction(connection))
                await delivery.note(connection, batch, delivery.shards(len(self._keys)))
                await self._follow(connection, known)
            inserted = await self._inserter.insert(connection, rows) if rows is not None else None
            if inserted and known is None:
                await self._follow(connection, inserted.new)
            refused = _unstored(batch, inserted)
            refused |= dict.fromkeys(await self._save_events(connection, batch), Reason.SEQUENCE_REUSED)
            records = [_refused(batch, place, refused.get(place)) for place in sorted({*batch.records, *refused})]
            await refusal.keep(connection, records, most=self._kept_rejects, most_bytes=self._kept_reject_bytes)
        if self._ledger is not None:
            self._ledger.commit()
        return _saved(batch, inserted, refused)

    async def _follow(self, connection: Connection, new: Rows | None) -> None:
        """Mark what follows from new readings as out of date, and where nobody remembers them follow them at once."""
        if not new:
            return
        if self._ledger is not None:
            await mark(connection, self._ledger.begin(new), self._ledger.worker)
            return
        await put_latest(connection, newest(new))
        await mark(connection, touched(new))

    async def _save_events(self, connection: Connection, batch: Batch) -> list[int]:
        """Return the places of messages that are another event of the same boot and number."""
        reused = []
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
        return reused


async def _is_same_event(connection: Connection, values: dict[str, object]) -> bool:
    row = await (await connection.execute(QUERIES["same_event"], values)).fetchone()
    return row is not None and bool(row[0])


def _unstored(batch: Batch, inserted: Inserted | None) -> dict[int, Reason]:
    """Return the messages of which readings are refused because of others that are stored, and why."""
    if inserted is None or batch.readings is None:
        return {}
    message = batch.readings.message
    crowded = dict.fromkeys(message[inserted.crowded].tolist(), Reason.UNSTORABLE)
    return crowded | dict.fromkeys(message[inserted.odd].tolist(), Reason.SEQUENCE_REUSED)


def _saved(batch: Batch, inserted: Inserted | None, refused: Mapping[int, Reason]) -> Saved:
    if inserted is None or batch.readings is None:
        return Saved(0, 0, refused)
    rows = len(inserted.new)
    return Saved(rows, len(batch.readings) - rows, refused)


def _refused(batch: Batch, place: int, reason: Reason | None) -> Record:
    if reason is None:
        return batch.records[place]
    arrival = batch.arrivals[place]
    machine = named_machine(arrival)
    number = read_number(machine, arrival.payload) if machine else None
    detail = f"Boot {number.boot}, number {number.seq}." if number else ""
    if reason == Reason.UNSTORABLE:
        detail = "A thousand other readings of the machine bear the same time."
    return Record(arrival, machine, None, Rejected(reason, detail))


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
