"""Which messages does a machine's telematics unit send?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.messages import Event, Stream, encode_event, encode_telemetry, topic
from simulators.alarm import Occurrence
from simulators.fleet.geography import Array
from simulators.link import Link
from simulators.world import MachineStory


class Sent(NamedTuple):
    """A message: its number, when it is sent (Unix seconds), by which machine, as what, and its bytes."""

    seq: int
    time_s: float
    machine: str
    stream: Stream
    payload: bytes

    @property
    def topic(self) -> str:
        """Return the topic on which it is sent."""
        return topic(self.machine, self.stream)


@dataclass
class Feed:
    """The messages of one machine since it was switched on as `boot`: numbered from 0 without gaps.

    With a `link` its clock goes wrong, and it begins anew, as that link has it.
    """

    story: MachineStory
    boot: str
    period_s: float
    batch: int
    seq: int = 0
    readings: int = 0
    link: Link | None = None
    _before_s: float | None = None

    @property
    def machine(self) -> str:
        """Return the machine's id."""
        return self.story.unit.machine.id

    def batches(self, start_s: float, stop_s: float) -> list["Batch"]:
        """Return what was measured from start to before stop, in order of time."""
        return list(self._batches(self._times(start_s, stop_s)))

    def messages(self, start_s: float, stop_s: float) -> list[Sent]:
        """Return the messages of the moments from start to before stop, in order of time.

        Each batch is sent with its last reading. Calls must follow one another in time.
        """
        batches: list[tuple[float, Batch | Occurrence]] = [(one.time_s, one) for one in self._faults(start_s, stop_s)]
        batches += [(float(batch.times[-1]), batch) for batch in self.batches(start_s, stop_s)]
        return [self._message(time, one) for time, one in sorted(batches, key=lambda entry: entry[0])]

    def _times(self, start_s: float, stop_s: float) -> Array:
        """Return when the machine measures: on a grid of its own, so that it is the same however time is cut."""
        offset = self.story.unit.stream("clock") % 1000 / 1000
        first, last = (np.ceil((time - offset) / self.period_s) for time in (start_s, stop_s))
        return np.asarray(np.arange(first, last) * self.period_s + offset)

    def _batches(self, times: Array) -> Iterator["Batch"]:
        if not len(times):
            return
        values = self.story.measured(times)
        table = np.array(list(values.values()))
        for first in range(0, len(times), self.batch):
            inside = slice(first, first + self.batch)
            yield Batch(times[inside], tuple(values), table[:, inside])

    def _faults(self, start_s: float, stop_s: float) -> list[Occurrence]:
        return self.story.occurrences(start_s, stop_s)

    def _message(self, time_s: float, content: "Batch | Occurrence") -> Sent:
        self._begin_anew(time_s)
        ahead_s = self.link.ahead_s(time_s) if self.link else 0.0
        seq, self.seq = self.seq, self.seq + 1
        if isinstance(content, Occurrence):
            return Sent(seq, time_s, self.machine, Stream.EVENT, encode_event(self._event(seq, content, ahead_s)))
        self.readings += len(content.times)
        signals = dict(zip(content.names, content.values, strict=True))
        times = [round(1000 * (time + ahead_s)) for time in content.times.tolist()]
        payload = encode_telemetry(self.boot, seq, times, signals)
        return Sent(seq, time_s, self.machine, Stream.TELEMETRY, payload)

    def _begin_anew(self, time_s: float) -> None:
        """Take another boot and count from 0 where the unit began anew since the message before."""
        before_s, self._before_s = self._before_s, time_s
        if self.link and before_s is not None and (at_s := self.link.rebooted_s(before_s, time_s)) is not None:
            self.boot, self.seq = boot_after(self.boot, at_s), 0

    def _event(self, seq: int, fault: Occurrence, ahead_s: float) -> Event:
        rule = fault.rule
        return Event(
            boot=self.boot,
            seq=seq,
            time_ms=round(1000 * (fault.time_s + ahead_s)),
            kind="fault",
            code=rule.code,
            severity=rule.severity,
            active=fault.active,
            text=rule.text,
            count=fault.count,
        )


def boot_after(boot: str, at_s: float) -> str:
    """Return the name of the boot with which a unit begins anew at a moment, where it was this one before."""
    return f"{boot.partition('.')[0]}.{int(at_s):x}"


@dataclass(frozen=True)
class Batch:
    """Readings that go in one message: `values` has a row for each name and a column for each time."""

    times: Array
    names: tuple[str, ...]
    values: Array
