"""How do machines of a group work on the whole, in figures that can be told of it?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.benchmarking.indicator import Week, add
from models.benchmarking.reason import Habits

# How long a truck is under way follows from how far, steep and fast its way is: that of one is no measure of others.
TRAVELS = ("return", "haul")
_FIGURES = 2


@dataclass(frozen=True)
class Typical:
    """How a group, or a machine, works: seconds of phases a cycle, the share of time that it idles, and misuses per
    100 h (None: not everybody was watched)."""

    phase_s: Mapping[str, float]
    idle_share: float
    misuses_per_100h: float | None

    def habits(self, fuel_index: float = 1.0) -> Habits:
        """Return them beside fuel as a share of what is expected."""
        return Habits(self.phase_s, self.idle_share, self.misuses_per_100h or 0.0, fuel_index)

    @property
    def told(self) -> "Typical":
        """Return what is told of a group: to two figures, and without the time under way."""
        misuses = None if self.misuses_per_100h is None else _round(self.misuses_per_100h)
        phases = {name: _round(seconds) for name, seconds in self.phase_s.items() if name not in TRAVELS}
        return Typical(phases, _round(self.idle_share), misuses)


def typical(weeks: Sequence[Week]) -> Typical | None:
    """Return how machines work by the sums of their weeks, None where they did not haul."""
    week = add(weeks)
    if not week.cycles or not week.phase_s or week.hours_h <= 0:
        return None
    # Where not everybody is watched, it would be a figure of the few who are.
    misuses = 100 * week.misuses / week.watched_h if all(one.watched_h for one in weeks) else None
    phases = {name: seconds / week.cycles for name, seconds in week.phase_s.items()}
    return Typical(phases, week.idle_h / week.hours_h, misuses)


def _round(value: float) -> float:
    return round(value, _FIGURES - 1 - math.floor(math.log10(abs(value)))) if value else 0.0
