"""How is what a service keeps of a customer read in pieces, each with the customer's rights of that moment?"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from services.kit.database import Pool, fetch_all, fetch_one, schema_of, transaction
from services.kit.query import Queries

QUERIES = Queries(Path(__file__).parent / "sql" / "handover.sql")
# The views of telemetry, how much of a machine's time is read at once, and what their time is called.
VIEWS: Mapping[str, tuple[timedelta, str]] = {
    "event_v1": (timedelta(days=30), "time"),
    "reading_v1": (timedelta(hours=1), "time"),
    "rollup_day_v1": (timedelta(days=180), "bucket"),
    "rollup_hour_v1": (timedelta(days=7), "bucket"),
    "rollup_minute_v1": (timedelta(hours=12), "bucket"),
}
_LOG = ("access.log", "access.log_head", "access.log_note")
# A thousand rows or several: each is asked of its policy, so more would be waited for.
_PAGES = 64
_OF_MACHINES = ("machine", "truck", "digger", "other")
_LINES = (
    "select json_strip_nulls(row_to_json(t))::text as line{named} from (select {columns} from {table} where {part}) t"
)
_PART = sql.SQL("ctid >= {}::tid and ctid < {}::tid").format(sql.Placeholder("begin"), sql.Placeholder("end"))
_SPAN = "machine = %(machine)s and {time} >= %(from)s and {time} < %(to)s"


@dataclass(frozen=True)
class Table:
    """A table that tells of customers, of so many pages."""

    schema: str
    name: str
    columns: list[str]
    pages: int


@dataclass(frozen=True)
class _View:
    name: str
    columns: list[str]


@dataclass(frozen=True)
class _Span:
    from_time: datetime | None
    to_time: datetime | None


@dataclass(frozen=True)
class _Machine:
    machine: str


@dataclass(frozen=True)
class Belongings:
    """What one service keeps of a viewer, read over its pool; nobody holds a connection while they take it."""

    pool: Pool
    viewers: tuple[str, ...]

    async def names(self) -> list[str]:
        """Return what the service keeps of customers, each as schema and table."""
        views = [f"telemetry.{view}" for view in VIEWS] if self.pool.name == "telemetry" else []
        return [f"{one.schema}.{one.name}" for one in await self._tables()] + views

    async def lines(self, name: str) -> AsyncIterator[bytes]:
        """Yield rows as lines of JSON, some at once; a right that ends meanwhile ends it there."""
        schema, _, short = name.partition(".")
        parts = self._of_view(short) if schema == "telemetry" else self._of_table(name)
        async for lines in parts:
            if lines:
                yield "".join(f"{line}\n" for line in lines).encode()

    async def _tables(self) -> list[Table]:
        asked = {"schema": schema_of(self.pool.name), "also": list(_LOG) if self.pool.name == "registry" else []}
        async with transaction(self.pool) as db:
            return await fetch_all(db, Table, QUERIES["list_tables"], asked)

    async def _of_table(self, name: str) -> AsyncIterator[list[str]]:
        table = next(one for one in await self._tables() if f"{one.schema}.{one.name}" == name)
        own = table.schema == schema_of(self.pool.name)
        # By its bare name, as the log of access knows it.
        place = sql.Identifier(table.name) if own else sql.Identifier(table.schema, table.name)
        query = _query(place, table.columns, _PART)
        for page in range(0, table.pages + 1, _PAGES):
            yield await self._part(query, {"begin": f"({page},0)", "end": f"({page + _PAGES},0)"})

    async def _of_view(self, name: str) -> AsyncIterator[list[str]]:
        step, time = VIEWS[name]
        async with transaction(self.pool, self.viewers) as db:
            (view,) = await fetch_all(db, _View, QUERIES["list_columns"], {"views": [name]})
            known = "select distinct machine from telemetry.machine_v1 order by 1"
            machines = [one.machine for one in await fetch_all(db, _Machine, known)]
        query = _query(sql.Identifier(name), view.columns, sql.SQL(_SPAN).format(time=sql.Identifier(time)))
        for machine in machines:
            async for begin, end in self._spans(machine, step):
                yield await self._part(query, {"machine": machine, "from": begin, "to": end})

    async def _spans(self, machine: str, step: timedelta) -> AsyncIterator[tuple[datetime, datetime]]:
        """Yield the pieces of time in which there may be something of a machine, that before and behind included."""
        async with transaction(self.pool, self.viewers) as db:
            span = await fetch_one(db, _Span, QUERIES["get_span"], {"machine": machine})
        begin = span.from_time if span and span.from_time else datetime.now(UTC)
        last = span.to_time if span and span.to_time else begin
        yield datetime.min.replace(tzinfo=UTC), begin
        while begin < last:
            yield begin, min(begin + step, last)
            begin += step
        yield last, datetime.max.replace(tzinfo=UTC)

    async def _part(self, query: sql.Composed, asked: Mapping[str, Any]) -> list[str]:
        async with transaction(self.pool, self.viewers) as db, db.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(query, asked)
            return [row["line"] for row in await cursor.fetchall()]


def _query(table: sql.Identifier, columns: Sequence[str], part: sql.Composable) -> sql.Composed:
    # Named apart, so that whoever's machines are read of hears of it.
    named = [sql.SQL(", t.{}").format(sql.Identifier(one)) for one in columns if one in _OF_MACHINES]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(_LINES).format(named=sql.SQL("").join(named), columns=listed, table=table, part=part)
