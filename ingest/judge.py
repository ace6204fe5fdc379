"""Is a message stored, or why not?"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from ingest.batch import Batch, Number, read_number
from ingest.decode import json
from ingest.fleet import Fleet
from ingest.generation import FOREIGN, Generations
from ingest.readings import collect
from ingest.record import Content, Record
from ingest.source import Arrival
from models.messages import (
    Event,
    Gap,
    Reason,
    Rejected,
    Report,
    State,
    Stream,
    Telemetry,
    Window,
    check_times,
    instant,
    parse_topic,
)
from models.messages.window import FUTURE

# A machine speaks on a handful of topics all its life.
_parse = lru_cache(maxsize=131_072)(parse_topic)


class Judge:
    """Decides on each message with the known machines and the oldest time that is kept."""

    def __init__(self, fleet: Fleet, retention: timedelta, generations: Generations | None = None) -> None:
        self._fleet = fleet
        self._generations = generations or Generations()
        self._retention = retention
        self._retention_ms = retention // timedelta(milliseconds=1)

    def batches(self, arrivals: Sequence[Arrival], most_readings: int) -> Iterator[Batch]:
        """Yield the messages, in order, as batches of about so many readings: they bound a transaction's memory."""
        records = [self.judge(arrival) for arrival in arrivals]
        for part in parts(records, most_readings):
            yield _batch(part)

    def batch(self, arrivals: Sequence[Arrival]) -> Batch:
        """Return the messages as one batch."""
        return _batch([self.judge(arrival) for arrival in arrivals])

    def judge(self, arrival: Arrival) -> Record:
        """Return what is to be done with a message; never raises for anything that a message may hold."""
        machine = None
        try:
            machine, stream = _parse(arrival.topic)
            until_ms = self._fleet.takes_until_ms(machine)
            if until_ms is None:
                raise Rejected(Reason.UNKNOWN_MACHINE, f"The topic names '{machine}'.")
            if arrival.retain and stream is not Stream.STATE:
                raise Rejected(Reason.RETAINED)
            content = self._read(machine, stream, arrival, until_ms)
        except Rejected as rejected:
            known = machine if machine is not None and self._fleet.takes_until_ms(machine) is not None else None
            return Record(arrival, known, None, rejected)
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
            # A decoder's mistake costs the message that shows it, not the stream.
            failure = Rejected(Reason.UNSTORABLE, f"The decoder failed: {type(error).__name__}: {error}.")
            return Record(arrival, machine, None, failure)
        return Record(arrival, machine, content, _flaws(content))

    def _read(self, machine: str, stream: Stream, arrival: Arrival, until_ms: float) -> Content:
        if stream in FOREIGN:
            now_ms = int(arrival.received_at * 1000)
            window = Window(now_ms - self._retention_ms, now_ms + FUTURE // timedelta(milliseconds=1), until_ms)
            return self._generations.read(machine, stream, arrival, window)
        content = json.decode(stream, arrival.payload)
        self._check_time(content, until_ms, arrival.received_at)
        return content

    def _check_time(self, content: Telemetry | Event | State | Gap, until_ms: float, received_at: float) -> None:
        if isinstance(content, Telemetry):
            first, last = int(content.time_ms.min()), int(content.time_ms.max())
        elif isinstance(content, Gap):
            # What will never come is settled whatever the machine's clock said.
            return
        else:
            first = last = content.time_ms
        if last >= until_ms:
            raise Rejected(Reason.UNKNOWN_MACHINE, f"It was decommissioned at {instant(int(until_ms)).isoformat()}.")
        received_ms = int(received_at * 1000)
        if received_ms - self._retention_ms <= first and last <= received_ms:
            return
        now = datetime.fromtimestamp(received_at, UTC)
        # A state is true until the next one: a machine that stays connected for a year says nothing old.
        oldest = datetime.min.replace(tzinfo=UTC) if isinstance(content, State) else now - self._retention
        check_times((first, last), now=now, oldest=oldest)


def refuse(batch: Batch, reason: Reason, detail: str) -> Batch:
    """Return a batch of the same messages in which each is refused as a whole."""
    rejected = Rejected(reason, detail)
    records = {i: Record(a, named_machine(a), None, rejected) for i, a in enumerate(batch.arrivals)}
    return Batch(batch.arrivals, None, records, batch.numbers)


def parts(records: Sequence[Record], most_readings: int) -> Iterator[Sequence[Record]]:
    """Yield the records in runs of about so many readings."""
    start = readings = 0
    for place, record in enumerate(records):
        if readings and readings + record.readings > most_readings:
            yield records[start:place]
            start, readings = place, 0
        readings += record.readings
    yield records[start:]


def named_machine(arrival: Arrival) -> str | None:
    """Return the machine that a topic names, None when it names none."""
    try:
        return _parse(arrival.topic)[0]
    except Rejected:
        return None


def _flaws(content: Content) -> Rejected | None:
    if isinstance(content, Report):
        return content.refusal
    if not isinstance(content, Telemetry) or not content.flaws:
        return None
    return Rejected(Reason.OUT_OF_RANGE, "; ".join(map(str, content.flaws)))


def _batch(records: Sequence[Record]) -> Batch:
    numbers = (_number(record) for record in records)
    return Batch(
        arrivals=[record.arrival for record in records],
        readings=collect(records),
        records={i: r for i, r in enumerate(records) if r.rejected or not isinstance(r.content, Telemetry)},
        numbers=[number for number in numbers if number],
    )


def _number(record: Record) -> Number | None:
    if record.machine is None or _parse(record.arrival.topic)[1] not in (Stream.TELEMETRY, Stream.EVENT):
        return None
    if isinstance(record.content, Telemetry | Event):
        return Number(record.machine, record.content.boot, record.content.seq)
    return read_number(record.machine, record.arrival.payload)
