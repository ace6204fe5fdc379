"""How is a message read at once that looks like one before it, as a machine's messages do all day?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import orjson
from numpy.typing import NDArray

from ingest.decode.sparkplug.extract import Extract
from ingest.decode.sparkplug.translation import Target
from ingest.decode.sparkplug.vocabulary import Meaning, Vocabulary
from models.messages import Observation, Rejected, Window
from models.messages.observation import sample_key
from models.signals import CATALOGUE, NAMES
from models.sparkplug import DOUBLE, FLOAT, Metric, Sample, Shape, learn, number

_COLUMN = {name: column for column, name in enumerate(NAMES)}
_LOW = np.array([entry.low for entry in CATALOGUE])
_HIGH = np.array([entry.high for entry in CATALOGUE])
_MOST_PLANS = 32
# To make a plan takes as long as to read ten messages without.
_TIMES_SEEN = 3
_TIMES_MISSED = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """Which value of a shape is which signal, in the catalogue's order and then others by name."""

    shape: Shape
    order: NDArray[np.intp]
    factor: NDArray[np.float64]
    offset: NDArray[np.float64]
    whole: Sequence[tuple[int, Metric, int | None]]
    names: tuple[str, ...]
    columns: NDArray[np.intp]
    numbers: tuple[int, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    extra: tuple[str, ...]
    by_alias: bool

    def read(self, sample: Sample, window: Window) -> Observation | None:
        """Return the reading of a message, None where any of it needs a closer look."""
        if window.refuse(sample.time_ms):
            return None
        told = np.array(sample.values, dtype=np.float64)
        for place, metric, datatype in self.whole:
            told[place] = number(metric._replace(value=sample.values[place]), datatype)
        values = told[self.order] * self.factor + self.offset
        catalogued = values[: len(self.columns)]
        # What is not a number is not within any range either.
        if not ((catalogued >= self.low) & (catalogued <= self.high)).all():
            return None
        extra = values[len(self.columns) :]
        if not np.isfinite(extra).all():
            return None
        return self._observation(sample.time_ms, catalogued, dict(zip(self.extra, extra.tolist(), strict=True)))

    def _observation(self, time_ms: int, values: NDArray[np.float64], extra: dict[str, float]) -> Observation:
        key = sample_key(self.numbers, values.tobytes(), orjson.dumps(extra) if extra else b"")
        return Observation(
            time_ms=np.array([time_ms], dtype=np.int64),
            names=self.names,
            columns=self.columns,
            values=values[:, None],
            extra={name: [value] for name, value in extra.items()},
            samples=np.array([key], dtype=np.int64),
        )


@dataclass
class Plans:
    """The plans of one vocabulary by the length of messages; one that has not come a few times has none."""

    _known: dict[int, tuple[int, Plan | None]] = field(default_factory=dict)

    def read(self, data: bytes, vocabulary: Vocabulary, window: Window) -> Extract | None:
        """Return what a message says, None where it must be read metric by metric."""
        seen, plan = self._known.get(len(data), (0, None))
        sample = plan.shape.read(data) if plan else None
        if plan is None or sample is None:
            self._learn(data, vocabulary, seen + 1, plan)
            return None
        try:
            found = plan.read(sample, window)
        except Rejected:
            return None
        return None if found is None else Extract(sample.seq, plan.by_alias, found)

    def _learn(self, data: bytes, vocabulary: Vocabulary, seen: int, plan: Plan | None) -> None:
        if len(data) not in self._known and len(self._known) >= _MOST_PLANS:
            return
        if seen == (_TIMES_MISSED if plan else _TIMES_SEEN):
            plan, seen = _plan(data, vocabulary), 0
        self._known[len(data)] = (seen, plan)


def _plan(data: bytes, vocabulary: Vocabulary) -> Plan | None:
    shape = learn(data)
    meanings = [vocabulary.meaning(metric) for metric in shape.metrics] if shape else []
    found = [(place, one, one.target) for place, one in enumerate(meanings) if one and one.target]
    signals = [target.signal for _, _, target in found]
    if shape is None or None in meanings or not found or len(set(signals)) < len(signals):
        return None
    return _arranged(shape, sorted(found, key=_in_order))


def _arranged(shape: Shape, found: Sequence[tuple[int, Meaning, Target]]) -> Plan:
    names = tuple(target.signal for _, _, target in found if target.catalogued)
    columns = np.array([_COLUMN[name] for name in names], dtype=np.intp)
    return Plan(
        shape=shape,
        order=np.array([place for place, _, _ in found], dtype=np.intp),
        factor=np.array([target.factor for _, _, target in found]),
        offset=np.array([target.offset for _, _, target in found]),
        whole=[(i, shape.metrics[i], one.datatype) for i, one, _ in found if not _is_plain(shape.metrics[i], one)],
        names=names,
        columns=columns,
        numbers=tuple(columns.tolist()),
        low=_LOW[columns],
        high=_HIGH[columns],
        extra=tuple(target.signal for _, _, target in found if not target.catalogued),
        by_alias=any(metric.name is None for metric in shape.metrics),
    )


def _in_order(one: tuple[int, Meaning, Target]) -> tuple[int, str]:
    signal = one[2].signal
    return _COLUMN.get(signal, len(_COLUMN)), signal


def _is_plain(metric: Metric, meaning: Meaning) -> bool:
    return metric.field in (FLOAT, DOUBLE) and (meaning.datatype or metric.datatype) in (None, 9, 10)
