"""How does a test give a machine a past: readings at even times, and the rollups that follow from them?"""

from datetime import datetime, timedelta

import psycopg
from psycopg import sql

from models.signals import NAMES
from services.kit.testing import Database

_READINGS = """
insert into telemetry.reading (time, received_at, sample, machine, {columns})
select time, time + interval '1 s', i, %(machine)s, {values}
from (
    select i, %(begin)s::timestamptz + i * %(every)s::interval as time from generate_series(0, %(count)s - 1) i
) moments
"""
_ROLLUPS = """
insert into telemetry.{table} (machine, bucket, first_time, last_time, readings, {columns})
select machine, date_trunc('{unit}', time) as bucket, min(time), max(time), count(*), {levels}
from telemetry.reading where machine = %(machine)s group by 1, 2
on conflict do nothing
"""


def remember(database: Database, machine: str, begin: datetime, every: timedelta, count: int, **signals: str) -> None:
    """Store `count` readings from `begin` on, each signal by an SQL expression of its number `i`, and their rollups."""
    store(database, machine, begin, every, count, **signals)
    with database.admin() as connection:
        for unit in ("minute", "hour", "day"):
            _roll_up(connection, machine, unit, list(signals))


def store(database: Database, machine: str, begin: datetime, every: timedelta, count: int, **signals: str) -> None:
    """Store the readings alone: for many of them, of which no rollup is asked."""
    query = sql.SQL(_READINGS).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, signals)),
        values=sql.SQL(", ").join(sql.SQL(expression.replace("%", "%%")) for expression in signals.values()),
    )
    with database.admin() as connection:
        connection.execute(query, {"machine": machine, "begin": begin, "every": every, "count": count})


def repeat(database: Database, begin: datetime, every: timedelta, times: int) -> None:
    """Store what was measured from `begin` on again, so many times, each so much later: in a tenth of the time."""
    with database.admin() as connection, connection.transaction():
        copied = "create temp table copy on commit drop as select * from telemetry.reading_row where time >= %s"
        connection.execute(copied, [begin])
        for _ in range(times):
            connection.execute("update copy set time = time + %s", [every])
            connection.execute("insert into telemetry.reading_row table copy")


def _roll_up(connection: psycopg.Connection, machine: str, unit: str, signals: list[str]) -> None:
    levels = [
        part.format(sql.Identifier(name))
        for name in signals
        for part in map(sql.SQL, ("avg({})", "min({})", "max({})", "count({})"))
    ]
    columns = [f"{name}_{which}" for name in signals for which in ("mean", "min", "max", "count")]
    rest = [f"{name}_count" for name in NAMES if name not in signals]
    query = sql.SQL(_ROLLUPS).format(
        table=sql.Identifier(f"rollup_{unit}"),
        unit=sql.SQL(unit),
        columns=sql.SQL(", ").join(map(sql.Identifier, [*columns, *rest])),
        levels=sql.SQL(", ").join([*levels, *(sql.SQL("0") for _ in rest)]),
    )
    connection.execute(query, {"machine": machine})
