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

Knots = tuple[float, ...]


@dataclass(frozen=True)
class Stroke:
    """A phase in which the bucket works: at these parts of it, the share of rated power, the bar and the degrees."""

    phase: Phase
    parts: Knots
    power: Knots
    bar: Knots
    boom_deg: Knots


@dataclass
class Working:
    """Share of rated power, hydraulic pressure in bar, boom angle in degrees and its rate in rad/s."""

    power: Array
    bar: Array
    boom_deg: Array
    boom_radps: Array
    inside: NDArray[np.bool_]


def work(moment: Moment, strokes: Iterable[Stroke], *, power: Array, bar: Array, boom_deg: Array) -> Working:
    """Return what the strokes demand where one is going on, and the given values elsewhere."""
    working = Working(power, bar, boom_deg, np.zeros_like(power), np.zeros(len(power), dtype=bool))
    for stroke in strokes:
        here = moment.phase == stroke.phase
        part, restless = moment.part[here], moment.restless[here]
        working.inside |= here
        working.power[here] = glide(part, stroke.parts, stroke.power) * (1 + 0.08 * restless)
        working.bar[here] = glide(part, stroke.parts, stroke.bar) * (1 + 0.07 * restless)
        angle = glide(part, stroke.parts, stroke.boom_deg)
        later = glide(np.minimum(part + _AHEAD, 1.0), stroke.parts, stroke.boom_deg)
        working.boom_deg[here] = angle
        working.boom_radps[here] = np.radians(later - angle) / (_AHEAD * moment.seconds[here])
    return working
