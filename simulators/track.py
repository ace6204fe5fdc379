"""How does a vehicle move along a way, second by second?"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from simulators.fleet.geography import Array
from simulators.route import Way

GRAVITY = 9.81
_STEP_M = 2.0
_SMOOTH_M = 14.0
_ROLLING = 0.028
_DRAG_AREA_M2 = 6.0
_AIR_DENSITY = 1.15
_ROTATING = 1.1
_SIDE_ACCELERATION = 1.4


@dataclass(frozen=True)
class Vehicle:
    """What limits a vehicle on the road: its mass, the power at its wheels and what its retarder holds."""

    mass_kg: float
    wheel_kw: float
    retarder_kw: float
    accelerates_mps2: float = 0.55
    brakes_mps2: float = 0.7


@dataclass(frozen=True)
class Track:
    """A movement sampled evenly in time over `seconds`: place in m, heading in degrees without steps at north,
    slope as rise over run, speed in m/s, power at the wheels in kW (negative: braking) and metres from its start.
    """

    seconds: float
    east: Array
    north: Array
    up: Array
    heading: Array
    slope: Array
    speed: Array
    power: Array
    metres: Array = field(repr=False)

    def columns(self) -> Array:
        """Return the samples as 8 rows in the order of the fields."""
        return np.vstack(
            [self.east, self.north, self.up, self.heading, self.slope, self.speed, self.power, self.metres]
        )

    def lasting(self, seconds: float) -> "Track":
        """Return the same movement made in another time."""
        pace = self.seconds / seconds
        count = max(2, round(seconds) + 1)
        old, new = np.linspace(0, 1, len(self.east)), np.linspace(0, 1, count)
        rows = [np.interp(new, old, row) for row in self.columns()]
        return replace(_from(np.array(rows), seconds), speed=rows[5] * pace, power=rows[6] * pace)

    def then(self, other: "Track") -> "Track":
        """Return this movement and then the other; the heading takes the short way round between them."""
        mine, theirs = self.columns(), other.columns()
        theirs[3] += 360 * np.round((mine[3, -1] - theirs[3, 0]) / 360)
        theirs[7] += mine[7, -1]
        return _from(np.hstack([mine[:, :-1], theirs]), self.seconds + other.seconds)


def stand(place: Array, heading_deg: float, seconds: float = 1.0) -> Track:
    """Return standing still at a place."""
    return turn(place, [heading_deg, heading_deg], [0, 1], seconds)


def turn(place: Array, headings_deg: Sequence[float], shares: Sequence[float], seconds: float) -> Track:
    """Return standing at a place while turning to each heading, gently, at these shares of the time."""
    count = max(2, round(seconds) + 1)
    part = np.linspace(0, 1, count)
    rows = np.zeros((8, count))
    rows[:3] = place[:, None]
    rows[3] = glide(part, shares, headings_deg)
    return _from(rows, seconds)


def glide(part: Array, shares: Sequence[float], values: Sequence[float]) -> Array:
    """Return values that move from knot to knot, starting and stopping gently at each."""
    knots = np.asarray(shares, dtype=float)
    levels = np.asarray(values, dtype=float)
    leg = np.clip(np.searchsorted(knots, part, side="right") - 1, 0, len(knots) - 2)
    share = np.clip((part - knots[leg]) / (knots[leg + 1] - knots[leg]), 0, 1)
    return np.asarray(levels[leg] + (levels[leg + 1] - levels[leg]) * share * share * (3 - 2 * share))


def drive(way: Way, vehicle: Vehicle, *, lane_m: float = 0.0, backwards: bool = False) -> Track:
    """Return how a vehicle drives a way from standing to standing, kept to a lane so many metres to its right.

    The speed keeps to the limits, the bends, the power up the grade and the retarder down it.
    """
    line, limits, along = _fine(way, lane_m)
    legs = np.linalg.norm(np.diff(line, axis=0), axis=1)
    metres = np.concatenate([[0.0], np.cumsum(legs)])
    # Along the middle of the road: cutting a corner makes the line shorter, not the road steeper.
    slope = np.gradient(line[:, 2], along)
    course = np.unwrap(np.arctan2(np.gradient(line[:, 0], metres), np.gradient(line[:, 1], metres)))
    bend = np.abs(np.gradient(course, metres)) + 1e-6
    limits = np.minimum.reduce([limits, np.sqrt(_SIDE_ACCELERATION / bend), _sustained(vehicle, slope)])
    speed = _within_reach(vehicle, slope, legs, limits)
    clock = np.concatenate([[0.0], np.cumsum(2 * legs / (speed[:-1] + speed[1:]))])
    seconds = float(clock[-1])
    even = np.linspace(0, seconds, max(2, round(seconds) + 1))
    heading = np.degrees(course) + (180.0 if backwards else 0.0)
    fine = np.vstack([line.T, heading, slope if not backwards else -slope, speed, np.zeros_like(speed), metres])
    rows = np.array([np.interp(even, clock, row) for row in fine])
    rows[6] = _wheel_kw(vehicle, rows[5], rows[4] * (-1 if backwards else 1), np.gradient(rows[5], even))
    return _from(rows, seconds)


def _fine(way: Way, lane_m: float) -> tuple[Array, Array, Array]:
    """Return the lane as points every few metres, the limit at each, and its metres along the middle of the road."""
    legs = np.linalg.norm(np.diff(way.points, axis=0), axis=1)
    corners = np.concatenate([[0.0], np.cumsum(legs)])
    metres = np.linspace(0, corners[-1], max(6, int(corners[-1] / _STEP_M) + 1))
    points = np.array([_smooth(np.interp(metres, corners, axis)) for axis in way.points.T]).T
    leg = np.clip(np.searchsorted(corners, metres, side="right") - 1, 0, len(legs) - 1)
    along = np.gradient(points[:, :2], axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    # Lanes part from the middle of the road and come back to it where the way ends.
    offset = lane_m * np.minimum(1, np.minimum(metres, metres[-1] - metres) / 20)
    points[:, 0] += offset * along[:, 1]
    points[:, 1] -= offset * along[:, 0]
    return points, way.limits_mps[leg], metres


def _smooth(values: Array) -> Array:
    """Return the values with their corners rounded; the ends stay where they are."""
    reach = min(int(_SMOOTH_M / _STEP_M), len(values) - 1)
    before = 2 * values[0] - values[reach:0:-1]
    after = 2 * values[-1] - values[-2 : -reach - 2 : -1]
    window = np.hanning(2 * reach + 3)[1:-1]
    return np.convolve(np.concatenate([before, values, after]), window / window.sum(), mode="valid")


def _sustained(vehicle: Vehicle, slope: Array) -> Array:
    """Return the speed in m/s that the engine holds up each slope, and the retarder down it."""
    force = vehicle.mass_kg * GRAVITY * (slope + _ROLLING)
    kilowatts = np.where(force > 0, vehicle.wheel_kw, vehicle.retarder_kw)
    return np.asarray(0.93e3 * kilowatts / np.maximum(np.abs(force), 1.0))


def _within_reach(vehicle: Vehicle, slope: Array, legs: Array, limits: Array) -> Array:
    """Return the speed at every point when starting, accelerating and braking take their way."""
    speed = limits.copy()
    speed[0] = speed[-1] = 0.05
    resist = GRAVITY * (slope + _ROLLING)
    for i, leg in enumerate(legs):
        pull = 1e3 * vehicle.wheel_kw / (vehicle.mass_kg * max(speed[i], 1.5)) - resist[i]
        gain = min(vehicle.accelerates_mps2, max(pull, 0.02))
        speed[i + 1] = min(speed[i + 1], np.sqrt(speed[i] ** 2 + 2 * gain * leg))
    for i in range(len(legs) - 1, -1, -1):
        speed[i] = min(speed[i], np.sqrt(speed[i + 1] ** 2 + 2 * vehicle.brakes_mps2 * legs[i]))
    return speed


def _wheel_kw(vehicle: Vehicle, speed: Array, slope: Array, gain: Array) -> Array:
    weight = vehicle.mass_kg * GRAVITY * (_ROLLING + slope)
    drag = 0.5 * _AIR_DENSITY * _DRAG_AREA_M2 * speed**2
    return np.asarray(speed * (weight + drag + _ROTATING * vehicle.mass_kg * gain) / 1e3)


def _from(rows: Array, seconds: float) -> Track:
    east, north, up, heading, slope, speed, power, metres = rows
    return Track(seconds, east, north, up, heading, slope, speed, power, metres)
