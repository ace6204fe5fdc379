"""How does a test let trucks have a past, and put a model of them on a shelf?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from models.artifact import Card
from models.diagnosis.keeping import KIND, PARTS, RECIPE, inputs_of, name_of
from models.signals import NAMES
from services.kit.keeping import keep
from services.kit.model import Role, Shelf
from services.kit.testing import Database, see
from tests.models.truck import TRUCK, Column, fleet_of_trucks, minutes

MINUTE = timedelta(minutes=1)
Minutes = Mapping[str, NDArray[np.float64]]


def shelf_of_trucks(folder: Path) -> str:
    """Put a model of trucks on a shelf, and return its version."""
    card = Card(name_of(TRUCK), RECIPE, inputs_of(TRUCK), "five trucks", "0", "2026-01-01T00:00:00+00:00", {})
    shelf = Shelf(folder)
    kept = shelf.put(keep(fleet_of_trucks(), card))
    shelf.appoint(kept.name, kept.version, Role.CHAMPION)
    return kept.version


def challenge_trucks(folder: Path, blunt: float) -> str:
    """Let a model that takes machines to vary so many times as much challenge that of a shelf; return its version."""
    shelf = Shelf(folder)
    kept = shelf.open(name_of(TRUCK), kind=KIND, recipe=RECIPE, inputs=inputs_of(TRUCK), parts=PARTS)
    assert kept is not None
    own = kept.model.own
    card = shelf.put(keep(replace(kept.model, own=replace(own, sigma=own.sigma * blunt)), kept.card))
    shelf.appoint(card.name, card.version, Role.CHALLENGER)
    return card.version


def clogged(seed: int) -> dict[str, Column]:
    """Return minutes of a truck whose air filter clogs from the third day on."""
    told = minutes(seed)
    grown = np.clip((np.arange(len(told["air_filter_drop_kpa"])) / 1440 - 2.5) / 2.5, 0, 1.4)
    return told | {
        "air_filter_drop_kpa": told["air_filter_drop_kpa"] * (1 + 1.5 * grown),
        "boost_pressure_kpa": told["boost_pressure_kpa"] * (1 - 0.06 * grown),
        "exhaust_temperature_c": told["exhaust_temperature_c"] * (1 + 0.05 * grown),
    }


def begin_of_past(hours: int) -> datetime:
    """Return the full hour so many hours before this one."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours)


def commission(database: Database, machine: str, viewer: str = "all") -> None:
    """Let there be a truck, of the model that the shelf knows."""
    see(database, machine, viewer, kind=TRUCK.value)
    with database.admin() as connection:
        connection.execute("update access.machine set model = 't1' where machine = %s", [machine])


def store(database: Database, machine: str, begin: datetime, told: Minutes, rows: NDArray[np.intp]) -> None:
    """Store some of the minutes that a truck told from `begin` on, and what follows of them, as ingest would."""
    with database.admin() as connection:
        _store_minutes(connection, machine, begin, told, rows)
        _store_hours(connection, machine)
        connection.execute("delete from telemetry.latest where machine = %s", [machine])
        newest = "select machine, max(bucket), now() from telemetry.rollup_minute where machine = %s group by 1"
        connection.execute(f"insert into telemetry.latest (machine, time, received_at) {newest}", [machine])


def _store_minutes(
    connection: psycopg.Connection, machine: str, begin: datetime, told: Minutes, rows: NDArray[np.intp]
) -> None:
    rest = [name for name in NAMES if name not in told]
    columns = ["machine", "bucket", "first_time", "last_time", "readings"]
    columns += [f"{name}_{which}" for name in told for which in ("count", "mean")] + [f"{name}_count" for name in rest]
    query = sql.SQL("copy telemetry.rollup_minute ({}) from stdin").format(
        sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    zeros = [0] * len(rest)
    with connection.cursor().copy(query) as copy:
        for row in rows.tolist():
            bucket = begin + row * MINUTE
            cells = [cell for column in told.values() for cell in _cells(float(column[row]))]
            copy.write_row([machine, bucket, bucket, bucket, 60, *cells, *zeros])


def _cells(value: float) -> tuple[int, float | None]:
    return (60, value) if np.isfinite(value) else (0, None)


def _store_hours(connection: psycopg.Connection, machine: str) -> None:
    counts = sql.SQL(", ").join(sql.Identifier(f"{name}_count") for name in NAMES)
    sums = sql.SQL(", ").join(sql.SQL("sum({})").format(sql.Identifier(f"{name}_count")) for name in NAMES)
    query = sql.SQL(
        "insert into telemetry.rollup_hour"
        " (machine, bucket, first_time, last_time, readings, engine_speed_rpm_mean, {counts})"
        " select machine, date_trunc('hour', bucket), min(bucket), max(bucket), sum(readings), 1000, {sums}"
        " from telemetry.rollup_minute where machine = %s group by 1, 2"
        " on conflict (machine, bucket) do update set engine_speed_rpm_count = excluded.engine_speed_rpm_count"
    )
    connection.execute(query.format(counts=counts, sums=sums), [machine])
