"""How does a test give a machine a past: readings at even times, and the rollups that follow from them?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import psycopg
from psycopg import sql

from ingest.columns import SMALL, scale, small_scale
from models.signals import NAMES, Signal, signal
from services.kit.testing import Database

# The view's own trigger takes a statement for every row; this stores what that would, all rows at once.
_READINGS = """
insert into telemetry.reading_row (time, machine, sample, delay_s, exact, {columns})
select
    time, key, i, 1,
    (select x.exact from (select array[{exact}]::real[]) x (exact) where num_nonnulls(variadic x.exact) > 0), {stored}
from (
    select time, i, {values}
    from (select i, %(begin)s + i * %(every)s as time from generate_series(0, %(count)s - 1) i) moments
) told
join telemetry.machine_key on machine = %(machine)s
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
        columns=_list(map(sql.Identifier, signals)),
        stored=_list(_stored(signal(name)) for name in signals),
        exact=_list(_exact(one) if one.name in signals else sql.SQL("null") for one in SMALL),
        values=_list(_told(signal(name), expression) for name, expression in signals.items()),
    )
    with database.admin() as connection:
        connection.execute("insert into telemetry.machine_key (machine) values (%s) on conflict do nothing", [machine])
        connection.execute(query, {"machine": machine, "begin": begin, "every": every, "count": count})


def _list(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)


def _told(one: Signal, expression: str) -> sql.Composable:
    value = sql.SQL(expression.replace("%", "%%"))
    return sql.SQL("({})::{} as {}").format(value, sql.SQL(one.column_type), sql.Identifier(one.name))


def _stored(one: Signal) -> sql.Composable:
    """Return what a row of the table of readings keeps of a signal: units of its last decimal, where they are whole."""
    if one in SMALL:
        return _counted(one)
    units = scale(one)
    return sql.SQL("round({} * {})").format(sql.Identifier(one.name), units) if units else sql.Identifier(one.name)


def _exact(one: Signal) -> sql.Composable:
    return sql.SQL("case when {} is null then {} end").format(_counted(one), sql.Identifier(one.name))


def _counted(one: Signal) -> sql.Composable:
    return sql.SQL("telemetry.counted({}, {})").format(sql.Identifier(one.name), small_scale(one))


def repeat(database: Database, begin: datetime, every: timedelta, times: int) -> None:
    """Store what was measured from `begin` on again, so many times, each so much later: in a tenth of the time."""
    with database.admin() as connection, connection.transaction():
        columns = connection.execute("select * from telemetry.reading_row limit 0").description or []
        others = _list(sql.Identifier(column.name) for column in columns if column.name != "time")
        connection.execute(
            "create temp table copy on commit drop as select * from telemetry.reading_row where time >= %s", [begin]
        )
        copied = sql.SQL(
            "insert into telemetry.reading_row (time, {others})"
            " select time + %s * n, {others} from copy, generate_series(1, %s) n"
        )
        connection.execute(copied.format(others=others), [every, times])


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
