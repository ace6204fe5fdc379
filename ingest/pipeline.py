"""How do messages get from their source into the database, and what happens when something is in the way?"""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

import psycopg
import structlog

from ingest import delivery, metric
from ingest.allowance import Allowance
from ingest.assembly import Assembler, refuse, slices
from ingest.batch import Batch
from ingest.database import Connection, is_data_error
from ingest.decode.sparkplug.desk import Desk
from ingest.decode.sparkplug.translation import load
from ingest.fleet import Fleet
from ingest.generation import Generations
from ingest.judge import Judge, named_machine
from ingest.node import Nodes, Tell
from ingest.pulse import Pulse, Tally
from ingest.settings import IngestSettings
from ingest.source import Arrival, Source, Waiting
from ingest.store import Saved, Store
from models.messages import Reason

log = structlog.get_logger()

Result = TypeVar("Result")

_CHANCE = secrets.SystemRandom()
_LONGEST_PAUSE_S = 2.0


class Pipeline:
    """Judges what arrives while a transaction runs, stores it in the next one, and then acknowledges it."""

    def __init__(
        self,
        source: Source,
        store: Store,
        fleet: Fleet,
        settings: IngestSettings,
        *,
        tell: Tell | None = None,
        on_awaited: Callable[[], None] = lambda: None,
    ) -> None:
        self._source = source
        self._store = store
        self._fleet = fleet
        self._settings = settings
        self._generations = Generations(
            Desk(load(settings.sparkplug_names), settings.sparkplug_waiting, is_host=tell is not None)
        )
        self._nodes = Nodes(self._generations.desk, tell)
        judge = Judge(fleet, settings.retention, self._generations, Allowance(settings.explained_refusals))
        self._assembler = Assembler(fleet, judge, settings.retention)
        self._draft = self._assembler.draft()
        self._storing = asyncio.Lock()
        self._drafted = asyncio.Event()
        self._taken = asyncio.Event()
        self._on_awaited = on_awaited
        self.pulse = Pulse()
        self.tally = Tally()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._judge_ahead(), name="judge")
            group.create_task(self._store_drafts(), name="store")

    async def process(self, arrivals: Sequence[Arrival]) -> None:
        """Store messages and acknowledge them; returns when all of them are safe, however long that takes."""
        for part in slices(arrivals):
            await self._add(part)
            if self._is_full:
                await self._store_draft()
        await self._store_draft()

    async def _judge_ahead(self) -> None:
        while True:
            for part in slices(await self._source.take()):
                while self._is_full:
                    self._taken.clear()
                    await self._taken.wait()
                await self._add(part)
                self._drafted.set()
                # The connection has its turn.
                await asyncio.sleep(0)

    async def _store_drafts(self) -> None:
        while True:
            await self._drafted.wait()
            self._drafted.clear()
            await self._store_draft()

    @property
    def _is_full(self) -> bool:
        draft, most = self._draft, self._settings
        return (
            len(draft) >= most.batch_messages
            or draft.bytes >= most.batch_bytes
            or draft.readings >= most.batch_readings
        )

    async def _add(self, arrivals: Sequence[Arrival]) -> None:
        metric.MESSAGES.inc(len(arrivals))
        part = self._assembler.sort(arrivals)
        if await self._prepare([arrivals[place] for place in part.others]):
            part = self._assembler.sort(arrivals)
        self._draft.add(part)

    async def _prepare(self, arrivals: Sequence[Arrival]) -> bool:
        """Learn what must be known to judge unusual messages, and return whether there was anything to learn."""
        named = {machine for arrival in arrivals if (machine := named_machine(arrival))}
        unknown = {machine for machine in named if self._fleet.takes_until_ms(machine) is None}
        strangers = self._nodes.strangers(arrivals)
        if not unknown and not strangers:
            return False
        await self._store_draft()
        async with self._storing:
            await self._do(partial(self._learn, unknown=unknown, strangers=strangers))
        return True

    async def _learn(self, connection: Connection, unknown: Iterable[str], strangers: Sequence[str]) -> None:
        await self._fleet.ask(connection, unknown)
        await self._nodes.meet(connection, strangers)

    async def _store_draft(self) -> None:
        """Store what was judged, after what is being stored, and acknowledge it."""
        async with self._storing:
            if not len(self._draft):
                return
            draft, self._draft = self._draft, self._assembler.draft()
            self._taken.set()
            batch = draft.batch()
            await self._save(batch)
            self._source.ack(batch.arrivals)
            while self._nodes.born:
                await self._read_again(self._nodes.born.pop())
            self._nodes.ask()

    async def _read_again(self, node: str) -> None:
        """Store the messages of a node that waited for the birth that has come."""
        after = 0
        while arrivals := await self._do(partial(self._nodes.waiting, node=node, after=after)):
            after = max(arrival.receipt.id for arrival in arrivals if isinstance(arrival.receipt, Waiting))
            batch = self._assembler.batch(arrivals)
            await self._save(batch)
            await self._do(partial(self._nodes.let_go, batch=batch))
        await self._do(partial(self._nodes.count, node=node))

    async def _save(self, batch: Batch) -> None:
        """Store a batch; where the data is to blame, halve it until the message to blame is alone, and refuse that."""
        try:
            with metric.COMMIT_SECONDS.time():
                saved = await self._insist(lambda: self._store.save(batch))
        except psycopg.Error as error:
            await self._save_parts(batch, error)
        else:
            self._note(batch, saved)

    async def _save_parts(self, batch: Batch, error: psycopg.Error) -> None:
        arrivals = batch.arrivals
        if middle := len(arrivals) // 2:
            await self._save(self._assembler.batch(arrivals[:middle]))
            await self._save(self._assembler.batch(arrivals[middle:]))
            return
        if batch.readings is None and all(record.content is None for record in batch.records.values()):
            raise error
        log.error("message_unstorable", topic=arrivals[0].topic, error=str(error))
        await self._save(refuse(batch, Reason.UNSTORABLE, str(error)))

    async def _do(self, work: Callable[[Connection], Awaitable[Result]]) -> Result:
        async def connected() -> Result:
            return await work(await self._store.connection())

        return await self._insist(connected)

    async def _insist(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Return what the work gives, tried again for ever while the database is away.

        Raises only what the data is to blame for.
        """
        pause_s = 0.05
        self.pulse.waiting_since = time.monotonic()
        while True:
            try:
                result = await work()
            except (psycopg.Error, OSError) as error:
                if isinstance(error, psycopg.Error) and is_data_error(error):
                    self.pulse.waiting_since = None
                    raise
                await self._store.reset()
                self._complain(error)
            else:
                self.pulse.trouble = self.pulse.waiting_since = None
                return result
            await asyncio.sleep(_CHANCE.uniform(0.02, pause_s))
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def _complain(self, error: psycopg.Error | OSError) -> None:
        metric.RETRIES.inc()
        trouble = f"{type(error).__name__}: {error}".strip()
        if trouble != self.pulse.trouble:
            log.error("database_unavailable", error=trouble, meaning="nothing is acknowledged until it answers")
        self.pulse.trouble = trouble
        self.pulse.was_in_trouble = True

    def _note(self, batch: Batch, saved: Saved) -> None:
        # A machine that sends again has waited long enough.
        if self.pulse.beat() or saved.duplicates or delivery.is_awaited(batch):
            self._on_awaited()
        self.tally.rows += saved.rows
        repeated = self._generations.stored(batch.records)
        self._nodes.note(batch.records)
        self.tally.duplicates += saved.duplicates + repeated
        metric.ROWS.inc(saved.rows)
        metric.DUPLICATES.inc(saved.duplicates + repeated)
        metric.BATCH_ROWS.observe(saved.rows)
        metric.LAG.set(time.time() - min(arrival.received_at for arrival in batch.arrivals))
        refused = {place: record.rejected.reason for place, record in batch.records.items() if record.rejected}
        refused |= dict.fromkeys(saved.reused, Reason.SEQUENCE_REUSED)
        self.tally.refused += len(refused)
        for reason, times in Counter(refused.values()).items():
            metric.REJECTED.labels(reason.value).inc(times)
