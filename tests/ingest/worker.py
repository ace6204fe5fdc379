"""How is an ingest that remembers what it stores driven step by step?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from ingest.database import Connection, connect
from ingest.follower import follow
from ingest.rollup import Ledger, roll_up, roll_up_everything
from ingest.rollup.closing import close_minutes
from ingest.source import Arrival
from services.kit.testing import Database
from tests.ingest.intake import Intake, restarted
from tests.patience import until


@dataclass
class Worker:
    """An ingest that remembers what it stores, to be driven step by step."""

    intake: Intake
    ledger: Ledger
    connection: Connection

    async def give(self, *arrivals: Arrival) -> None:
        """Store messages as one batch."""
        await self.intake.give(*arrivals)

    async def follow(self) -> bool:
        """Let latest values follow."""
        return await follow(self.connection, self.ledger)

    async def close(self) -> int:
        """Close the minutes that are over, as in a moment in which nothing comes."""
        await until(lambda: self.ledger.lulls)
        closed = 0
        while some := await close_minutes(self.connection, self.ledger, 2):
            closed += some
        return closed

    async def settle(self) -> None:
        """Bring everything up to date that this worker may."""
        await self.follow()
        await self.close()
        await roll_up(self.connection, worker=self.ledger.worker, followed=self.ledger.followed)
        await roll_up_everything(self.connection)


@asynccontextmanager
async def worker_of(database: Database, most_held: int = 1000) -> AsyncIterator[Worker]:
    ledger = Ledger(most_held, lull_s=0.0)
    async with (
        restarted(database, ledger) as intake,
        await connect(intake.settings.database_url, "test") as connection,
    ):
        yield Worker(intake, ledger, connection)
