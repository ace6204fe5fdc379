"""Where was a machine, how fast did it go, and where did it stand?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import Flags, Floats, Ground
from models.positioning.spell import latched, spells

SIGNALS = ("latitude_deg", "longitude_deg", "altitude_m", "ground_speed_kmh")
# Standing receivers told at most 0.33 m/s on a real tractor; a truck that starts is beyond that within a second.
_STANDS_MPS, _DRIVES_MPS = 0.45, 0.7
# Nothing on a site is faster: a fix that needs it to be so is wrong.
_FASTEST_MPS = 40.0
# A hole of so many seconds is bridged; over a longer one nothing is known but where it began and ended.
BRIDGED_S = 30.0
_SMOOTH_S = 9.0
# A body is up for a quarter of a minute: who tells less often, so many times in a row, may have dumped unseen.
SELDOM_S, _SEVERAL = 15.0, 3


@dataclass(frozen=True)
class Stand:
    """A machine stood: its readings from place `first` to before `behind`, and when (Unix seconds)."""

    first: int
    behind: int
    start_s: float
    stop_s: float

    @property
    def seconds(self) -> float:
        """Return how long it stood."""
        return self.stop_s - self.start_s


@dataclass(frozen=True)
class Trace:
    """A machine's way: time in Unix seconds, rising; metres east and north of a site's middle and above the sea.

    Places are NaN in holes that are too long to be bridged; `speed_mps` is never NaN.
    """

    time_s: Floats
    east_m: Floats
    north_m: Floats
    up_m: Floats
    speed_mps: Floats

    def __len__(self) -> int:
        return len(self.time_s)

    @cached_property
    def standing(self) -> Flags:
        """Return where it stands: below 0.45 m/s, until it is faster than 0.7 m/s again."""
        return latched(self.speed_mps < _STANDS_MPS, self.speed_mps > _DRIVES_MPS, before=True)

    @cached_property
    def spacing_s(self) -> float:
        """Return how far apart in s the first of its readings are, the median, infinite where there is no second."""
        return middle(np.diff(self.time_s[:2000])) if len(self) > 1 else np.inf

    @cached_property
    def sparse(self) -> Flags:
        """Return which of the times between two readings belong to a stretch in which it told seldom: more than a
        quarter of a minute apart, several times in a row. A hole among dense readings is none."""
        rare = np.diff(self.time_s) > SELDOM_S
        for first, behind in spells(rare):
            rare[first:behind] = behind - first >= _SEVERAL
        return np.asarray(rare)

    @cached_property
    def metres(self) -> Floats:
        """Return the metres driven up to each moment: speed over time, and the straight line over long holes."""
        gone = np.diff(self.time_s)
        stays = self.standing[1:] & self.standing[:-1]
        driven = np.where(stays, 0.0, gone * (self.speed_mps[1:] + self.speed_mps[:-1]) / 2)
        if (holes := gone > BRIDGED_S).any():
            straight = np.hypot(np.diff(_kept(self.east_m)), np.diff(_kept(self.north_m)))
            driven = np.where(holes, np.nan_to_num(straight), driven)
        return np.concatenate([[0.0], np.cumsum(driven)])[: len(self)]

    @cached_property
    def stands(self) -> list[Stand]:
        """Return where it stood and when, in order; a stop between two readings counts when one of them saw it."""
        return [self._stand(first, behind) for first, behind in spells(self.standing)]

    def _stand(self, first: int, behind: int) -> Stand:
        return Stand(first, behind, self.crossed_s(first), self.crossed_s(behind))

    def place(self, stand: Stand) -> tuple[float, float]:
        """Return where it stood, in metres east and north, NaN where no fix came.

        It is the median of the stand's fixes, so that a receiver's drift moves nobody.
        """
        if (known := self._places.get(stand)) is None:
            fixes = slice(stand.first, stand.behind)
            known = self._places[stand] = _middle(self.east_m[fixes]), _middle(self.north_m[fixes])
        return known

    @cached_property
    def _places(self) -> dict[Stand, tuple[float, float]]:
        return {}

    def crossed_s(self, place: int) -> float:
        """Return when standing began or ended between a reading and the one before it: where its speed was zero."""
        if place in (0, len(self)):
            return float(self.time_s[min(place, len(self) - 1)])
        before, after = self.time_s[place - 1], self.time_s[place]
        if after - before > BRIDGED_S:
            return float(before if self.standing[place - 1] else after)
        return float((before + after) / 2)


def trace_of(ground: Ground, time_s: Floats, values: Mapping[str, NDArray[np.floating]]) -> Trace:
    """Return the way of a machine from its readings in order of time; `values` holds the `SIGNALS` that it sends.

    Where no speed is told it is that of the smoothed fixes.
    """
    kept = np.flatnonzero(np.diff(time_s, prepend=-np.inf) > 0)
    told = {name: np.asarray(values[name], dtype=np.float64)[kept] for name in SIGNALS if name in values}
    time = time_s[kept]
    nothing = np.full(len(time), np.nan)
    east, north = ground.metres(told.get("latitude_deg", nothing), told.get("longitude_deg", nothing))
    east, north = _plausible(time, east, north)
    east, north = bridge(time, east), bridge(time, north)
    up = bridge(time, told.get("altitude_m", nothing))
    speed = bridge(time, told.get("ground_speed_kmh", nothing) / 3.6)
    if np.isnan(speed).any():
        speed = np.nan_to_num(np.where(np.isnan(speed), _speed(time, east, north), speed))
    return Trace(time, east, north, up, speed)


def _plausible(time_s: Floats, east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
    """Return the fixes without those that nobody can have gone to and come back from."""
    known = np.flatnonzero(~np.isnan(east_m) & ~np.isnan(north_m))
    if len(known) < 3:
        return east_m, north_m
    far = np.hypot(np.diff(east_m[known]), np.diff(north_m[known])) > _FASTEST_MPS * np.diff(time_s[known])
    wild = known[1:-1][far[1:] & far[:-1]]
    east, north = east_m.copy(), north_m.copy()
    east[wild] = north[wild] = np.nan
    return east, north


def bridge(time_s: Floats, values: Floats) -> Floats:
    """Return values with their short holes filled by straight lines; longer holes stay NaN."""
    known = np.flatnonzero(~np.isnan(values))
    if not len(known) or len(known) == len(values):
        return values
    filled = np.interp(time_s, time_s[known], values[known])
    after = np.searchsorted(known, np.arange(len(values)), side="left").clip(max=len(known) - 1)
    before = np.searchsorted(known, np.arange(len(values)), side="right").clip(min=1) - 1
    wide = time_s[known[after]] - time_s[known[before]] > BRIDGED_S
    edge = (np.arange(len(values)) < known[0]) | (np.arange(len(values)) > known[-1])
    return np.where(np.isnan(values) & (wide | edge), np.nan, filled)


def _speed(time_s: Floats, east_m: Floats, north_m: Floats) -> Floats:
    """Return the speed of fixes over some seconds around each moment: drift is slow, noise is small over that."""
    if len(time_s) < 3:
        return np.zeros(len(time_s))
    reach = _SMOOTH_S / 2
    low = np.searchsorted(time_s, time_s - reach)
    high = np.searchsorted(time_s, time_s + reach, side="right") - 1
    gone = np.maximum(time_s[high] - time_s[low], 1e-3)
    far = np.hypot(east_m[high] - east_m[low], north_m[high] - north_m[low])
    return np.where((high > low) & (gone <= BRIDGED_S), far / gone, 0.0)


def _kept(values: Floats) -> Floats:
    """Return values with the last known one kept through every hole."""
    last = np.maximum.accumulate(np.where(np.isnan(values), 0, np.arange(len(values))))
    return np.asarray(values[last])


def _middle(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return middle(known) if len(known) else np.nan


def middle(values: Floats) -> float:
    """Return the median of some numbers, none of them NaN: a tenth of the time that numpy's takes for a few."""
    ordered = np.sort(values)
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else float((ordered[half - 1] + ordered[half]) / 2)
