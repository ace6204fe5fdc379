"""How do rows look as PostgreSQL's binary COPY, packed by NumPy many at a time?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
EPOCH_US = 946_684_800_000_000

Words = NDArray[np.uint32]
Bits = NDArray[np.bool_]
Runs = Sequence[tuple[slice, slice]]
Choice = NDArray[np.intp] | NDArray[np.bool_] | slice

_NULL = 0xFFFF_FFFF
# A size and a value.
_PAIR = 2


@dataclass(frozen=True)
class Shape:
    """How rows with the same nulls lie in words of four bytes: a size before each value, and the value.

    `blank` is a row without its values, and `at` holds for each column where its value begins (-1: it is null).
    """

    columns: int
    blank: Words
    at: NDArray[np.intp]

    def rows(self, count: int) -> Words:
        """Return so many rows, to be filled."""
        words = np.empty((count, len(self.blank)), dtype=np.uint32)
        words[:] = self.blank
        return words

    def runs(self, columns: NDArray[np.intp]) -> Runs:
        """Return where columns of four bytes, none of them null, lie beside each other: slices of words and of them."""
        at = self.at[columns]
        ends = np.append(np.flatnonzero(np.diff(at) != _PAIR) + 1, len(at)).tolist()
        starts = [0, *ends[:-1]]
        return [(slice(at[a], at[b - 1] + 1, _PAIR), slice(a, b)) for a, b in zip(starts, ends, strict=True) if b > a]

    def put(self, words: Words, column: int, values: NDArray[np.int64] | NDArray[np.float64]) -> None:
        """Write a column of eight bytes."""
        halves = np.ascontiguousarray(values).view("<u4").reshape(-1, 2)
        words[:, self.at[column]], words[:, self.at[column] + 1] = halves[:, 1], halves[:, 0]


@lru_cache(maxsize=4096)
def shape(sizes: tuple[int, ...], present: bytes) -> Shape:
    """Return the shape of rows whose columns have so many bytes (4 or 8), where `present` has a one for each value."""
    words: list[int] = []
    at: list[int] = []
    for size, there in zip(sizes, present, strict=True):
        words.append(size if there else _NULL)
        at.append(len(words) if there else -1)
        words += [0] * (size // 4 if there else 0)
    return Shape(len(sizes), np.array(words, dtype=np.uint32), np.array(at, dtype=np.intp))


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
    length = 0 if names is None else names.dtype.itemsize
    rows = np.empty((count, 2 + 4 * width + (4 + length if length else 0)), dtype=np.uint8)
    rows[:, :2] = np.frombuffer((columns + bool(length)).to_bytes(2), dtype=np.uint8)
    rows[:, 2 : 2 + 4 * width] = words.astype(">u4").view(np.uint8)
    if names is not None:
        rows[:, 2 + 4 * width : 6 + 4 * width] = np.frombuffer(length.to_bytes(4), dtype=np.uint8)
        rows[:, 6 + 4 * width :] = np.ascontiguousarray(names).view(np.uint8).reshape(count, length)
    return rows.tobytes()


def with_extra(rows: bytes, count: int, extra: Mapping[int, bytes]) -> bytes:
    """Return rows whose last column is a null with the jsonb of those that have any in its place."""
    width = len(rows) // count
    pieces: list[bytes] = []
    start = 0
    for row in sorted(extra):
        known, end = extra[row], (row + 1) * width
        # The first byte of a jsonb value is the version of its format.
        pieces += [rows[start : end - 4], (len(known) + 1).to_bytes(4), b"\x01", known]
        start = end
    return b"".join([*pieces, rows[start:]])
