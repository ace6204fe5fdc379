"""Where do the limits and the machines stand in the drawing of a funnel plot?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.benchmarking.api import Funnel, FunnelPoint

LEFT, WIDTH, HEIGHT = 46.0, 720.0, 260.0
_EDGE = 0.04


@dataclass(frozen=True)
class Dot:
    """One machine: where it stands, its name, and whether it is inside of what chance explains."""

    x: float
    y: float
    machine: str
    name: str
    index: float
    cycles: int
    usual: bool


@dataclass(frozen=True)
class Mark:
    """A place on an axis, and what is written there."""

    at: float
    value: float


@dataclass(frozen=True)
class Drawn:
    """A funnel plot: areas as paths, machines as dots, and what the axes say."""

    inner: str
    outer: str
    middle: float
    dots: Sequence[Dot]
    across: Sequence[Mark]
    up: Sequence[Mark]


@dataclass(frozen=True)
class _Scale:
    """Cycles by their logarithm from left to right, the index from below upwards."""

    first: float
    last: float
    low: float
    high: float

    def x(self, cycles: float) -> float:
        far = math.log(max(cycles, 1.0) / self.first) / (math.log(self.last / self.first) or 1.0)
        return LEFT + (WIDTH - LEFT) * min(max(far, 0.0), 1.0)

    def y(self, index: float) -> float:
        return HEIGHT * (1 - min(max((index - self.low) / (self.high - self.low), 0.0), 1.0))


def drawn(told: Funnel, names: Mapping[str, str]) -> Drawn | None:
    """Return the drawing of a funnel plot; None where there are no limits to draw."""
    limits = told.limits
    if len(limits.cycles) < 2:
        return None
    scale = _scale(told)
    return Drawn(
        inner=_area(scale, limits.cycles, limits.inner_low, limits.inner_high),
        outer=_area(scale, limits.cycles, limits.outer_low, limits.outer_high),
        middle=scale.y(1.0),
        dots=[_dot(scale, told, one, names.get(one.machine, one.machine)) for one in told.points],
        across=[Mark(scale.x(value), value) for value in _round(scale.first, scale.last)],
        up=[Mark(scale.y(value / 100), value / 100) for value in _steps(scale.low, scale.high)],
    )


def _scale(told: Funnel) -> _Scale:
    limits, points = told.limits, told.points
    cycles = [*limits.cycles, *(max(one.cycles, 1) for one in points)]
    values = [*limits.outer_low, *limits.outer_high, *(one.index for one in points)]
    # A few cycles tell so little that their limits would make all else flat.
    low, high = max(min(values), 0.6), min(max(values), 1.6)
    return _Scale(max(min(cycles), 1), max(cycles), low - _EDGE, high + _EDGE)


def _area(scale: _Scale, cycles: Sequence[int], low: Sequence[float], high: Sequence[float]) -> str:
    there = [f"{scale.x(n):.1f} {scale.y(v):.1f}" for n, v in zip(cycles, high, strict=True)]
    back = [f"{scale.x(n):.1f} {scale.y(v):.1f}" for n, v in zip(cycles, low, strict=True)]
    return f"M{'L'.join([*there, *reversed(back)])}Z"


def _dot(scale: _Scale, told: Funnel, one: FunnelPoint, name: str) -> Dot:
    limits = told.limits
    nearest = min(range(len(limits.cycles)), key=lambda place: abs(limits.cycles[place] - one.cycles))
    usual = limits.inner_low[nearest] <= one.index <= limits.inner_high[nearest]
    return Dot(scale.x(one.cycles), scale.y(one.index), one.machine, name, one.index, one.cycles, usual)


def _round(first: float, last: float) -> list[float]:
    """Return round numbers of cycles between two."""
    found = [digit * 10**power for power in range(7) for digit in (1, 2, 5)]
    return [value for value in found if first <= value <= last]


def _steps(low: float, high: float) -> list[int]:
    """Return round indices between two, in hundredths."""
    by = 5 if high - low < 0.4 else 10
    return [value for value in range(0, 301, by) if low <= value / 100 <= high]
