"""Which random number belongs to this machine, this sensor and this moment?"""

import math
import random
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_SIXTEEN, _SIXTEEN_BITS = np.uint64(16), np.uint64(0xFFFF)
_STIRS = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)
# Four uniform numbers of 16 bits: their sum has this mean and, by the central limit, nearly a normal shape.
_MEAN = 2 * 0xFFFF
_SCALE = np.sqrt(3) / 0xFFFF


def key(*parts: object) -> int:
    """Return the 64-bit number that stands for these names; equal on every machine and in every run."""
    return int.from_bytes(blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest())


class Dice(random.Random):
    """A generator whose throws depend on the names it was made from alone."""

    def __init__(self, *parts: object) -> None:
        super().__init__(key(*parts))

    def about(self, typical: float, spread: float) -> float:
        """Return a positive number whose median is typical and whose logarithm has this standard deviation."""
        return typical * math.exp(self.gauss(0.0, spread))


def white(stream: int, ticks: NDArray[np.int64]) -> Array:
    """Return one number a tick, independent, of mean 0 and standard deviation 1, never beyond 3.5."""
    bits = ticks.astype(np.uint64)
    bits ^= np.uint64(stream)
    _mix(bits)
    total = bits & _SIXTEEN_BITS
    for _ in range(3):
        bits >>= _SIXTEEN
        total += bits & _SIXTEEN_BITS
    numbers = total.astype(np.float64)
    numbers -= _MEAN
    numbers *= _SCALE
    return numbers


def drift(stream: int, time_s: Array, period_s: float) -> Array:
    """Return numbers that wander slowly, with a standard deviation near 1, and forget themselves after some periods."""
    place = time_s / period_s
    step = np.floor(place)
    tick = step.astype(np.int64)
    before, after = _lattice(stream, tick)
    part = place - step
    return np.asarray(before + (after - before) * part * part * (3 - 2 * part))


def _lattice(stream: int, ticks: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return the numbers of these ticks and of those after them; where ticks repeat, each is thrown once."""
    first, last = (int(ticks.min()), int(ticks.max())) if len(ticks) else (0, 0)
    if last - first < len(ticks):
        thrown = white(stream, np.arange(first, last + 2))
        return thrown[ticks - first], thrown[ticks - first + 1]
    return white(stream, ticks), white(stream, ticks + 1)


def _mix(bits: NDArray[np.uint64]) -> None:
    """Stir the bits as SplitMix64 does (Steele, Lea and Flood, 2014)."""
    bits *= np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in _STIRS:
        bits ^= bits >> shift
        bits *= factor
    bits ^= bits >> np.uint64(31)
