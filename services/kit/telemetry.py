"""What did the machines say, as far as this caller may see it?"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, LiteralString

from fastapi import Depends
from psycopg import sql
from psycopg.rows import class_row, dict_row

from models.signals import NAMES, signal
from services.kit.column import Columns, read_columns, read_columns_by_machine
from services.kit.database import Connection, Db, Pool, transaction
from services.kit.errors import UnknownMachine
from services.kit.named import named, rows_of

_PERIOD = sql.SQL("machine, kind, model, generation, from_time, to_time")
Resolution = Literal["raw", "minute", "hour", "day"]
_VIEWS: dict[Resolution, LiteralString] = {
    "raw": "telemetry.reading_v1",
    "minute": "telemetry.rollup_minute_v1",
    "hour": "telemetry.rollup_hour_v1",
    "day": "telemetry.rollup_day_v1",
}
Statistic = Literal["count", "mean", "min", "max"]


@dataclass(frozen=True)
class VisiblePeriod:
    """A machine, and one period whose data the caller may see: [from_time, to_time)."""

    machine: str
    kind: str
    model: str
    generation: str
    from_time: datetime
    to_time: datetime


@dataclass(frozen=True)
class Value:
    """The newest value of one signal, and the time of its measurement."""

    value: float
    time: datetime


@dataclass(frozen=True)
class Latest:
    """The newest values of one machine, by signal; a signal that never came is missing."""

    machine: str
    time: datetime
    received_at: datetime
    values: dict[str, Value]


@dataclass(frozen=True)
class Series:
    """Columns over time: `values[name][i]` belongs to `time[i]`; None where nothing was measured."""

    time: list[datetime]
    values: dict[str, list[float | None]]


@dataclass(frozen=True)
class MachineEvent:
    """Something that a machine reported at one moment, such as a fault code."""

    machine: str
    time: datetime
    received_at: datetime
    kind: str
    code: str
    severity: str
    active: bool
    text: str | None
    count: int | None


@dataclass(frozen=True)
class TelemetryReader:
    """Reads the versioned views inside one transaction that names its viewers."""

    connection: Connection

    async def machines(self, machine: str | None = None, *, among: Sequence[str] | None = None) -> list[VisiblePeriod]:
        """Return the visible periods of one machine, of those among some, or of all, by machine and time."""
        wanted = among if machine is None else [machine]
        query = rows_of(_PERIOD, "telemetry.machine_v1", wanted) + sql.SQL(" order by machine, from_time")
        async with self.connection.cursor(row_factory=class_row(VisiblePeriod)) as cursor:
            await cursor.execute(query, named(wanted))
            return await cursor.fetchall()

    async def require(self, machine: str) -> list[VisiblePeriod]:
        """Return the visible periods of a machine; raises UnknownMachine when there is none."""
        if periods := await self.machines(machine):
            return periods
        raise UnknownMachine(machine)

    async def latest(self, signals: Sequence[str], machines: Sequence[str] | None = None) -> list[Latest]:
        """Return the newest values of machines (None: all that are visible), by machine id."""
        columns = [column for name in signals for column in (name, f"{name}_time")]
        told = sql.SQL("machine, time, received_at{}").format(_listed(columns))
        query = rows_of(told, "telemetry.latest_v1", machines) + sql.SQL(" order by machine")
        async with self.connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(query, named(machines))
            return [_latest(row, signals) async for row in cursor]

    async def series(
        self, machine: str, columns: Sequence[str], from_: datetime, to: datetime, *, resolution: Resolution
    ) -> Series:
        """Return columns of one machine over [from_, to), in order of time.

        Columns are signal names at the raw resolution, and `<signal>_<count|mean|min|max>` at the others.
        """
        rows = [row async for row in self.rows(machine, columns, from_, to, resolution=resolution)]
        by_column = list(zip(*rows, strict=True)) or [()] * (len(columns) + 1)
        return Series(list(by_column[0]), {name: list(by_column[i + 1]) for i, name in enumerate(columns)})

    async def columns(
        self, machine: str, columns: Sequence[str], from_: datetime, to: datetime, *, resolution: Resolution
    ) -> Columns:
        """Return what `series` returns as arrays of numbers, NaN where nothing was measured: for many rows."""
        query = _moments(columns, resolution) + sql.SQL(" and machine = %(machine)s")
        asked = {"machine": machine, "from": from_, "to": to}
        return await read_columns(self.connection, query, columns, asked)

    async def columns_of(
        self, machines: Sequence[str], columns: Sequence[str], from_: datetime, to: datetime, *, resolution: Resolution
    ) -> dict[str, Columns]:
        """Return the columns of each of several machines that has any in the range."""
        query = _moments(columns, resolution, machines)
        asked = {**named(machines), "from": from_, "to": to}
        return await read_columns_by_machine(self.connection, query, columns, asked)

    async def rows(
        self, machine: str, columns: Sequence[str], from_: datetime, to: datetime, *, resolution: Resolution
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Yield (time, *columns) in order of time, streamed from the server, whatever the size of the range."""
        view, time = _place(resolution)
        query = sql.SQL(
            "select {time}{columns} from {view}"
            " where machine = %(machine)s and {time} >= %(from)s and {time} < %(to)s order by {time}"
        ).format(time=time, view=view, columns=_listed(columns))
        async with self.connection.cursor(name="series") as cursor:
            cursor.itersize = 2000
            await cursor.execute(query, {"machine": machine, "from": from_, "to": to})
            async for row in cursor:
                yield row

    async def events(
        self, from_: datetime, to: datetime, *, machine: str | None = None, limit: int = 1000
    ) -> list[MachineEvent]:
        """Return what one machine, or all, reported over [from_, to), newest first."""
        query = (
            "select machine, time, received_at, kind, code, severity, active, text, count from telemetry.event_v1"
            " where time >= %(from)s and time < %(to)s and (%(machine)s::text is null or machine = %(machine)s)"
            " order by time desc, machine limit %(limit)s"
        )
        async with self.connection.cursor(row_factory=class_row(MachineEvent)) as cursor:
            await cursor.execute(query, {"from": from_, "to": to, "machine": machine, "limit": limit})
            return await cursor.fetchall()


