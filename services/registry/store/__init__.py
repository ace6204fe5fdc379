"""What does the registry keep?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.kit.database import Connection, Pool, Queries, transaction

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "queries.sql")


@asynccontextmanager
async def change(pool: Pool) -> AsyncIterator[Connection]:
    """Yield a connection in a transaction that sees and may write every row; such transactions take turns."""
    async with transaction(pool, ("all",)) as db:
        await db.execute(QUERIES["take_turn"])
        yield db
