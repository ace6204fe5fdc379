"""What do many telemetry messages say, decoded together?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from models.messages.form import Forms, Sheet, are_boots
from models.messages.layout import UNCATALOGUED, clear
from models.messages.rejection import Flaw, Rejected
from models.messages.telemetry import Telemetry, first_key

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


def decode_together(payloads: Iterable[bytes], forms: Forms) -> tuple[list[Block], list[int]]:
    """Return what telemetry messages say that follow the contract to the letter, and the places of all others.

    Those others are few, and are to be given to `decode_telemetry`, which may take them still, or says what is wrong.
    """
    sheets: dict[int, dict[int, Sheet]] = {}
    odd = []
    for place, payload in enumerate(payloads):
        try:
            sheet = forms.read(payload)
        except (ValueError, Rejected):
            sheet = None
        if sheet is None:
            odd.append(place)
            continue
        sheets.setdefault(len(sheet.times), {})[place] = sheet
    for of_length in sheets.values():
        odd += _take_out_odd_boots(of_length)
    return [_block(of_length) for of_length in sheets.values() if of_length], odd


def _take_out_odd_boots(sheets: dict[int, Sheet]) -> list[int]:
    if are_boots([sheet.boot for sheet in sheets.values()]):
        return []
    odd = [place for place, sheet in sheets.items() if not are_boots([sheet.boot])]
    for place in odd:
        del sheets[place]
    return odd


def _block(sheets: Mapping[int, Sheet]) -> Block:
    boots, seqs, times, layouts, values, extra = zip(*sheets.values(), strict=True)
    samples = len(times[0])
    owner = np.repeat(np.arange(len(sheets)), [len(layout.places) for layout in layouts])
    column = np.concatenate([layout.places for layout in layouts])
    matrix = np.frombuffer(bytearray().join(values), dtype=np.float64).reshape(-1, samples)
    others = {message: one for message, one in enumerate(extra) if one}
    if others:
        known = column != UNCATALOGUED
        owner, column, matrix = owner[known], column[known], matrix[known]
    flaws: dict[int, list[Flaw]] = {}
    for row, flaw in clear(column, matrix).items():
        flaws.setdefault(int(owner[row]), []).append(flaw)
    return Block(
        place=np.array(list(sheets), dtype=np.intp),
        boots=boots,
        seqs=seqs,
        time_ms=np.fromiter(chain.from_iterable(times), dtype=np.int64).reshape(-1, samples),
        keys=_keys(boots, seqs, samples),
        owner=owner,
        column=column,
        values=matrix,
        extra=others,
        flaws=flaws,
    )


def _keys(boots: Sequence[str], seqs: Sequence[int], samples: int) -> NDArray[np.int64]:
    firsts = b"".join([first_key(boot, seq) for boot, seq in zip(boots, seqs, strict=True)])
    first = np.frombuffer(firsts, dtype=">u8").astype(np.uint64)
    return (first[:, None] + np.arange(samples, dtype=np.uint64)).view(np.int64)
