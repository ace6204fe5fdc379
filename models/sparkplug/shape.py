"""Which bytes of a payload are times, numbers and values, so that the next one of its kind is read at once?"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from models.sparkplug import field as of
from models.sparkplug.payload import Metric, decode_payload
from models.sparkplug.wire import FIXED32, FIXED64, MASK, VARINT, Field, read_fields

# Of a varint's bytes the upper bit says whether another follows: where all are as before, the field has its length.
_GOES_ON = 0x80
_WHOLE = {FIXED64: "d", FIXED32: "f"}


class Sample(NamedTuple):
    """What a payload says beyond its shape; `time_ms` is that of all its metrics, `values` are those as in Metric."""

    time_ms: int
    seq: int | None
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The layout of payloads that name the same metrics; `metrics` are those, without times and values."""

    metrics: Sequence[Metric]
    _mask: int
    _like: int
    _times: struct.Struct
    _values: struct.Struct
    _seq: slice | None
    _varints: Sequence[int]

    def read(self, data: bytes) -> Sample | None:
        """Return what a payload says, None where it has another shape or its metrics differ in time."""
        if len(data) != self._times.size or int.from_bytes(data) & self._mask != self._like:
            return None
        times = set(self._times.unpack(data))
        if len(times) != 1:
            return None
        values = self._values.unpack(data)
        if self._varints:
            numbers = list(values)
            for place in self._varints:
                numbers[place] = _number(numbers[place])
            values = tuple(numbers)
        return Sample(_number(times.pop()), _number(data[self._seq]) if self._seq else None, values)


def learn(data: bytes) -> Shape | None:
    """Return the shape of a payload, None where it has none.

    That is where it bears no time, or a metric is null, no number, or of another time than the others.

    Raises `Rejected` for what is no payload.
    """
    payload = decode_payload(data)
    metrics = payload.metrics
    if payload.time_ms is None or not _is_steady(metrics):
        return None
    drawing = _drawn(data)
    # A field that comes twice would be in the way of the other.
    times = 1 + sum(metric.time_ms is not None for metric in metrics)
    if len(drawing.values) != len(metrics) or len(drawing.times) != times:
        return None
    mask = int.from_bytes(drawing.mask)
    return Shape(
        [metric._replace(time_ms=None, value=None) for metric in metrics],
        mask,
        int.from_bytes(data) & mask,
        _struct(drawing.times, len(data)),
        _struct(drawing.values, len(data)),
        drawing.seq,
        [place for place, (_, kind) in enumerate(drawing.values) if kind.endswith("s")],
    )


def _is_steady(metrics: Sequence[Metric]) -> bool:
    """Return whether every one of some metrics is a number, and all are of one time."""
    if not metrics or any(metric.is_null or metric.value is None for metric in metrics):
        return False
    return len({metric.time_ms for metric in metrics}) == 1


@dataclass
class _Drawing:
    mask: bytearray
    times: list[tuple[slice, str]] = field(default_factory=list)
    values: list[tuple[slice, str]] = field(default_factory=list)
    seq: slice | None = None

    def add(self, data: bytes, one: Field, *, time: int) -> None:
        tagged, start, end = one
        kind = tagged & 7
        if kind == VARINT:
            start = end - 1
            while data[start - 1] & _GOES_ON:
                start -= 1
        place = slice(start, end)
        if tagged == time:
            self.times.append((place, f"{end - start}s"))
        elif tagged in of.NUMBERS and time == of.TIME:
            self.values.append((place, _WHOLE.get(kind, f"{end - start}s")))
        elif tagged == of.SEQ and time == of.TIMESTAMP:
            self.seq = place
        else:
            return
        self.mask[place] = bytes([_GOES_ON if kind == VARINT else 0]) * (end - start)


def _drawn(data: bytes) -> _Drawing:
    drawing = _Drawing(bytearray(b"\xff") * len(data))
    for one in read_fields(data, 0, len(data)):
        if one[0] == of.METRICS:
            for inner in read_fields(data, one[1], one[2]):
                drawing.add(data, inner, time=of.TIME)
        else:
            drawing.add(data, one, time=of.TIMESTAMP)
    return drawing


def _struct(slots: Sequence[tuple[slice, str]], size: int) -> struct.Struct:
    form, at = "<", 0
    for place, kind in slots:
        form += f"{place.start - at}x{kind}"
        at = place.stop
    return struct.Struct(f"{form}{size - at}x")


def _number(varint: bytes) -> int:
    value = 0
    for byte in reversed(varint):
        value = value << 7 | byte & 0x7F
    return value & MASK
