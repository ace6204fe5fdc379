"""Which numbers does a batch settle, as the few rows that its transaction keeps of them?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ingest.batch import Batch, Number, read_number
from ingest.database import Connection
from ingest.readings import Readings
from ingest.record import Record
from ingest.statement import DELIVERY
from models.messages import Event, Gap, State, Stream, milliseconds, parse_topic

STORED, REJECTED, UNNUMBERED, GAP = "stored", "rejected", "unnumbered", "gap"
_NUMBERED = {Stream.TELEMETRY, Stream.EVENT}

# The first and last time of a machine's measurements in a batch, in milliseconds since 1970.
_Spans = Mapping[str, tuple[int, int]]


class Run(NamedTuple):
    """Numbers of a machine's boot from `first` to `last`, both included (none when last is before first), and times."""

    machine: str
    boot: str
    first: int
    last: int
    from_ms: int | None = None
    to_ms: int | None = None


async def note(connection: Connection, batch: Batch) -> None:
    """Keep, within the batch's transaction, which numbers it settles: the machines are told once it is committed."""
    for values in _rows(batch):
        await connection.execute(DELIVERY["note"], values)


def _rows(batch: Batch) -> Iterator[dict[str, object]]:
    """Yield one row for each outcome, and for each reason of a refusal or gap."""
    refused: dict[str, list[Number]] = defaultdict(list)
    unread: Counter[str] = Counter()
    for record in batch.records.values():
        if record.machine is not None and record.content is None and record.rejected is not None:
            number = _number(record)
            unread[record.rejected.reason] += number is None
            refused[record.rejected.reason] += [number] if number else []
    stored = _without(batch.numbers, refused.values())
    runs = [*_greetings(batch), *find_runs(stored, _spans(batch))]
    if runs:
        yield _row(STORED, None, len(stored), runs)
    for reason, numbers in refused.items():
        yield _row(REJECTED, reason, len(numbers), find_runs(numbers, {}))
    if unread.total():
        yield _row(UNNUMBERED, None, unread.total(), [])
    for reason, gaps in _gaps(batch).items():
        yield _row(GAP, reason, 0, gaps)


def find_runs(numbers: Sequence[Number], spans: _Spans) -> list[Run]:
    """Return the numbers as runs without a gap, each with its machine's times."""
    seqs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for machine, boot, seq in numbers:
        seqs[machine, boot].append(seq)
    runs: list[Run] = []
    for (machine, boot), of_boot in seqs.items():
        from_ms, to_ms = spans.get(machine, (None, None))
        if len(of_boot) == 1:
            runs.append(Run(machine, boot, of_boot[0], of_boot[0], from_ms, to_ms))
            continue
        runs += (Run(machine, boot, first, last, from_ms, to_ms) for first, last in _bounds(sorted(set(of_boot))))
    return runs


def _bounds(seqs: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = seqs[0]
    for seq in seqs[1:]:
        if seq != last + 1:
            yield first, last
            first = seq
        last = seq
    yield first, last


def _without(numbers: Sequence[Number], refused: Iterable[Sequence[Number]]) -> Sequence[Number]:
    taken = Counter(number for of_reason in refused for number in of_reason)
    if not taken:
        return numbers
    return list((Counter(numbers) - taken).elements())


def _number(record: Record) -> Number | None:
    if record.machine is None or parse_topic(record.arrival.topic)[1] not in _NUMBERED:
        return None
    return read_number(record.machine, record.arrival.payload)


def _greetings(batch: Batch) -> list[Run]:
    """Return a run without numbers for each machine that came online: it is told how far it is settled."""
    return [
        Run(record.machine, record.content.boot, 0, -1)
        for record in batch.records.values()
        if isinstance(record.content, State) and record.content.online and record.machine is not None
    ]


def _gaps(batch: Batch) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = defaultdict(list)
    for record in batch.records.values():
        if isinstance(record.content, Gap) and record.machine is not None:
            gap, now_ms = record.content, int(record.arrival.received_at * 1000)
            times = (min(milliseconds(time), now_ms) for time in (gap.from_time, gap.to_time))
            found[gap.reason.value].append(Run(record.machine, gap.boot, gap.from_seq, gap.to_seq, *times))
    return found


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


def _row(outcome: str, reason: str | None, messages: int, runs: Sequence[Run]) -> dict[str, object]:
    machines, boots, firsts, lasts, from_ms, to_ms = zip(*runs, strict=True) if runs else ((),) * 6
    return {
        "messages": messages,
        "outcome": outcome,
        "reason": reason,
        "machines": _texts(machines),
        "boots": _texts(boots),
        "firsts": _integers(firsts),
        "lasts": _integers(lasts),
        "from_ms": _integers(from_ms),
        "to_ms": _integers(to_ms),
    }


def _texts(names: Sequence[str]) -> str:
    # Neither a machine's id nor a boot may hold a character that an array's text would have to escape.
    return '{"' + '","'.join(names) + '"}' if names else "{}"


def _integers(numbers: Sequence[int | None]) -> str:
    return "{" + ",".join(["NULL" if number is None else str(number) for number in numbers]) + "}"
