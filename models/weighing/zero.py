"""What does the empty bucket weigh at this moment, beyond what it did when it was calibrated?"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.weighing.equation import NAMES
from models.weighing.handbook import Array

# Shares of the full scale: how far mud and sensors let the zero wander in an hour, what is not known of one way down,
# and how far the zero may be off before somebody should look.
_WANDERS_PER_H, _UNSURE, ALARM = 0.004, 0.003, 0.02
# Nobody knows what is in the bucket of a machine that was not seen before.
_UNSEEN = 0.015
# One way down this far off (standard deviations and share of the full scale) is no empty bucket; several are a change.
_OFF, _OFF_SHARE, _PATIENCE = 4.0, 0.01, 4


@dataclass(frozen=True)
class Zero:
    """The zero of a scale at a moment: kg, its variance, and how it follows the coefficients of the equation.

    `refused` counts ways down in a row that did not fit.
    """

    at_s: float
    kg: float
    variance: float
    slope: tuple[float, ...]
    refused: int = 0

    def is_off(self, full_kg: float) -> bool:
        """Return whether the zero is beyond its limit."""
        return abs(self.kg) > ALARM * full_kg


@dataclass(frozen=True)
class Zeros:
    """The zero that each of some passes is weighed with: kg, variance and slopes; and the zero to go on with."""

    kg: Array
    variance: Array
    slope: NDArray[np.float64]
    last: Zero


def unseen(at_s: float, full_kg: float) -> Zero:
    """Return what is known of the zero of a scale that nobody saw at work: that of its calibration or handbook."""
    return Zero(at_s, 0.0, (_UNSEEN * full_kg) ** 2, (0.0,) * len(NAMES))


@dataclass(frozen=True)
class Empties:
    """What the empty bucket weighed after each pass: when, kg, standard deviation (NaN: not told), and slopes."""

    time_s: Array
    kg: Array
    spread_kg: Array
    slope: NDArray[np.float64]


def follow(zero: Zero, empties: Empties, full_kg: float, settled: int) -> Zeros:
    """Return the zero before each of some passes, by what the bucket weighed empty after each; and that after the last
    of the first `settled` ones."""
    count, last = len(empties.time_s), zero
    kg, variance, slope = np.zeros(count), np.zeros(count), np.zeros((count, len(NAMES)))
    for row in range(count):
        zero = _later(zero, float(empties.time_s[row]), full_kg)
        kg[row], variance[row], slope[row] = zero.kg, zero.variance, zero.slope
        if np.isfinite(empties.kg[row]):
            zero = _seen(zero, empties, row, full_kg)
        last = zero if row < settled else last
    return Zeros(kg, variance, slope, last)


def _later(zero: Zero, at_s: float, full_kg: float) -> Zero:
    hours = max(at_s - zero.at_s, 0.0) / 3600
    most = (_UNSEEN * full_kg) ** 2
    wandered = zero.variance + (_WANDERS_PER_H * full_kg) ** 2 * hours
    return replace(zero, at_s=at_s, variance=max(zero.variance, min(wandered, most)))


def _seen(zero: Zero, empties: Empties, row: int, full_kg: float) -> Zero:
    """Return the zero after one more look at the empty bucket (a Kalman filter of one level)."""
    noise = float(empties.spread_kg[row]) ** 2 + (_UNSURE * full_kg) ** 2
    off = float(empties.kg[row]) - zero.kg
    if abs(off) > _OFF * np.sqrt(zero.variance + noise) + _OFF_SHARE * full_kg:
        if zero.refused < _PATIENCE:
            return replace(zero, refused=zero.refused + 1)
        zero = replace(zero, variance=(_UNSEEN * full_kg) ** 2)
    gain = zero.variance / (zero.variance + noise)
    slope = (1 - gain) * np.asarray(zero.slope) + gain * empties.slope[row]
    return Zero(zero.at_s, zero.kg + gain * off, (1 - gain) * zero.variance, tuple(slope.tolist()))
