"""What does a telematics unit say that numbers no messages, and whose values have times of their own?"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from models.messages.event import Event
from models.messages.layout import MAX_EXTRA_SIGNALS
from models.messages.rejection import Flaw, Reason, Rejected
from models.messages.state import State
from models.messages.telemetry import MAX_SAMPLES, Telemetry
from models.signals import CATALOGUE, NAMES

_COLUMN = {name: column for column, name in enumerate(NAMES)}
_LOW = np.array([entry.low for entry in CATALOGUE])
_HIGH = np.array([entry.high for entry in CATALOGUE])
_Values = list[float | None]


class Row(NamedTuple):
    """What was measured at one moment: values by signal, catalogued or not."""

    time_ms: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Telemetry):
    """Readings without a boot and a number: what says the same at the same time is the same reading, sent again."""

    boot: str = ""
    seq: int = 0
    samples: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def keys(self) -> NDArray[np.int64]:
        """Return the key of every reading, equal for equal values of equal signals."""
        return self.samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that one message says, and `refusal` for what of it is not taken."""

    telemetry: Observation | None = None
    events: tuple[Event, ...] = ()
    state: State | None = None
    refusal: Rejected | None = None

    @property
    def parts(self) -> tuple[object, ...]:
        """Return what else than readings it says, one by one."""
        return (*self.events, self.state) if self.state else self.events


class Window(NamedTuple):
    """Which times are taken: from `oldest_ms` to `newest_ms`, and of a decommissioned machine before `until_ms`."""

    oldest_ms: int
    newest_ms: int
    until_ms: float = math.inf

    def refuse(self, time_ms: int) -> Rejected | None:
        """Return why a time is not taken, None when it is."""
        if time_ms >= self.until_ms:
            return Rejected(Reason.UNKNOWN_MACHINE, f"It was decommissioned before {time_ms} ms.")
        if time_ms > self.newest_ms:
            return Rejected(Reason.FUTURE_TIME, f"{time_ms} ms is after {self.newest_ms} ms.")
        if time_ms < self.oldest_ms:
            return Rejected(Reason.TOO_OLD, f"{time_ms} ms is before {self.oldest_ms} ms.")
        return None


def observe(rows: Sequence[Row], window: Window) -> tuple[Observation | None, list[Rejected]]:
    """Return the readings that rows make, None when none is left, and why some of their values are not taken."""
    refusals = list(_refused(rows, window))
    taken = [row for row in rows if row.values and not window.refuse(row.time_ms)][:MAX_SAMPLES]
    named = {name for row in taken for name in row.values}
    extra = sorted(named - _COLUMN.keys())
    if len(extra) > MAX_EXTRA_SIGNALS:
        refusals.append(Rejected(Reason.WRONG_SHAPE, _too_many(extra)))
    if not taken:
        return None, refusals
    columns = np.array(sorted(_COLUMN[name] for name in named & _COLUMN.keys()), dtype=np.intp)
    values = np.array([[row.values.get(NAMES[column], np.nan) for row in taken] for column in columns])
    values = values.reshape(len(columns), len(taken))
    if flaws := clear(columns, values):
        refusals.append(out_of_range(flaws))
    others = {name: [row.values.get(name) for row in taken] for name in extra[:MAX_EXTRA_SIGNALS]}
    return _observation([row.time_ms for row in taken], columns, values, others), refusals


def combine(refusals: Sequence[Rejected]) -> Rejected | None:
    """Return several refusals of parts of a message as one, named by the first reason; None when there is none."""
    if not refusals:
        return None
    first = refusals[0].reason
    told = (one.detail if one.reason is first else f"{one.reason}: {one.detail}" for one in refusals)
    return Rejected(first, "; ".join(told))


def out_of_range(flaws: Sequence[Flaw]) -> Rejected:
    """Return the refusal of values that no sensor can report."""
    return Rejected(Reason.OUT_OF_RANGE, "; ".join(map(str, flaws)))


def clear(columns: NDArray[np.intp], values: NDArray[np.float64]) -> tuple[Flaw, ...]:
    """Make values NaN that their sensors, by column of the catalogue, cannot report, and return which these were."""
    outside = (values < _LOW[columns, None]) | (values > _HIGH[columns, None])
    if not outside.any():
        return ()
    rows = np.flatnonzero(outside.any(axis=1)).tolist()
    flaws = [_flaw(NAMES[columns[row]], values[row][outside[row]]) for row in rows]
    values[outside] = np.nan
    return tuple(flaws)


def sample_key(columns: tuple[int, ...], values: bytes, extra: bytes = b"") -> int:
    """Return the key of one reading, from its signals in the catalogue's order and what they say."""
    digest = blake2b(_names(columns) + values + extra, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@lru_cache(maxsize=4096)
def _names(columns: tuple[int, ...]) -> bytes:
    return "|".join(NAMES[column] for column in columns).encode()


def _refused(rows: Sequence[Row], window: Window) -> Iterator[Rejected]:
    yield from (refusal for row in rows if (refusal := window.refuse(row.time_ms)))
    if len(rows) > MAX_SAMPLES:
        yield Rejected(Reason.WRONG_SHAPE, f"It has {len(rows)} times, of at most {MAX_SAMPLES}.")


def _too_many(extra: Sequence[str]) -> str:
    return f"{len(extra)} signals are not in the catalogue, at most {MAX_EXTRA_SIGNALS} may be."


def _flaw(name: str, odd: NDArray[np.float64]) -> Flaw:
    return Flaw(name, len(odd), float(odd[0]))


def _observation(
    times: Sequence[int],
    columns: NDArray[np.intp],
    values: NDArray[np.float64],
    extra: Mapping[str, list[float | None]],
) -> Observation | None:
    """Return the rows in which anything is left, None when there is none."""
    told: list[bool] = np.any(~np.isnan(values), axis=0).tolist()
    kept = [i for i in range(len(times)) if told[i] or any(row[i] is not None for row in extra.values())]
    if not kept:
        return None
    others = {name: [row[i] for i in kept] for name, row in extra.items()}
    values = values[:, kept]
    samples = [_key(columns, values[:, i], {n: v[i] for n, v in others.items()}) for i in range(len(kept))]
    return Observation(
        time_ms=np.array([times[i] for i in kept], dtype=np.int64),
        names=tuple(NAMES[column] for column in columns),
        columns=columns,
        values=values,
        extra=others,
        samples=np.array(samples, dtype=np.int64),
    )


def _key(columns: NDArray[np.intp], values: NDArray[np.float64], extra: Mapping[str, float | None]) -> int:
    there = ~np.isnan(values)
    others = {name: value for name, value in extra.items() if value is not None}
    told = orjson.dumps(others) if others else b""
    return sample_key(tuple(columns[there].tolist()), values[there].tobytes(), told)