def statistics(signals: Sequence[str], *which: Statistic) -> list[str]:
    """Return the rollup columns of signals; raises UnknownSignal for a name outside the catalogue."""
    return [f"{signal(name).name}_{statistic}" for name in signals for statistic in which]


def _place(resolution: Resolution) -> tuple[sql.SQL, sql.Identifier]:
    return sql.SQL(_VIEWS[resolution]), sql.Identifier("time" if resolution == "raw" else "bucket")


def _moments(columns: Sequence[str], resolution: Resolution, machines: Sequence[str] | None = None) -> sql.Composed:
    _, time = _place(resolution)
    told = sql.SQL("machine, {} as time{}").format(time, numbers(columns))
    during = sql.SQL("{0} >= %(from)s and {0} < %(to)s").format(time)
    return rows_of(told, _VIEWS[resolution], machines, during)


def numbers(columns: Sequence[str]) -> sql.Composable:
    """Return columns as they stand in a select list behind another, NaN for null: for `read_columns`."""
    counts = {column for column in columns if column.endswith("_count") and column not in NAMES}
    numbers = (
        sql.SQL("{0}" if c in counts else "coalesce({0}, 'NaN') as {0}").format(sql.Identifier(c)) for c in columns
    )
    return sql.SQL("").join(sql.SQL(", {}").format(number) for number in numbers)


def _listed(columns: Sequence[str]) -> sql.Composable:
    return sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(column)) for column in columns)


def _latest(row: dict[str, Any], signals: Sequence[str]) -> Latest:
    values = {name: Value(row[name], row[f"{name}_time"]) for name in signals if row[name] is not None}
    return Latest(row["machine"], row["time"], row["received_at"], values)


@asynccontextmanager
async def reading(pool: Pool, viewers: tuple[str, ...], *, noted: bool = True) -> AsyncIterator[TelemetryReader]:
    """Yield a reader of one transaction that sees what `viewers` may see: for workers, and answers that stream.

    Who reads for several at once, not `noted`, notes in the pool's ledger what each of them is told.
    """
    async with transaction(pool, viewers, noted=noted) as connection:
        yield TelemetryReader(connection)


async def _reader(connection: Db) -> TelemetryReader:
    return TelemetryReader(connection)


Telemetry = Annotated[TelemetryReader, Depends(_reader)]
