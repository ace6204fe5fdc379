"""Which truck loads are made of which passes, and what does the truck itself weigh?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import metres_per_degree
from models.weighing.handbook import Array
from models.weighing.payload import NINETY, Passes

# A truck under a bucket is nearer to its digger's middle than this; a position holds for so many seconds.
_UNDER_M, _HOLDS_S = 17.0, 15.0
# Passes further apart than this belong to two loads, and where the truck is unknown those of so many usual ones.
_APART_S, _USUAL = 180.0, 1.6
# A body holds a load from this share of its rated one on; its scale is that exact while it drives, as a share.
_LOADED, _STEADY, OWN_SD = 0.15, 0.93, 0.006
# Half of what is not sure of a truck's scale is the same in all of its loads, and does not average out.
OWN_COMMON = 0.5
# A scale that tells of fewer readings, in seconds, has not settled.
_SETTLES_S = 20.0


@dataclass(frozen=True)
class Way:
    """Where a machine was: latitude and longitude in degrees at some moments in Unix seconds."""

    time_s: Array
    latitude_deg: Array
    longitude_deg: Array


@dataclass(frozen=True)
class Load:
    """What a digger put onto a truck: its passes, their sum and its standard deviation in kg.

    `truck` is None where none is known to have stood there; `weighed` passes were weighed, of the others it is taken
    that they carried as much on average; `payload_kg` is NaN where none was weighed. The standard deviation is that of
    this load alone and with what it shares with others of the digger.
    """

    digger: str
    truck: str | None
    begin_s: float
    end_s: float
    passes: int
    weighed: int
    payload_kg: float
    own_sd_kg: float
    common_kg: float

    @property
    def sd_kg(self) -> float:
        """Return the standard deviation of the sum in kg."""
        return float(np.hypot(self.own_sd_kg, self.common_kg))

    @property
    def interval_kg(self) -> tuple[float, float]:
        """Return the bounds between which the load lies nine times in ten, in kg."""
        return self.payload_kg - NINETY * self.sd_kg, self.payload_kg + NINETY * self.sd_kg


@dataclass(frozen=True)
class Carried:
    """A load as the truck's own scale tells it: when the body began to fill, was full, and was empty again.

    `left_kg` is what the scale tells after that, which was carried back (NaN: nothing told); `dumped_s` is NaN where it
    was not dumped yet. Where it was dumped is told in degrees (NaN: not known).
    """

    begin_s: float
    full_s: float
    dumped_s: float
    payload_kg: float
    sd_kg: float
    left_kg: float
    latitude_deg: float = np.nan
    longitude_deg: float = np.nan


def trucks_under(passes: Passes, digger: Way, trucks: Mapping[str, Way]) -> list[str | None]:
    """Return for each pass the truck that stood under the bucket as it opened, None where no known one did."""
    opened_s = (passes.at_s + passes.end_s) / 2
    if not trucks or not len(passes):
        return [None] * len(passes)
    names = sorted(trucks)
    away = np.stack([_apart_m(digger, trucks[name], opened_s) for name in names])
    nearest = np.argmin(away, axis=0)
    return [names[place] if away[place, row] < _UNDER_M else None for row, place in enumerate(nearest.tolist())]


def loads(digger: str, passes: Passes, trucks: Sequence[str | None]) -> list[Load]:
    """Return the truck loads that passes make, in order of time; `trucks` tells which each pass went into."""
    told = _between(trucks)
    starts = _begins(passes, told)
    edges = [*np.flatnonzero(starts).tolist(), len(passes)]
    return [_load(digger, told[first], passes, first, behind) for first, behind in pairwise(edges)]


def carried(time_s: Array, payload_kg: Array, rated_kg: float) -> list[Carried]:
    """Return the loads that a truck's own scale tells, from its payload in kg (NaN: nothing told), in order of time."""
    known = np.isfinite(payload_kg)
    time_s, payload_kg = time_s[known], payload_kg[known].astype(np.float64)
    full = np.concatenate([[False], payload_kg > _LOADED * rated_kg, [False]])
    first, behind = (np.flatnonzero(full[1:] & ~full[:-1]), np.flatnonzero(~full[1:] & full[:-1]))
    found = [
        _carried(time_s, payload_kg, rated_kg, (a, b)) for a, b in zip(first.tolist(), behind.tolist(), strict=True)
    ]
    return [one for one in found if one is not None]


def own_scale(load: Load, carried: Sequence[Carried]) -> Carried | None:
    """Return what the truck's own scale tells of a load, None where it tells nothing of that time."""
    near = [one for one in carried if one.begin_s < load.end_s + 30 and one.full_s > load.begin_s]
    return near[-1] if near else None


