"""What does a machine of each kind measure while it works, to be played by many?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from models.signals import signal
from simulators.fleet import Fleet
from simulators.fleet.geography import Array
from simulators.shift import day_at
from simulators.work.timeline import runs
from simulators.world import MachineStory, World

_HOURS = 4.0


@dataclass(frozen=True)
class Reel:
    """What one machine measured, a row every step; `growth` is what its counters gain from first to last row."""

    names: tuple[str, ...]
    values: Array
    counters: NDArray[np.bool_]
    growth: Array


@dataclass(frozen=True)
class Bank:
    """A reel of each kind of machine, taken from the detailed model, and the seconds from one row to the next."""

    step_s: float
    reels: Mapping[Kind, Reel]


def make_bank(fleet: Fleet, seed: int, near_s: float, step_s: float) -> Bank:
    """Return reels of the first machine of each kind that works on the day of `near_s`, while it works.

    A reel is four hours long, or as long as the machine worked that day.
    """
    reels: dict[Kind, Reel] = {}
    for story in World.begin(fleet, seed, near_s).machines.values():
        if story.unit.model.kind not in reels and (reel := _reel(story, near_s, step_s)):
            reels[story.unit.model.kind] = reel
    return Bank(step_s, reels)


def _reel(story: MachineStory, near_s: float, step_s: float) -> Reel | None:
    day = story.day(day_at(story.site.layout.site, near_s))
    at_work = runs(day.rows.phase)
    if not at_work.any():
        return None
    first = float(day.rows.start_s[at_work][0])
    last = min(first + 3600 * _HOURS, float(day.rows.stop_s[at_work][-1]))
    told = story.measured(np.arange(first, last, step_s))
    values = np.array(list(told.values())).T
    counters = np.array([signal(name).counter for name in told])
    growth = np.where(counters, values[-1] - values[0], 0.0)
    return Reel(tuple(told), values, counters, growth)
