"""Where do healthy values lie, and how far do they spread, by few rows and what is known of their like?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The median absolute deviation of a normal distribution is its standard deviation over this.
_MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True)
class Spread:
    """The middle and the standard deviation of each column, in the column's unit; a column that never varies has 0."""

    middle: Floats
    sigma: Floats

    def of(self, rows: Floats) -> Floats:
        """Return rows in standard deviations from the middle; columns without spread are 0."""
        varies = self.sigma > 0
        return np.where(varies, (rows - self.middle) / np.where(varies, self.sigma, 1.0), 0.0)


def spread(rows: Floats, prior: Spread | None = None, weight: float = 0.0) -> Spread:
    """Return the median and 1.4826 MAD of each column, NaN left out, shrunk to a prior that counts as `weight` rows.

    Where more than half of a column's values are one, its standard deviation stands in for the MAD, which is 0.
    """
    count = np.count_nonzero(np.isfinite(rows), axis=0).astype(np.float64)
    held = np.where(count > 0, rows, 0.0)
    middle = np.nanmedian(held, axis=0)
    sigma = _MAD_TO_SIGMA * np.nanmedian(np.abs(held - middle), axis=0)
    sigma = np.where(sigma > 0, sigma, np.nanstd(held, axis=0))
    if prior is None:
        return Spread(middle, sigma)
    own = count / (count + weight)
    squared = own * sigma**2 + (1 - own) * prior.sigma**2
    return Spread(own * middle + (1 - own) * prior.middle, np.sqrt(squared))
