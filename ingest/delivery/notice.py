"""Which numbers does a batch settle, as the few rows that its transaction keeps of them?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.array import Integers, texts
from ingest.batch import Batch, Number, read_number
from ingest.database import Connection
from ingest.delivery.shard import WHOLE, parted, shard_of
from ingest.judge import named_stream
from ingest.readings import Readings
from ingest.record import Record
from ingest.statement import DELIVERY
from models.messages import Event, Gap, State, Stream, milliseconds

STORED, REJECTED, UNNUMBERED, GAP = "stored", "rejected", "unnumbered", "gap"
_NUMBERED = {Stream.TELEMETRY, Stream.EVENT}
# A time that is not known.
_NEVER = -1
# Where machines send so few messages a batch, looking for runs costs more than it saves.
_FEW = 2

# The first and last time of a machine's measurements in a batch, in milliseconds since 1970.
_Spans = Mapping[str, tuple[int, int]]


class Runs(NamedTuple):
    """Numbers of machines' boots, from `firsts[i]` to `lasts[i]`, both included; none where the last is before."""

    machines: Sequence[str]
    boots: Sequence[str]
    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]


async def note(connection: Connection, batch: Batch, shards: int) -> None:
    """Keep, within the batch's transaction, which numbers it settles: the machines are told once it is committed."""
    for values in _rows(batch, shards):
        await connection.execute(DELIVERY["note"], values)


def is_awaited(batch: Batch) -> bool:
    """Return whether a machine waits to hear how far it is settled: it came online, or declares a gap."""
    contents = (record.content for record in batch.records.values())
    return any(isinstance(one, Gap) or (isinstance(one, State) and one.online) for one in contents)


def _rows(batch: Batch, shards: int) -> Iterator[dict[str, object]]:
    """Yield one row for each outcome, for each reason of a refusal or gap, and for each part of a large fleet."""
    refused: dict[str, list[Number]] = defaultdict(list)
    unread = 0
    for record in batch.records.values():
        if record.machine is not None and record.content is None and record.rejected is not None:
            number = _number(record)
            unread += number is None
            refused[record.rejected.reason] += [number] if number else []
    spans = _spans(batch)
    for shard, numbers in parted(_without(batch.numbers, refused.values()), shards).items():
        yield _row(STORED, None, len(numbers), find_runs(numbers), spans, shard=shard)
    for shard, greetings in parted(_greetings(batch), shards).items():
        yield _row(STORED, None, 0, _runs([(*greeting, 0, -1) for greeting in greetings]), {}, shard=shard)
    for reason, of_reason in refused.items():
        for shard, numbers in parted(of_reason, shards).items():
            yield _row(REJECTED, reason, len(numbers), find_runs(numbers), {}, shard=shard)
    if unread:
        yield _row(UNNUMBERED, None, unread, _runs([]), {}, shard=WHOLE)
    yield from _gaps(batch, shards)


def find_runs(numbers: Sequence[Number]) -> Runs:
    """Return the numbers as runs without a gap, each by itself where there are few of a machine."""
    if not numbers:
        return _runs([])
    machines, boots, seqs = zip(*numbers, strict=True)
    if len(numbers) < _FEW * len(set(boots)):
        places = np.array(seqs, dtype=np.int64)
        return Runs(machines, boots, places, places)
    of_boots: dict[tuple[str, str], list[int]] = defaultdict(list)
    for machine, boot, seq in numbers:
        of_boots[machine, boot].append(seq)
    return _runs([(*boot, first, last) for boot, of in of_boots.items() for first, last in _bounds(sorted(set(of)))])


def _bounds(seqs: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = seqs[0]
    for seq in seqs[1:]:
        if seq != last + 1:
            yield first, last
            first = seq
        last = seq
    yield first, last


def _runs(rows: Sequence[tuple[str, str, int, int]]) -> Runs:
    machines, boots, firsts, lasts = zip(*rows, strict=True) if rows else ((),) * 4
    return Runs(machines, boots, np.array(firsts, dtype=np.int64), np.array(lasts, dtype=np.int64))


def _without(numbers: Sequence[Number], refused: Iterable[Sequence[Number]]) -> Sequence[Number]:
    taken = Counter(number for of_reason in refused for number in of_reason)
    if not taken:
        return numbers
    return list((Counter(numbers) - taken).elements())


def _number(record: Record) -> Number | None:
    if record.machine is None or named_stream(record.arrival) not in _NUMBERED:
        return None
    return read_number(record.machine, record.arrival.payload)


def _greetings(batch: Batch) -> list[tuple[str, str]]:
    """Return the machines that came online, with their boots: they are told how far these are settled."""
    return [
        (record.machine, record.content.boot)
        for record in batch.records.values()
        if isinstance(record.content, State) and record.content.online and record.machine is not None
    ]


def _gaps(batch: Batch, shards: int) -> Iterator[dict[str, object]]:
    for record in batch.records.values():
        if isinstance(record.content, Gap) and record.machine is not None:
            gap, now_ms = record.content, int(record.arrival.received_at * 1000)
            span = (min(milliseconds(gap.from_time), now_ms), min(milliseconds(gap.to_time), now_ms))
            runs = _runs([(record.machine, gap.boot, gap.from_seq, gap.to_seq)])
            yield _row(GAP, gap.reason.value, 0, runs, {record.machine: span}, shard=shard_of(record.machine, shards))


def _spans(batch: Batch) -> _Spans:
    """Return when each machine of the batch measured."""
    spans = _measured(batch.readings) if batch.readings is not None else {}
    for record in batch.records.values():
        if isinstance(record.content, Event) and record.machine is not None:
            time_ms = record.content.time_ms
            low, high = spans.get(record.machine, (time_ms, time_ms))
            spans[record.machine] = (min(low, time_ms), max(high, time_ms))
    return spans


def _measured(readings: Readings) -> dict[str, tuple[int, int]]:
    order = np.argsort(readings.machine, kind="stable")
    machine, time_ms = readings.machine[order], readings.time_ms[order]
    starts = np.flatnonzero(np.diff(machine, prepend=-1))
    low, high = np.minimum.reduceat(time_ms, starts), np.maximum.reduceat(time_ms, starts)
    names = (readings.machines[place] for place in machine[starts].tolist())
    return dict(zip(names, zip(low.tolist(), high.tolist(), strict=True), strict=True))


def _row(
    outcome: str, reason: str | None, messages: int, runs: Runs, spans: _Spans, *, shard: int
) -> dict[str, object]:
    found = chain.from_iterable(map(spans.get, runs.machines, repeat((_NEVER, _NEVER))))
    times = np.fromiter(found, np.int64, 2 * len(runs.machines)).reshape(-1, 2)
    return {
        "messages": messages,
        "shard": shard,
        "outcome": outcome,
        "reason": reason,
        "machines": texts(runs.machines),
        "boots": texts(runs.boots),
        "firsts": Integers(runs.firsts),
        "lasts": Integers(runs.lasts),
        "from_ms": Integers(times[:, 0]),
        "to_ms": Integers(times[:, 1]),
    }
