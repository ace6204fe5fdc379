"""How does a good message become a bad one, fast and again the same for the same seed?"""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from benchmarks.fuzz.graft import graft_json, graft_protobuf

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_WORDS = (
    *(b"null", b"true", b"false", b"NaN", b"Infinity", b"-0.0", b"1e400", b"-1e308", b"1e-400", b"0", b"-1", b"[]"),
    *(b"{}", b'""', b'"x"', b"9007199254740993", b"18446744073709551616", b"253402300800000", b"[[", b"]]", b'{"a":'),
    *(b'"boot"', b'"seq"', b'"time_ms"', b'"signals"', b"\xff", b"\\u0000", b"\\ud800", b"\xed\xa0\x80", b"\n", b","),
    *(
        b"\x00",
        b"\x80" * 9 + b"\x01",
        b"\xff" * 9 + b"\x01",
        b"\xff" * 12,
        b"\x12\x00",
        b"\x0a\x7f",
        b"\x7a\x00",
        b"\x0b",
    ),
    *(b"\x00\x00\x00\x00\x00\x00\xf8\x7f", b"\x00\x00\x00\x00\x00\x00\xf0\xff", b"\x10\xff\xff\x03", b"\x20\x63"),
)
_NESTS = ((b"[", b"]"), (b'{"a":', b"}"), (b'{"FaultCode":[', b"]}"), (b"\x12\x7f", b""))
_DEPTHS = (2, 10, 100, 1000, 20_000)
_MOST_BYTES = 300_000


class Chance:
    """Draws from a seed, many at a time: one by one a draw takes longer than a mutation."""

    def __init__(self, seed: Sequence[int]) -> None:
        self._drawn = _draws(np.random.default_rng(seed))

    def random(self) -> float:
        """Return a number from 0 to below 1."""
        return next(self._drawn)

    def below(self, count: int) -> int:
        """Return a whole number from 0 to below `count`."""
        return int(next(self._drawn) * count)


Mutation = Callable[[Chance, bytes, Sequence[bytes]], bytes]


def _draws(source: np.random.Generator) -> Iterator[float]:
    while True:
        yield from source.random(10_000).tolist()


class Mutator:
    """Draws mutated messages from a pool, to which those that were taken are added."""

    def __init__(self, seeds: Sequence[bytes], chance: Chance, *, kept: int = 200) -> None:
        self._seeds = list(seeds)
        self._pool = list(seeds)
        self._chance = chance
        self._kept = kept

    def draw(self) -> bytes:
        """Return a message, changed in one to four ways."""
        chance = self._chance
        message = self._pool[chance.below(len(self._pool))]
        for _ in range(1 + int(chance.random() ** 2 * 4)):
            message = _MUTATIONS[chance.below(len(_MUTATIONS))](chance, message, self._pool)
        return message[:_MOST_BYTES]

    def keep(self, message: bytes) -> None:
        """Add a message that was taken: what is changed next may go deeper."""
        if len(self._pool) < self._kept:
            self._pool.append(message)
        else:
            place = len(self._seeds) + self._chance.below(self._kept - len(self._seeds))
            self._pool[place] = message


def _flip(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    del pool
    changed = bytearray(message or b"\x00")
    for _ in range(1 + chance.below(4)):
        changed[chance.below(len(changed))] ^= 1 << chance.below(8)
    return bytes(changed)


def _truncate(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    del pool
    return message[: _place(chance, message)]


def _cut(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    del pool
    start = _place(chance, message)
    return message[:start] + message[start + 1 + chance.below(16) :]


def _repeat(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    del pool
    start, stop = sorted((_place(chance, message), _place(chance, message)))
    times = 2 if chance.random() < 0.99 else 50
    return message[:start] + message[start:stop] * times + message[stop:]


def _splice(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    other = pool[chance.below(len(pool))]
    return message[: _place(chance, message)] + other[_place(chance, other) :]


def _insert(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    del pool
    start = _place(chance, message)
    return message[:start] + _WORDS[chance.below(len(_WORDS))] + message[start:]


def _overwrite(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    del pool
    start, word = _place(chance, message), _WORDS[chance.below(len(_WORDS))]
    return message[:start] + word + message[start + len(word) :]


def _renumber(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(message, 0, 2000))
    if not found:
        return _flip(chance, message, pool)
    number = found[chance.below(len(found))]
    return message[: number.start()] + _WORDS[chance.below(len(_WORDS))] + message[number.end() :]


def _swap(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(message, 0, 2000))
    if len(found) < 2:
        return _flip(chance, message, pool)
    place = chance.below(len(found) - 1)
    one, other = found[place], found[place + 1 + chance.below(len(found) - 1 - place)]
    between = message[one.end() : other.start()]
    return message[: one.start()] + other[0] + between + one[0] + message[other.end() :]


def _nest(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    if chance.random() < 0.9:
        return _flip(chance, message, pool)
    opening, closing = _NESTS[chance.below(len(_NESTS))]
    depth = _DEPTHS[chance.below(len(_DEPTHS))]
    start = _place(chance, message)
    return message[:start] + opening * depth + (closing * depth if chance.random() < 0.5 else b"") + message[start:]


def _graft(chance: Chance, message: bytes, pool: Sequence[bytes]) -> bytes:
    if message[:1] == b"{":
        return graft_json(message, chance.below)
    return graft_protobuf(message, chance.below, lambda part: _flip(chance, part, pool))


def _place(chance: Chance, message: bytes) -> int:
    return chance.below(len(message) + 1)


_MUTATIONS: Sequence[Mutation] = (
    *(_flip, _truncate, _cut, _repeat, _splice, _insert, _overwrite, _renumber, _swap, _nest),
    *([_graft] * 20),
)
