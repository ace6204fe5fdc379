"""Are the rollups, and `latest`, what a computation from every stored reading gives?"""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.faults.sample import SIGNALS
from benchmarks.faults.statement import QUERIES

UNITS = ("minute", "hour", "day")
# A `real` keeps seven digits.
_RELATIVE = 1e-5
_COMMA, _OR = sql.SQL(", "), sql.SQL(" or ")


def wrong_rollups(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Yield the buckets that differ from what their readings give."""
    for unit in UNITS:
        statement = sql.SQL(QUERIES["wrong_rollups"]).format(
            unit=sql.Literal(unit),
            rollup=sql.SQL("telemetry.{}").format(sql.Identifier(f"rollup_{unit}_v1")),
            computed=_joined(_COMPUTED, _COMMA),
            differs=_joined(_DIFFERS, _OR),
        )
        for machine, bucket, found, right in connection.execute(statement):
            yield f"{machine}: the {unit} of {bucket} has {found} readings where {right} lie in it, or other values"


def wrong_latest(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Yield the machines whose newest time or values are not those of their newest readings."""
    statement = sql.SQL(QUERIES["wrong_latest"]).format(
        newest_times=_joined(_NEWEST_TIME, _COMMA), wrong_times=_joined(_WRONG_TIME, _OR)
    )
    for machine, found, right in connection.execute(statement):
        yield f"{machine}: latest is of {found}, the newest reading of {right}, or a signal's time is wrong"
    for name in SIGNALS:
        names = {"signal": sql.Identifier(name), "signal_time": sql.Identifier(f"{name}_time")}
        for machine, found, when in connection.execute(sql.SQL(QUERIES["wrong_latest_values"]).format(**names)):
            yield f"{machine}: latest says that {name} was {found} at {when}, and no reading does"


_COMPUTED = sql.SQL("""count({0}) as {count}, sum({0}::double precision) / nullif(count({0}), 0) as {mean},
    min({0}) as {min}, max({0}) as {max}""")
_DIFFERS = sql.SQL("""r.{count} is distinct from c.{count} or r.{min} is distinct from c.{min}
    or r.{max} is distinct from c.{max} or (r.{mean} is null) <> (c.{mean} is null)
    or abs(r.{mean} - c.{mean}) > {relative} * greatest(1, abs(c.{mean}))""")
_NEWEST_TIME = sql.SQL("max(time) filter (where {0} is not null) as {time}")
_WRONG_TIME = sql.SQL("l.{time} is distinct from n.{time}")


def _joined(template: sql.SQL, separator: sql.SQL) -> sql.Composed:
    """Return a piece of SQL for every signal."""
    return separator.join(template.format(sql.Identifier(name), **_names(name)) for name in SIGNALS)


def _names(name: str) -> dict[str, sql.Composable]:
    parts = ("count", "mean", "min", "max", "time")
    return {"relative": sql.Literal(_RELATIVE), **{part: sql.Identifier(f"{name}_{part}") for part in parts}}
