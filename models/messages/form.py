"""How is a message read in one go whose shape has been seen before?"""

import re
import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import nan
from typing import Annotated, Any, NamedTuple

from msgspec import Meta, Struct, ValidationError, defstruct
from msgspec.json import Decoder
from msgspec.structs import astuple

from models.messages.document import MAX_INTEGER, MAX_PAYLOAD_BYTES, MAX_TIME_MS
from models.messages.layout import Layout, layout_of
from models.messages.telemetry import FIELDS, MAX_SAMPLES

# BOOT, for many boots in one text.
_OF_BOOTS, _LONGEST_BOOT = re.compile(r"[A-Za-z0-9._-]*"), 64
_Seq = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]
_Time = Annotated[int, Meta(ge=0, le=MAX_TIME_MS)]
_Value = float | None

_MOST_SAMPLES = 100
# Messages of so many shapes with equally many signals are told apart by trying; a try that fails takes 2 µs.
_MOST_ALIKE = 4
_MOST_COUNTED = 1_000

Extra = dict[str, list[_Value]]


class Sheet(NamedTuple):
    """What a message says: `values` are the bytes of the doubles of one signal after the other, NaN where missing."""

    boot: str
    seq: int
    times: Sequence[int]
    layout: Layout
    values: bytes
    extra: Extra | None = None


class _Free(Struct, forbid_unknown_fields=True, gc=False):
    boot: str
    seq: _Seq
    time_ms: list[_Time]
    signals: dict[str, list[_Value]]


_read_free = Decoder(_Free).decode


@dataclass(frozen=True, slots=True)
class _Form:
    """Reads messages of these signals, in any order, with so many samples, and nothing else."""

    layout: Layout
    samples: int
    decode: Callable[[bytes], Any]
    pack: Callable[..., bytes]

    def read(self, payload: bytes) -> Sheet:
        message = self.decode(payload)
        columns = astuple(message.signals)
        values = [value for (value,) in columns] if self.samples == 1 else list(chain.from_iterable(columns))
        try:
            packed = self.pack(*values)
        except struct.error:
            packed = self.pack(*_with_nan(values))
        # As Sheet(…) does, in half of the time.
        return tuple.__new__(Sheet, (message.boot, message.seq, message.time_ms, self.layout, packed, None))


def are_boots(texts: Collection[str]) -> bool:
    """Return whether each of the texts can be a boot."""
    sizes = [len(text) for text in texts]
    return min(sizes) >= 1 and max(sizes) <= _LONGEST_BOOT and bool(_OF_BOOTS.fullmatch("".join(texts)))


@dataclass(slots=True)
class Forms:
    """Reads messages, and learns the shapes of those that come often.

    A form is found by the number of colons in its messages, which is that of their keys: one that is named twice makes
    one too many. Reading with a form takes half of the time that reading freely does, but a form takes a millisecond
    to make: a shape gets one when it has come `often`.
    """

    often: int = 32
    _forms: dict[int, list[_Form]] = field(default_factory=dict)
    _seen: Counter[tuple[tuple[str, ...], int]] = field(default_factory=Counter)

    def read(self, payload: bytes) -> Sheet | None:
        """Return what a message says; return None, or raise ValueError or Rejected, when it is in any way unusual.

        Its boot is any text still: `are_boots` looks at those of many messages at once.
        """
        if len(payload) > MAX_PAYLOAD_BYTES:
            return None
        colons = payload.count(b":")
        sheet = self._read_by_form(payload, colons) or self._read_freely(payload, colons)
        if sheet is None or len(sheet.times) == 1 or len(set(sheet.times)) == len(sheet.times):
            return sheet
        return None

    def _read_by_form(self, payload: bytes, colons: int) -> Sheet | None:
        forms = self._forms.get(colons)
        for place, form in enumerate(forms or ()):
            try:
                sheet = form.read(payload)
            except ValidationError:
                continue
            if place and forms:
                forms.insert(0, forms.pop(place))
            return sheet
        return None

    def _read_freely(self, payload: bytes, colons: int) -> Sheet | None:
        message = _read_free(payload)
        signals, samples = message.signals, len(message.time_ms)
        if not 1 <= samples <= MAX_SAMPLES or set(map(len, signals.values())) != {samples}:
            return None
        if colons != len(FIELDS) + len(signals):
            return None
        names = tuple(signals)
        layout = layout_of(names)
        self._learn(names, samples, layout, colons)
        values = _with_nan(chain.from_iterable(signals.values()))
        packed = struct.pack(f"{samples * len(signals)}d", *values)
        extra = {name: signals[name] for name in layout.extra} if layout.extra else None
        return Sheet(message.boot, message.seq, message.time_ms, layout, packed, extra)

    def _learn(self, names: tuple[str, ...], samples: int, layout: Layout, colons: int) -> None:
        if layout.extra or samples > _MOST_SAMPLES:
            return
        if len(self._seen) > _MOST_COUNTED:
            self._seen.clear()
        self._seen[names, samples] += 1
        if self._seen[names, samples] == self.often:
            self._seen[names, samples] = 0
            self._forms[colons] = [_form(names, samples, layout), *self._forms.get(colons, ())][:_MOST_ALIKE]


def _form(names: Sequence[str], samples: int, layout: Layout) -> _Form:
    column, times = _tuple_of(_Value, samples), _tuple_of(_Time, samples)
    signals = defstruct("Signals", [(name, column) for name in names], forbid_unknown_fields=True, gc=False)
    fields: list[Any] = [("boot", str), ("seq", _Seq), ("time_ms", times), ("signals", signals)]
    message = defstruct("Message", fields, forbid_unknown_fields=True, gc=False)
    return _Form(layout, samples, Decoder(message).decode, struct.Struct(f"{samples * len(names)}d").pack)


def _tuple_of(kind: Any, length: int) -> Any:
    return tuple.__class_getitem__((kind,) * length)


def _with_nan(values: Iterable[float | None]) -> list[float]:
    return [nan if value is None else value for value in values]
