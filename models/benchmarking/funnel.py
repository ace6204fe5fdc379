"""Within which limits does the index of a typical machine lie after so many cycles?"""

from dataclasses import dataclass

import numpy as np

from models.benchmarking.haulage import Array

_WARNS, _ALARMS = 1.96, 3.0


@dataclass(frozen=True)
class Funnel:
    """Limits of the index of typical machines by the number of cycles: 95 % lie within the inner ones, nearly all
    within the outer ones (three standard deviations)."""

    cycles: Array
    inner_low: Array
    inner_high: Array
    outer_low: Array
    outer_high: Array


def funnel(cv: float, beyond: float, most_cycles: int, points: int = 40) -> Funnel:
    """Return the limits up to so many cycles, where cycles differ by `cv` for no reason and `beyond` is what no number
    of cycles takes away: exp(± z sqrt(cv² / n + beyond²)), an additive random effect (Spiegelhalter 2005)."""
    cycles = np.unique(np.geomspace(5, max(most_cycles, 10), points).round())
    limits = [np.exp(z * np.hypot(cv / np.sqrt(cycles), beyond)) for z in (-_WARNS, _WARNS, -_ALARMS, _ALARMS)]
    return Funnel(cycles, *limits)
