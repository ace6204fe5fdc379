"""What do very many machines measure at one moment?"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from models.signals import signal
from simulators.fleet.geography import Array
from simulators.light.bank import Bank, Reel
from simulators.noise import key

# How far machines differ: a constant share of every reading, and metres between the places at which they work.
_SHARE = 0.02
_APART_DEG = 3.0
# What differs in proportion would not be believed of these.
_AS_THEY_ARE = frozenset({"latitude_deg", "longitude_deg", "heading_deg", "battery_voltage_v", "engine_speed_rpm"})


@dataclass(frozen=True)
class Block:
    """Readings of machines that measure the same signals: `values` has a row for each machine."""

    names: tuple[str, ...]
    machines: list[str]
    values: Array


@dataclass(frozen=True)
class _Group:
    """The machines of one kind: at which row each begins its reel, and by what it differs."""

    reel: Reel
    machines: list[str]
    first: NDArray[np.int64]
    factor: Array
    offset: Array

    def part(self, some: slice) -> "_Group":
        """Return some of the machines."""
        return _Group(self.reel, self.machines[some], self.first[some], self.factor[some], self.offset[some])


class Herd:
    """So many machines, in equal parts of the bank's kinds, each somewhere else in its reel; nothing else is kept."""

    def __init__(self, bank: Bank, machines: int, seed: int) -> None:
        self._groups = [
            _group(kind, reel, len(range(place, machines, len(bank.reels))), seed)
            for place, (kind, reel) in enumerate(bank.reels.items())
        ]

    def parts(self, number: int) -> "list[Herd]":
        """Return so many herds of about the same size, in which each of these machines is once."""
        return [self._part(slice(place, None, number)) for place in range(number)]

    def _part(self, some: slice) -> "Herd":
        part = copy(self)
        part._groups = [group.part(some) for group in self._groups]
        return part

    def __len__(self) -> int:
        return sum(len(group.machines) for group in self._groups)

    def at(self, step: int) -> Iterator[Block]:
        """Yield what all machines measure at a step, as their sensors tell it; counters never go back."""
        for group in self._groups:
            reel = group.reel
            rounds, row = np.divmod(group.first + step, len(reel.values))
            values = reel.values[row]
            values += rounds[:, None] * reel.growth
            values *= group.factor
            values += group.offset
            yield Block(reel.names, group.machines, np.clip(values, *_range(reel)))


def _group(kind: Kind, reel: Reel, count: int, seed: int) -> _Group:
    dice = np.random.Generator(np.random.PCG64(key(seed, "herd", kind.value)))
    alike = reel.counters | np.isin(reel.names, list(_AS_THEY_ARE))
    factor = np.where(alike, 1.0, dice.normal(1.0, _SHARE, (count, len(reel.names))))
    offset = np.zeros((count, len(reel.names)))
    for place, name in enumerate(reel.names):
        if name in ("latitude_deg", "longitude_deg"):
            offset[:, place] = dice.uniform(-_APART_DEG, _APART_DEG, count)
    machines = [f"{kind.value.replace('_', '-')}-{number:06d}" for number in range(count)]
    return _Group(reel, machines, dice.integers(0, len(reel.values), count), factor, offset)


def _range(reel: Reel) -> tuple[Array, Array]:
    signals = [signal(name) for name in reel.names]
    return np.array([one.low for one in signals]), np.array([one.high for one in signals])
