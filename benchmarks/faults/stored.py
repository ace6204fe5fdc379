"""What does the database hold of a machine, as arrays?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from benchmarks.faults.sample import SERIAL, SIGNALS, Values
from benchmarks.faults.statement import QUERIES
from models.signals import signal

_HEADER = 19
_EPOCH_US = 946_684_800_000_000
_BINARY = {"real": ">f4", "double precision": ">f8"}
_FIELDS = [("time", ">i8"), *((name, _BINARY[signal(name).column_type]) for name in SIGNALS)]
# Before each row stands the number of its columns, and before each value its size.
_ROW = np.dtype(
    [("columns", ">i2"), *(part for name, kind in _FIELDS for part in ((f"{name} size", ">i4"), (name, kind)))]
)


class Stored:
    """A machine's readings by their serial numbers, in order: `time_us` since 1970 and values as the columns keep them.

    A serial that is there twice is stored twice. Times are whole milliseconds, as machines tell them: of readings that
    share one the second is kept a microsecond later (`kept_us`).
    """

    def __init__(self, rows: NDArray[np.void]) -> None:
        rows = rows[np.argsort(rows[SERIAL], kind="stable")]
        self.serial: NDArray[np.int64] = np.nan_to_num(rows[SERIAL], nan=-1).astype(np.int64)
        self.kept_us: NDArray[np.int64] = rows["time"].astype(np.int64) + _EPOCH_US
        self.time_us: NDArray[np.int64] = self.kept_us // 1000 * 1000
        self.values: Values = np.stack([rows[name].astype(np.float64) for name in SIGNALS], axis=1)


def rows_of(time_us: NDArray[np.int64], values: Values) -> NDArray[np.void]:
    """Return rows as the database sends them, of times since 1970 and values in the order of SIGNALS."""
    rows = np.zeros(len(time_us), dtype=_ROW)
    rows["time"] = time_us - _EPOCH_US
    for name, column in zip(SIGNALS, values.T, strict=True):
        rows[name] = column
    return rows


@contextmanager
def looking(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Yield a connection that sees every machine through the readers' views."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(QUERIES["see_all"])
        yield connection


def readings(connection: psycopg.Connection[Any], machine: str) -> Stored:
    """Return everything that is stored of a machine."""
    # Every row has the same length when nothing is null, and then no value need be looked at alone.
    values = [sql.SQL("coalesce({0}, 'NaN')").format(sql.Identifier(name)) for name in SIGNALS]
    statement = sql.SQL(QUERIES["copy_readings"]).format(
        values=sql.SQL(", ").join(values), machine=sql.Literal(machine)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        content = b"".join(copy)
    return Stored(
        np.frombuffer(content, dtype=_ROW, offset=_HEADER, count=(len(content) - _HEADER - 2) // _ROW.itemsize)
    )
