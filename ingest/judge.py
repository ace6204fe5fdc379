"""Is a message stored, or why not?"""

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from ingest.allowance import Allowance
from ingest.decode import json
from ingest.fleet import Fleet
from ingest.generation import FOREIGN, Generations
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

# Telemetry seldom comes here, and of what does the same topics come again soon.
_parse = lru_cache(maxsize=8_192)(parse_topic)


class Judge:
    """Decides on each message with the known machines and the oldest time that is kept."""

    def __init__(
        self,
        fleet: Fleet,
        retention: timedelta,
        generations: Generations | None = None,
        allowance: Allowance | None = None,
    ) -> None:
        self._fleet = fleet
        self._allowance = allowance or Allowance(math.inf)
        self._generations = generations or Generations()
        self._retention = retention
        self._retention_ms = retention // timedelta(milliseconds=1)

    def judge(self, arrival: Arrival) -> Record:
        """Return what is to be done with a message; never raises for anything that a message may hold."""
        machine = None
        try:
            machine, stream = _parse(arrival.topic)
            until_ms = self._fleet.takes_until_ms(machine)
            if until_ms is None:
                raise Rejected(Reason.UNKNOWN_MACHINE, f"The topic names '{machine}'.")
            if flood := self._allowance.refusal(machine, arrival):
                # Of no machine, because none of its numbers is settled by this.
                return Record(arrival, None, None, flood)
            if arrival.retain and stream is not Stream.STATE:
                raise Rejected(Reason.RETAINED)
            content = self._read(machine, stream, arrival, until_ms)
        except Rejected as rejected:
            return self._refused(machine, arrival, rejected)
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
            # A decoder's mistake costs the message that shows it, not the stream.
            failure = Rejected(Reason.UNSTORABLE, f"The decoder failed: {type(error).__name__}: {error}.")
            return self._refused(machine, arrival, failure)
        return Record(arrival, machine, content, _flaws(content))

    def _refused(self, machine: str | None, arrival: Arrival, rejected: Rejected) -> Record:
        # Where it was raised nobody will ask, and what stood there would be kept with it.
        rejected.__traceback__ = rejected.__context__ = rejected.__cause__ = None
        if machine is None or self._fleet.takes_until_ms(machine) is None:
            return Record(arrival, None, None, rejected)
        self._allowance.spend(machine, arrival)
        return Record(arrival, machine, None, rejected)

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


def named_machine(arrival: Arrival) -> str | None:
    """Return the machine that a topic names, None when it names none."""
    try:
        return _parse(arrival.topic)[0]
    except Rejected:
        return None


def named_stream(arrival: Arrival) -> Stream | None:
    """Return the stream that a topic names, None when it names none."""
    try:
        return _parse(arrival.topic)[1]
    except Rejected:
        return None


def _flaws(content: Content) -> Rejected | None:
    if isinstance(content, Report):
        return content.refusal
    if not isinstance(content, Telemetry) or not content.flaws:
        return None
    return Rejected(Reason.OUT_OF_RANGE, "; ".join(map(str, content.flaws)))
