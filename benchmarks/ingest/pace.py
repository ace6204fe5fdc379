"""How long after it was published can a reading be queried, and what does that take, at a fixed rate of messages?"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import usage
from benchmarks.host import Child
from benchmarks.ingest.broker import SENDER
from benchmarks.ingest.check import Verdict, judge
from benchmarks.ingest.consumer import Consumer
from benchmarks.ingest.database import Connection, Database, database
from benchmarks.ingest.drain import Ended, Movement, Rig
from benchmarks.ingest.load import Load, machine_id
from benchmarks.ingest.statement import QUERIES
from benchmarks.patience import wait_until

# So many messages a second come from one machine, which is looked at: each tells one latency.
PROBES_PER_S = 100
# How often is looked at what tells of no change by itself; looking takes processor time from what is measured.
_MEASURE_EVERY_S = 0.5
_CONNECT_WITHIN_S = 20.0
_LEAD_S = 3.0
_WARM_UP = 0.15
_PATIENCE_S = 60.0


@dataclass(frozen=True)
class Pace:
    """A fixed rate: `messages_per_s` from `machines` in turn, for `seconds`.

    Between two looks is a pause of `look_every_s`, which is the resolution.
    """

    messages_per_s: int
    machines: int
    seconds: int
    look_every_s: float = 0.002

    def loads(self, begin_ms: int) -> list[Load]:
        """Return the messages, those of the machine that is looked at last."""
        rate = self.messages_per_s - PROBES_PER_S
        step_ms = self.machines * 1000 // rate
        crowd = Load(self.machines, rate * self.seconds, 1, begin_ms, step_ms)
        probe = Load(1, PROBES_PER_S * self.seconds, 1, begin_ms, 1000 // PROBES_PER_S, first_machine=self.machines)
        return [crowd, probe]


@dataclass(frozen=True)
class Paced:
    """What was seen at a fixed rate: latencies after the first moments, and processor time while it lasted."""

    pace: Pace
    latencies_ms: list[float]
    used: usage.Reading
    rss_mb: float
    publisher_late_ms: float
    verdict: Verdict

    def percentile_ms(self, percent: float) -> float:
        """Return the latency that so many percent of the readings did not exceed."""
        return float(np.percentile(self.latencies_ms, percent, method="higher")) if self.latencies_ms else float("inf")


def pace(rig: Rig, wanted: Pace, consumer: Consumer) -> Paced:
    """Run a consumer at a fixed rate of messages and return what was seen."""
    with database(rig.host, wanted.machines + 1) as made, made.admin() as connection:
        consumer.hold(rig.broker)
        try:
            with _running(rig, made, wanted, consumer) as watch:
                watch.look_until_all_is_seen(connection)
                watch.wait_for_the_rest(connection)
                verdicts = [judge(connection, load, rolled_up=False) for load in watch.loads]
        finally:
            for user in consumer.users:
                rig.broker.forget(user)
    return watch.seen(wanted, verdicts)


@dataclass
class _Watch:
    """A consumer at work, and what has been seen of it so far."""

    rig: Rig
    consumer: Child
    publisher: Child
    answer: Path
    loads: list[Load]
    due_ms: NDArray[np.int64]
    seen_ms: NDArray[np.float64]
    look_every_s: float
    rss_mb: float = 0.0
    began: usage.Reading | None = None
    ended: usage.Reading | None = None

    def look_until_all_is_seen(self, connection: Connection) -> None:
        """Note for each reading of the probe when it can be queried; give up after a while."""
        probe, first, next_measure = machine_id(self.loads[-1].first_machine), 0, 0.0
        while first < len(self.due_ms) and not self._is_late():
            place = {"machine": probe, "from_ms": int(self.due_ms[first])}
            found = [time_ms for (time_ms,) in connection.execute(QUERIES["seen"], place)]
            now_ms = time.time() * 1000
            places = np.searchsorted(self.due_ms, found)
            self.seen_ms[places] = np.fmin(self.seen_ms[places], now_ms)
            first += int(np.argmax(np.append(np.isnan(self.seen_ms[first:]), True)))
            if now_ms > next_measure or first == len(self.due_ms):
                next_measure = now_ms + _MEASURE_EVERY_S * 1000
                self._measure(now_ms)
            # The resolution of every latency: looking without a pause would take the time of what is measured.
            time.sleep(self.look_every_s)

    def wait_for_the_rest(self, connection: Connection) -> None:
        """Return when every message is stored, or nothing moves any more."""
        wanted, moved = sum(load.rows for load in self.loads), Movement()
        while (connection.execute(QUERIES["count_rows"]).fetchone() or (0,))[0] != wanted:
            if moved.is_over(connection) or self.consumer.exit_code() is not None:
                break
            time.sleep(_MEASURE_EVERY_S)
        while self.publisher.exit_code() is None and not self._is_late():
            time.sleep(_MEASURE_EVERY_S)

    def seen(self, pace: Pace, verdicts: list[Verdict]) -> Paced:
        """Return everything that was seen."""
        told = json.loads(self.answer.read_text(encoding="utf-8"))
        began, ended = self.began, self.ended
        if began is None or ended is None:
            raise Ended("The publisher did not come to its end.")
        warm = int(len(self.due_ms) * _WARM_UP)
        latencies = (self.seen_ms - self.due_ms)[warm:]
        used = ended.since(began)
        reasons = [reason for verdict in verdicts for reason in verdict.reasons]
        if told["unheard"]:
            reasons.append(f"the broker had nobody to give {told['unheard']:.0f} messages to")
        return Paced(
            pace=pace,
            latencies_ms=np.where(np.isnan(latencies), np.inf, latencies).tolist(),
            used=usage.Reading(used.at, {**used.parts, "publisher": told["cpu_s"]}, used.machine),
            rss_mb=self.rss_mb,
            publisher_late_ms=told["late_ms"],
            verdict=Verdict(sum(v.lost for v in verdicts), sum(v.duplicated for v in verdicts), tuple(reasons)),
        )

    def _measure(self, now_ms: float) -> None:
        if now_ms < self.due_ms[0]:
            return
        if self.ended is None:
            self.rss_mb = max(self.rss_mb, usage.resident_mb(self.consumer.pid))
        if self.began is None:
            self.began = self.rig.read(self.consumer)
        elif self.ended is None and now_ms > self.due_ms[-1]:
            self.ended = self.rig.read(self.consumer)

    def _is_late(self) -> bool:
        if self.consumer.exit_code() is not None:
            raise Ended("The consumer ended while messages came.")
        span_ms = float(self.due_ms[-1] - self.due_ms[0])
        return time.time() * 1000 > float(self.due_ms[-1]) + span_ms + _PATIENCE_S * 1000


@contextmanager
def _running(rig: Rig, made: Database, wanted: Pace, consumer: Consumer) -> Iterator[_Watch]:
    """Yield a consumer that is connected, with a publisher that is about to begin."""
    host, answer = rig.host, rig.host.folder / "publisher.json"
    child = consumer.start(0, rig.broker, made, {})
    try:
        _wait_until_connected(rig, child)
        loads = wanted.loads(int((time.time() + _LEAD_S) * 1000))
        told = json.dumps([asdict(load) for load in loads])
        env = {"HOWDAH_MQTT_URL": rig.broker.url(SENDER)}
        publisher = host.start_module("publisher", "benchmarks.ingest.publisher", told, str(answer), env=env)
        try:
            due_ms = loads[-1].times_ms(0, loads[-1].messages)[:, -1]
            yield _Watch(
                rig, child, publisher, answer, loads, due_ms, np.full(len(due_ms), np.nan), wanted.look_every_s
            )
        finally:
            publisher.stop()
    finally:
        child.stop()


def _wait_until_connected(rig: Rig, child: Child) -> None:
    def connected() -> bool:
        if child.exit_code() is not None:
            raise Ended("The consumer ended before it was connected to the broker.")
        return usage.connected(child.pid, rig.broker.port)

    try:
        wait_until(connected, _CONNECT_WITHIN_S, "The consumer does not connect to the broker")
    except TimeoutError as late:
        raise Ended(str(late)) from None
