"""How do the outboxes of one process share one durable file without ever waiting for its disk?"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import structlog

from simulators.outbox.content import Boot, Limits, Message
from simulators.outbox.log import Left, Log
from simulators.outbox.salvage import is_broken, open_log

log = structlog.get_logger()

Result = TypeVar("Result")
Entry = tuple[str, Boot, Message]


def _nothing() -> None:
    """Do nothing about a failure that is told in the log."""


class _Job(NamedTuple):
    """Something to do with the log, or a message of a machine's boot to be kept, and who hears once it is on disk."""

    work: Callable[[Log], Any] | None
    entry: Entry | None
    done: Callable[[Any], None]
    failed: Callable[[], None]


_Told = tuple[_Job, Any, bool]


class Store:
    """The durable log of a process's machines, written by a thread of its own: what comes meanwhile is its next commit.

    Open it with `async with`. While the disk is full or broken, jobs fail one by one, and nothing else does. With
    `most_pages` the file may grow to so many pages of 4 kB only, as if the disk were full then.
    """

    def __init__(self, path: Path, limits: Limits | None = None, *, most_pages: int | None = None) -> None:
        self.path = path
        self.limits = limits or Limits()
        self.on_salvage: list[Callable[[], None]] = []
        self._left: dict[str, list[Left]] = defaultdict(list)
        self._most_pages = most_pages
        # Above every number of a file that cannot be read at the moment.
        self._boots = time.time_ns() // 1000
        self._begun: set[Boot] = set()
        self._log: Log | None = None
        self._trouble: str | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"outbox {path.name}", daemon=True)

    async def __aenter__(self) -> "Store":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self.ask(self._look, lambda _: None)
        self._thread.start()
        await self.settled()
        return self

    async def __aexit__(self, *error: object) -> None:
        """Return once everything that was asked for is on disk."""
        self._jobs.put(None)
        await self._ended.wait()

    def take_left(self, machine: str) -> list[Left]:
        """Return what an earlier process left of a machine, by its boots in order; only the first call returns it."""
        return self._left.pop(machine, [])

    def new_boot(self, name: str) -> Boot:
        """Return a boot that comes after all others; the name must be one that the machine never had."""
        self._boots += 1
        return Boot(self._boots, name)

    def append(self, entry: Entry, done: Callable[[None], None], failed: Callable[[], None]) -> None:
        """Keep a message of a machine's boot; one of the two is called when it is on disk, or cannot be."""
        self._jobs.put(_Job(None, entry, done, failed))

    def ask(
        self, work: Callable[[Log], Result], done: Callable[[Result], None], failed: Callable[[], None] = _nothing
    ) -> None:
        """Do something with the log after everything that was asked for before; `done` hears of the result."""
        self._jobs.put(_Job(work, None, done, failed))

    async def settled(self) -> None:
        """Return once everything that was asked for so far is on disk, or has failed."""
        reached: asyncio.Future[None] = self._loop.create_future()
        self.ask(lambda _log: None, reached.set_result, lambda: reached.set_result(None))
        await reached

    def _look(self, kept: Log) -> None:
        for left in kept.left():
            self._left[left.machine].append(left)
        self._boots = max(self._boots, kept.last_number())
        kept.forget_boots()

    def _work(self) -> None:
        ending = False
        while not ending:
            jobs = [self._jobs.get()]
            while not self._jobs.empty():
                jobs.append(self._jobs.get())
            ending = None in jobs
            results = self._do([job for job in jobs if job is not None])
            self._loop.call_soon_threadsafe(_tell, results)
        self._drop()
        self._loop.call_soon_threadsafe(self._ended.set)

    def _do(self, jobs: Sequence[_Job], *, again: bool = True) -> list[_Told]:
        """Do the jobs in one transaction; when that fails, and trying again too, each in one of its own."""
        try:
            return [(job, result, True) for job, result in zip(jobs, self._commit(jobs), strict=True)]
        except (sqlite3.Error, OSError) as error:
            self._mend(error)
            if again:
                return self._do(jobs, again=False)
            if len(jobs) == 1:
                return [(jobs[0], None, False)]
            return [told for job in jobs for told in self._do([job], again=False)]

    def _commit(self, jobs: Sequence[_Job]) -> list[Any]:
        kept = self._opened()
        kept.begin()
        results: list[Any] = []
        place = 0
        while place < len(jobs):
            work = jobs[place].work
            run = [] if work else _entries(jobs, place)
            results += [work(kept)] if work else self._append(kept, run)
            place += max(1, len(run))
        kept.commit()
        self._begun.update(job.entry[1] for job in jobs if job.entry)
        self._trouble = None
        return results

    def _append(self, kept: Log, run: Sequence[Entry]) -> list[None]:
        for machine, boot in {(machine, boot) for machine, boot, _ in run if boot not in self._begun}:
            kept.begin_boot(machine, boot)
        kept.append([(boot.number, message) for _, boot, message in run])
        return [None] * len(run)

    def _opened(self) -> Log:
        if self._log is None:
            self._log, salvaged = open_log(self.path)
            if self._most_pages is not None:
                self._log.limit_pages(self._most_pages)
            if salvaged:
                self._loop.call_soon_threadsafe(self._tell_salvage)
        return self._log

    def _tell_salvage(self) -> None:
        for hear in self.on_salvage:
            hear()

    def _mend(self, error: sqlite3.Error | OSError) -> None:
        if str(error) != self._trouble:
            log.error("outbox_not_kept", path=str(self.path), error=str(error), meaning="it is declared as a gap")
        self._trouble = str(error)
        if self._log is None:
            return
        try:
            self._log.rollback()
        except sqlite3.Error:
            self._drop()
        if isinstance(error, sqlite3.Error) and is_broken(error):
            self._drop()

    def _drop(self) -> None:
        """Let go of the file: the next job opens it anew, and saves what can be read."""
        self._begun.clear()
        dropped, self._log = self._log, None
        if dropped is not None:
            dropped.close()


def _entries(jobs: Sequence[_Job], place: int) -> list[Entry]:
    """Return the messages of the jobs that follow one another from a place on."""
    entries = (job.entry for job in islice(jobs, place, None))
    return [entry for entry in takewhile(lambda entry: entry is not None, entries) if entry is not None]


def _tell(results: Sequence[_Told]) -> None:
    for job, result, is_done in results:
        if is_done:
            job.done(result)
        else:
            job.failed()
