"""What do many telemetry messages say, decoded together?"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from models.messages.document import BOOT, MAX_INTEGER, MAX_PAYLOAD_BYTES, MAX_TIME_MS
from models.messages.layout import UNCATALOGUED, Layout, clear, layout_of
from models.messages.rejection import Flaw, Rejected
from models.messages.telemetry import FIELDS, MAX_SAMPLES, Telemetry, first_key

_BOOT = re.compile(BOOT)
_FIELDS = itemgetter("boot", "seq", "time_ms", "signals")
_NUMBER_OR_MISSING = {float, int, type(None)}

Extra = Mapping[str, Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class Block:
    """Messages of equally many samples, in order: `place[m]` says which of those that were given message m is.

    `values[p]` are the samples of the catalogue's signal `column[p]` in message `owner[p]`, NaN where there is none.
    `extra` and `flaws` are, by message, what is not catalogued and what no sensor can report.
    """

    place: NDArray[np.intp]
    boots: Sequence[str]
    seqs: Sequence[int]
    time_ms: NDArray[np.int64]
    keys: NDArray[np.int64]
    owner: NDArray[np.intp]
    column: NDArray[np.intp]
    values: NDArray[np.float64]
    extra: Mapping[int, Extra] = field(default_factory=dict)
    flaws: Mapping[int, Sequence[Flaw]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.place)

    @property
    def samples(self) -> int:
        """Return how many samples each message has."""
        return int(self.time_ms.shape[1])

    @staticmethod
    def of(place: int, telemetry: Telemetry) -> "Block":
        """Return one message as a block."""
        return Block(
            place=np.array([place]),
            boots=[telemetry.boot],
            seqs=[telemetry.seq],
            time_ms=telemetry.time_ms[None],
            keys=telemetry.keys[None],
            owner=np.zeros(len(telemetry.columns), dtype=np.intp),
            column=telemetry.columns,
            values=telemetry.values,
            extra={0: telemetry.extra} if telemetry.extra else {},
            flaws={0: telemetry.flaws} if telemetry.flaws else {},
        )

    def only(self, kept: NDArray[np.bool_]) -> "Block":
        """Return the block with those messages only."""
        if kept.all():
            return self
        places, pairs = np.flatnonzero(kept).tolist(), kept[self.owner]
        number = {old: new for new, old in enumerate(places)}
        return Block(
            place=self.place[kept],
            boots=[self.boots[m] for m in places],
            seqs=[self.seqs[m] for m in places],
            time_ms=self.time_ms[kept],
            keys=self.keys[kept],
            owner=(np.cumsum(kept) - 1)[self.owner[pairs]],
            column=self.column[pairs],
            values=self.values[pairs],
            extra={number[m]: extra for m, extra in self.extra.items() if m in number},
            flaws={number[m]: flaws for m, flaws in self.flaws.items() if m in number},
        )


def decode_together(payloads: Iterable[bytes]) -> tuple[list[Block], list[int]]:
    """Return what telemetry messages say that follow the contract to the letter, and the places of all others.

    Those others are few, and are to be given to `decode_telemetry`, which may take them still, or says what is wrong.
    """
    sheets: dict[int, _Sheet] = {}
    odd = []
    for place, payload in enumerate(payloads):
        try:
            is_plain = _enter(sheets, place, payload)
        except (ValueError, TypeError, LookupError, AttributeError, Rejected):
            is_plain = False
        if not is_plain:
            odd.append(place)
    return [sheet.block() for sheet in sheets.values()], odd


@dataclass(slots=True)
class _Sheet:
    """Where messages of equally many samples are written down, one after the other."""

    samples: int
    places: list[int] = field(default_factory=list)
    boots: list[str] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    extra: dict[int, Extra] = field(default_factory=dict)

    def block(self) -> Block:
        places = [layout.places for layout in self.layouts]
        owner = np.repeat(np.arange(len(places)), [len(signals) for signals in places])
        column = np.concatenate(places)
        values = np.array(self.values, dtype=np.float64).reshape(-1, self.samples)
        if self.extra:
            known = column != UNCATALOGUED
            owner, column, values = owner[known], column[known], values[known]
        flaws: dict[int, list[Flaw]] = {}
        for row, flaw in clear(column, values).items():
            flaws.setdefault(int(owner[row]), []).append(flaw)
        return Block(
            place=np.array(self.places, dtype=np.intp),
            boots=self.boots,
            seqs=self.seqs,
            time_ms=np.array(self.times, dtype=np.int64).reshape(-1, self.samples),
            keys=_keys(self.boots, self.seqs, self.samples),
            owner=owner,
            column=column,
            values=values,
            extra=self.extra,
            flaws=flaws,
        )


def _enter(sheets: dict[int, _Sheet], place: int, payload: bytes) -> bool:
    """Write a message down and return True, or return False, or raise, when anything about it is unusual."""
    message = orjson.loads(payload)
    boot, seq, times, signals = _FIELDS(message)
    samples = len(times)
    values = _values(signals.values(), samples)
    # As many colons as keys: none is named twice.
    is_whole = len(message) == len(FIELDS) and payload.count(b":") == len(FIELDS) + len(signals)
    if not (values and is_whole and len(payload) <= MAX_PAYLOAD_BYTES and _BOOT.fullmatch(boot)):
        return False
    if type(seq) is not int or not 0 <= seq <= MAX_INTEGER or not _are_times(times):
        return False
    layout = layout_of(tuple(signals))
    sheet = sheets.get(samples) or sheets.setdefault(samples, _Sheet(samples))
    if layout.extra:
        sheet.extra[len(sheet.places)] = {name: signals[name] for name in layout.extra}
    sheet.places.append(place)
    sheet.boots.append(boot)
    sheet.seqs.append(seq)
    sheet.times += times
    sheet.layouts.append(layout)
    sheet.values += values
    return True


def _values(columns: Collection[Any], samples: int) -> list[float | None] | None:
    """Return the values of all columns, one column after the other, None when anything else is among them."""
    if samples == 1:
        values = [value for (value,) in columns]
    elif set(map(len, columns)) == {samples}:
        values = list(chain.from_iterable(columns))
    else:
        return None
    # What is in a text or in an object is a text, so this tells too that the columns are lists.
    return values if set(map(type, values)) <= _NUMBER_OR_MISSING else None


def _are_times(times: Any) -> bool:
    if type(times) is not list or len(times) > MAX_SAMPLES or set(map(type, times)) != {int}:
        return False
    return min(times) >= 0 and max(times) <= MAX_TIME_MS and len(set(times)) == len(times)


def _keys(boots: Sequence[str], seqs: Sequence[int], samples: int) -> NDArray[np.int64]:
    firsts = b"".join([first_key(boot, seq) for boot, seq in zip(boots, seqs, strict=True)])
    first = np.frombuffer(firsts, dtype=">u8").astype(np.uint64)
    return (first[:, None] + np.arange(samples, dtype=np.uint64)).view(np.int64)
