"""By how much did a counter grow between two moments, where units are replaced and begin anew?"""

from dataclasses import dataclass

import numpy as np

from models.benchmarking.haulage import Array


@dataclass(frozen=True)
class Meter:
    """What a counter has grown by since it was first read, at times in Unix seconds; both rise, and may be empty."""

    time_s: Array
    grown: Array

    @property
    def total(self) -> float | None:
        """Return by how much it grew in all, None where it was never read."""
        return float(self.grown[-1]) if len(self.grown) else None

    def between(self, from_s: Array, to_s: Array) -> Array:
        """Return by how much it grew from each moment to another; NaN where it was not read on both sides of each."""
        if not len(self.time_s):
            return np.full(len(from_s), np.nan)
        known = (from_s >= self.time_s[0]) & (to_s <= self.time_s[-1])
        return np.where(known, np.interp(to_s, *self._course) - np.interp(from_s, *self._course), np.nan)

    @property
    def _course(self) -> tuple[Array, Array]:
        return self.time_s, self.grown


def meter(time_s: Array, lasts_s: float, least: Array, greatest: Array) -> Meter:
    """Return a counter by the least and greatest value of buckets that last so long; NaN: not read.

    The least is taken for the value at a bucket's begin, the greatest for that at its end. What falls is another unit.
    """
    times = np.stack([time_s, time_s + lasts_s - 1e-3], axis=-1).ravel()
    values = np.stack([least, greatest], axis=-1).ravel()
    known = np.isfinite(values)
    return Meter(times[known], np.cumsum(np.maximum(np.diff(values[known], prepend=values[known][:1]), 0.0)))
