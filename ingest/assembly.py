"""How do many messages become a batch, at a small part of the cost of judging each alone?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ingest.batch import Batch, Number, read_number
from ingest.fleet import Fleet
from ingest.judge import Judge, named_machine, named_stream
from ingest.readings import collect
from ingest.record import Record
from ingest.source import Arrival
from models.messages import Block, Event, Forms, Reason, Rejected, Stream, Telemetry, decode_together, topic
from models.messages.window import FUTURE

_PREFIX, _SUFFIX = topic("|", Stream.TELEMETRY).split("|")
_FUTURE_MS = FUTURE // timedelta(milliseconds=1)
# Some milliseconds of work: then the connection, and whoever asks how we are, have their turn.
_SLICE_MESSAGES, _SLICE_BYTES = 250, 250_000


@dataclass(frozen=True)
class Slice:
    """Some messages: the places of live telemetry of known machines, `plain`, and of the `others`.

    `machines` are those of the plain ones, and `until_ms` the times before which their readings are taken.
    """

    arrivals: Sequence[Arrival]
    plain: list[int] = field(default_factory=list)
    machines: list[str] = field(default_factory=list)
    until_ms: list[float] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


class Assembler:
    """Makes batches with the known machines, a judge of single messages, and how long readings are kept."""

    def __init__(self, fleet: Fleet, judge: Judge, retention: timedelta) -> None:
        self.judge = judge
        self.forms = Forms()
        self.retention_ms = retention // timedelta(milliseconds=1)
        self._fleet = fleet

    def draft(self) -> "Draft":
        """Return a batch of no messages, to be added to."""
        return Draft(self)

    def batch(self, arrivals: Sequence[Arrival]) -> Batch:
        """Return messages as one batch."""
        draft = self.draft()
        for part in slices(arrivals):
            draft.add(self.sort(part))
        return draft.batch()

    def sort(self, arrivals: Sequence[Arrival]) -> Slice:
        """Return messages with what can be read together told apart."""
        part = Slice(arrivals)
        for place, arrival in enumerate(arrivals):
            name = arrival.topic
            machine = name[len(_PREFIX) : -len(_SUFFIX)]
            until_ms = self._fleet.takes_until_ms(machine)
            if until_ms is None or arrival.retain or not (name.startswith(_PREFIX) and name.endswith(_SUFFIX)):
                part.others.append(place)
                continue
            part.plain.append(place)
            part.machines.append(machine)
            part.until_ms.append(until_ms)
        return part


class Draft:
    """A batch in the making.

    Telemetry that follows the contract to the letter is read together, all else by the judge, one by one; both ways
    come to the same result, message for message.
    """

    def __init__(self, assembler: Assembler) -> None:
        self._judge = assembler.judge
        self._forms = assembler.forms
        self._retention_ms = assembler.retention_ms
        self._arrivals: list[Arrival] = []
        self._machines: dict[int, str] = {}
        self._blocks: list[Block] = []
        self._records: dict[int, Record] = {}
        self._numbers: list[Number] = []
        self.readings = self.bytes = 0

    def __len__(self) -> int:
        return len(self._arrivals)

    def add(self, part: Slice) -> None:
        """Judge messages and add them, in order."""
        payloads = [part.arrivals[place].payload for place in part.plain]
        places = np.array(part.plain, dtype=np.intp) + len(self._arrivals)
        odd = [len(self._arrivals) + place for place in part.others]
        self._arrivals += part.arrivals
        self._machines.update(zip(places.tolist(), part.machines, strict=True))
        self.bytes += sum([len(arrival.payload) for arrival in part.arrivals])
        blocks, left = decode_together(payloads, self._forms)
        odd += places[left].tolist()
        for block in blocks:
            current = self._is_current(part, block)
            odd += places[block.place[~current]].tolist()
            self._add_block(replace(block, place=places[block.place]).only(current))
        for place in sorted(odd):
            self._add_record(place, self._judge.judge(self._arrivals[place]))

    def batch(self) -> Batch:
        """Return what was added as a batch."""
        readings = collect(self._blocks, self._machines, [arrival.received_at for arrival in self._arrivals])
        return Batch(self._arrivals, readings, dict(sorted(self._records.items())), self._numbers)

    def _is_current(self, part: Slice, block: Block) -> NDArray[np.bool_]:
        """Return of which messages the times are certain to be taken; the judge looks closely at the others."""
        plain = block.place.tolist()
        received_ms = (np.array([part.arrivals[part.plain[i]].received_at for i in plain]) * 1000).astype(np.int64)
        first, last = block.time_ms.min(axis=1), block.time_ms.max(axis=1)
        is_told_in_time = (first > received_ms - self._retention_ms) & (last <= received_ms + _FUTURE_MS)
        result: NDArray[np.bool_] = is_told_in_time & (last < np.array(part.until_ms)[block.place])
        return result

    def _add_block(self, block: Block) -> None:
        if not len(block):
            return
        places = block.place.tolist()
        self._blocks.append(block)
        self.readings += block.time_ms.size
        numbers = zip([self._machines[place] for place in places], block.boots, block.seqs, strict=True)
        # As Number(…) does, in a quarter of the time.
        self._numbers += map(partial(tuple.__new__, Number), numbers)
        for message, flaws in block.flaws.items():
            place = places[message]
            rejected = Rejected(Reason.OUT_OF_RANGE, "; ".join(map(str, flaws)))
            self._records[place] = Record(self._arrivals[place], self._machines[place], block, rejected)

    def _add_record(self, place: int, record: Record) -> None:
        telemetry = record.telemetry
        if telemetry is not None:
            self._blocks.append(Block.of(place, telemetry))
            self._machines[place] = record.machine or ""
            self.readings += len(telemetry.time_ms)
        if record.rejected or not isinstance(record.content, Telemetry):
            self._records[place] = record
        if number := _number(record):
            self._numbers.append(number)


def slices(arrivals: Sequence[Arrival]) -> Iterator[Sequence[Arrival]]:
    """Yield messages in runs that take some milliseconds each."""
    start = size = 0
    for place, arrival in enumerate(arrivals):
        if place - start >= _SLICE_MESSAGES or size >= _SLICE_BYTES:
            yield arrivals[start:place]
            start, size = place, 0
        size += len(arrival.payload)
    if start < len(arrivals):
        yield arrivals[start:]


def refuse(batch: Batch, reason: Reason, detail: str) -> Batch:
    """Return a batch of the same messages in which each is refused as a whole."""
    rejected = Rejected(reason, detail)
    records = {i: Record(a, named_machine(a), None, rejected) for i, a in enumerate(batch.arrivals)}
    return Batch(batch.arrivals, None, records, batch.numbers)


def _number(record: Record) -> Number | None:
    if record.machine is None or named_stream(record.arrival) not in (Stream.TELEMETRY, Stream.EVENT):
        return None
    if isinstance(record.content, Telemetry | Event):
        return Number(record.machine, record.content.boot, record.content.seq)
    return read_number(record.machine, record.arrival.payload)
