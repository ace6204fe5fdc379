"""How fast does a consumer drain a backlog that waits for it at the broker?"""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks import usage
from benchmarks.host import Child, Host
from benchmarks.ingest.broker import SENDER, Broker
from benchmarks.ingest.check import Verdict, judge
from benchmarks.ingest.consumer import Consumer
from benchmarks.ingest.database import Connection, Database, backends, database
from benchmarks.ingest.load import Load
from benchmarks.ingest.sample import Sample
from benchmarks.ingest.statement import QUERIES
from benchmarks.ingest.wire import Sender

# How often is asked whether all is stored, which the database tells nobody by itself: the resolution of a rate.
_LOOK_EVERY_S = 0.02
# A consumer that waits for the broker has used nothing for so many looks of this length.
_QUIET_LOOKS, _QUIET_LOOK_S, _QUIET_WITHIN_S = 3, 0.1, 20.0
_AT_A_TIME = 500
# Of the messages that were sent last, so many must be there before all are counted.
_LAST = 8
_STILL_S = 15.0


class Ended(Exception):
    """A consumer ended, or did not come to an end in time, before all was stored."""


@dataclass(frozen=True)
class Rig:
    """What stands for the length of a run: the host, its broker and its database server."""

    host: Host
    broker: Broker
    postgres_pid: int

    def read(self, *consumers: Child) -> usage.Reading:
        """Return what every part has used so far."""
        pids = {"ingest": [c.pid for c in consumers], "postgres": [self.postgres_pid], "broker": [self.broker.pid]}
        return usage.read(pids)


def drain(rig: Rig, load: Load, consumer: Consumer, *, kill_one: bool = False) -> Sample:
    """Fill the consumer's session, let it drain that, and return what was seen.

    With `kill_one` its last worker is killed when half of the rows are stored, and started again.
    """
    with database(rig.host, load.machines) as made:
        consumer.hold(rig.broker)
        try:
            fill(rig.broker, load)
            with _started(rig, made, load, consumer) as run:
                if kill_one:
                    run.kill_one()
                return _watch_database(run) if consumer.stores else _watch_process(run)
        finally:
            for user in consumer.users:
                rig.broker.forget(user)


def fill(broker: Broker, load: Load) -> None:
    """Publish a load as fast as the broker takes it; raises Ended when nobody's session keeps it."""
    sender, packets = Sender(broker.url(SENDER)), load.packets(0, load.messages)
    while sender.sent < load.messages:
        batch = min(_AT_A_TIME, sender.room, load.messages - sender.sent)
        sender.put(islice(packets, batch))
        sender.exchange(0.0 if batch else 1.0)
    sender.finish()
    sender.close()
    if sender.unheard:
        raise Ended(f"The broker had nobody to keep {sender.unheard} of {load.messages} messages for.")


