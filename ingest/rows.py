"""How do readings look in the table, and as bytes on the way there?"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.binary import EPOCH_US, Bits, Choice, Runs, Shape, alike, jsonb, put_runs, shape, with_ends, written
from ingest.columns import DOUBLES, SMALL, STORED, scale, small_scale
from ingest.readings import Readings

_UNITS = np.array([scale(s) or 0 for s in DOUBLES], dtype=np.float64)
_COUNTED, _WIDE = np.flatnonzero(_UNITS), np.flatnonzero(_UNITS == 0)
_SMALL = np.array([STORED.index(s) for s in SMALL])
_FLOATS = np.setdiff1d(np.arange(len(DOUBLES), len(STORED)), _SMALL)
# In single precision, as the database divides by them.
_SMALL_UNITS = np.array([small_scale(s) for s in SMALL], dtype=np.float32)
_SIGNAL_SIZES = tuple(8 if k in _WIDE else 2 if k in _SMALL else 4 for k in range(len(STORED)))
_TIME, _MACHINE, _SAMPLE, _DELAY, _PLACE = range(5)
_AT_A_TIME = 2000
_MOST_SMALL = 2**15
_NONE = np.empty(0, dtype=np.intp)
_NULL, _REAL = b"\xff\xff\xff\xff", struct.Struct(">if")
# https://www.postgresql.org/docs/current/arrays.html; array_recv: dimensions, nulls, type, length, lower bound.
_ARRAY_OF_REALS = struct.pack(">iiIii", 1, 1, 700, len(SMALL), 1)


@dataclass(frozen=True)
class Rows:
    """Readings in the order of the table's index; `machine` holds keys, and `place` which reading of the batch it is.

    `names` tells whose keys they are.

    `values` are those that the table will hold: reals have seven digits, and what is counted no more decimals.
    """

    names: Mapping[int, str]
    place: NDArray[np.intp]
    machine: NDArray[np.int32]
    time_us: NDArray[np.int64]
    sample: NDArray[np.int32]
    received_us: NDArray[np.int64]
    values: NDArray[np.float64]
    extra: Mapping[int, bytes]

    def __len__(self) -> int:
        return len(self.time_us)

    def take(self, chosen: Choice) -> "Rows":
        """Return some of the rows."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _COLUMNS})

    @staticmethod
    def together(parts: Sequence["Rows"]) -> "Rows":
        """Return the rows of all parts, in order; `place` and `extra` of several batches mean nothing any more."""
        if len(parts) == 1:
            return parts[0]
        columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
        names = {machine: name for part in parts for machine, name in part.names.items()}
        rows = Rows(names=names, extra=parts[0].extra, **columns)
        return rows.take(np.lexsort((rows.time_us, rows.machine)))


_COLUMNS = ("place", "machine", "time_us", "sample", "received_us", "values")


def arrange(readings: Readings, keys: NDArray[np.int32]) -> Rows:
    """Return the readings as rows, where `keys` are those of the readings' machines."""
    machine = keys[readings.machine]
    order = np.lexsort((readings.time_ms, machine))
    values = readings.values[order]
    units, counted = _UNITS[_COUNTED], values[:, _COUNTED]
    values[:, _COUNTED] = np.rint(counted * units) / units
    values[:, len(DOUBLES) :] = values[:, len(DOUBLES) :].astype(np.float32)
    return Rows(
        names=dict(zip(keys.tolist(), readings.machines, strict=True)),
        place=order,
        machine=machine[order],
        time_us=readings.time_ms[order] * 1000,
        sample=readings.sample[order].astype(np.int32),
        received_us=readings.received_us[order],
        values=values,
        extra=readings.extra,
    )


def pack(rows: Rows, *, placed: bool = False) -> Iterator[bytes]:
    """Yield the rows for `copy_rows`, or with their places for `copy_staged`, some thousand at a time.

    So the server reads the first ones while the next are packed.
    """
    for start in range(0, len(rows), _AT_A_TIME):
        yield _packed(rows.take(slice(start, start + _AT_A_TIME)), placed=placed)


def _packed(rows: Rows, *, placed: bool) -> bytes:
    groups = alike(~np.isnan(rows.values))
    return b"".join(_alike(rows.take(chosen), present, placed=placed) for present, chosen in groups)


