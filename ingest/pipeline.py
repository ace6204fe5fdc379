"""How do messages get from their source into the database, and what happens when something is in the way?"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg
import structlog

from ingest import metric
from ingest.database import is_data_error
from ingest.fleet import Fleet
from ingest.judge import Judge, named_machine
from ingest.record import Record
from ingest.settings import IngestSettings
from ingest.source import Arrival, Source
from ingest.store import Saved, Store
from models.messages import Reason

log = structlog.get_logger()

Result = TypeVar("Result")

_CHANCE = secrets.SystemRandom()
_LONGEST_PAUSE_S = 5.0


@dataclass
class Pulse:
    """When the pipeline last did something and what hinders it, for health (times by the monotonic clock)."""

    committed_at: float = field(default_factory=time.monotonic)
    waiting_since: float | None = None
    trouble: str | None = None

    def stuck_s(self) -> float:
        """Return for how many seconds messages have waited for a transaction, 0 when none waits."""
        return 0.0 if self.waiting_since is None else time.monotonic() - self.waiting_since


@dataclass
class Tally:
    """What this pipeline has done since it began."""

    rows: int = 0
    duplicates: int = 0
    refused: int = 0


class Pipeline:
    """Takes what arrived while the last transaction ran, stores it in the next one, and then acknowledges it."""

    def __init__(self, source: Source, store: Store, fleet: Fleet, settings: IngestSettings) -> None:
        self._source = source
        self._store = store
        self._fleet = fleet
        self._settings = settings
        self._judge = Judge(fleet, settings.retention)
        self.pulse = Pulse()
        self.tally = Tally()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self.process(await self._source.take())

    async def process(self, arrivals: Sequence[Arrival]) -> None:
        """Store messages and acknowledge them; returns when all of them are safe, however long that takes."""
        metric.MESSAGES.inc(len(arrivals))
        self.pulse.waiting_since = time.monotonic()
        await self._insist(lambda: self._ask_for_unknown(arrivals))
        records = [self._judge.judge(arrival) for arrival in arrivals]
        for part in parts(records, self._settings.batch_readings):
            await self._save(part)
            self._source.ack([record.arrival for record in part])
        self.pulse.waiting_since = None

    async def _ask_for_unknown(self, arrivals: Sequence[Arrival]) -> None:
        named = {machine for arrival in arrivals if (machine := named_machine(arrival))}
        if any(self._fleet.takes_until_ms(machine) is None for machine in named):
            await self._fleet.ask(await self._store.connection(), named)

    async def _save(self, records: Sequence[Record]) -> None:
        """Store records; where the data is to blame, halve them until the one to blame is alone, and refuse that."""
        try:
            with metric.COMMIT_SECONDS.time():
                saved = await self._insist(lambda: self._store.save(records))
        except psycopg.Error as error:
            if len(records) > 1:
                middle = len(records) // 2
                await self._save(records[:middle])
                await self._save(records[middle:])
                return
            if records[0].content is None:
                raise
            log.error("message_unstorable", topic=records[0].arrival.topic, error=str(error))
            await self._save([records[0].refused(Reason.UNSTORABLE, str(error))])
        else:
            self._note(saved)

    async def _insist(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Return what the work gives, tried again for ever while the database is away.

        Raises only what the data is to blame for.
        """
        pause_s = 0.05
        while True:
            try:
                result = await work()
            except (psycopg.Error, OSError) as error:
                if isinstance(error, psycopg.Error) and is_data_error(error):
                    raise
                await self._store.reset()
                self._complain(error)
            else:
                self.pulse.trouble = None
                return result
            await asyncio.sleep(_CHANCE.uniform(0.02, pause_s))
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def _complain(self, error: psycopg.Error | OSError) -> None:
        metric.RETRIES.inc()
        trouble = f"{type(error).__name__}: {error}".strip()
        if trouble != self.pulse.trouble:
            log.error("database_unavailable", error=trouble, meaning="nothing is acknowledged until it answers")
        self.pulse.trouble = trouble

    def _note(self, saved: Saved) -> None:
        self.pulse.committed_at = time.monotonic()
        self.tally.rows += saved.rows
        self.tally.duplicates += saved.duplicates
        metric.ROWS.inc(saved.rows)
        metric.DUPLICATES.inc(saved.duplicates)
        metric.BATCH_ROWS.observe(saved.rows)
        metric.LAG.set(time.time() - min(record.arrival.received_at for record in saved.records))
        for record in saved.records:
            if record.rejected is not None:
                self.tally.refused += 1
                metric.REJECTED.labels(record.rejected.reason.value).inc()


def parts(records: Sequence[Record], most_readings: int) -> Iterator[Sequence[Record]]:
    """Yield the records in runs of about so many readings: a transaction's memory is bounded by its rows."""
    start = readings = 0
    for place, record in enumerate(records):
        if readings and readings + record.readings > most_readings:
            yield records[start:place]
            start, readings = place, 0
        readings += record.readings
    yield records[start:]
