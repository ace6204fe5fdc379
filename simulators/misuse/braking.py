"""How does a vehicle move that brakes harshly in the middle of its way and goes on?"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from simulators.atlas import Atlas, Motion
from simulators.fleet.geography import Array

# It loses so much of its speed in so few seconds, and takes some more to be as fast again.
_LOST, _BRAKES_S, _AGAIN_S = 0.8, 2.3, 9.0
_LOST_S = _LOST * (_BRAKES_S + _AGAIN_S) / 2
_ROTATING = 1.1


@dataclass(frozen=True)
class Trips:
    """Moments within trips: the track, which part of the trip's time is over, its seconds and the mass in kg."""

    track: NDArray[np.int64]
    part: Array
    seconds: Array
    mass_kg: Array


def brake(motion: Motion, atlas: Atlas, here: NDArray[np.bool_], trips: Trips) -> None:
    """Let a vehicle brake harshly once on each of the trips `here`, where its track is fastest, and go on.

    What is lost is made up for along the rest of the way.
    """
    since_s = (trips.part - _fastest(atlas, trips.track)) * trips.seconds
    quicker = trips.seconds / (trips.seconds - _LOST_S)
    slow = _LOST * np.interp(since_s, (0.0, _BRAKES_S, _BRAKES_S + _AGAIN_S), (0.0, 1.0, 0.0))
    place = np.clip((trips.part - _late_s(since_s) / trips.seconds) * quicker, 0, 1)
    driven = atlas.at(trips.track, place, trips.seconds)
    for field in fields(Motion):
        getattr(motion, field.name)[here] = getattr(driven, field.name)
    speed = driven.speed * quicker * (1 - slow)
    gains = np.select([(since_s > 0) & (since_s < _BRAKES_S), slow > 0], [-_LOST / _BRAKES_S, _LOST / _AGAIN_S], 0.0)
    force_kn = _ROTATING * trips.mass_kg * gains * driven.speed * quicker / 1000
    motion.speed[here] = speed
    motion.power[here] = driven.power * quicker * (1 - slow) + force_kn * speed


def _late_s(since_s: Array) -> Array:
    """Return by how many seconds the vehicle is late that began to brake so long ago."""
    braking = np.clip(since_s, 0, _BRAKES_S)
    again = np.clip(since_s - _BRAKES_S, 0, _AGAIN_S)
    return np.asarray(_LOST * (braking**2 / (2 * _BRAKES_S) + again - again**2 / (2 * _AGAIN_S)))


def _fastest(atlas: Atlas, track: NDArray[np.int64]) -> Array:
    """Return the part of each track at which it is driven fastest, with way left to brake and go on."""
    known, places = np.unique(track, return_inverse=True)
    speeds = [atlas.tracks[one].speed for one in known.tolist()]
    fastest = [np.argmax(speed[len(speed) // 5 : 3 * len(speed) // 5]) + len(speed) // 5 for speed in speeds]
    return np.array([place / len(speed) for place, speed in zip(fastest, speeds, strict=True)])[places]
