"""How does a test let a machine work through a shift, a minute at a time?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from models.machines import Kind
from models.signals import NAMES, Band, signal, signals_of
from services.kit.testing import Database

MINUTE = timedelta(minutes=1)
# Where the healthy value of a signal is not the middle of its band.
_USUAL = {"engine_speed_rpm": 1400.0, "crusher_speed_rpm": 300.0}

Values = Mapping[str, float | None]


def healthy(kind: Kind = Kind.WHEEL_LOADER, **other: float | None) -> dict[str, float]:
    """Return a healthy value for every signal of a kind that has a band, but for those named; None leaves one out."""
    usual = {entry.name: _within(entry.healthy) for entry in signals_of(kind) if entry.healthy}
    speed = {name: value for name, value in _USUAL.items() if kind in signal(name).kinds}
    return {name: value for name, value in {**usual, **speed, **other}.items() if value is not None}


def work(
    database: Database, machine: str, begin: datetime, minutes: int, values: Callable[[int], Values] | Values
) -> None:
    """Store what ingest would leave of a machine that measured `values` (of each minute) for so many minutes."""
    told = [dict(values(i) if callable(values) else values) for i in range(minutes)]
    with database.admin() as connection:
        _store_minutes(connection, machine, begin, told)
        _store_hours(connection, machine)
        _store_latest(connection, machine, begin + (minutes - 1) * MINUTE, told[-1])


def report(database: Database, machine: str, time: datetime, code: str, **more: object) -> None:
    """Store a fault code that a machine reports."""
    event = {"kind": "fault", "severity": "warning", "active": True, "text": None, "count": 1, "seq": 0, **more}
    row = {"machine": machine, "time": time.isoformat(), "received_at": time.isoformat(), "boot": "b", "code": code}
    with database.admin() as connection:
        _store(connection, "event", {**row, **event})


def _within(band: Band) -> float:
    if band.low is not None and band.high is not None:
        return (band.low + band.high) / 2
    return band.low * 1.5 if band.low is not None else (band.high or 0.0) * 0.8


def _store_minutes(connection: psycopg.Connection, machine: str, begin: datetime, told: Sequence[Values]) -> None:
    names = sorted({name for values in told for name in values})
    rest = [name for name in NAMES if name not in names]
    columns = ["machine", "bucket", "first_time", "last_time", "readings"]
    columns += [f"{name}_{which}" for name in names for which in ("count", "mean", "min", "max")]
    columns += [f"{name}_count" for name in rest]
    query = sql.SQL("copy telemetry.rollup_minute ({}) from stdin").format(
        sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(query) as copy:
        for i, values in enumerate(told):
            bucket = begin + i * MINUTE
            levels = [cell for name in names for cell in _cells(values.get(name))]
            copy.write_row([machine, bucket, bucket, bucket, 60, *levels, *(0 for _ in rest)])


def _cells(value: float | None) -> tuple[int, float | None, float | None, float | None]:
    return (0 if value is None else 60, value, value, value)


def _store_hours(connection: psycopg.Connection, machine: str) -> None:
    counts = sql.SQL(", ").join(sql.Identifier(f"{name}_count") for name in NAMES)
    zeros = sql.SQL(", ").join(sql.SQL("0") for _ in NAMES)
    for speed in ("engine_speed_rpm", "crusher_speed_rpm"):
        query = sql.SQL(
            "insert into telemetry.rollup_hour (machine, bucket, first_time, last_time, readings, {counts}, {most})"
            " select machine, date_trunc('hour', bucket), min(bucket), max(bucket), 1, {zeros}, max({most})"
            " from telemetry.rollup_minute where machine = %s group by 1, 2 having max({most}) is not null"
            " on conflict (machine, bucket) do update set {most} = excluded.{most}, last_time = excluded.last_time"
        )
        names = {"counts": counts, "zeros": zeros, "most": sql.Identifier(f"{speed}_max")}
        connection.execute(query.format(**names), [machine])


def _store_latest(connection: psycopg.Connection, machine: str, time: datetime, values: Values) -> None:
    moment = {"machine": machine, "time": time.isoformat(), "received_at": time.isoformat()}
    newest = {**values, **{f"{name}_time": moment["time"] for name in values}}
    connection.execute("delete from telemetry.latest where machine = %s", [machine])
    _store(connection, "latest", {**moment, **newest})


def _store(connection: psycopg.Connection, table: str, row: Mapping[str, object]) -> None:
    statement = "insert into telemetry.{table} select (jsonb_populate_record(null::telemetry.{table}, %s)).*"
    connection.execute(sql.SQL(statement).format(table=sql.Identifier(table)), [Jsonb(dict(row))])
