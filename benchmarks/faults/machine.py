"""How does a machine of the fleet measure, write into its ledger, and hand its messages to its outbox?"""

import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.faults import ledger
from benchmarks.faults.ledger import Entry, Fate, Ledger
from benchmarks.faults.orders import Orders
from benchmarks.faults.sample import Values, checksums, columns, measure
from models.messages import Event, Severity, Stream, encode_event, encode_telemetry

_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS
_OFFLINE_STEP_MS = 10_000
_EVENT_EVERY = 20
_AT_A_TIME = 20
# What the platform takes from the future and from the past, with a margin.
_FUTURE_HOURS, _OLD_HOURS = 0.2, -24.0 * 200

# Number, stream, time in milliseconds and payload.
Made = tuple[int, Stream, int, bytes]


class Machine:
    """Makes messages one after the other, each of them written into the ledger before anybody gets it."""

    def __init__(self, orders: Orders, number: int, boot: int, *, overflows: bool) -> None:
        self.name = orders.machines[number]
        self.boot = boot
        self.clock_hours = 0.0
        self.seq = 0
        self._number = number
        self._kept = Fate.STORED_OR_GAP if overflows else Fate.STORED
        self._orders = orders
        folder = Path(orders.folder)
        before = ledger.read(folder, self.name)
        self.serial = int((before["serial"] + before["readings"]).max(initial=0))
        self._ledger = Ledger(folder, self.name)
        self._away_ms = 0
        self._ready, self._ready_from = measure(number, np.arange(0)), 0
        self._sums = checksums(self._ready)
        self._made: deque[tuple[int, float]] = deque()

    def message(self) -> Made:
        """Return the next message: live readings by the machine's clock of the moment, and once in a while an event."""
        if self.seq % _EVENT_EVERY == _EVENT_EVERY - 1:
            return self._event()
        begin_ms, fate = self._now_ms(), self._kept
        if self.clock_hours > _FUTURE_HOURS:
            begin_ms, fate = int(time.time() * 1000 + self.clock_hours * _HOUR_MS), Fate.FUTURE
        elif self.clock_hours < _OLD_HOURS:
            fate = Fate.TOO_OLD
        return self._telemetry(begin_ms, self._orders.step_ms, fate)

    def backlog(self, days: float) -> Iterator[Made]:
        """Yield the messages of some days that lie before all others."""
        span_ms = self._orders.readings * _OFFLINE_STEP_MS
        end_ms = self._orders.begin_ms - self._away_ms
        self._away_ms += round(days * _DAY_MS)
        for start_ms in range(self._orders.begin_ms - self._away_ms, end_ms, span_ms):
            yield self._telemetry(start_ms, _OFFLINE_STEP_MS, self._kept)

    def fresh(self, watermark: int) -> float | None:
        """Return when the newest message that is confirmed by this watermark was made, None when none is since."""
        made_s = None
        while self._made and self._made[0][0] <= watermark:
            made_s = self._made.popleft()[1]
        return made_s

    def _event(self) -> Made:
        time_ms = self._orders.begin_ms + self.serial * self._orders.step_ms
        entry = self._entry(self._kept, 0, time_ms, 0, 0)
        event = Event(str(self.boot), entry.seq, time_ms, "fault", "110-0", Severity.WARNING, True)
        self._note(entry)
        return entry.seq, Stream.EVENT, time_ms, encode_event(event)

    def _now_ms(self) -> int:
        """Return the machine's time: so much for each reading, and what its clock is wrong by."""
        return self._orders.begin_ms + self.serial * self._orders.step_ms + round(self.clock_hours * _HOUR_MS)

    def _telemetry(self, begin_ms: int, step_ms: int, fate: Fate) -> Made:
        readings = self._orders.readings
        values, checksum = self._values(readings)
        entry = self._entry(fate, readings, begin_ms, step_ms, checksum)
        times_ms = range(begin_ms, begin_ms + readings * step_ms, step_ms)
        payload = encode_telemetry(str(self.boot), entry.seq, times_ms, columns(values))
        self._note(entry)
        self.serial += readings
        return entry.seq, Stream.TELEMETRY, begin_ms, payload

    def _values(self, readings: int) -> tuple[Values, int]:
        """Return the values of the next readings and the sum of their checksums; computed for many at a time."""
        start = self.serial - self._ready_from
        if not 0 <= start <= len(self._ready) - readings:
            self._ready_from, start = self.serial, 0
            self._ready = measure(self._number, np.arange(self.serial, self.serial + readings * _AT_A_TIME))
            self._sums = checksums(self._ready)
        stop = start + readings
        return self._ready[start:stop], int(self._sums[start:stop].sum(dtype=np.uint64))

    def _entry(self, fate: Fate, readings: int, time_ms: int, step_ms: int, checksum: int) -> Entry:
        return Entry(self.boot, self.seq, fate, readings, self.serial, time_ms, step_ms, checksum, time.monotonic())

    def _note(self, entry: Entry) -> None:
        self._ledger.write(entry)
        self._made.append((entry.seq, entry.at_s))
        self.seq += 1
