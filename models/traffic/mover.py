"""Where was a machine from second to second, how fast did it go, and which way?"""

from dataclasses import dataclass

import numpy as np

from models.machines import Kind
from models.positioning.ground import Flags, Floats
from models.positioning.trace import Trace
from models.positioning.zone import Zone
from models.traffic.road import OFF_ROAD

# Its course is that of its way over so many seconds before and behind: drift is small over that.
_AROUND_S = 3
# Without a fix for longer than this a second is not known.
_STALE_S = 3.0
MOVES_MPS = 1.0


@dataclass(frozen=True)
class Mover:
    """A machine over even seconds: place and velocity in metres east and north (2 x n), NaN where not known, speed in
    m/s, and where it works or parks by what is drawn (nobody drives there as on a road)."""

    machine: str
    kind: Kind
    place: Floats
    velocity: Floats
    speed_mps: Floats
    at_work: Flags

    @property
    def digs(self) -> bool:
        """Return whether it loads others."""
        return self.kind in (Kind.WHEEL_LOADER, Kind.EXCAVATOR)


def mover(machine: str, kind: Kind, trace: Trace, zones: list[Zone], seconds: Floats) -> Mover:
    """Return a machine at every second of a time, `seconds` being all of them, in order."""
    around = np.arange(seconds[0] - _AROUND_S, seconds[-1] + _AROUND_S + 1)
    places = _place(trace, around)
    place, gone = places[:, _AROUND_S:-_AROUND_S], places[:, 2 * _AROUND_S :] - places[:, : -2 * _AROUND_S]
    known = ~np.isnan(place).any(axis=0)
    speed = np.where(known, np.interp(seconds, trace.time_s, trace.speed_mps), 0.0) if len(trace) else 0 * seconds
    length = np.hypot(*gone)
    moves = (speed >= MOVES_MPS) & (length > 2 * MOVES_MPS)
    course = np.divide(gone, length, out=np.full_like(gone, np.nan), where=moves)
    velocity = np.where(moves, course * speed, np.where(known & (speed < MOVES_MPS), 0.0, np.nan))
    at_work = np.zeros(len(seconds), dtype=bool)
    for zone in zones:
        if zone.kind in OFF_ROAD:
            at_work |= zone.holds(*place)
    return Mover(machine, kind, place, velocity, speed, at_work)


def _place(trace: Trace, seconds: Floats) -> Floats:
    """Return where a machine was (2 x n); NaN where no fix came within some seconds."""
    if not len(trace):
        return np.full((2, len(seconds)), np.nan)
    last = len(trace) - 1
    behind = np.searchsorted(trace.time_s, seconds)
    nearest = np.minimum(
        np.abs(trace.time_s[np.minimum(behind, last)] - seconds),
        np.abs(trace.time_s[np.maximum(behind - 1, 0)] - seconds),
    )
    both = np.vstack([np.interp(seconds, trace.time_s, axis) for axis in (trace.east_m, trace.north_m)])
    return np.where(nearest <= _STALE_S, both, np.nan)
