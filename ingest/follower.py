"""How do latest values follow the readings within a second, without slowing their storing?"""

import asyncio
import time

import psycopg
import structlog

from ingest import metric
from ingest.database import Connection, connect
from ingest.newest import newest, put_latest
from ingest.rollup import Ledger
from ingest.settings import IngestSettings

log = structlog.get_logger()

_LOOK_EVERY_S, _AT_LEAST_EVERY_S = 0.05, 0.5
_PAUSE_AFTER_TROUBLE_S = 1.0


class Follower:
    """Moves the latest values of machines to what was stored since it last did, on a connection of its own."""

    def __init__(self, ledger: Ledger, settings: IngestSettings) -> None:
        self._ledger = ledger
        self._settings = settings

    async def run(self) -> None:
        """Work until cancelled; while the database is away, wait for it."""
        while True:
            try:
                connection = await connect(self._settings.database_url, "ingest-latest", by_index=True)
                async with connection:
                    await self._follow(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("latest_waits", error=f"{type(error).__name__}: {error}")
            await asyncio.sleep(_PAUSE_AFTER_TROUBLE_S)

    async def _follow(self, connection: Connection) -> None:
        followed_at = 0.0
        while True:
            if self._ledger.lulls or time.monotonic() - followed_at > _AT_LEAST_EVERY_S:
                followed_at = time.monotonic()
                if await follow(connection, self._ledger):
                    metric.LATEST_SECONDS.observe(time.monotonic() - followed_at)
            await asyncio.sleep(_LOOK_EVERY_S)


async def follow(connection: Connection, ledger: Ledger) -> bool:
    """Bring latest values up to date with what is stored, and return whether there was anything to do."""
    batch, rows = ledger.take_pending()
    if rows is None:
        return False
    try:
        async with connection.transaction():
            await put_latest(connection, newest(rows))
    except BaseException:
        ledger.restore(rows)
        raise
    ledger.follow(batch)
    return True
