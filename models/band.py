"""Is a signal outside its healthy band, since when and how badly, and do the minutes suffice to say so?"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.downsample import Floats, Samples, Times
from models.signals import Band

Flags = NDArray[np.bool_]

# A verdict looks at the last half hour of judged minutes, and says nothing on less than ten.
WINDOW_MINUTES = 30
ENOUGH_MINUTES = 10
# Outside for five minutes: longer than a start, a gear change, a lift or a loose contact takes.
DWELL_MINUTES = 5
# So long inside, and the next time outside is another one.
QUIET_MINUTES = 10

_MINUTE_US = 60_000_000
# An engine's pressures and voltages settle within a minute of its start.
_SETTLED_US = 5 * _MINUTE_US

# How far beyond the limit, as a share of it (or of the band's width), is much and very much.
_FAR, _VERY_FAR = 0.05, 0.15
_MOSTLY, _HALF = 0.8, 0.5


@unique
class Level(StrEnum):
    """How bad it is, by how far and for how long the signal was outside."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True)
class TooFew:
    """Too few minutes could be judged to say anything."""

    judged: int


@dataclass(frozen=True)
class Within:
    """The signal was within its band, or outside too shortly to mean anything."""

    judged: int
    outside: int


@dataclass(frozen=True)
class Excursion:
    """The signal was outside its band in `outside` of `judged` minutes between `from_us` and `to_us`.

    `mean` is over the judged minutes, `worst` the value farthest beyond the limit, as it was measured.
    """

    side: Literal["above", "below"]
    level: Level
    judged: int
    outside: int
    samples: int
    mean: float
    worst: float
    worst_us: int
    last_us: int
    from_us: int
    to_us: int

    @property
    def share(self) -> float:
        """Return the share of judged minutes that were outside."""
        return self.outside / self.judged

    @property
    def confidence(self) -> float:
        """Return which share of the minutes that a verdict wants stands behind it."""
        return self.judged / WINDOW_MINUTES


Verdict = TooFew | Within | Excursion


def settled(time_us: Times, running: Flags) -> Flags:
    """Return which minutes are of a drive that ran in the minute before too: its start says nothing of its health."""
    before = np.concatenate([[False], running[:-1]])
    step_us = np.diff(time_us, prepend=time_us[:1])
    return np.asarray(running & before & (step_us <= _SETTLED_US))


def judge(minutes: Samples, band: Band) -> Verdict:
    """Return what the last half hour of judged minutes says; each minute counts by its mean, so no single value does.

    `minutes` holds those in which the band means something, in order of time.
    """
    window = minutes.at(slice(-WINDOW_MINUTES, None))
    if len(window) < ENOUGH_MINUTES:
        return TooFew(len(window))
    above, below = _beyond(window.mean, band)
    outside = (above > 0) | (below > 0)
    count = int(np.count_nonzero(outside))
    if count < DWELL_MINUTES:
        return Within(len(window), count)
    high = np.count_nonzero(above > 0) >= np.count_nonzero(below > 0)
    return _excursion(window, band, outside, high=bool(high))


def onset(minutes: Samples, band: Band) -> tuple[int, int] | None:
    """Return when the last time outside began (microseconds) and how many there were; None where there was none.

    Times that are less than ten judged minutes apart are one; those of less than three minutes are not counted.
    """
    above, below = _beyond(minutes.mean, band)
    outside = np.flatnonzero((above > 0) | (below > 0))
    parts = np.split(outside, np.flatnonzero(np.diff(outside) > QUIET_MINUTES) + 1)
    lasting = [part for part in parts if len(part) >= 3]
    return (int(minutes.time_us[lasting[-1][0]]), len(lasting)) if lasting else None


def _excursion(window: Samples, band: Band, outside: Flags, *, high: bool) -> Excursion:
    values = np.where(outside, window.high if high else window.low, -np.inf if high else np.inf)
    worst = int(np.argmax(values) if high else np.argmin(values))
    distance = np.maximum(*_beyond(window.mean, band))[outside]
    return Excursion(
        side="above" if high else "below",
        level=_level(len(distance) / len(window), float(distance.mean()), float(np.sort(distance)[-DWELL_MINUTES])),
        judged=len(window),
        outside=len(distance),
        samples=int(window.count.sum()),
        mean=float(np.average(window.mean, weights=window.count)),
        worst=float(values[worst]),
        worst_us=int(window.time_us[worst]),
        last_us=int(window.time_us[outside][-1]),
        from_us=int(window.time_us[0]),
        to_us=int(window.time_us[-1]) + _MINUTE_US,
    )


def _level(share: float, distance: float, lasting: float) -> Level:
    """Return the level from the share of minutes outside, their mean distance and that of the five worst."""
    if lasting >= _VERY_FAR or (share >= _MOSTLY and distance >= _FAR):
        return Level.CRITICAL
    if share >= _HALF or lasting >= _FAR:
        return Level.WARNING
    return Level.INFO


def _beyond(values: Floats, band: Band) -> tuple[Floats, Floats]:
    """Return how far values are above and below the band, as shares of its width, or of the one limit it has."""
    limits = [limit for limit in (band.low, band.high) if limit is not None]
    scale = (max(limits) - min(limits) if len(limits) == 2 else abs(limits[0])) or 1.0
    nowhere = np.zeros_like(values)
    above = nowhere if band.high is None else np.maximum(values - band.high, 0) / scale
    below = nowhere if band.low is None else np.maximum(band.low - values, 0) / scale
    return above, below
