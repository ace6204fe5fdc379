"""On which road, how far along it and in which direction was a machine, whatever its receiver drifts and omits?"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import Floats
from models.positioning.trace import BRIDGED_S, Trace
from models.traffic.road import Network
from models.traffic.viterbi import cheapest

# A lane lies 3 to 4 m beside the middle of its road, corners are cut by some metres, a receiver wanders by 1 to 2.5 m.
_DEVIATION_M = 7.0
# Whoever is so far from all roads is on none.
_OFF_M = 20.0
_CHANGES, _FARTHEST = 4.0, 40.0
# Looked at every so many seconds of driving; over these a truck gets 20 to 30 m on.
_STEP_S = 2.5
# Whoever goes back by less than this has not turned round: a receiver drifts, a truck shunts.
_TURNS_M = 30.0
# Behind a junction so many more moments tell when its middle was passed.
_BEYOND = 6


@dataclass(frozen=True)
class Stretch:
    """A machine went along a road without turning round: moments, metres along it in the drawn direction, and whether
    it went in that direction. `along_m` never goes against `forward`."""

    road: int
    forward: bool
    time_s: Floats
    along_m: Floats


@dataclass(frozen=True)
class _Beside:
    """The moments that are looked at: their time, how far along each road the machine was and how far beside it (n x
    roads), and how many holes lay before each."""

    time_s: Floats
    along_m: Floats
    away_m: Floats
    holes: NDArray[np.int64]


def stretches(network: Network, trace: Trace) -> list[Stretch]:
    """Return the stretches of a machine's way over roads, in order of time.

    The road of each moment is the likeliest way through all of them (Viterbi): near to the fixes, and going over to
    another road only where both are near each other.
    """
    chosen = _chosen(trace)
    if len(chosen) < 2 or not network.roads:
        return []
    places = np.column_stack([trace.east_m[chosen], trace.north_m[chosen]])
    along, away = (np.column_stack(one) for one in zip(*(road.beside(places) for road in network.roads), strict=True))
    gone_s = np.diff(trace.time_s, prepend=trace.time_s[0])
    holes = np.cumsum(gone_s > BRIDGED_S, dtype=np.int64)[chosen]
    seen = _Beside(trace.time_s[chosen], along, away, holes)
    state = _likeliest(network, seen)
    return [stretch for run in _runs(state, holes) for stretch in _of_run(seen, int(state[run[0]]), run)]


def _chosen(trace: Trace) -> NDArray[np.int64]:
    """Return the moments that are looked at: every few seconds of driving, and both ends of each stand."""
    if not len(trace):
        return np.zeros(0, dtype=np.int64)
    begins = np.diff(trace.standing.astype(np.int8), prepend=0) != 0
    edge = begins | np.append(begins[1:], True)
    step = np.floor(trace.time_s / _STEP_S)
    paced = (np.diff(step, prepend=step[0] - 1) > 0) & ~trace.standing
    return np.flatnonzero((paced | edge) & ~np.isnan(trace.east_m + trace.north_m))


def _likeliest(network: Network, seen: _Beside) -> NDArray[np.int64]:
    """Return the place of the road of each moment, -1 off the roads."""
    count, roads = seen.away_m.shape
    off = np.full(count, 0.5 * (_OFF_M / _DEVIATION_M) ** 2)
    costs = np.column_stack([0.5 * (np.minimum(seen.away_m, 4 * _OFF_M) / _DEVIATION_M) ** 2, off])
    spots = np.stack([road.at(seen.along_m[:, place]).T for place, road in enumerate(network.roads)], axis=-1)
    east, north = spots[:, :, None, :] - spots[:, :, :, None]
    change = np.full((count, roads + 1, roads + 1), _CHANGES)
    change[:, :roads, :roads] += np.minimum(0.5 / _DEVIATION_M**2 * (east**2 + north**2), _FARTHEST)
    change[:, np.arange(roads + 1), np.arange(roads + 1)] = 0.0
    state = cheapest(costs, change)
    return np.where(state == roads, -1, state)


def _runs(state: NDArray[np.int64], holes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield the runs of moments on one road, without holes in time."""
    edges = np.flatnonzero((np.diff(state, prepend=-2) != 0) | (np.diff(holes, prepend=holes[0]) > 0))
    for first, behind in zip(edges.tolist(), [*edges[1:].tolist(), len(state)], strict=True):
        if state[first] >= 0:
            yield first, behind


def _of_run(seen: _Beside, road: int, run: tuple[int, int]) -> Iterator[Stretch]:
    """Yield the stretches of a run: its parts between the places at which the machine turned round."""
    first, behind = run
    turns = [first, *(first + place for place in _turns(seen.along_m[first:behind, road])), behind - 1]
    for start, stop in itertools.pairwise(turns):
        low = start if start > first else _led(seen, start, -1)
        high = stop if stop < behind - 1 else _led(seen, stop, 1)
        sign = 1 if seen.along_m[stop, road] >= seen.along_m[start, road] else -1
        along = sign * seen.along_m[low : high + 1, road]
        # From its other road a machine may come nearer to this one's middle before it turns into it.
        before = np.minimum.accumulate(along[: start - low + 1][::-1])[::-1]
        kept = np.maximum.accumulate(np.concatenate([before, along[start - low + 1 :]]))
        yield Stretch(road, sign > 0, seen.time_s[low : high + 1], sign * kept)


def _led(seen: _Beside, place: int, way: int) -> int:
    """Return up to which moment around a run, before (-1) or behind (1) it, it was not yet clear where it ended."""
    last = np.clip(place + way * _BEYOND, 0, len(seen.time_s) - 1)
    while seen.holes[last] != seen.holes[place]:
        last -= way
    return int(last)


def _turns(along: Floats) -> list[int]:
    """Return the places at which something turned round that then went back by more than a drift."""
    found: list[int] = []
    low = high = 0
    rising: bool | None = None
    for place, value in enumerate(along.tolist()):
        low = place if value < along[low] else low
        high = place if value > along[high] else high
        if rising is not False and along[high] - value > _TURNS_M:
            found += [high] if rising or high > 0 else []
            rising, low = False, place
            high = place
        elif rising is not True and value - along[low] > _TURNS_M:
            found += [low] if rising is False or low > 0 else []
            rising, high = True, place
            low = place
    return found
