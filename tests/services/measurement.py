"""How does a test say what a machine measured, in the rows that ingest would leave?"""

from datetime import datetime

from psycopg import sql
from psycopg.types.json import Jsonb

from models.signals import NAMES, signal
from services.kit.testing import Database

_STORE = """
insert into telemetry.{table} select (jsonb_populate_record(null::telemetry.{table}, %s)).*
on conflict ({key}) do update set {changes}
"""
_REPLACE = """
delete from telemetry.reading_row r using telemetry.machine_key k
where k.machine = %(machine)s and r.machine = k.key and r.time = %(time)s
"""
_TELL = "insert into telemetry.reading select (jsonb_populate_record(null::telemetry.reading, %s)).*"
_BUCKETS = {"minute": "%Y-%m-%dT%H:%M:00Z", "hour": "%Y-%m-%dT%H:00:00Z", "day": "%Y-%m-%dT00:00:00Z"}


def measure(database: Database, machine: str, time: datetime, **values: float) -> None:
    """Store a machine's reading, its newest values, and its rollups as if it were alone in its hour and day.

    Raises UnknownSignal for a name outside the catalogue.
    """
    names = [signal(name).name for name in values]
    moment = {"machine": machine, "time": time.isoformat(), "received_at": time.isoformat()}
    newest = {**moment, **values, **{f"{name}_time": moment["time"] for name in names}}
    with database.admin() as connection:
        connection.execute(_REPLACE, moment)
        connection.execute(_TELL, [Jsonb({**moment, "sample": 0, **values})])
    _store(database, "latest", "machine", newest)
    for resolution, bucket in _BUCKETS.items():
        _store(database, f"rollup_{resolution}", "machine, bucket", _rollup(machine, time, f"{time:{bucket}}", values))


def _rollup(machine: str, time: datetime, bucket: str, values: dict[str, float]) -> dict[str, object]:
    times = {"bucket": bucket, "first_time": time.isoformat(), "last_time": time.isoformat()}
    counts = {f"{name}_count": int(name in values) for name in NAMES}
    levels = {f"{name}_{which}": values[name] for name in values for which in ("mean", "min", "max")}
    return {"machine": machine, "readings": 1, **times, **counts, **levels}


def _store(database: Database, table: str, key: str, row: dict[str, object]) -> None:
    changes = sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(column)) for column in row)
    names = {"table": sql.Identifier(table), "key": sql.SQL(key), "changes": changes}
    with database.admin() as connection:
        connection.execute(sql.SQL(_STORE).format(**names), [Jsonb(row)])
