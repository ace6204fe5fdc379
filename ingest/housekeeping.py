"""What keeps rollups current, old data out and the list of machines fresh while messages flow?"""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import psycopg
import structlog

from ingest import metric
from ingest.capability import refresh_capability
from ingest.database import Connection, connect
from ingest.fleet import Fleet
from ingest.node import give_up
from ingest.rollup import Ledger
from ingest.rollup.roller import Roller
from ingest.settings import IngestSettings
from ingest.statement import DELIVERY, QUERIES

log = structlog.get_logger()

# A chunk is dropped only when everything in it has been refused as too old for so long.
_MARGIN = timedelta(hours=1)
_LOOK_EVERY_S, _PAUSE_AFTER_TROUBLE_S = 0.1, 1.0
# So long the messages of a node wait for its birth.
_PATIENCE = timedelta(days=7)
# A pass takes some machines that are due, in this share of the time: a hundred thousand in a working day.
_CAPABILITY_EVERY_S, _CAPABILITY_SHARE = 5.0, 0.04


class Housekeeping:
    """Runs beside the pipeline on a connection of its own."""

    def __init__(self, fleet: Fleet, settings: IngestSettings, ledger: Ledger | None = None) -> None:
        self._roller = Roller(ledger or Ledger(), settings.rollup_every_s)
        self._fleet = fleet
        self._settings = settings
        self._next: dict[str, float] = {}

    async def run(self) -> None:
        """Work until cancelled; while the database is away, wait for it."""
        while True:
            try:
                connection = await connect(self._settings.database_url, "ingest-housekeeping", statement_timeout_s=300)
                async with connection:
                    await self._keep_house(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("housekeeping_waits", error=f"{type(error).__name__}: {error}")
            await asyncio.sleep(_PAUSE_AFTER_TROUBLE_S)

    async def _keep_house(self, connection: Connection) -> None:
        await self._fleet.listen(connection)
        while True:
            if self._is_due("fleet", self._settings.fleet_every_s):
                await self._fleet.catch_up(connection)
                metric.MACHINES.set(len(self._fleet))
            has_more = await self._roller.work(connection)
            if self._is_due("capability", _CAPABILITY_EVERY_S):
                await self._refresh_capability(connection)
            if self._is_due("retention", self._settings.retention_every_s):
                await expire(connection, self._settings, datetime.now(UTC))
            await asyncio.sleep(0.0 if has_more else _LOOK_EVERY_S)

    async def _refresh_capability(self, connection: Connection) -> None:
        started = time.monotonic()
        await refresh_capability(connection, timedelta(seconds=self._settings.capability_every_s))
        ended = time.monotonic()
        self._next["capability"] = ended + max(_CAPABILITY_EVERY_S, (ended - started) / _CAPABILITY_SHARE)

    def _is_due(self, duty: str, every_s: float) -> bool:
        now = time.monotonic()
        if now < self._next.get(duty, 0.0):
            return False
        self._next[duty] = now + every_s
        return True


async def expire(connection: Connection, settings: IngestSettings, now: datetime) -> int:
    """Forget what is older than its retention and return how many chunks were dropped.

    Nothing that is dropped comes back: messages of that age are refused, and rollups are computed before.
    """

    def before(days: int) -> datetime:
        return now - timedelta(days=days) - _MARGIN

    async with connection.transaction():
        limits = {
            "readings_before": before(settings.retention_days),
            "minutes_before": before(settings.minute_retention_days),
            "hours_before": before(settings.hour_retention_days),
        }
        dropped = await (await connection.execute(QUERIES["drop_expired"], limits)).fetchone()
        for query, days in (
            ("expire_events", settings.event_retention_days),
            ("expire_rejects", settings.reject_retention_days),
            ("expire_reject_counts", settings.reject_retention_days),
        ):
            await connection.execute(QUERIES[query], {"before": before(days)})
        await connection.execute(DELIVERY["expire_delivery"], {"before": before(settings.retention_days)})
        await connection.execute(DELIVERY["expire_gaps"], {"before": before(settings.hour_retention_days)})
    kept = {"most": settings.kept_rejects, "most_bytes": settings.kept_reject_bytes}
    await give_up(connection, now - _PATIENCE, **kept)
    return int(dropped[0]) if dropped else 0
