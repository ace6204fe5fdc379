"""When was a machine in which zone, as surely as its fixes tell?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from models.positioning.ground import Flags, Floats
from models.positioning.polygon import inside, outside_m
from models.positioning.spell import latched, several, spells
from models.positioning.trace import Trace

# Entered after so many of so many fixes inside, left after so many beyond the buffer.
_LEAST, _OF = 3, 5
# A zone is left beyond so many metres around it, or beyond twice what the receiver is right to.
BUFFER_M, ACCURACY_M = 12.0, 5.0
# Readings farther apart than this are single witnesses: nothing can be asked of several of them.
_SPARSE_S = 60.0


@dataclass(frozen=True)
class Zone:
    """An area of a site: `kind` says what it is for, `rings` are its edge and its holes (n x 2, metres east, north).

    It is so drawn from `from_s` to before `to_s` (Unix seconds).
    """

    id: str
    kind: str
    rings: tuple[Floats, ...] = field(repr=False)
    from_s: float = -np.inf
    to_s: float = np.inf

    @cached_property
    def box(self) -> tuple[Floats, Floats]:
        """Return its south-western and its north-eastern corner in metres."""
        return self.rings[0].min(axis=0), self.rings[0].max(axis=0)

    def holds(self, east_m: Floats, north_m: Floats) -> Flags:
        """Return which places lie in it."""
        return inside(self.rings, east_m, north_m)

    def away_m(self, east_m: Floats, north_m: Floats) -> Floats:
        """Return how many metres each place lies outside of it, 0 within."""
        return outside_m(self.rings, east_m, north_m)


@dataclass(frozen=True)
class Visit:
    """A machine was in a zone: when it came and left (Unix seconds; None: it is still there), and how it spent the
    time, as far as readings tell."""

    zone: str
    entered_s: float
    left_s: float | None
    standing_s: float
    driving_s: float


def presence(trace: Trace, zone: Zone, *, before: bool = False, accuracy_m: float = ACCURACY_M) -> Flags:
    """Return at which moments a machine is in a zone: entered after three of five fixes inside, left when three of
    five lie beyond the buffer. `before` says whether it was there before the first."""
    low, high = zone.box
    buffer_m = max(BUFFER_M, 2 * accuracy_m)
    about = (
        (trace.east_m > low[0] - buffer_m)
        & (trace.east_m < high[0] + buffer_m)
        & (trace.north_m > low[1] - buffer_m)
        & (trace.north_m < high[1] + buffer_m)
    )
    away = np.full(len(trace), np.inf)
    away[about] = zone.away_m(trace.east_m[about], trace.north_m[about])
    away[np.isnan(trace.east_m)] = np.nan
    away[(trace.time_s < zone.from_s) | (trace.time_s >= zone.to_s)] = np.inf
    least, of = (_LEAST, _OF) if _is_dense(trace) else (1, 1)
    return latched(several(away == 0, least, of), several(away > buffer_m, least, of), before=before)


def visits(trace: Trace, zone: Zone, *, before: float | None = None, accuracy_m: float = ACCURACY_M) -> list[Visit]:
    """Return the visits of a zone in order; `before` is when one began that goes on at the first reading (None: none).

    Their borders are those of the first fix inside and the first beyond the buffer, not of those that made it sure.
    """
    if not len(trace):
        return []
    there = presence(trace, zone, before=before is not None, accuracy_m=accuracy_m)
    return [_visit(trace, zone, span, before) for span in spells(there)]


def _visit(trace: Trace, zone: Zone, span: tuple[int, int], before: float | None) -> Visit:
    first, behind = span
    lag = _LEAST - 1 if _is_dense(trace) else 0
    goes_on = first == 0 and before is not None
    begin, end = (0 if goes_on else max(first - lag, 0)), (behind - lag if behind < len(trace) else behind)
    seconds = np.diff(trace.time_s[begin : end + 1], append=trace.time_s[min(end, len(trace) - 1)])
    standing = trace.standing[begin : begin + len(seconds)]
    return Visit(
        zone.id,
        before if goes_on and before is not None else float(trace.time_s[begin]),
        float(trace.time_s[end]) if end < len(trace) else None,
        float(seconds[standing].sum()),
        float(seconds[~standing].sum()),
    )


def zone_at(zones: Sequence[Zone], place_m: tuple[float, float], *, within_m: float = BUFFER_M) -> Zone | None:
    """Return the zone that holds a place (metres east and north), or the nearest within so many metres, or None."""
    place = np.array([place_m[0]]), np.array([place_m[1]])
    about = [zone for zone in zones if _is_about(zone, place_m, within_m)]
    away = [float(zone.away_m(*place)[0]) for zone in about]
    near = [(far, zone.id, zone) for far, zone in zip(away, about, strict=True) if far <= within_m]
    return min(near, key=lambda one: one[:2])[2] if near else None


def _is_about(zone: Zone, place_m: tuple[float, float], within_m: float) -> bool:
    (west, south), (east, north) = zone.box
    across = west - within_m <= place_m[0] <= east + within_m
    return bool(across and south - within_m <= place_m[1] <= north + within_m)


def _is_dense(trace: Trace) -> bool:
    return len(trace) < _OF or trace.spacing_s <= _SPARSE_S
