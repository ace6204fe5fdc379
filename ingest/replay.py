"""How are messages stored that were refused, after what stood in their way is mended?"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import psycopg
from psycopg.rows import class_row

from ingest.assembly import Assembler
from ingest.batch import Batch, read_number
from ingest.database import Connection, is_data_error
from ingest.decode.sparkplug.desk import Desk, NodeReport
from ingest.decode.sparkplug.translation import load
from ingest.fleet import Fleet
from ingest.generation import Generations
from ingest.judge import Judge, named_machine
from ingest.node import Nodes
from ingest.record import Record
from ingest.refusal import storable
from ingest.rejects import Wanted
from ingest.settings import IngestSettings
from ingest.source import Arrival, Waiting
from ingest.statement import REPLAY
from ingest.store import Saved, Store
from models.messages import Reason, Rejected, instant

_AT_A_TIME = 100


class Outcome(StrEnum):
    """What became of a message; `cut` is one of which not all bytes are kept."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    CUT = "cut"


@dataclass(frozen=True)
class Replayed:
    """What became of one message, and why where it is refused again."""

    id: int
    outcome: Outcome
    rejected: Rejected | None = None


@dataclass(frozen=True)
class _Kept:
    id: int
    received_at: datetime
    reason: str
    detail: str
    topic: str
    retain: bool
    payload_bytes: int
    payload: bytes

    @property
    def arrival(self) -> Arrival:
        # It is judged as it came, with the flag, and by the time at which it came: what was of the future still is.
        # As one that waited, it is no message that a node sent in order just before the next.
        return Arrival(self.topic, self.payload, self.retain, self.received_at.timestamp(), Waiting(self.id))


class Replay:
    """Gives kept messages to the same judge and the same store as live ones, beside an ingest that works on."""

    def __init__(self, settings: IngestSettings, *, dry_run: bool = False) -> None:
        # What is refused again is kept already: nothing is to be kept a second time.
        self._store = Store(settings.database_url, kept_rejects=0, kept_reject_bytes=0)
        self._fleet = Fleet()
        generations = Generations(Desk(load(settings.sparkplug_names)))
        self._nodes = Nodes(generations.desk)
        judge = Judge(self._fleet, settings.retention, generations)
        self._assembler = Assembler(self._fleet, judge, settings.retention)
        self._dry_run = dry_run

    async def run(self, wanted: Wanted) -> list[Replayed]:
        """Replay messages in the order in which they came; raises psycopg.Error, and what was replayed until then is.

        A dry run tells what would become of each and changes nothing.
        """
        connection = await self._store.connection()
        try:
            await self._fleet.refresh(connection)
            chosen = await (await connection.execute(REPLAY["choose_refused"], wanted.values)).fetchall()
            done: list[Replayed] = []
            for ids in _runs([number for (number,) in chosen]):
                done += await self._replay(connection, ids)
            return done
        finally:
            await self._store.reset()

    async def _replay(self, connection: Connection, ids: Sequence[int]) -> list[Replayed]:
        """Replay messages in one transaction, or each in its own where one of them needs a closer look."""
        together = await self._attempt(connection, ids)
        if together is not None:
            return together
        return [done for number in ids for done in await self._attempt(connection, [number]) or ()]

    async def _attempt(self, connection: Connection, ids: Sequence[int]) -> list[Replayed] | None:
        """Return what became of the messages, None where they must be taken one by one and nothing was done."""
        done: list[Replayed] | None = None
        async with connection.transaction():
            kept = {one.id: one for one in await _take(connection, ids)}
            await self._nodes.meet(connection, self._nodes.strangers([one.arrival for one in kept.values()]))
            done = await self._store_kept(connection, list(kept.values()))
            if done is None or self._dry_run:
                raise psycopg.Rollback
            notes = [self._note(kept[one.id], one) for one in done if one.outcome != Outcome.CUT]
            async with connection.cursor() as cursor:
                await cursor.executemany(REPLAY["note_replayed"], notes)
        return done

    async def _store_kept(self, connection: Connection, kept: Sequence[_Kept]) -> list[Replayed] | None:
        settled = {one.id: self._settled(one) for one in kept}
        taken = [one for one in kept if settled[one.id] is None]
        stored = await self._save(connection, taken) if taken else []
        if stored is None:
            return None
        settled |= {one.id: one for one in stored}
        return [one for one in settled.values() if one]

    def _settled(self, kept: _Kept) -> Replayed | None:
        """Return what becomes of a message of which nothing can be stored, None for another."""
        if len(kept.payload) < kept.payload_bytes:
            return Replayed(kept.id, Outcome.CUT)
        rejected = self._verdict(kept.arrival)
        return Replayed(kept.id, Outcome.REJECTED, rejected) if rejected else None

    def _verdict(self, arrival: Arrival) -> Rejected | None:
        """Return why a message is refused as a whole: by the time at which it came, and by the present one.

        What has grown too old since would bring back history that retention has dropped.
        """
        for moment in (arrival.received_at, time.time()):
            record = self._assembler.batch([arrival._replace(received_at=moment)]).records.get(0)
            if record and (record.content is None or _waits(record)):
                return record.rejected or Rejected(Reason.NO_BIRTH, "No birth is known that explains it.")
        return None

    async def _save(self, connection: Connection, taken: Sequence[_Kept]) -> list[Replayed] | None:
        batch = self._assembler.batch([one.arrival for one in taken])
        try:
            async with connection.transaction():
                for place, one in enumerate(taken):
                    if _lacked_values(one, batch.records.get(place)):
                        await _make_room(connection, batch, place)
                saved = await self._store.save(_without_refusals(batch))
                if len(taken) == 1 and saved.reused and taken[0].reason == Reason.SEQUENCE_REUSED:
                    raise psycopg.Rollback
        except psycopg.Error as error:
            if not is_data_error(error):
                raise
            unstorable = Rejected(Reason.UNSTORABLE, str(error))
            return [Replayed(taken[0].id, Outcome.REJECTED, unstorable)] if len(taken) == 1 else None
        if len(taken) > 1 and (saved.duplicates or saved.reused):
            return None
        return [_told(one, batch, place, saved) for place, one in enumerate(taken)]

    def _note(self, kept: _Kept, done: Replayed) -> dict[str, object]:
        machine, rejected = named_machine(kept.arrival), done.rejected
        known = machine is not None and self._fleet.takes_until_ms(machine) is not None
        return {
            "id": kept.id,
            "outcome": done.outcome.value,
            "reason": rejected.reason.value if rejected else None,
            "detail": storable(rejected.detail) if rejected else None,
            "machine": machine if known else None,
        }


