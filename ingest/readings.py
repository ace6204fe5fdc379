"""Which rows does a batch of messages make?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray

from ingest.columns import STORED
from ingest.record import Record
from models.messages import Telemetry
from models.signals import CATALOGUE

# The column of each of the catalogue's signals.
_PLACE = np.array([STORED.index(signal) for signal in CATALOGUE], dtype=np.intp)


@dataclass(frozen=True)
class Readings:
    """The rows of a batch: `values[i, k]` is what row i holds in column k of STORED, NaN where there is none.

    `machine[i]` points into `machines`, which are in order; `message[i]` is the place of the row's message in the
    batch. `extra` holds, for rows that have any, the signals outside the catalogue as a JSON object.
    """

    machines: tuple[str, ...]
    machine: NDArray[np.intp]
    message: NDArray[np.int64]
    time_ms: NDArray[np.int64]
    received_us: NDArray[np.int64]
    sample: NDArray[np.int64]
    values: NDArray[np.float64]
    extra: Mapping[int, bytes]

    def __len__(self) -> int:
        return len(self.time_ms)


def collect(records: Sequence[Record]) -> Readings | None:
    """Return the rows of the telemetry among the records, None when there is none."""
    found = [(i, r, r.content) for i, r in enumerate(records) if isinstance(r.content, Telemetry)]
    if not found:
        return None
    sizes = np.array([len(content.time_ms) for _, _, content in found])
    names = [record.machine or "" for _, record, _ in found]
    machines, machine = np.unique(np.array(names), return_inverse=True)
    contents = [content for _, _, content in found]
    received = np.array([record.arrival.received_at for _, record, _ in found])
    return Readings(
        machines=tuple(machines.tolist()),
        machine=np.repeat(machine, sizes),
        message=np.repeat(np.array([i for i, _, _ in found], dtype=np.int64), sizes),
        time_ms=np.concatenate([content.time_ms for content in contents]),
        received_us=np.repeat((received * 1e6).astype(np.int64), sizes),
        sample=np.concatenate([content.keys for content in contents]),
        values=_matrix(contents, sizes),
        extra=_extra(contents, sizes),
    )


def _matrix(contents: Sequence[Telemetry], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    matrix = np.full((int(sizes.sum()), len(STORED)), np.nan)
    # Messages with the same signals share one array of columns, and are put in place together.
    kinds = np.array([id(content.columns) for content in contents])
    for kind in np.unique(kinds):
        places = np.flatnonzero(kinds == kind)
        values = np.concatenate([contents[i].values for i in places.tolist()], axis=1).T
        columns = _PLACE[contents[places[0]].columns]
        if len(places) == len(contents):
            matrix[:, columns] = values
        else:
            matrix[np.ix_(np.flatnonzero(np.repeat(kinds == kind, sizes)), columns)] = values
    return matrix


def _extra(contents: Sequence[Telemetry], sizes: NDArray[np.int64]) -> dict[int, bytes]:
    rows: dict[int, bytes] = {}
    start = 0
    for content, size in zip(contents, sizes.tolist(), strict=True):
        for i in range(size) if content.extra else ():
            known = {name: values[i] for name, values in content.extra.items() if values[i] is not None}
            if known:
                rows[start + i] = orjson.dumps(known)
        start += size
    return rows


@dataclass(frozen=True)
class Newest:
    """The newest value of each signal of each machine of a batch, and when it was measured (0 where NaN)."""

    machines: tuple[str, ...]
    time_ms: NDArray[np.int64]
    received_us: NDArray[np.int64]
    values: NDArray[np.float64]
    times_ms: NDArray[np.int64]


def newest(readings: Readings) -> Newest:
    """Return what each machine's latest values are by event time, one row a machine in order."""
    order = np.lexsort((readings.time_ms, readings.machine))
    machine, time_ms, values = readings.machine[order], readings.time_ms[order], readings.values[order]
    starts = np.flatnonzero(np.diff(machine, prepend=-1))
    ends = np.append(starts[1:], len(machine)) - 1
    rows = np.where(np.isnan(values), -1, np.arange(len(machine))[:, None])
    last = np.maximum.reduceat(rows, starts, axis=0)
    missing = last < 0
    picked = np.take_along_axis(values, np.maximum(last, 0), axis=0)
    return Newest(
        machines=readings.machines,
        time_ms=time_ms[ends],
        received_us=readings.received_us[order][ends],
        values=np.where(missing, np.nan, picked),
        times_ms=np.where(missing, 0, time_ms[np.maximum(last, 0)]),
    )


@dataclass(frozen=True)
class Ranges:
    """Minutes [start, stop) of machines, in minutes since 1970."""

    machines: list[str]
    starts: NDArray[np.int64]
    stops: NDArray[np.int64]


# One mark too wide costs a little computing; one mark a minute would cost more.
_LEAP_MINUTES = 5


def touched(readings: Readings) -> Ranges:
    """Return the minutes that the readings lie in, as few ranges a machine."""
    minute = readings.time_ms // 60_000
    order = np.lexsort((minute, readings.machine))
    machine, minute = readings.machine[order], minute[order]
    first = (np.diff(machine, prepend=-1) != 0) | (np.diff(minute, prepend=minute[0]) > _LEAP_MINUTES)
    starts = np.flatnonzero(first)
    ends = np.append(starts[1:], len(minute)) - 1
    return Ranges([readings.machines[i] for i in machine[starts]], minute[starts], minute[ends] + 1)
