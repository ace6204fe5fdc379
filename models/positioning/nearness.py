"""Which machines were near each other, when, and how near?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from models.positioning.ground import Floats
from models.positioning.spell import spells
from models.positioning.trace import Trace

STEP_S = 5.0
# Where a machine was told to be so long ago it may be elsewhere, unless it stands.
_STALE_S = 30.0


@dataclass(frozen=True)
class Encounter:
    """Two machines were near each other from one moment to another (Unix seconds), at least so many metres apart."""

    machine: str
    other: str
    start_s: float
    stop_s: float
    least_m: float


def encounters(traces: Mapping[str, Trace], within_m: float, step_s: float = STEP_S) -> list[Encounter]:
    """Return when which machines were within so many metres of each other, looked at every `step_s`.

    Each pair is told once, by name, in order of time; where one of them told nothing for half a minute it was not near.
    """
    known = {name: trace for name, trace in sorted(traces.items()) if len(trace)}
    if len(known) < 2:
        return []
    begin = min(float(trace.time_s[0]) for trace in known.values())
    end = max(float(trace.time_s[-1]) for trace in known.values())
    moments = np.arange(np.floor(begin / step_s), np.floor(end / step_s) + 1) * step_s
    places = {name: places_at(trace, moments) for name, trace in known.items()}
    found = [one for pair in combinations(places, 2) for one in _together(pair, places, moments, (within_m, step_s))]
    return sorted(found, key=lambda one: (one.start_s, one.machine, one.other))


def places_at(trace: Trace, moments: Floats) -> Floats:
    """Return where a machine was at some moments: two rows, metres east and north; NaN where nobody knows."""
    last = np.searchsorted(trace.time_s, moments, side="right") - 1
    known = (last >= 0) & (moments - trace.time_s[np.maximum(last, 0)] <= _STALE_S)
    return np.where(known, np.vstack([trace.east_m, trace.north_m])[:, np.maximum(last, 0)], np.nan)


def _together(
    pair: tuple[str, str], places: Mapping[str, Floats], moments: Floats, how: tuple[float, float]
) -> Iterator[Encounter]:
    within_m, step_s = how
    east, north = places[pair[0]] - places[pair[1]]
    apart = np.hypot(east, north)
    for first, behind in spells(apart <= within_m):
        start, stop = float(moments[first]), float(moments[behind - 1]) + step_s
        yield Encounter(*pair, start, stop, float(apart[first:behind].min()))
