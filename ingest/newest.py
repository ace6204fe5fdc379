"""What is the newest value of each signal of a machine, and how does the database come to know it?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.binary import EPOCH_US, Bits, Choice, alike, put_runs, shape, written
from ingest.columns import DOUBLES, STORED
from ingest.database import Connection
from ingest.insertion import copy
from ingest.rows import Rows
from ingest.statement import STAGING

_DOUBLES, _SIGNALS = len(DOUBLES), len(STORED)
_SIZES = (8, 8, 4, *[8] * _DOUBLES, *[4] * (_SIGNALS - _DOUBLES), *[8] * _SIGNALS)
_TIME, _RECEIVED, _UNIFORM, _FIRST_SIGNAL = range(4)


@dataclass(frozen=True)
class Newest:
    """The newest value of each signal of machines, NaN where there is none, one row a machine in order of name.

    `times_us` is when a signal was measured, 0 where that is the time of the row.
    """

    names: NDArray[np.bytes_]
    time_us: NDArray[np.int64]
    received_us: NDArray[np.int64]
    values: NDArray[np.float64]
    times_us: NDArray[np.int64]

    def take(self, chosen: Choice) -> "Newest":
        """Return some of the machines."""
        return Newest(
            self.names[chosen],
            self.time_us[chosen],
            self.received_us[chosen],
            self.values[chosen],
            self.times_us[chosen],
        )


def newest(rows: Rows) -> Newest:
    """Return what each machine's latest values are by event time."""
    starts = np.flatnonzero(np.diff(rows.machine, prepend=-1))
    ends = np.append(starts[1:], len(rows)) - 1
    names = np.array([rows.names[machine] for machine in rows.machine[ends].tolist()], dtype=np.bytes_)
    values, times_us = _newest_values(rows, starts, ends)
    return Newest(names, rows.time_us[ends], rows.received_us[ends], values, times_us).take(np.argsort(names))


def _newest_values(
    rows: Rows, starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    values, times_us = rows.values[ends], np.zeros((len(ends), _SIGNALS), dtype=np.int64)
    if len(ends) == len(rows):
        return values, times_us
    missing = np.isnan(rows.values)
    # As a rule the newest row of a machine has all that the others have.
    lacking = (missing[ends] > np.logical_and.reduceat(missing, starts, axis=0)).any(axis=1)
    if lacking.any():
        sizes = ends + 1 - starts
        places = np.where(missing, -1, np.arange(len(rows))[:, None])[np.repeat(lacking, sizes)]
        last = np.maximum.reduceat(places, np.cumsum(sizes[lacking]) - sizes[lacking], axis=0)
        values[lacking] = np.where(last < 0, np.nan, np.take_along_axis(rows.values, np.maximum(last, 0), axis=0))
        older = (last >= 0) & (last < ends[lacking, None])
        times_us[lacking] = np.where(older, rows.time_us[last], 0)
    return values, times_us


def newest_rows(rows: Rows) -> Rows:
    """Return those of the rows that hold the newest value of any signal of their machine."""
    starts = np.flatnonzero(np.diff(rows.machine, prepend=-1))
    ends = np.append(starts[1:], len(rows)) - 1
    if len(ends) == len(rows):
        return rows
    wanted = np.zeros(len(rows), dtype=np.bool_)
    wanted[ends] = True
    missing = np.isnan(rows.values)
    lacking = (missing[ends] > np.logical_and.reduceat(missing, starts, axis=0)).any(axis=1)
    wanted[np.repeat(lacking, ends + 1 - starts)] = True
    return rows.take(wanted)


async def put_latest(connection: Connection, found: Newest) -> None:
    """Move the machines' latest values to these where they are newer, within a transaction; never to older ones."""
    await _stand_alone(connection)
    uniform: Bits = np.equal(found.times_us.max(axis=1), 0)
    for chosen, statement in ((uniform, "copy_staged_uniform"), (~uniform, "copy_staged_latest")):
        if chosen.any():
            await copy(connection, STAGING[statement], pack_newest(found.take(chosen)))
    moved = await connection.execute(STAGING["renew_latest"], prepare=True)
    if moved.rowcount < len(found.time_us):
        await connection.execute(STAGING["merge_latest"], prepare=True)


async def put_latest_of(connection: Connection, spans: Mapping[str, object]) -> None:
    """Move latest values to what the table holds of ranges of machines, all on one day, where that is newer."""
    await _stand_alone(connection)
    await connection.execute(STAGING["stage_latest_of"], spans, prepare=False)
    await connection.execute(STAGING["merge_latest"])
    await connection.execute(STAGING["clear_staged_latest"])


async def _stand_alone(connection: Connection) -> None:
    # Two workers that move the same machines by two statements each could wait for each other in a circle.
    await connection.execute(STAGING["await_latest"])
    await connection.execute(STAGING["create_staged_latest"])


def pack_newest(found: Newest) -> Iterator[bytes]:
    """Yield the rows for `copy_staged_latest`, or for `copy_staged_uniform` where all values are of the row's time."""
    lengths, older = np.strings.str_len(found.names), found.times_us > 0
    there = ~np.isnan(found.values)
    there = np.concatenate([there, older], axis=1) if older.any() else there
    looks = np.concatenate([there, (lengths[:, None] >> np.arange(8) & 1).astype(np.bool_)], axis=1)
    for look, chosen in alike(looks):
        yield _alike(found.take(chosen), look[: there.shape[1]])


def _alike(found: Newest, present: Bits) -> bytes:
    form = shape(_SIZES[: 3 + len(present)], b"\x01\x01\x01" + present.tobytes())
    words, there = form.rows(len(found.names)), present[:_SIGNALS]
    form.put(words, _TIME, found.time_us - EPOCH_US)
    form.put(words, _RECEIVED, found.received_us - EPOCH_US)
    form.put(words, _UNIFORM, np.full(len(words), len(present) == _SIGNALS, dtype=np.int32))
    for signal in np.flatnonzero(there[:_DOUBLES]).tolist():
        form.put(words, _FIRST_SIGNAL + signal, found.values[:, signal])
    reals = np.flatnonzero(there[_DOUBLES:]) + _DOUBLES
    put_runs(words, form.runs(reals + _FIRST_SIGNAL, 4), found.values[:, reals].astype(np.float32))
    for signal in np.flatnonzero(present[_SIGNALS:]).tolist():
        form.put(words, _FIRST_SIGNAL + _SIGNALS + signal, found.times_us[:, signal] - EPOCH_US)
    return written(words, form.columns, found.names.astype(f"S{len(found.names[0])}"))
