"""Where does a truck stand, where does it rest, and when is its load gone for good?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.positioning.dump import Load, body_down, body_up, full_kg, loads
from models.positioning.readings import Readings
from models.positioning.trace import Stand, Trace
from models.positioning.zone import Zone, zone_at

# Trucks queue, turn and reverse within so many metres of way from where they are loaded or dump.
APPROACH_M = 120.0
_LOADING, RESTING = frozenset({"loading"}), frozenset({"parking", "fuelling", "workshop"})
# Who stands for so long away from the loader, or switches the engine off, had a break or a night: the cycle begins
# behind it.
_REST_S, _OFF_S = 600.0, 30.0
# No break takes so long, wherever it is taken.
_PARKED_S = 4 * 3600.0
# A weight that returns within so many seconds was not dumped.
_OVER_S = 60.0


@dataclass(frozen=True)
class Truck:
    """A truck whose cycles are looked for."""

    readings: Readings
    zones: Sequence[Zone]
    rated_kg: float | None

    @property
    def trace(self) -> Trace:
        """Return its way."""
        return self.readings.trace

    @property
    def stands(self) -> list[Stand]:
        """Return where it stood."""
        return self.trace.stands

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """Return the first readings of its stands."""
        return np.array([stand.first for stand in self.stands], dtype=np.int64)

    @cached_property
    def full_kg(self) -> float | None:
        """Return the payload that counts as a full one, None if nothing is weighed."""
        return full_kg(self.readings, self.rated_kg)

    def at(self, place: int) -> int:
        """Return the number of the last stand that began not after a reading, -1 if none did."""
        return int(np.searchsorted(self.firsts, place, side="right")) - 1

    def metres(self, first: int, last: int) -> float:
        """Return how far it drove from the end of one stand to the beginning of another."""
        driven = self.trace.metres
        return float(driven[self.stands[last].first] - driven[self.stands[first].behind - 1])

    def zone(self, number: int, kinds: frozenset[str], within_m: float) -> Zone | None:
        """Return the zone of such a kind at a stand, or near it."""
        stand = self.stands[number]
        drawn = [zone for zone in self.zones if zone.kind in kinds and zone.from_s <= stand.stop_s < zone.to_s]
        return zone_at(drawn, self.trace.place(stand), within_m=within_m) if drawn else None


def settled(readings: Readings, zones: Sequence[Zone], rated_kg: float | None = None) -> int | None:
    """Return the newest reading at which no cycle of a truck was under way: it stands where it dumped, or rests.

    None where there is no such reading. What comes behind it can be told without what came before.
    """
    truck = Truck(readings, zones, rated_kg)
    carried = loads(readings, zones, rated_kg)
    last = len(truck.stands) - 1
    loaded = bool(carried) and not is_over(truck, carried[-1])
    if not loaded and last >= 0 and truck.stands[last].behind == len(truck.trace) and _is_parked(truck, last):
        return len(truck.trace) - 1
    dumped = [load for load in carried if is_over(truck, load)]
    return _standing(truck, over(truck, dumped[-1])) if dumped else None


def _standing(truck: Truck, place: int) -> int:
    """Return the last reading up to a place at which the truck stood."""
    stand = truck.at(place)
    return min(place, truck.stands[stand].behind - 1) if stand >= 0 else place


def _is_parked(truck: Truck, number: int) -> bool:
    """Return whether a truck at a stand will begin a cycle when it leaves: a break beside the loader is part of one."""
    if truck.zone(number, RESTING, 0.0) is not None or truck.stands[number].seconds >= _PARKED_S:
        return True
    drawn = any(zone.kind == "loading" for zone in truck.zones)
    return drawn and is_rest(truck, number) and truck.zone(number, _LOADING, APPROACH_M) is None


def is_rest(truck: Truck, number: int) -> bool:
    """Return whether a truck rests at a stand: in a zone for that, for long, or with its engine off."""
    stand = truck.stands[number]
    running = truck.readings.running[stand.first : stand.behind]
    if stand.seconds >= _REST_S or stand.seconds * (1 - running.mean()) >= _OFF_S:
        return True
    return truck.zone(number, RESTING, 0.0) is not None


def is_over(truck: Truck, load: Load) -> bool:
    """Return whether a load is dumped for good: the body is down again, or where that is not told, a minute is over."""
    if load.behind >= len(truck.trace):
        return False
    if truck.readings.body_deg is not None:
        return body_down(truck.readings, load.behind) is not None
    return float(truck.trace.time_s[-1] - truck.trace.time_s[load.behind]) >= _OVER_S


def over(truck: Truck, load: Load) -> int:
    """Return the reading at which the body was empty and down again, of a load that is dumped for good."""
    dump = truck.at(body_up(truck.readings, load.behind))
    return body_down(truck.readings, load.behind) or (truck.stands[dump].behind - 1 if dump >= 0 else load.behind)
