"""Where is a machine, and how fast does it move, at any part of any track of its site?"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulators.fleet.geography import Array
from simulators.track import Track
from simulators.work.post import Trip


@dataclass(frozen=True)
class Motion:
    """Places in m from the site's origin, heading in degrees, slope, speed in m/s, wheel power in kW, metres driven."""

    east: Array
    north: Array
    up: Array
    heading: Array
    slope: Array
    speed: Array
    power: Array
    metres: Array


@dataclass
class Atlas:
    """All tracks of a site, end to end in one table, so that many machines and moments are looked up at once."""

    tracks: list[Track] = field(default_factory=list)
    table: Array = field(default_factory=lambda: np.empty((8, 0)))
    first: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    last: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    seconds: Array = field(default_factory=lambda: np.empty(0))
    metres: Array = field(default_factory=lambda: np.empty(0))

    def add(self, track: Track) -> Trip:
        """Take a track in and return its place."""
        self.tracks.append(track)
        return Trip(len(self.tracks) - 1, track.seconds)

    def bind(self) -> None:
        """Make the table from the tracks taken in."""
        counts = np.array([len(track.east) for track in self.tracks])
        self.table = np.hstack([track.columns() for track in self.tracks])
        self.last = np.cumsum(counts) - 1
        self.first = self.last - counts + 1
        self.seconds = np.array([track.seconds for track in self.tracks])
        self.metres = np.array([track.metres[-1] for track in self.tracks])

    def at(self, track: NDArray[np.int64], part: Array, seconds: Array) -> Motion:
        """Return the motion at a part (0 to 1) of each track when it is made in so many seconds."""
        first, last = self.first[track], self.last[track]
        place = first + part * (last - first)
        before = np.minimum(place.astype(np.int64), last - 1)
        share = place - before
        # Taking along rows and working in place is six times as fast as indexing columns.
        rows, rise = self.table.take(before, axis=1), self.table.take(before + 1, axis=1)
        rise -= rows
        rise *= share
        rows += rise
        pace = self.seconds[track] / seconds
        rows[5] *= pace
        rows[6] *= pace
        return Motion(*rows)
