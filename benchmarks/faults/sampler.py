"""Does `latest` ever go back in time, how far has storing come, and how much memory does ingest hold meanwhile?"""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.faults.sample import SIGNALS
from benchmarks.faults.statement import QUERIES
from benchmarks.faults.stored import looking
from benchmarks.usage import resident_mb

_EVERY_S = 0.1
_TIMES = sql.SQL(", ").join(sql.Identifier(f"{name}_time") for name in SIGNALS)
_ASK = sql.SQL(QUERIES["sampled"]).format(times=_TIMES)


class Sampler:
    """Looks again and again from a thread of its own, over a connection that no fault touches but the database's own.

    `regressions` are phrases that name a machine and its two times; `stored` is the sum of the machines' newest
    serial numbers; `peak_mb` the most memory that one of ingest's processes held.
    """

    def __init__(self, url: str, ingest: Callable[[], Iterable[int]]) -> None:
        self.regressions: list[str] = []
        self.samples = 0
        self.stored = 0
        self.peak_mb = 0.0
        self._url = url
        self._ingest = ingest
        self._newest: dict[str, list[datetime | None]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sampler", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with looking(f"{self._url}?connect_timeout=5") as connection:
                    while not self._ended.wait(_EVERY_S):
                        self._look(connection)
            except psycopg.Error:
                # The database is what faults happen to.
                self._measure()
                self._ended.wait(_EVERY_S)

    def _look(self, connection: psycopg.Connection[Any]) -> None:
        self._measure()
        rows = connection.execute(_ASK).fetchall()
        self.samples += 1
        self.stored = sum(int(row[2] or 0) for row in rows)
        for machine, time_, _, *times in rows:
            self._compare(machine, [time_, *times])

    def _compare(self, machine: str, times: list[datetime | None]) -> None:
        known = self._newest.setdefault(machine, times)
        for name, before, after in zip(("time", *SIGNALS), known, times, strict=True):
            if before is not None and (after is None or after < before):
                self.regressions.append(f"{machine}: latest {name} went from {before} to {after}")
        self._newest[machine] = times

    def _measure(self) -> None:
        self.peak_mb = max(self.peak_mb, *map(resident_mb, self._ingest()), 0.0)
