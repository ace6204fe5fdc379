"""How do power, pressure and boom go through one pass of a bucket?"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.fleet.geography import Array
from simulators.kinds.duty import Moment
from simulators.track import glide
from simulators.work.timeline import Phase

# The boom's rate is taken over this part of a phase.
_AHEAD = 0.01
# Operators lift at their own speed, from pass to pass, and a worn pump lifts slower.
_LIFT_SPREAD, _WORN_LIFT = 0.17, 0.25
_SLOWEST, _EARLIEST = 1.9, 0.02

# Blasted rock is harder to dig than what the strokes' shares of power were drawn for.
_HARD = 1.10
# Who presses far too hard lets wheels spin, the converter stall and oil go over the relief valve: so much more power.
_WASTED = 0.09

Knots = tuple[float, ...]


@dataclass(frozen=True)
class Stroke:
    """A phase in which the bucket works: at these parts of it, the share of rated power, the bar and the degrees.

    `lift` are the parts between which the boom is lifted; a slower lift begins earlier.
    """

    phase: Phase
    parts: Knots
    power: Knots
    bar: Knots
    boom_deg: Knots
    lift: tuple[float, float]

    def boom(self, part: Array, slow: Array) -> Array:
        """Return the boom's angle when its lift takes `slow` times as long as usual."""
        low, high = self.lift
        start = np.maximum(high - (high - low) * slow, _EARLIEST)
        before, inside = part * low / start, low + (part - start) * (high - low) / (high - start)
        warped = np.where(part < start, before, np.where(part < high, inside, part))
        return glide(np.clip(warped, 0, 1), self.parts, self.boom_deg)


@dataclass
class Working:
    """Share of rated power, hydraulic bar, boom angle in degrees, its rate in rad/s and how that changes."""

    power: Array
    bar: Array
    boom_deg: Array
    boom_radps: Array
    boom_radps2: Array
    inside: NDArray[np.bool_]


def work(moment: Moment, strokes: Iterable[Stroke], *, power: Array, bar: Array, boom_deg: Array) -> Working:
    """Return what the strokes demand where one is going on, and the given values elsewhere."""
    zero = np.zeros_like(power)
    working = Working(power, bar, boom_deg, zero, zero.copy(), np.zeros(len(power), dtype=bool))
    slow = np.exp(_LIFT_SPREAD * moment.luck("lift")) * (1 + _WORN_LIFT * moment.weak)
    for stroke in strokes:
        here = moment.phase == stroke.phase
        part, restless = moment.part[here], moment.restless[here]
        asked = _HARD * (1 + _WASTED * moment.press[here])
        working.inside |= here
        working.power[here] = asked * glide(part, stroke.parts, stroke.power) * (1 + 0.08 * restless)
        working.bar[here] = glide(part, stroke.parts, stroke.bar) * (1 + 0.07 * restless)
        _move(working, here, stroke, moment, np.minimum(slow[here], _SLOWEST))
    return working


def _move(working: Working, here: NDArray[np.bool_], stroke: Stroke, moment: Moment, slow: Array) -> None:
    """Let the boom move through a stroke at the speed of each lift."""
    part, step_s = moment.part[here], _AHEAD * moment.seconds[here]
    ahead = np.minimum(part[None] + np.array([[0.0], [_AHEAD], [2 * _AHEAD]]), 1.0)
    now, later, last = (np.radians(stroke.boom(at, slow)) for at in ahead)
    working.boom_deg[here] = np.degrees(now)
    working.boom_radps[here] = (later - now) / step_s
    working.boom_radps2[here] = (last - 2 * later + now) / step_s**2