def placed(carried: Sequence[Carried], truck: Way) -> list[Carried]:
    """Return a truck's loads with the place at which each was dumped."""
    latitude, longitude = _at(truck, np.array([one.dumped_s for one in carried], dtype=np.float64))
    here = zip(carried, latitude.tolist(), longitude.tolist(), strict=True)
    return [replace(one, latitude_deg=lat, longitude_deg=lon) for one, lat, lon in here]


def back_kg(own: Carried, carried: Sequence[Carried]) -> float:
    """Return what a truck's scale told before a load, of its loads in order of time: what was carried back from the one
    before, and what its zero is off; 0 where nothing is known of that."""
    before = [one for one in carried if one.begin_s < own.begin_s]
    return before[-1].left_kg if before and np.isfinite(before[-1].left_kg) else 0.0


def _apart_m(one: Way, other: Way, moments: Array) -> Array:
    """Return how far two machines were apart in m, infinite where a position is not known."""
    theirs = [_at(way, moments) for way in (one, other)]
    east, north = metres_per_degree(float(np.nanmedian(one.latitude_deg)) if len(one.time_s) else 0.0)
    apart = np.hypot((theirs[0][0] - theirs[1][0]) * north, (theirs[0][1] - theirs[1][1]) * east)
    return np.nan_to_num(apart, nan=np.inf)


def _at(way: Way, moments: Array) -> tuple[Array, Array]:
    if not len(way.time_s):
        nowhere = np.full(len(moments), np.nan)
        return nowhere, nowhere
    place = np.clip(np.searchsorted(way.time_s, moments), 0, len(way.time_s) - 1)
    # A moment that is not known is near none.
    stale = ~(np.abs(way.time_s[place] - moments) <= _HOLDS_S)
    return np.where(stale, np.nan, way.latitude_deg[place]), np.where(stale, np.nan, way.longitude_deg[place])


def _between(trucks: Sequence[str | None]) -> list[str | None]:
    """Return the trucks, with a pass of none between two of one taken as its own."""
    told = list(trucks)
    for row in range(1, len(told) - 1):
        if told[row] is None and told[row - 1] is not None and told[row - 1] == told[row + 1]:
            told[row] = told[row - 1]
    return told


def _begins(passes: Passes, trucks: Sequence[str | None]) -> NDArray[np.bool_]:
    """Return which passes begin a load."""
    if not len(passes):
        return np.zeros(0, dtype=np.bool_)
    spacing = np.diff(passes.at_s)
    usual = float(np.median(spacing[spacing < _APART_S])) if (spacing < _APART_S).any() else _APART_S
    unknown = np.array([one is None and other is None for one, other in pairwise(trucks)], dtype=bool)
    changed = np.array([one != other for one, other in pairwise(trucks)], dtype=bool)
    apart = spacing > np.where(unknown, _USUAL * usual, _APART_S)
    return np.concatenate([[True], changed | apart])


def _load(digger: str, truck: str | None, passes: Passes, first: int, behind: int) -> Load:
    payload, sd, common = (column[first:behind] for column in (passes.payload_kg, passes.sd_kg, passes.common_kg))
    known = np.isfinite(payload)
    count, weighed = behind - first, int(known.sum())
    more = count / weighed if weighed else np.nan
    own = np.sqrt(np.maximum(sd[known] ** 2 - common[known] ** 2, 0).sum()) * more
    # Of a pass that was not weighed nothing is known but that buckets differ by about a tenth.
    guessed = 0.1 * (count - weighed) ** 0.5 * float(payload[known].mean()) if weighed else np.nan
    return Load(
        digger,
        truck,
        float(passes.begin_s[first]),
        float(passes.end_s[behind - 1]),
        count,
        weighed,
        float(payload[known].sum() * more),
        float(np.hypot(own, guessed)),
        float(common[known].sum() * more),
    )


def _carried(time_s: Array, payload_kg: Array, rated_kg: float, span: tuple[int, int]) -> Carried | None:
    first, behind = span
    level = payload_kg[first:behind]
    steady = level > _STEADY * np.percentile(level, 90)
    # What falls out while the body rises is no longer the load.
    places = first + np.flatnonzero(steady)
    if time_s[places[-1]] - time_s[places[0]] < _SETTLES_S or len(places) < 3:
        return None
    dumped = float(time_s[behind]) if behind < len(time_s) else np.nan
    after = payload_kg[behind : behind + 120]
    left = float(np.median(after[-60:])) if len(after) >= 30 else np.nan
    return Carried(
        float(time_s[first]),
        float(time_s[places[0]]),
        dumped,
        float(np.mean(payload_kg[places])),
        OWN_SD * rated_kg,
        left,
    )
