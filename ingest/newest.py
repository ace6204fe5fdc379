"""What is the newest value of each signal of a machine, and how does the database come to know it?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.binary import EPOCH_US, Bits, Choice, alike, shape, written
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


async def put_latest(connection: Connection, found: Newest) -> None:
    """Move the machines' latest values to these where they are newer, within a transaction; never to older ones."""
    await connection.execute(STAGING["create_staged_latest"])
    await copy(connection, STAGING["copy_staged_latest"], pack_newest(found))
    moved = await connection.execute(STAGING["renew_latest"], prepare=True)
    if moved.rowcount < len(found.time_us):
        await connection.execute(STAGING["merge_latest"], prepare=True)


def pack_newest(found: Newest) -> Iterator[bytes]:
    """Yield the rows for `copy_staged_latest`."""
    lengths = np.strings.str_len(found.names)
    for length in np.unique(lengths).tolist():
        of_length = found.take(lengths == length)
        there = np.concatenate([~np.isnan(of_length.values), of_length.times_us > 0], axis=1)
        for present, chosen in alike(there):
            yield _alike(of_length.take(chosen), present, length)


def _alike(found: Newest, present: Bits, length: int) -> bytes:
    form = shape(_SIZES, b"\x01\x01\x01" + present.tobytes())
    words = form.rows(len(found.names))
    form.put(words, _TIME, found.time_us - EPOCH_US)
    form.put(words, _RECEIVED, found.received_us - EPOCH_US)
    words[:, form.at[_UNIFORM]] = not present[_SIGNALS:].any()
    for signal in np.flatnonzero(present[:_DOUBLES]).tolist():
        form.put(words, _FIRST_SIGNAL + signal, found.values[:, signal])
    reals = np.flatnonzero(present[_DOUBLES:_SIGNALS]) + _DOUBLES
    bits = found.values[:, reals].astype(np.float32).view(np.uint32)
    for of_words, of_values in form.runs(reals + _FIRST_SIGNAL):
        words[:, of_words] = bits[:, of_values]
    for signal in np.flatnonzero(present[_SIGNALS:]).tolist():
        form.put(words, _FIRST_SIGNAL + _SIGNALS + signal, found.times_us[:, signal] - EPOCH_US)
    return written(words, form.columns, found.names.astype(f"S{length}"))
