"""How do rows look as PostgreSQL's binary COPY, packed by NumPy many at a time?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
EPOCH_US = 946_684_800_000_000

# Two bytes each, because every size and every value has a whole number of these.
Words = NDArray[np.uint16]
Bits = NDArray[np.bool_]
Runs = Sequence[tuple[slice, slice]]
Choice = NDArray[np.intp] | NDArray[np.bool_] | slice

_NULL = (0xFFFF, 0xFFFF)
# The words of the size that stands before each value.
_SIZE = 2


@dataclass(frozen=True)
class Shape:
    """How rows with the same nulls lie in words of two bytes: a size before each value, and the value.

    `blank` is a row without its values, and `at` holds for each column where its value begins (-1: it is null).
    """

    columns: int
    blank: Words
    at: NDArray[np.intp]

    def rows(self, count: int) -> Words:
        """Return so many rows, to be filled."""
        words = np.empty((count, len(self.blank)), dtype=np.uint16)
        words[:] = self.blank
        return words

    def runs(self, columns: NDArray[np.intp], size: int) -> Runs:
        """Return where columns of so many bytes, none of them null, lie beside each other: of their first words, and of
        themselves.
        """
        at, step = self.at[columns], _SIZE + size // 2
        ends = np.append(np.flatnonzero(np.diff(at) != step) + 1, len(at)).tolist()
        starts = [0, *ends[:-1]]
        return [(slice(at[a], at[b - 1] + 1, step), slice(a, b)) for a, b in zip(starts, ends, strict=True) if b > a]

    def put(self, words: Words, column: int, values: NDArray[np.generic]) -> None:
        """Write a column, whose values have its size."""
        parts = np.ascontiguousarray(values).view("<u2").reshape(len(values), -1)
        for place in range(parts.shape[1]):
            words[:, self.at[column] + place] = parts[:, -1 - place]


def put_runs(words: Words, runs: Runs, values: NDArray[np.generic]) -> None:
    """Write columns of one size, of which there are runs."""
    parts = np.ascontiguousarray(values).view("<u2").reshape(*values.shape, values.itemsize // 2)
    for of_words, of_values in runs:
        for place in range(parts.shape[2]):
            words[:, _moved(of_words, place)] = parts[:, of_values, -1 - place]


def _moved(of_words: slice, by: int) -> slice:
    return slice(of_words.start + by, of_words.stop + by, of_words.step)


@lru_cache(maxsize=4096)
def shape(sizes: tuple[int, ...], present: bytes) -> Shape:
    """Return the shape of rows whose columns have so many bytes, where `present` has a one for each value."""
    words: list[int] = []
    at: list[int] = []
    for size, there in zip(sizes, present, strict=True):
        words += (0, size) if there else _NULL
        at.append(len(words) if there else -1)
        words += [0] * (size // 2 if there else 0)
    return Shape(len(sizes), np.array(words, dtype=np.uint16), np.array(at, dtype=np.intp))


def alike(present: Bits) -> Iterator[tuple[Bits, Choice]]:
    """Yield each row that `present` holds, with the places at which it does."""
    if (present == present[0]).all():
        yield present[0], slice(None)
        return
    packed = np.packbits(present, axis=1)
    kinds = packed.view([("", packed.dtype)] * packed.shape[1]).ravel()
    _, firsts, which = np.unique(kinds, return_index=True, return_inverse=True)
    for kind, first in enumerate(firsts.tolist()):
        yield present[first], np.flatnonzero(which == kind)


def written(words: Words, columns: int, names: NDArray[np.bytes_] | None = None) -> bytes:
    """Return rows as they go over the wire; with `names`, of one length, a text is their last column."""
    count, width = words.shape
    counted = np.empty((count, 1 + width), dtype=">u2")
    counted[:, 0], counted[:, 1:] = columns + (names is not None), words
    if names is None:
        return counted.tobytes()
    length = names.dtype.itemsize
    rows = np.empty((count, 6 + 2 * width + length), dtype=np.uint8)
    rows[:, : 2 + 2 * width] = counted.view(np.uint8)
    rows[:, 2 + 2 * width : 6 + 2 * width] = np.frombuffer(length.to_bytes(4), dtype=np.uint8)
    rows[:, 6 + 2 * width :] = np.ascontiguousarray(names).view(np.uint8).reshape(count, length)
    return rows.tobytes()


def with_ends(rows: bytes, count: int, ends: Mapping[int, Sequence[bytes | None]]) -> bytes:
    """Return rows whose last columns are nulls with the values of those that have any in their place."""
    width = len(rows) // count
    pieces: list[bytes] = []
    start = 0
    for row in sorted(ends):
        end = (row + 1) * width
        pieces += [rows[start : end - 4 * len(ends[row])], *map(_value, ends[row])]
        start = end
    return b"".join([*pieces, rows[start:]])


def _value(value: bytes | None) -> bytes:
    return b"\xff\xff\xff\xff" if value is None else len(value).to_bytes(4) + value


def jsonb(text: bytes | None) -> bytes | None:
    """Return a JSON text as the database receives it: the first byte is the version of its format."""
    return None if text is None else b"\x01" + text
