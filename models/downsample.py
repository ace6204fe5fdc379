"""How do many values become few points, so that peaks stay and gaps show?"""

from dataclasses import dataclass
from itertools import dropwhile

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]
Floats = NDArray[np.float64]

FEWEST_POINTS = 3

# Widths that people read easily, in microseconds; from a minute on they are whole minutes, from an hour on whole hours.
_WIDTHS_US: tuple[int, ...] = (
    *(step * power for power in (1, 10, 100, 1_000, 10_000, 100_000) for step in (1, 2, 5)),
    *(s * 1_000_000 for s in (1, 2, 5, 10, 20, 30)),
    *(m * 60_000_000 for m in (1, 2, 5, 10, 20, 30)),
    *(h * 3_600_000_000 for h in (1, 2, 4, 8, 12)),
    *(
        d * 86_400_000_000
        for power in (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
        for d in (power, 2 * power, 5 * power)
    ),
)

# A machine that misses two values in a row may have lost a message; one that misses more has paused.
_MISSED = 3.0


@dataclass(frozen=True)
class Samples:
    """Values in order of time, of one signal: buckets of `width_us` that begin at `time_us`, or single values (0).

    `count` values lie behind each, `mean` of them between `low` and `high`; NaN in all three stands for a gap.
    """

    time_us: Times
    mean: Floats
    low: Floats
    high: Floats
    count: Times
    width_us: int = 0

    def __len__(self) -> int:
        return len(self.time_us)

    def at(self, which: slice | NDArray[np.bool_]) -> "Samples":
        """Return the samples of a slice, or those that are marked."""
        time_us, count = self.time_us[which], self.count[which]
        return Samples(time_us, self.mean[which], self.low[which], self.high[which], count, self.width_us)


def spacing_us(samples: Samples) -> float | None:
    """Return the usual time between two values in microseconds, or None where fewer than two times have values."""
    steps = np.diff(samples.time_us)
    steps = steps[steps > 0]
    if not len(steps):
        return None
    return float(np.median(steps) / np.median(samples.count))


def presence(samples: Samples, visible_us: int) -> tuple[float, float | None]:
    """Return which share of a time has values, and which share of the values came that were to be expected in it.

    The second is None where the usual time between values is unknown; neither is above 1.
    """
    step_us = spacing_us(samples)
    if visible_us <= 0 or not len(samples):
        return 0.0, None
    steps = np.diff(samples.time_us)
    gaps = _before_gaps(samples.time_us, samples.width_us, step_us)
    # Up to the next value where it follows as usual; for the usual time where none does.
    reached = float(steps.sum() - steps[gaps].sum()) + (len(gaps) + 1) * max(samples.width_us, step_us or 0.0)
    time_share = reached / visible_us
    sample_share = int(samples.count.sum()) * step_us / visible_us if step_us else None
    return min(1.0, time_share), None if sample_share is None else min(1.0, sample_share)


def thin(samples: Samples, points: int) -> Samples:
    """Return at most `points` (at least 3) samples, gaps marked between them.

    Buckets keep the least, the greatest and the mean value of what fell into them, so that no peak is lost. Their width
    is one that people read easily, and their limits do not depend on where the range begins: a chart that moves with
    time does not flicker.
    """
    if points < FEWEST_POINTS:
        raise ValueError(f"{points} points are asked for; at least {FEWEST_POINTS} are needed to show a gap.")
    step_us = spacing_us(samples)
    if _rows(samples.time_us, samples.width_us, step_us) <= points:
        return _mark_gaps(samples, step_us)
    # Twice as fine as even spacing needs: values that come in bursts fill fewer buckets.
    finest = max(samples.width_us, float(np.median(np.diff(samples.time_us))) * len(samples) / (2 * points))
    widths = dropwhile(lambda width: width < finest, _WIDTHS_US)
    width_us = next(width for width in widths if _rows(_begins(samples.time_us, width), width, step_us) <= points)
    return _mark_gaps(merge(samples, width_us), step_us)


def merge(samples: Samples, width_us: int) -> Samples:
    """Return the samples gathered into buckets of a width; buckets without a value are left out."""
    if not len(samples):
        return Samples(samples.time_us, samples.mean, samples.low, samples.high, samples.count, width_us)
    bucket = samples.time_us // width_us
    first = np.flatnonzero(np.diff(bucket, prepend=bucket[0] - 1))
    count = np.add.reduceat(samples.count, first)
    low, high = np.minimum.reduceat(samples.low, first), np.maximum.reduceat(samples.high, first)
    # Shares before the sum: a sum of great values would not fit into a double.
    share = samples.count / np.repeat(count, np.diff(first, append=len(bucket)))
    mean = np.clip(np.add.reduceat(samples.mean * share, first), low, high)
    return Samples(bucket[first] * width_us, mean, low, high, count, width_us)


def _begins(time_us: Times, width_us: int) -> Times:
    """Return when the buckets begin that hold any of these times."""
    bucket = time_us // width_us
    return np.asarray(bucket[np.flatnonzero(np.diff(bucket, prepend=bucket[0] - 1))] * width_us)


def _rows(time_us: Times, width_us: int, step_us: float | None) -> int:
    """Return how many samples there are with those that mark gaps."""
    return len(time_us) + len(_before_gaps(time_us, width_us, step_us))


def _before_gaps(time_us: Times, width_us: int, step_us: float | None) -> NDArray[np.intp]:
    """Return the places of the samples that a gap follows: a step much longer than is usual, there or in all."""
    steps = np.diff(time_us)
    usual = np.maximum(nearby(steps), step_us or 0.0)
    return np.flatnonzero(steps > np.maximum(_MISSED * usual, 1.5 * width_us))


def nearby(steps: Times) -> Times:
    """Return what is usual around each step: the greater of the medians of the three before it and the three after it.

    A machine may begin to send more or less often, and a line goes on where it does; one long step is a gap anyhow.
    """
    padded = np.pad(steps, 3)
    one, two, three = padded[:-2], padded[1:-1], padded[2:]
    medians = np.maximum(np.minimum(one, two), np.minimum(np.maximum(one, two), three))
    return np.asarray(np.maximum(medians[: len(steps)], medians[4 : len(steps) + 4]))


def _mark_gaps(samples: Samples, step_us: float | None) -> Samples:
    """Return the samples with a row of NaN behind each one that is followed by a gap."""
    behind = _before_gaps(samples.time_us, samples.width_us, step_us)
    after_us = samples.time_us[behind] + max(int(step_us or 0), samples.width_us)
    nothing = np.full(len(behind), np.nan)
    mean, low, high = (np.insert(v, behind + 1, nothing) for v in (samples.mean, samples.low, samples.high))
    times, count = np.insert(samples.time_us, behind + 1, after_us), np.insert(samples.count, behind + 1, 0)
    return Samples(times, mean, low, high, count, samples.width_us)
