"""Are the rows that are stored the rows that were sent, and do rollups and `latest` follow from them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from benchmarks.ingest.database import Connection
from benchmarks.ingest.load import Load, checksum_sql, machine_id
from benchmarks.ingest.statement import QUERIES

_WHOLE = {"rollup_hour": "count_hourly", "rollup_day": "count_daily"}


@dataclass(frozen=True)
class Verdict:
    """How many rows were lost and stored twice, and every reason why the measurement says nothing."""

    lost: int = 0
    duplicated: int = 0
    reasons: tuple[str, ...] = ()


def judge(connection: Connection, load: Load, *, rolled_up: bool) -> Verdict:
    """Return whether what a load must become is what is stored, with rollups and `latest` where they are kept."""
    rows, checksum = _ask(connection, sql.SQL(QUERIES["sums"]).format(checksum=checksum_sql(load)), load)
    distinct, reasons = rows, []
    if rows != load.rows or int(checksum) != load.checksum():
        (distinct,) = _ask(connection, QUERIES["count_different"], load)
        same = "and their values are other ones" if rows == load.rows else f"of {load.rows} that were sent"
        reasons.append(f"{rows} rows ({distinct} different) are stored {same}")
    if rolled_up:
        reasons += _unlike_readings(connection, load)
    return Verdict(load.rows - distinct, rows - distinct, tuple(reasons))


def _unlike_readings(connection: Connection, load: Load) -> Iterator[str]:
    (wrong,) = _ask(connection, QUERIES["count_wrong_minutes"], load)
    if wrong:
        yield f"{wrong} minutes are rolled up otherwise than their readings say"
    for rollup, query in _WHOLE.items():
        (counted,) = _ask(connection, QUERIES[query], load)
        if counted != load.rows:
            yield f"{rollup} counts {counted} readings of {load.rows}"
    (wrong,) = _ask(connection, QUERIES["count_wrong_latest"], load)
    if wrong:
        yield f"latest is of another time than the newest reading for {wrong} machines"


def _ask(connection: Connection, query: LiteralString | sql.Composed, load: Load) -> tuple[Any, ...]:
    last = load.first_machine + load.machines - 1
    bounds = {"first": machine_id(load.first_machine), "last": machine_id(last)}
    return tuple(connection.execute(query, bounds).fetchone() or (0,))
