"""How do machines of a group work on the whole, in figures that can be told of it?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.benchmarking.indicator import Week, add
from models.benchmarking.reason import Habits
from models.benchmarking.tally import Tally

# How long these take follows from how far it is: they are compared by the kilometre.
TRAVELS = ("return", "haul")
_FIGURES = 2


@dataclass(frozen=True)
class Typical:
    """How a group works: seconds of each phase a cycle, those on the way a kilometre; the share of time that it idles,
    and misuses per 100 h (None: nobody watched)."""

    phase_s: Mapping[str, float]
    idle_share: float
    misuses_per_100h: float | None

    def habits(self, km: float, fuel_index: float = 1.0) -> Habits:
        """Return them as those of a machine whose cycles are so long."""
        phases = {name: value * (km if name in TRAVELS else 1.0) for name, value in self.phase_s.items()}
        return Habits(phases, self.idle_share, self.misuses_per_100h or 0.0, fuel_index)

    @property
    def rounded(self) -> "Typical":
        """Return them to two figures, as a group's are told."""
        misuses = None if self.misuses_per_100h is None else _round(self.misuses_per_100h)
        return Typical({name: _round(one) for name, one in self.phase_s.items()}, _round(self.idle_share), misuses)


def typical(weeks: Sequence[Week], told: Tally) -> Typical | None:
    """Return how machines work by the sums of their weeks and cycles, None where they did not haul."""
    week, km = add(weeks), kilometres(told)
    if not week.cycles or not week.phase_s or week.hours_h <= 0 or km <= 0:
        return None
    phases = {name: seconds / week.cycles / (km if name in TRAVELS else 1.0) for name, seconds in week.phase_s.items()}
    # Where not everybody is watched, it would be a figure of the few who are.
    misuses = 100 * week.misuses / week.watched_h if all(one.watched_h for one in weeks) else None
    return Typical(phases, week.idle_h / week.hours_h, misuses)


def kilometres(told: Tally) -> float:
    """Return the mean length of a cycle in km."""
    return float(told.means[:, 0].sum() / max(int(told.cycles.sum()), 1) / 1000)


def _round(value: float) -> float:
    return round(value, _FIGURES - 1 - math.floor(math.log10(abs(value)))) if value else 0.0
