"""How does a test hand messages to ingest, and look at what became of them?"""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import orjson
from psycopg.rows import dict_row
from pydantic import SecretStr

from ingest.database import connect
from ingest.fleet import Fleet
from ingest.pipeline import Pipeline
from ingest.rollup import Ledger, roll_up_everything
from ingest.settings import IngestSettings
from ingest.source import Arrival
from ingest.store import Store
from models.messages import Stream, encode_telemetry, milliseconds, topic
from services.kit.testing import Database, see

MACHINE = "wl-01"
START = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=3)


def at(seconds: float) -> int:
    """Return milliseconds since 1970 of so many seconds after START, a full hour three days ago."""
    return milliseconds(START) + round(seconds * 1000)


def telemetry(
    seconds: Sequence[float],
    signals: Mapping[str, Sequence[float | None]],
    *,
    machine: str = MACHINE,
    boot: str = "boot-1",
    seq: int = 0,
) -> Arrival:
    """Return a telemetry message with samples at so many seconds after START."""
    payload = encode_telemetry(boot, seq, [at(s) for s in seconds], signals)
    return arrival(topic(machine, Stream.TELEMETRY), payload)


def event(**fields: Any) -> Arrival:
    """Return an event message of MACHINE."""
    told = {
        "boot": "boot-1",
        "seq": 1,
        "time_ms": at(0),
        "kind": "fault",
        "code": "110-0",
        "severity": "warning",
        "active": True,
    }
    return arrival(topic(MACHINE, Stream.EVENT), orjson.dumps({**told, **fields}))


def state(*, machine: str = MACHINE, **fields: Any) -> Arrival:
    """Return a state message, retained as machines publish it."""
    told = {"boot": "boot-1", "time_ms": at(0), "online": True, "software": "1.0"}
    return arrival(topic(machine, Stream.STATE), orjson.dumps({**told, **fields}), retain=True)


def arrival(topic_text: str, payload: bytes, *, retain: bool = False) -> Arrival:
    """Return a message as it would come from a source."""
    return Arrival(topic_text, payload, retain, time.time(), object())


@dataclass
class Given:
    """A source that holds nothing, and remembers what was acknowledged."""

    acked: list[Arrival] = field(default_factory=list)

    async def take(self) -> list[Arrival]:
        """Return nothing: the test hands over its messages itself."""
        return []

    def ack(self, arrivals: Sequence[Arrival]) -> None:
        """Remember."""
        self.acked.extend(arrivals)


@dataclass
class Intake:
    """The pipeline, fed by hand, and the database behind it."""

    database: Database
    settings: IngestSettings
    store: Store
    pipeline: Pipeline
    source: Given
    asked: list[str]

    async def give(self, *arrivals: Arrival) -> None:
        """Process messages as one batch."""
        await self.pipeline.process(arrivals)

    async def roll_up(self) -> int:
        """Bring the rollups up to date and return how many marks that took."""
        async with await connect(self.settings.database_url, "test") as connection:
            return await roll_up_everything(connection)

    def rows(self, query: LiteralString, *values: object) -> list[dict[str, Any]]:
        """Return rows, read with all rights."""
        with self.database.admin() as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, values).fetchall()

    def seen(self, query: LiteralString) -> list[dict[str, Any]]:
        """Return rows of the readers' views, as the machines' customer sees them."""
        with self.database.admin() as connection, connection.cursor(row_factory=dict_row) as cursor:
            cursor.execute("select set_config('howdah.viewers', 'customer:acme', false)")
            return cursor.execute(query).fetchall()

    def one(self, query: LiteralString, *values: object) -> dict[str, Any]:
        """Return the only row."""
        [row] = self.rows(query, *values)
        return row

    def rejects(self) -> list[tuple[str, str | None]]:
        """Return reason and machine of what is kept as refused, in order."""
        return [
            (r["reason"], r["machine"]) for r in self.rows("select reason, machine from telemetry.reject order by id")
        ]


def ingest_settings(database: Database, **more: Any) -> IngestSettings:
    """Return settings for a test's database."""
    return IngestSettings(database_url=SecretStr(database.url("ingest")), **more)


@asynccontextmanager
async def intake_of(database: Database, **more: Any) -> AsyncIterator[Intake]:
    """Yield an intake into a database that knows MACHINE and wl-02."""
    for machine in (MACHINE, "wl-02"):
        see(database, machine, "customer:acme")
    async with restarted(database, **more) as made:
        yield made


@asynccontextmanager
async def restarted(database: Database, ledger: Ledger | None = None, **more: Any) -> AsyncIterator[Intake]:
    """Yield an intake into a database that was used before; it remembers on which topics something was said."""
    settings = ingest_settings(database, **more)
    store = Store(
        settings.database_url,
        kept_rejects=settings.kept_rejects,
        kept_reject_bytes=settings.kept_reject_bytes,
        ledger=ledger,
    )
    source, asked = Given(), list[str]()
    pipeline = Pipeline(source, store, Fleet(), settings, tell=lambda name, _: asked.append(name))
    try:
        yield Intake(database, settings, store, pipeline, source, asked)
    finally:
        await store.reset()
