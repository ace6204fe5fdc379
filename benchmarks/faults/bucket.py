"""Are a machine's rollups, and its newest values, what a computation from its stored readings gives?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from benchmarks.faults.sample import SIGNALS
from benchmarks.faults.statement import QUERIES
from benchmarks.faults.stored import Stored

UNITS = {"minute": 60_000_000, "hour": 3_600_000_000, "day": 86_400_000_000}
# A `real` keeps seven digits.
_RELATIVE = 1e-5
_SHOWN = 5
_PARTS = ("mean", "count", "min", "max")
# The first bucket, how many readings and their first and last time stand before the signals' columns.
_HEAD = 4

# A row for each bucket: its start, readings, first and last time, then a column for each of _PARTS and signal; times in
# microseconds since 1970, which a float holds exactly, and NaN for null.
Table = NDArray[np.float64]


def wrong_rollups(connection: psycopg.Connection[Any], machine: str, stored: Stored) -> Iterator[str]:
    """Yield the first of the machine's buckets that differ from what their readings give."""
    for unit, length_us in UNITS.items():
        for line in differences(_kept(connection, unit, machine), computed(stored, length_us)):
            yield f"{machine}: the {unit} {line}"


def computed(stored: Stored, length_us: int) -> Table:
    """Return what the buckets of a length must hold."""
    order = np.argsort(stored.kept_us, kind="stable")
    time_us, values = stored.kept_us[order], stored.values[order]
    if not len(time_us):
        return np.empty((0, _HEAD + len(_PARTS) * len(SIGNALS)))
    buckets = time_us // length_us
    starts = np.flatnonzero(np.diff(buckets, prepend=-1))
    stops = np.append(starts[1:], len(buckets))
    there = ~np.isnan(values)
    counts = np.add.reduceat(there.astype(np.float64), starts)
    sums = np.add.reduceat(np.where(there, values, 0.0), starts)
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    head = (buckets[starts] * length_us, stops - starts, time_us[starts], time_us[stops - 1])
    least, most = np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)
    return np.column_stack([*head, means, counts, least, most])


def differences(kept: Table, right: Table) -> Iterator[str]:
    """Yield what is wrong with kept buckets, in words, and no more than the first of each kind."""
    for bucket in np.setdiff1d(right[:, 0], kept[:, 0])[:_SHOWN]:
        yield f"of {_moment(bucket)} is missing"
    for bucket in np.setdiff1d(kept[:, 0], right[:, 0])[:_SHOWN]:
        yield f"of {_moment(bucket)} is there without readings"
    kept, right = (side[np.isin(side[:, 0], other[:, 0])] for side, other in ((kept, right), (right, kept)))
    means = slice(_HEAD, _HEAD + len(SIGNALS))
    near = np.array(right)
    close = np.abs(kept[:, means] - right[:, means]) <= _RELATIVE * np.maximum(1, np.abs(right[:, means]))
    near[:, means][close] = kept[:, means][close]
    same = (kept == near) | (np.isnan(kept) & np.isnan(near))
    for row in np.flatnonzero(~same.all(axis=1))[:_SHOWN]:
        column = int(np.argmin(same[row]))
        yield f"of {_moment(right[row, 0])} says {_name(column)} {kept[row, column]:.7g}, not {right[row, column]:.7g}"


def wrong_latest(connection: psycopg.Connection[Any], machine: str, stored: Stored) -> Iterator[str]:
    """Yield what is wrong with the machine's newest times and values."""
    columns = sql.SQL(", ").join(
        sql.SQL("{}, {}").format(sql.Identifier(name), _microseconds(f"{name}_time")) for name in SIGNALS
    )
    query = sql.SQL(QUERIES["newest"]).format(time=_microseconds("time"), columns=columns)
    row = connection.execute(query, {"machine": machine}, binary=True).fetchone()
    if row is None or not len(stored.kept_us):
        if row or len(stored.kept_us):
            yield f"{machine}: {len(stored.kept_us)} readings are stored, and latest says {row}"
        return
    for name, found, right in zip(_latest_names(), row, newest(stored), strict=True):
        if found != right:
            yield f"{machine}: latest says of {name} {found}, not {right}"


def newest(stored: Stored) -> list[float | None]:
    """Return the newest time, and each signal's newest value with its time; None where it has none."""
    order = np.argsort(stored.kept_us, kind="stable")
    time_us, values = stored.kept_us[order], stored.values[order]
    found: list[float | None] = [int(time_us[-1])]
    for column in values.T:
        places = np.flatnonzero(~np.isnan(column))
        found += [float(column[places[-1]]), int(time_us[places[-1]])] if len(places) else [None, None]
    return found


def _latest_names() -> list[str]:
    return ["time", *(part for name in SIGNALS for part in (name, f"{name}_time"))]


def _kept(connection: psycopg.Connection[Any], unit: str, machine: str) -> Table:
    columns = [_microseconds("bucket"), sql.SQL("readings"), _microseconds("first_time"), _microseconds("last_time")]
    columns += [sql.Identifier(f"{name}_{part}") for part in _PARTS for name in SIGNALS]
    rollup = sql.SQL("telemetry.{}").format(sql.Identifier(f"rollup_{unit}_v1"))
    query = sql.SQL(QUERIES["rollups"]).format(columns=sql.SQL(", ").join(columns), rollup=rollup)
    rows = connection.execute(query, {"machine": machine}, binary=True).fetchall()
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(columns))


def _microseconds(column: str) -> sql.Composed:
    return sql.SQL("(extract(epoch from {}) * 1000000)::bigint").format(sql.Identifier(column))


def _moment(time_us: float) -> np.datetime64:
    return np.datetime64(int(time_us), "us")


def _name(column: int) -> str:
    if column < _HEAD:
        return ("bucket", "readings", "first_time", "last_time")[column]
    part, place = divmod(column - _HEAD, len(SIGNALS))
    return f"{SIGNALS[place]}_{_PARTS[part]}"
