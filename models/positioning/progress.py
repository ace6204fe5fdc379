"""What do more readings add to what is known of where a machine was?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.positioning.cycle import Cycle
from models.positioning.dump import full_kg
from models.positioning.haul import cycles
from models.positioning.readings import Readings
from models.positioning.truck import settled
from models.positioning.zone import Visit, Zone, visits

# A visit is sure after some fixes: the last ones are looked at again together with those to come.
_AGAIN_S = 15.0
# Who has been on the way for longer does not haul: what is known of it is no longer held back.
_LONGEST_S = 4 * 3600.0


@dataclass(frozen=True)
class Place:
    """How far a machine is known: up to `at_s` (Unix seconds).

    `from_rest` says that a cycle may begin there, `inside` holds the zones that it was in then, with when it came, and
    `full_kg` is the largest load that it carried so far, None if nothing was weighed.
    """

    at_s: float
    from_rest: bool = False
    inside: Mapping[str, float] = field(default_factory=dict)
    full_kg: float | None = None


@dataclass(frozen=True)
class Found:
    """What readings behind a place told: visits that were not over then or began since, cycles that began since, and up
    to which place nothing of that will change by what comes later."""

    visits: Sequence[Visit]
    cycles: Sequence[Cycle]
    place: Place


def take_in(readings: Readings, zones: Sequence[Zone], before: Place | None, *, hauls: bool) -> Found:
    """Return what readings tell that begin at a place, or that are the first of a machine (None).

    Looking at the same readings in one go or in parts tells the same, as long as each part begins at the place at which
    the one before ended.
    """
    inside = before.inside if before else {}
    found = [visit for zone in zones for visit in visits(readings.trace, zone, before=_came(zone, inside, readings))]
    full = _full_kg(readings, before)
    from_rest = before is not None and before.from_rest
    hauled = cycles(readings, zones, full, from_rest=from_rest) if hauls else []
    return Found(found, hauled, _place(readings, zones, found, (before, full), hauls=hauls))


def _came(zone: Zone, inside: Mapping[str, float], readings: Readings) -> float | None:
    """Return when a machine came to a zone in which it is at the first reading, None if it is not."""
    if not len(readings.trace) or not zone.from_s <= readings.trace.time_s[0] < zone.to_s:
        return None
    return inside.get(zone.id)


def _full_kg(readings: Readings, before: Place | None) -> float | None:
    known = [kg for kg in (full_kg(readings), before.full_kg if before else None) if kg is not None]
    return max(known, default=None)


def _place(
    readings: Readings,
    zones: Sequence[Zone],
    found: Sequence[Visit],
    known: tuple[Place | None, float | None],
    *,
    hauls: bool,
) -> Place:
    before, full = known
    time_s = readings.trace.time_s
    at, from_rest = _settled(readings, zones, full, before) if hauls else (len(time_s) - 1, False)
    at_s = float(time_s[at]) if at is not None else (before.at_s if before else float(time_s[0]))
    if at == len(time_s) - 1:
        at_s = max(at_s - _AGAIN_S, before.at_s if before else float(time_s[0]))
    inside = {visit.zone: visit.entered_s for visit in found if _is_there(visit, at_s)}
    return Place(at_s, from_rest, inside, full)


def _settled(
    readings: Readings, zones: Sequence[Zone], full: float | None, before: Place | None
) -> tuple[int | None, bool]:
    """Return the reading up to which a truck is known, and whether a cycle may begin there."""
    at = settled(readings, zones, full)
    if at is not None:
        return at, True
    if np.ptp(readings.trace.time_s) > _LONGEST_S:
        return len(readings.trace) - 1, False
    return None, before is not None and before.from_rest


def _is_there(visit: Visit, at_s: float) -> bool:
    return visit.entered_s <= at_s and (visit.left_s is None or visit.left_s > at_s)
