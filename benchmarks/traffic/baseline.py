"""What would somebody tell of passages who takes each fix for that of the nearest segment?"""

import numpy as np

from models.positioning.ground import Floats
from models.positioning.trace import Trace
from models.traffic.passage import NONE, Passages
from models.traffic.road import Network

_NEAR_M = 20.0
_PAUSE_S = 30.0


def nearest(network: Network, trace: Trace) -> Passages:
    """Return a passage for each run of fixes that have the same segment nearest, the whole run long; its direction is
    that from the first to the last fix of it."""
    segment, along = _nearest(network, np.column_stack([trace.east_m, trace.north_m]))
    gone = np.diff(trace.time_s, prepend=trace.time_s[:1])
    edges = np.flatnonzero((np.diff(segment, prepend=-2) != 0) | (gone > _PAUSE_S))
    last = np.append(edges[1:], len(segment)) - 1
    runs = segment[edges] >= 0
    first, last = edges[runs], last[runs]
    if not len(first):
        return NONE
    count = len(first)
    return Passages(
        segment=segment[first],
        forward=along[last] >= along[first],
        loaded=np.full(count, -1),
        enter_s=trace.time_s[first],
        seconds=trace.time_s[last] - trace.time_s[first] + 1.0,
        stood_s=np.zeros(count),
        rise_m=np.full(count, np.nan),
        machine=np.zeros(count, dtype=np.int64),
    )


def _nearest(network: Network, places: Floats) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    best = np.full(len(places), _NEAR_M)
    segment, where = np.full(len(places), -1), np.zeros(len(places))
    for road in network.roads:
        along, away = road.beside(places)
        for place in network.of_road[road.id]:
            one = network.segments[place]
            nearer = (away < best) & (along >= one.start_m) & (along < one.stop_m)
            best[nearer], segment[nearer], where[nearer] = away[nearer], place, along[nearer]
    return segment, where