@dataclass(frozen=True)
class _Run:
    """A consumer at work since the reading `began`."""

    rig: Rig
    made: Database
    load: Load
    consumer: Consumer
    answer: Path
    children: list[Child]
    began: usage.Reading

    def wait_for(self, connection: Connection, query: str, value: object, **parameters: object) -> float:
        """Return when, in seconds since the beginning, a query gave a value; raises Ended when nothing moves."""
        moved = Movement()
        while (found := connection.execute(QUERIES[query], parameters).fetchone()) != (value,):
            if any(child.exit_code() is not None for child in self.children):
                raise Ended(f"{self.consumer.name} ended before everything was stored.")
            if moved.is_over(connection):
                raise Ended(f"{self.consumer.name} stores no more: {query} gives {found}, not {value}.")
            time.sleep(_LOOK_EVERY_S)
        return time.monotonic() - self.began.at

    def wait_until_current(self, connection: Connection) -> tuple[float, float]:
        """Return for how long nobody worked until rollups were current, and when that was; raises Ended."""
        paused_s, looked_at, moved = 0.0, time.monotonic(), Movement()
        while True:
            current, idle = connection.execute(QUERIES["rollups_are_current"]).fetchone() or (False, False)
            if current:
                return paused_s, time.monotonic() - self.began.at
            before, looked_at = looked_at, time.monotonic()
            paused_s += (looked_at - before) * idle
            if any(child.exit_code() is not None for child in self.children) or moved.is_over(connection):
                raise Ended(f"{self.consumer.name} leaves minutes that are not rolled up.")
            time.sleep(_LOOK_EVERY_S)

    def start(self, worker: int) -> Child:
        """Start one of the workers."""
        told = {"HOWDAH_MESSAGES": str(self.load.messages), "HOWDAH_ANSWER": str(self.answer)}
        return self.consumer.start(worker, self.rig.broker, self.made, told)

    def kill_one(self) -> None:
        """Kill the last worker when half of the rows are stored, and start it again."""
        half = {"at_least": self.load.rows // 2}
        with self.made.admin() as connection:
            self.wait_for(connection, "are_stored", True, **half)
        killed = self.children.pop()
        os.kill(killed.pid, signal.SIGKILL)
        killed.stop()
        self.children.append(self.start(len(self.children)))


class Movement:
    """Whether rows or rollups still grow, which is asked rarely."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _STILL_S
        self._seen: object = None

    def is_over(self, connection: Connection) -> bool:
        """Return whether nothing has changed for a while."""
        if time.monotonic() < self._next:
            return False
        before, self._seen = self._seen, connection.execute(QUERIES["progress"]).fetchone()
        self._next = time.monotonic() + _STILL_S
        return self._seen == before


@contextmanager
def _started(rig: Rig, made: Database, load: Load, consumer: Consumer) -> Iterator[_Run]:
    """Yield a consumer that was started while the broker stood still, at the moment in which that goes on."""
    answer, children = rig.host.folder / f"{consumer.name}.json", list[Child]()
    run = _Run(rig, made, load, consumer, answer, children, rig.read())
    try:
        with rig.broker.stopped():
            children += [run.start(worker) for worker in range(len(consumer.users))]
            for child in children:
                _wait_until_it_waits(rig, child)
            run = replace(run, began=rig.read(*children))
        yield run
    finally:
        for child in children:
            child.stop()


def _wait_until_it_waits(rig: Rig, child: Child) -> None:
    """Return once a program has connected to the broker and has done what it does before that answers."""
    end, used, quiet = time.monotonic() + _QUIET_WITHIN_S, 0.0, 0
    while quiet < _QUIET_LOOKS and time.monotonic() < end:
        # What is looked for is that nothing happens for a while.
        time.sleep(_QUIET_LOOK_S)
        before, used = used, usage.own_s(child.pid)
        quiet = quiet + 1 if used - before < 0.03 and usage.connected(child.pid, rig.broker.port) else 0
        if child.exit_code() is not None:
            raise Ended("it ended while it started; its log was in the run's folder")


def _watch_process(run: _Run) -> Sample:
    while any(child.exit_code() is None for child in run.children):
        # Until then its processor time can be read.
        used = run.rig.read(*run.children)
        time.sleep(_LOOK_EVERY_S)
    told = json.loads(run.answer.read_text(encoding="utf-8"))
    seconds = told["ended_at"] - run.began.at
    reasons = () if told["messages"] == run.load.messages else (f"{told['messages']} messages came",)
    return Sample(
        name=run.consumer.name,
        messages=run.load.messages,
        rows=run.load.rows,
        stored_s=seconds,
        current_s=seconds,
        used=used.since(run.began),
        verdict=Verdict(reasons=reasons),
    )


def _watch_database(run: _Run) -> Sample:
    load = run.load
    with run.made.admin() as connection:
        places = load.last_places(_LAST)
        last = {"machines": [name for name, _ in places], "times_ms": [time_ms for _, time_ms in places]}
        run.wait_for(connection, "count_places", len(places), **last)
        stored_s = run.wait_for(connection, "count_rows", load.rows)
        paused_s, current_s = run.wait_until_current(connection) if run.consumer.rolls_up else (0.0, stored_s)
        used = run.rig.read(*run.children).since(run.began)
        rss_mb = max(usage.resident_mb(child.pid) for child in run.children)
        clients = {name: usage.own_s(pid) for pid, name in backends(connection).items() if name}
        verdict = judge(connection, load, rolled_up=run.consumer.rolls_up)
        batch_rows, bytes_per_row = connection.execute(QUERIES["sizes"]).fetchone() or (0, 0)
    return Sample(
        name=run.consumer.name,
        messages=load.messages,
        rows=load.rows,
        stored_s=stored_s,
        current_s=current_s,
        used=used,
        verdict=verdict,
        batch_rows=float(batch_rows),
        bytes_per_row=float(bytes_per_row),
        rss_mb=rss_mb,
        paused_s=paused_s,
        clients=clients,
    )
