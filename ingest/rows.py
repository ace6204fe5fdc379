"""How do readings look in the table, and as bytes on the way there?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.binary import EPOCH_US, Bits, Choice, Runs, Shape, Words, alike, shape, with_extra, written
from ingest.columns import DOUBLES, STORED, scale
from ingest.readings import Readings

_UNITS = np.array([scale(s) or 0 for s in DOUBLES], dtype=np.float64)
_COUNTED, _WIDE = np.flatnonzero(_UNITS), np.flatnonzero(_UNITS == 0)
_REALS = np.arange(len(DOUBLES), len(STORED))
_SIGNAL_SIZES = tuple(8 if k in _WIDE else 4 for k in range(len(STORED)))
_TIME, _MACHINE, _SAMPLE, _DELAY, _PLACE = range(5)
_AT_A_TIME = 2000


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
    values[:, _REALS] = values[:, _REALS].astype(np.float32)
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
    reals: NDArray[np.intp]
    counted: NDArray[np.intp]
    wide: list[int]
    real_runs: Runs
    counted_runs: Runs


@lru_cache(maxsize=4096)
def _plan(present: bytes, lead: int) -> _Plan:
    form = shape((8, *[4] * (lead - 1), *_SIGNAL_SIZES, 4), b"\x01" * lead + present + b"\x00")
    there = np.frombuffer(present, dtype=np.bool_)
    reals, counted, wide = (of[there[of]] for of in (_REALS, _COUNTED, _WIDE))
    return _Plan(form, reals, counted, wide.tolist(), form.runs(reals + lead), form.runs(counted + lead))


def _alike(rows: Rows, present: Bits, *, placed: bool) -> bytes:
    lead = 5 if placed else 4
    plan = _plan(present.tobytes(), lead)
    form, words = plan.form, plan.form.rows(len(rows))
    form.put(words, _TIME, rows.time_us - EPOCH_US)
    words[:, form.at[_MACHINE]] = rows.machine.view(np.uint32)
    words[:, form.at[_SAMPLE]] = rows.sample.view(np.uint32)
    delay_s = (rows.received_us - rows.time_us) / 1e6
    words[:, form.at[_DELAY]] = delay_s.astype(np.float32).view(np.uint32)
    if placed:
        words[:, form.at[_PLACE]] = rows.place.astype(np.uint32)
    _put(words, plan.real_runs, rows.values[:, plan.reals].astype(np.float32))
    counts = np.rint(rows.values[:, plan.counted] * _UNITS[plan.counted])
    _put(words, plan.counted_runs, counts.astype(np.int32))
    for column in plan.wide:
        form.put(words, lead + column, rows.values[:, column])
    extra = rows.extra and {row: rows.extra[at] for row, at in enumerate(rows.place.tolist()) if at in rows.extra}
    packed = written(words, form.columns)
    return with_extra(packed, len(rows), extra) if extra else packed


def _put(words: Words, runs: Runs, values: NDArray[np.float32] | NDArray[np.int32]) -> None:
    bits = values.view(np.uint32)
    for of_words, of_values in runs:
        words[:, of_words] = bits[:, of_values]
