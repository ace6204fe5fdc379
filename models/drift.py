"""Has what machines send left what a model of their health was fitted on?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Of healthy machines as the model knows them these are 0, 1 and 0.02.
_SHIFTED, _WIDER, _FEWEST = 1.0, 2.5, 8
_BEYOND = 3.0
_MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True)
class Drift:
    """How machines lie about their own healthy time in one quantity, in standard deviations of the model: the middle
    of the fleet, its spread, the share beyond three, and of how many machines that is.

    `drifted` is None for fewer than eight machines: a few that are ill look like a fleet that drifts.
    """

    machines: int
    median: float
    spread: float
    beyond: float

    @property
    def drifted(self) -> bool | None:
        """Return whether most machines moved together, or lie much wider than those that were fitted on."""
        if self.machines < _FEWEST:
            return None
        return abs(self.median) > _SHIFTED or self.spread > _WIDER


def drift_of(deviations: NDArray[np.floating]) -> Drift:
    """Return the drift of one quantity by the newest deviations of machines, NaN where one is not known.

    The median and 1.4826 times the median absolute deviation: a machine that is ill moves neither.
    """
    known = deviations[np.isfinite(deviations)].astype(np.float64)
    if not len(known):
        return Drift(0, 0.0, 0.0, 0.0)
    middle = float(np.median(known))
    spread = _MAD_TO_SIGMA * float(np.median(np.abs(known - middle)))
    return Drift(len(known), middle, spread, float((np.abs(known) > _BEYOND).mean()))
