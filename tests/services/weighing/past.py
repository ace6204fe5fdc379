"""How does a test let a loader fill a truck, with all that both tell of it second by second?"""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
from psycopg import sql

from models.weighing.handbook import Array
from services.kit.testing import Database, see
from tests.models.boom import told

LOADER, TRUCK = "wl-1", "ht-1"
LATITUDE, LONGITUDE = 60.0, 15.0
# Eight seconds of slow boom up or down a pass of three quarters of a minute.
PASS_S = 48


def commission(database: Database, viewer: str, machine: str = LOADER, model: str = "norrberg-l310") -> None:
    """Commission a machine of a model, and let a viewer and the service's workers see it."""
    kind = {"ht": "haul_truck", "cr": "crusher"}.get(machine[:2], "wheel_loader")
    for one in (viewer, "all"):
        see(database, machine, one, kind=kind)
    with database.admin() as connection:
        connection.execute("update access.machine set model = %s where machine = %s", [model, machine])


def load_truck(
    database: Database, loads_kg: list[float], ended: datetime, *, machine: str = LOADER, sticks_kg: float = 0.0
) -> datetime:
    """Let a loader put loads onto the truck beside it until a moment; return when it began."""
    signals = told(loads_kg, sticks_kg=sticks_kg)
    count = len(signals.pop("time_s"))
    begun = ended - timedelta(seconds=count)
    place = {"latitude_deg": np.full(count, LATITUDE), "longitude_deg": np.full(count, LONGITUDE)}
    on_board = np.zeros(count)
    store(database, machine, begun, {**signals, **place, "payload_kg": on_board})
    return begun


def stand_under(database: Database, begun: datetime, payload_kg: Array, *, east_deg: float = 0.0001) -> None:
    """Let the truck stand beside the loader, or further east, with what its own scale tells every second."""
    count = len(payload_kg)
    place = {"latitude_deg": np.full(count, LATITUDE), "longitude_deg": np.full(count, LONGITUDE + east_deg)}
    store(database, TRUCK, begun, {**place, "payload_kg": payload_kg})


def store(database: Database, machine: str, begun: datetime, signals: Mapping[str, Array]) -> None:
    """Store what a machine told every second from a moment on, its newest values, and the samples of its hours."""
    times = [begun + timedelta(seconds=second) for second in range(len(next(iter(signals.values()))))]
    _copy(database, "reading", machine, times, signals)
    latest = {"machine": machine, "time": times[-1], "received_at": times[-1]}
    latest |= {name: float(column[-1]) for name, column in signals.items()}
    latest |= {f"{name}_time": times[-1] for name in signals}
    hours: dict[datetime, list[int]] = {}
    for place, time in enumerate(times):
        hours.setdefault(time.replace(minute=0, second=0, microsecond=0), []).append(place)
    with database.admin() as connection:
        connection.execute("delete from telemetry.latest where machine = %s", [machine])
        connection.execute(_insert("latest", latest), latest)
        for hour, places in hours.items():
            row = {"machine": machine, "bucket": hour, "first_time": times[places[0]], "last_time": times[places[-1]]}
            row |= {"readings": len(places)} | {f"{name}_count": len(places) for name in signals}
            row |= {f"{name}_mean": float(np.nanmean(column[places])) for name, column in signals.items()}
            connection.execute("delete from telemetry.rollup_hour where machine = %s and bucket = %s", [machine, hour])
            connection.execute(_insert("rollup_hour", row), row)


def run_belt(database: Database, crusher: str, begun: datetime, tph: list[float]) -> None:
    """Let the belt of a crusher where the loader stands tell some t/h, a value for each minute."""
    for place, value in enumerate(tph):
        bucket = begun.replace(second=0) + timedelta(minutes=place)
        row: dict[str, object] = {"machine": crusher, "bucket": bucket, "first_time": bucket, "last_time": bucket}
        row |= {"readings": 60, "crusher_throughput_tph_mean": value, "crusher_throughput_tph_count": 60}
        row |= {"latitude_deg_mean": LATITUDE, "longitude_deg_mean": LONGITUDE}
        with database.admin() as connection:
            connection.execute(_insert("rollup_minute", row), row)


def _insert(table: str, row: Mapping[str, object]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    values = sql.SQL(", ").join(map(sql.Placeholder, row))
    return sql.SQL("insert into telemetry.{} ({}) values ({})").format(sql.Identifier(table), names, values)


def _copy(database: Database, table: str, machine: str, times: list[datetime], signals: Mapping[str, Array]) -> None:
    rows = io.StringIO()
    for time, *values in zip(times, *(column.tolist() for column in signals.values()), strict=True):
        rows.write("\t".join([machine, time.isoformat(), time.isoformat(), "0", *map(_cell, values)]) + "\n")
    names = map(sql.Identifier, ("machine", "time", "received_at", "sample", *signals))
    stage = sql.SQL("create temporary table told as select {0} from telemetry.reading limit 0").format(
        columns := sql.SQL(", ").join(names)
    )
    with database.admin() as connection, connection.transaction():
        connection.execute(stage)
        with connection.cursor().copy("copy told from stdin") as copy:
            copy.write(rows.getvalue())
        target = sql.Identifier(table)
        connection.execute(sql.SQL("insert into telemetry.{0} ({1}) select {1} from told").format(target, columns))
        connection.execute("drop table told")


def _cell(value: float) -> str:
    return "\\N" if np.isnan(value) else repr(value)


def lately() -> datetime:
    """Return a full second shortly ago."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=5)
