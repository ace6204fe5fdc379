"""How are very many values of a signal written, each in the same number of places?"""

from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.signals import Signal, signal
from simulators.fleet.geography import Array

Text = NDArray[np.uint8]
# A signal with more values than these is written digit by digit, any other is looked up.
_MOST_ENTRIES = 100_000
# So many digits hold every value of the catalogue; they are looked up four at a time.
_DIGITS, _CHUNK = 16, 10_000
_NULL = b"null"


class Field(Protocol):
    """The place of a signal in a message, `width` bytes wide: JSON allows blanks before a number."""

    width: int

    def write(self, values: Array, place: Text) -> None:
        """Write a value into each row of `place`, an array of bytes with a row for each value; NaN is null."""


@lru_cache(maxsize=256)
def field_of(name: str) -> Field:
    """Return the field of a signal of the catalogue."""
    one = signal(name)
    entries = (one.high - one.low) * 10**one.decimals
    return _Looked(one) if entries <= _MOST_ENTRIES else _Spelled(one)


class _Looked:
    """A field whose texts are all known beforehand, the last of them null."""

    def __init__(self, one: Signal) -> None:
        self._scale = 10.0**one.decimals
        self._low = round(one.low * self._scale)
        numbers = range(self._low, round(one.high * self._scale) + 1)
        texts = [b"%.*f" % (one.decimals, number / self._scale) for number in numbers]
        self.width = max(map(len, (*texts, _NULL)))
        self._texts = np.array([text.rjust(self.width) for text in (*texts, _NULL)], f"S{self.width}")

    def write(self, values: Array, place: Text) -> None:
        """Look every value up."""
        entries = np.rint(values * self._scale)
        entries -= self._low
        missing = np.isnan(entries)
        if missing.any():
            entries[missing] = len(self._texts) - 1
        texts = self._texts[entries.astype(np.intp)]
        place[:] = texts.view(np.uint8).reshape(len(texts), self.width)


class _Spelled:
    """A field that is written digit by digit."""

    def __init__(self, one: Signal) -> None:
        self._scale = 10.0**one.decimals
        self._decimals = one.decimals
        # A place more than digits, for the sign.
        self._whole = len(f"{max(abs(one.low), abs(one.high)):.0f}") + 1
        self.width = self._whole + (one.decimals + 1 if one.decimals else 0)
        self._blanks = _blanks(one.decimals)

    def write(self, values: Array, place: Text) -> None:
        """Spell every value."""
        missing = np.isnan(values)
        scaled = np.rint(np.where(missing, 0.0, values) * self._scale)
        digits = _spell(np.abs(scaled).astype(np.int64), scaled < 0, self._blanks)
        point = _DIGITS - self._decimals
        place[:, : self._whole] = digits[:, point - self._whole : point]
        if self._decimals:
            place[:, self._whole] = ord(".")
            place[:, self._whole + 1 :] = digits[:, point:]
        if missing.any():
            place[missing] = np.frombuffer(_NULL.rjust(self.width), np.uint8)


def _spell(numbers: NDArray[np.int64], negative: NDArray[np.bool_], blanks: tuple[Text, Text]) -> Text:
    """Return the 16 digits of each number, with blanks before the first that counts and a sign before it."""
    chunks = _chunks()
    digits = np.empty((len(numbers), _DIGITS // 4), "S4")
    rest = numbers
    for place in reversed(range(_DIGITS // 4)):
        rest, chunk = np.divmod(rest, _CHUNK)
        digits[:, place] = chunks[chunk]
    count = np.searchsorted(_POWERS, numbers, side="right")
    text = digits.view(np.uint8).reshape(len(numbers), _DIGITS)
    keep, sign = blanks
    text &= keep[count]
    if negative.any():
        text[negative] |= sign[count[negative]]
    return text


_POWERS = 10 ** np.arange(_DIGITS, dtype=np.int64)


@lru_cache(maxsize=1)
def _chunks() -> "np.typing.NDArray[np.bytes_]":
    return np.array([b"%04d" % number for number in range(_CHUNK)], "S4")


def _blanks(decimals: int) -> tuple[Text, Text]:
    """Return, by how many digits a number has, what its 16 digits are masked by, and what a sign adds to them."""
    keep = np.full((_DIGITS + 1, _DIGITS), 0xFF, np.uint8)
    sign = np.zeros_like(keep)
    for count in range(_DIGITS + 1):
        first = _DIGITS - max(count, decimals + 1)
        # A nought is 0x30: masked by this it is a blank, 0x20, and with the rest of a minus, 0x2D, that.
        keep[count, :first] = 0x20
        if first > 0:
            sign[count, first - 1] = 0x0D
    return keep, sign