def _told(one: _Kept, batch: Batch, place: int, saved: Saved) -> Replayed:
    if place in saved.reused:
        return Replayed(one.id, Outcome.REJECTED, _reused(batch.arrivals[place]))
    record = batch.records.get(place)
    if record and record.rejected:
        return Replayed(one.id, Outcome.REJECTED, record.rejected)
    new = saved.rows > 0 or saved.duplicates == 0
    return Replayed(one.id, Outcome.STORED if new else Outcome.DUPLICATE)


def _reused(arrival: Arrival) -> Rejected:
    number = read_number(named_machine(arrival) or "", arrival.payload)
    return Rejected(Reason.SEQUENCE_REUSED, f"Boot {number.boot}, number {number.seq}." if number else "")


def _without_refusals(batch: Batch) -> Batch:
    """Return a batch of which nothing is kept as refused: it is, where it lies."""
    return replace(batch, records={place: _plain(record) for place, record in batch.records.items() if record.parts})


def _plain(record: Record) -> Record:
    content = record.content
    if isinstance(content, NodeReport):
        # The births that are kept are those of live messages, and this one may be older.
        content = replace(content, birth=None)
    return replace(record, content=content, rejected=None)


def _waits(record: Record) -> bool:
    return isinstance(record.content, NodeReport) and record.content.hold is not None


async def _take(connection: Connection, ids: Sequence[int]) -> list[_Kept]:
    async with connection.cursor(row_factory=class_row(_Kept)) as cursor:
        await cursor.execute(REPLAY["take_refused"], {"ids": list(ids)})
        return await cursor.fetchall()


def _lacked_values(one: _Kept, record: Record | None) -> bool:
    """Return whether a message was stored without values that are taken at present."""
    still = record.rejected.detail if record and record.rejected else None
    return one.reason == Reason.OUT_OF_RANGE and one.detail != still


async def _make_room(connection: Connection, batch: Batch, place: int) -> None:
    """Take away the readings that a message left when it was stored without the values that were out of range."""
    readings = batch.readings
    if readings is None or not (rows := readings.message == place).any():
        return
    times = [instant(moment) for moment in readings.time_ms[rows].tolist()]
    values = {
        "machine": named_machine(batch.arrivals[place]),
        "times": times,
        "samples": readings.sample[rows].tolist(),
        "first": min(times),
        "last": max(times),
    }
    await connection.execute(REPLAY["forget_readings"], values)


def _runs(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_A_TIME):
        yield ids[start : start + _AT_A_TIME]
