"""How does a vehicle of one model get from place to place on a site?"""

from dataclasses import dataclass

import numpy as np

from models.machines import Kind
from simulators.atlas import Atlas
from simulators.fleet import Model, Site
from simulators.fleet.geography import Array
from simulators.route import Way, cut, find_way, line
from simulators.track import Track, Vehicle, drive, stand
from simulators.work.place import extent
from simulators.work.post import Trip

# Two lanes of a haul road lie so far from its middle.
_LANE_M = 3.5
_WALKING_KMH = 9.0
_OFF_M, _OFF_KMH = 90.0, 25.0


@dataclass(frozen=True)
class Survey:
    """The site seen by one model, every track that is asked for goes into the atlas."""

    site: Site
    atlas: Atlas
    model: Model

    def vehicle(self, load_kg: float = 0.0) -> Vehicle:
        """Return what the model's engine and brakes do on the road with a load."""
        mass, rated = self.model.mass_kg + load_kg, self.model.rated_power_kw
        if self.model.kind is Kind.HAUL_TRUCK:
            return Vehicle(mass, 0.74 * rated, 0.85 * rated)
        return Vehicle(mass, 0.5 * rated, 0.6 * rated, accelerates_mps2=0.7)

    def still(self, place: Array, heading_deg: float) -> Trip:
        """Return standing at a place."""
        return self.add(stand(place, heading_deg))

    def add(self, track: Track) -> Trip:
        """Take a track into the atlas."""
        return self.atlas.add(track)

    def way(self, start: str, end: str, *, short_m: float = 0.0) -> Way:
        """Return the way between two zones, ended so many metres before its end."""
        return cut(find_way(self.site, start, end), short_m)

    def drive(self, way: Way, first: Array | None = None, last: Array | None = None, *, load_kg: float = 0.0) -> Trip:
        """Return driving a way, from a place beside its start and to one beside its end where these are given."""
        way = way if first is None else way.after(first, _WALKING_KMH)
        way = way if last is None else way.then(last, _WALKING_KMH)
        return self.add(drive(way, self.vehicle(load_kg), lane_m=_LANE_M))

    def back_in(self, start: Array, turn: Array, end: Array, *, load_kg: float = 0.0) -> Trip:
        """Return driving forward to where one turns, then backwards to the end."""
        vehicle = self.vehicle(load_kg)
        forward = drive(line(start, turn, limit_kmh=_WALKING_KMH), vehicle)
        return self.add(forward.then(drive(line(turn, end, limit_kmh=0.6 * _WALKING_KMH), vehicle, backwards=True)))

    def stray(self, start: Array) -> Trip:
        """Return driving off the site, beyond all its zones and roads, and back to where one started."""
        low, high = extent(self.site)
        side = int(np.argmin([start[0] - low[0], high[0] - start[0]]))
        east = (low[0] - _OFF_M, high[0] + _OFF_M)[side]
        corners = [np.array([east, start[1] + north, start[2]]) for north in (-_OFF_M / 2, _OFF_M / 2)]
        return self.add(drive(line(start, *corners, start, limit_kmh=_OFF_KMH), self.vehicle()))

    def at_end(self, trip: Trip) -> Trip:
        """Return standing where a trip ends, with its last heading."""
        track = self.atlas.tracks[trip.track]
        place = np.array([track.east[-1], track.north[-1], track.up[-1]])
        return self.still(place, float(track.heading[-1]))
