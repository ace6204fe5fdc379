"""When did a truck carry a load, and when did it really dump it?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from models.positioning.ground import Floats
from models.positioning.readings import Readings
from models.positioning.spell import bridged, latched, spells
from models.positioning.zone import Zone

# Less than 30 % of a load is none, and a weight that returns within a minute was never gone: so are false dumps known.
_LOADED, _EMPTY, _RETURNS_S = 0.35, 0.30, 60.0
# A scale that jumps for moments while the truck stands has loaded nothing.
_SHORTEST_S = 20.0
_BODY_UP_DEG, _AROUND_S = 15.0, 60.0
# A truck dumps over the edge of its zone, and backwards.
_BESIDE_M = 30.0


class Load(NamedTuple):
    """A truck carried something: the place of the first reading, and that behind the last, which is where it was
    gone."""

    first: int
    behind: int


def full_kg(readings: Readings, rated_kg: float | None = None) -> float | None:
    """Return the payload that counts as a full one: the rated one, else what is carried at most; None if unknown."""
    if rated_kg is not None or readings.payload_kg is None:
        return rated_kg
    carried = readings.payload_kg[readings.payload_kg > 0]
    return float(np.quantile(carried, 0.9)) if len(carried) else None


def loads(readings: Readings, zones: Sequence[Zone], rated_kg: float | None = None) -> list[Load]:
    """Return the loads that a truck carried, in order; one that it still carries ends behind the last reading.

    By its scale where it has one, else by its body.
    """
    full, weight = full_kg(readings, rated_kg), readings.payload_kg
    if weight is None or full is None:
        return _by_body(readings)
    carries = bridged(latched(weight > _LOADED * full, weight < _EMPTY * full), readings.trace.time_s, _RETURNS_S)
    found = [Load(*span) for span in spells(carries) if _seconds(readings, span) >= _SHORTEST_S]
    return _confirmed(readings, zones, found)


def _seconds(readings: Readings, span: tuple[int, int]) -> float:
    time = readings.trace.time_s
    return float(time[min(span[1], len(time) - 1)] - time[span[0]])


def _by_body(readings: Readings) -> list[Load]:
    """Return a load for each time that the body went up, from when it went down before, or from the first reading."""
    if readings.body_deg is None:
        return []
    raised = bridged(readings.body_deg > _BODY_UP_DEG, readings.trace.time_s, _RETURNS_S)
    ups = spells(raised)
    return [Load(before, up) for before, up in zip([0, *(up[1] for up in ups)], [up[0] for up in ups], strict=False)]


def _confirmed(readings: Readings, zones: Sequence[Zone], found: Sequence[Load]) -> list[Load]:
    """Return the loads that ended in a dump; one whose weight was gone otherwise goes on with the next."""
    kept: list[Load] = []
    open_since: int | None = None
    for load in found:
        first = load.first if open_since is None else open_since
        open_since = None
        if load.behind >= len(readings.trace) or _dumped(readings, zones, load.behind):
            kept.append(Load(first, load.behind))
        else:
            open_since = first
    return kept


def _dumped(readings: Readings, zones: Sequence[Zone], place: int) -> bool:
    trace, body = readings.trace, readings.body_deg
    if trace.sparse[place - 1]:
        # The body may have been up between two readings; a weight that was gone for good was dumped, mostly.
        return True
    if body is not None:
        low, high = np.searchsorted(trace.time_s, trace.time_s[place] + np.array([-_AROUND_S, _AROUND_S]))
        return bool((body[low:high] > _BODY_UP_DEG).any())
    dumping = [zone for zone in zones if zone.kind == "dumping"]
    if not dumping or np.isnan(trace.east_m[place]):
        return True
    here = trace.east_m[place : place + 1], trace.north_m[place : place + 1]
    return any(float(zone.away_m(*here)[0]) <= _BESIDE_M for zone in dumping)


def body_down(readings: Readings, place: int) -> int | None:
    """Return the first place behind a dump at which the body is down again; None if it is not yet, or not told."""
    if readings.body_deg is None:
        return None
    time_s = readings.trace.time_s
    around = int(np.searchsorted(time_s, time_s[place] + _AROUND_S))
    up = np.flatnonzero(readings.body_deg[place:around] > _BODY_UP_DEG)
    down = readings.lowered
    next_down = int(np.searchsorted(down, place + int(up[0]) if len(up) else place))
    return int(down[next_down]) if next_down < len(down) else None


def body_up(readings: Readings, place: int) -> int:
    """Return the last place up to `place` at which the body was still down, or the place itself if that is not told."""
    if readings.body_deg is None:
        return place
    before = int(np.searchsorted(readings.lowered, place, side="right")) - 1
    return int(readings.lowered[before]) if before >= 0 else place


def first_kg(weight: Floats, full: float, first: int, since: int) -> int:
    """Return the place, not before `since`, at which the first bucket of a load fell that is on board at `first`."""
    empty = np.flatnonzero(weight[since : first + 1] < 0.05 * full)
    return since + int(empty[-1]) + 1 if len(empty) else first