@dataclass(frozen=True)
class _Plan:
    """Where the values of rows with the same nulls lie: signals of a kind, and slices of words and of these."""

    form: Shape
    floats: NDArray[np.intp]
    counted: NDArray[np.intp]
    small: NDArray[np.intp]
    small_units: NDArray[np.float32]
    wide: list[int]
    float_runs: Runs
    counted_runs: Runs
    small_runs: Runs


@lru_cache(maxsize=4096)
def _plan(present: bytes, lead: int) -> _Plan:
    form = shape((8, *[4] * (lead - 1), *_SIGNAL_SIZES, 4, 4), b"\x01" * lead + present + b"\x00\x00")
    there = np.frombuffer(present, dtype=np.bool_)
    floats, counted, small, wide = (of[there[of]] for of in (_FLOATS, _COUNTED, _SMALL, _WIDE))
    return _Plan(
        form=form,
        floats=floats,
        counted=counted,
        small=small,
        small_units=_SMALL_UNITS[there[_SMALL]],
        wide=wide.tolist(),
        float_runs=form.runs(floats + lead, 4),
        counted_runs=form.runs(counted + lead, 4),
        small_runs=form.runs(small + lead, 2),
    )


def _alike(rows: Rows, present: Bits, *, placed: bool) -> bytes:
    """Return rows with the same nulls, save where decimals do not say exactly what was told."""
    plan = _plan(present.tobytes(), 5 if placed else 4)
    told = rows.values.take(plan.small, axis=1).astype(np.float32)
    counts = np.rint(told * plan.small_units)
    are_exact = (counts / plan.small_units == told) & (np.abs(counts) < _MOST_SMALL)
    if are_exact.all():
        return _written(rows, plan, counts, placed=placed)
    there = np.tile(present, (len(rows), 1))
    there[:, plan.small] = are_exact
    parts = []
    for kind, chosen in alike(there):
        odd = np.flatnonzero(present & ~kind)
        of_kind, of_counts = rows.take(chosen), counts[chosen][:, kind[plan.small]]
        parts.append(_written(of_kind, _plan(kind.tobytes(), 5 if placed else 4), of_counts, odd, placed=placed))
    return b"".join(parts)


def _written(
    rows: Rows, plan: _Plan, small: NDArray[np.float32], odd: NDArray[np.intp] = _NONE, *, placed: bool
) -> bytes:
    form, words = plan.form, plan.form.rows(len(rows))
    form.put(words, _TIME, rows.time_us - EPOCH_US)
    form.put(words, _MACHINE, rows.machine)
    form.put(words, _SAMPLE, rows.sample)
    form.put(words, _DELAY, ((rows.received_us - rows.time_us) / 1e6).astype(np.float32))
    if placed:
        form.put(words, _PLACE, rows.place.astype(np.int32))
    counts = np.rint(rows.values.take(plan.counted, axis=1) * _UNITS[plan.counted])
    put_runs(words, plan.counted_runs, counts.astype(np.int32))
    put_runs(words, plan.float_runs, rows.values.take(plan.floats, axis=1).astype(np.float32))
    put_runs(words, plan.small_runs, small.astype(np.int16))
    for column in plan.wide:
        form.put(words, (5 if placed else 4) + column, rows.values[:, column])
    packed, ends = written(words, form.columns), _ends(rows, odd)
    return with_ends(packed, len(rows), ends) if ends else packed


def _ends(rows: Rows, odd: NDArray[np.intp]) -> dict[int, tuple[bytes | None, bytes | None]]:
    """Return the last two columns of rows that have any: values that decimals do not say, and unknown signals."""
    if not len(odd) and not rows.extra:
        return {}
    known = [jsonb(rows.extra.get(place)) for place in rows.place.tolist()]
    exact = _exact(rows.values[:, odd], odd) if len(odd) else [None] * len(rows)
    ends = zip(exact, known, strict=True)
    return {row: end for row, end in enumerate(ends) if end != (None, None)}


def _exact(values: NDArray[np.float64], signals: NDArray[np.intp]) -> list[bytes]:
    """Return of each row an array of reals in which only some of the small signals have a value."""
    template = [_NULL] * len(_SMALL)
    places = np.searchsorted(_SMALL, signals).tolist()
    arrays = []
    for row in values.tolist():
        elements = template.copy()
        for place, value in zip(places, row, strict=True):
            elements[place] = _REAL.pack(4, value)
        arrays.append(_ARRAY_OF_REALS + b"".join(elements))
    return arrays
