"""Where in a zone do machines stand, so that they do not stand on one another?"""

from dataclasses import dataclass

import numpy as np

from simulators.fleet import Site, Zone, ZoneKind
from simulators.fleet.geography import Array
from simulators.route import Way

_YARD_COLUMNS = 4


@dataclass(frozen=True)
class Spot:
    """Where a road meets a zone: the place, the unit vector into the zone, and the one to its right."""

    place: Array
    ahead: Array
    right: Array

    def at(self, ahead_m: float, right_m: float = 0.0) -> Array:
        """Return the place so many metres into the zone and to the right of the road's end."""
        return np.asarray(self.place + ahead_m * self.ahead + right_m * self.right)


def end_of(way: Way) -> Spot:
    """Return the spot at which a way ends."""
    ahead = way.points[-1] - way.points[-2]
    ahead = np.array([ahead[0], ahead[1], 0.0])
    ahead /= np.linalg.norm(ahead)
    return Spot(way.points[-1], ahead, np.array([ahead[1], -ahead[0], 0.0]))


def parking(site: Site) -> Zone:
    """Return the zone in which the site's machines rest."""
    return next(zone for zone in site.zones if zone.kind is ZoneKind.PARKING)


def bay(site: Site, number: int) -> Array:
    """Return where the machine of this number rests: bays in rows around the middle of the yard."""
    zone = parking(site)
    corners = np.array(zone.polygon)
    low, high = corners.min(axis=0), corners.max(axis=0)
    row, column = divmod(number, _YARD_COLUMNS)
    share = np.array([(column + 0.7) / (_YARD_COLUMNS + 0.4), (row % 4 + 0.7) / 4.4])
    return np.append(low + share * (high - low), zone.up_m)


def extent(site: Site) -> tuple[Array, Array]:
    """Return the south-western and the north-eastern corner of all zones and roads of a site, in metres."""
    zones = [np.array(zone.polygon, dtype=np.float64) for zone in site.zones]
    places = np.vstack([*zones, *(np.array(road.points)[:, :2] for road in site.roads)])
    return places.min(axis=0), places.max(axis=0)
