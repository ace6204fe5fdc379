"""Do minutes, hours, days and latest values say what the readings say, computed from these one by one?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import pytest
from psycopg import sql

from tests.ingest.intake import Intake

SPEED, COOLANT, LATITUDE = "engine_speed_rpm", "coolant_temperature_c", "latitude_deg"
SIGNALS = (SPEED, COOLANT, LATITUDE)
WIDTHS: dict[LiteralString, timedelta] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


def rolled(intake: Intake, width: LiteralString) -> dict[tuple[str, datetime], dict[str, Any]]:
    """Return a rollup's rows by machine and bucket, as readers see them."""
    with intake.database.admin() as connection:
        connection.execute(
            "select set_config('timezone', 'UTC', false), set_config('howdah.viewers', 'customer:acme', false)"
        )
        query = sql.SQL("select * from telemetry.{}").format(sql.Identifier(f"rollup_{width}_v1"))
        cursor = connection.execute(query)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return {(row["machine"], row["bucket"]): row for row in rows}


def recomputed(intake: Intake, width: timedelta) -> dict[tuple[str, datetime], list[dict[str, Any]]]:
    midnight = datetime(1970, 1, 1, tzinfo=UTC)
    groups = defaultdict(list)
    for row in intake.rows("select * from telemetry.reading"):
        bucket = midnight + (row["time"] - midnight) // width * width
        groups[row["machine"], bucket].append(row)
    return dict(groups)


def check(intake: Intake) -> None:
    """See that every bucket is what a computation from its readings gives, and that there is no other one."""
    for name, width in WIDTHS.items():
        found, wanted = rolled(intake, name), recomputed(intake, width)
        assert found.keys() == wanted.keys()
        for key, readings in wanted.items():
            check_bucket(found[key], readings)


def check_bucket(row: dict[str, Any], readings: list[dict[str, Any]]) -> None:
    assert row["readings"] == len(readings)
    assert row["first_time"] == min(r["time"] for r in readings)
    assert row["last_time"] == max(r["time"] for r in readings)
    for name in SIGNALS:
        values = [r[name] for r in readings if r[name] is not None]
        assert row[f"{name}_count"] == len(values)
        assert row[f"{name}_min"] == min(values, default=None)
        assert row[f"{name}_max"] == max(values, default=None)
        mean = sum(values) / len(values) if values else None
        assert row[f"{name}_mean"] == (None if mean is None else pytest.approx(mean, rel=1e-5, abs=1e-5))


def check_latest(intake: Intake) -> None:
    """See that the latest value of each signal is the newest of the readings that hold it."""
    newest = defaultdict[str, dict[str, tuple[datetime, float]]](dict)
    for row in sorted(intake.rows("select * from telemetry.reading"), key=lambda row: row["time"]):
        newest[row["machine"]] |= {name: (row["time"], row[name]) for name in told(row)}
    found = {row["machine"]: row for row in intake.seen("select * from telemetry.latest_v1")}
    assert {m: {n: (row[f"{n}_time"], row[n]) for n in told(row)} for m, row in found.items()} == newest


def told(row: dict[str, Any]) -> Iterable[str]:
    return (name for name in SIGNALS if row[name] is not None)
