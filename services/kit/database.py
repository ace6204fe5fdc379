"""How does a service reach its own schema and its named queries?"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any, LiteralString, TypeVar

from fastapi import Depends, Request
from psycopg import sql
from psycopg.rows import class_row

from services.kit.auth import Caller
from services.kit.pool import Pool
from services.kit.query import Connection, Queries
from services.kit.settings import Settings
from services.kit.witness import Reader, Watch, Watched, reader_of

__all__ = ["Connection", "Db", "Pool", "Queries"]

Row = TypeVar("Row")


def make_pool(settings: Settings, name: str) -> Pool:
    """Return the pool of a process, closed; open it in the lifespan."""
    return Pool(
        settings.database_url.get_secret_value(),
        connection_class=Watched,
        min_size=1,
        max_size=settings.pool_size,
        max_waiting=settings.pool_size * 8,
        timeout=settings.pool_wait_s,
        reconnect_timeout=60.0,
        check=Pool.check_connection,
        name=name,
        log_every_s=settings.log_every_s,
        open=False,
        kwargs={
            "application_name": f"howdah-{name}",
            "connect_timeout": 3,
            "options": f"-c search_path={schema_of(name)},public -c statement_timeout=15s -c timezone=UTC",
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
        },
    )


def schema_of(service: str) -> str:
    """Return the schema that a service owns."""
    return service.replace("-", "_")


# As whom a service does its own work. No token names the second: who keeps the platform sees of a machine what its
# owner allows, and only the service itself all that it has found.
WORKER = ("all", "worker")


@asynccontextmanager
async def transaction(
    pool: Pool, viewers: tuple[str, ...] = (), *, noted: bool = True, readers: Sequence[Reader] | None = None
) -> AsyncIterator[Connection]:
    """Yield a connection in a transaction that sees what `viewers` may see, and nothing where there are none.

    What is read in it of somebody's machines comes into the log of access, unless whoever reads notes it themselves: as
    read by whom the present task works for, or by each of `readers`.
    """
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("select set_config('howdah.viewers', %s, true)", [",".join(viewers)])
        if not (viewers and noted):
            yield connection
            return
        async with _watched(pool, connection, readers or [reader_of(pool.name, viewers)]):
            yield connection


@asynccontextmanager
async def _watched(pool: Pool, connection: Watched, readers: Sequence[Reader]) -> AsyncIterator[None]:
    watch = Watch(readers[0], await pool.ledger.learn(connection))
    connection.watch = watch
    try:
        yield
    finally:
        connection.watch = None
        for reader in readers:
            pool.ledger.take(watch.seen_by(reader))


@asynccontextmanager
async def alone(pool: Pool) -> AsyncIterator[Connection]:
    """Yield a connection for one statement that names its viewers itself, as a function of the database can.

    It is a transaction by itself, which saves the begin, the naming and the end of one: half the cost of a short one.
    Who reads in it is known to the caller alone, who notes it in the pool's ledger.
    """
    async with pool.connection() as connection:
        await connection.set_autocommit(True)
        try:
            yield connection
        finally:
            await connection.set_autocommit(False)


async def _own(request: Request, caller: Caller) -> AsyncIterator[Connection]:
    async with transaction(request.app.state.resources.pool, caller.viewers) as connection:
        yield connection


# The transaction ends with the route, so that an answer is sent only when what it tells is committed.
Db = Annotated[Connection, Depends(_own, scope="function")]


async def fetch_all(
    connection: Connection, row: type[Row], query: LiteralString, values: Mapping[str, Any] | None = None
) -> list[Row]:
    """Return every row of a query as instances of a class whose fields are named like the columns."""
    async with connection.cursor(row_factory=class_row(row)) as cursor:
        await cursor.execute(query, values)
        return await cursor.fetchall()


async def fetch_columns(
    connection: Connection, query: LiteralString | sql.Composed, values: Mapping[str, Any] | None = None
) -> dict[str, list[Any]]:
    """Return the rows of a query as its columns, by name: for lists too long to make something of every row."""
    async with connection.cursor() as cursor:
        await cursor.execute(query, values)
        rows = await cursor.fetchall()
        names = [column.name for column in cursor.description or ()]
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


async def fetch_one(
    connection: Connection, row: type[Row], query: LiteralString, values: Mapping[str, Any] | None = None
) -> Row | None:
    """Return the one row of a query as an instance of a class, or None when there is none."""
    async with connection.cursor(row_factory=class_row(row)) as cursor:
        await cursor.execute(query, values)
        return await cursor.fetchone()
