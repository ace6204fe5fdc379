"""How does a boom move, and when does it lift a bucket and come down again?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.weighing.handbook import Arm, Array

ANGLE, HEAD, ROD = "boom_angle_deg", "boom_head_pressure_bar", "boom_rod_pressure_bar"
OIL, PITCH, SPEED = "hydraulic_oil_temperature_c", "pitch_deg", "ground_speed_kmh"
# What a machine must tell to be weighed, and what makes it better.
NEEDED, HELPFUL = (ANGLE, HEAD, ROD), (OIL, PITCH, SPEED)

_MILD_C, _KMH = 50.0, 3.6
# A boom moves above this rate in rad/s; slower, its seals may stick to either side.
MOVES_RADPS = 0.02
# A lift and the way down are over within so many seconds; a reading more than so many seconds from its neighbours says
# nothing about rates.
_LONGEST_S, _NEAR_S = 25.0, 1.6
# Angles are filtered: what is told of a moment is how the boom stood so long before the pressures that go with it.
_LATE_S = 0.42
# What lifted a boom is let through in about so many seconds while it is held: friction then holds it from below.
_YIELDS_S = 90.0
# A bucket is carried for at least so many readings, of which those of the first seconds are used; m/s.
_CARRIED, _CARRIED_S, _DRIVES_MPS = 8, 30.0, 0.5
# After a lift the boom is this much lower before the next begins, in rad.
_AGAIN_RAD = 0.09

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Motion:
    """What a machine's boom did, a value for each reading: time in Unix seconds, angle, rate, acceleration and jerk (in
    rad and s), lean in rad (its pitch), the side from which friction acts (1 as while it rises, -1 as while it sinks),
    the cylinders' force in N, the oil in °C and the ground speed in m/s.

    Where a helpful signal is missing, `oil_c` is 50, and lean and speed are 0.
    """

    time_s: Array
    angle: Array
    rate: Array
    accel: Array
    jerk: Array
    lean: Array
    side: Array
    force_n: Array
    oil_c: Array
    speed: Array


@dataclass(frozen=True)
class Strokes:
    """Movements of a boom in order: of reading `place[i]`, stroke `of[i]` is made; `at` is the reading in the middle.

    `of` rises; a stroke without any usable reading has none.
    """

    place: Places
    of: Places
    at: Places

    def __len__(self) -> int:
        return len(self.at)


def motion_of(time_s: Array, values: Mapping[str, Array], arm: Arm) -> Motion:
    """Return how a boom moves by its signals, in the catalogue's units; NaN where something needed is missing."""
    angle = np.radians(values[ANGLE].astype(np.float64))
    rate, accel = _derivatives(time_s, angle)
    jerk = _change(time_s, accel)
    force = 1e5 * (values[HEAD].astype(np.float64) * arm.head_m2 - values[ROD].astype(np.float64) * arm.rod_m2)
    return Motion(
        time_s=time_s,
        angle=angle,
        rate=rate,
        accel=accel + _LATE_S * jerk,
        jerk=jerk,
        lean=np.radians(_filled(values.get(PITCH), 0.0, time_s)),
        side=_side(time_s, rate),
        force_n=force,
        oil_c=_filled(values.get(OIL), _MILD_C, time_s),
        speed=np.abs(_filled(values.get(SPEED), 0.0, time_s)) / _KMH,
    )


def lifts(motion: Motion, arm: Arm) -> Strokes:
    """Return the upward movements through the range in which a full bucket is free."""
    return _strokes(motion, arm, upward=True)


def carries(motion: Motion, arm: Arm) -> Strokes:
    """Return the times in which a machine drives with its boom held in the air, up to half a minute of each."""
    still = np.abs(motion.rate) <= MOVES_RADPS
    moves = np.cumsum(~still)
    inside = (motion.angle > arm.low_rad) & (motion.angle < arm.high_rad) & (motion.speed > _DRIVES_MPS)
    place = np.flatnonzero(still & inside & np.isfinite(motion.force_n) & np.isfinite(motion.accel))
    _, first, run, counts = np.unique(moves[place], return_index=True, return_inverse=True, return_counts=True)
    begun_s = motion.time_s[place[first]] if len(place) else motion.time_s[:0]
    kept = (counts >= _CARRIED)[run] & (motion.time_s[place] < begun_s[run] + _CARRIED_S)
    number = np.cumsum(counts >= _CARRIED) - 1
    return Strokes(place[kept], number[run[kept]], place[first[counts >= _CARRIED]])


def lowerings(motion: Motion, arm: Arm) -> Strokes:
    """Return the downward movements through the same range, as after a bucket was emptied."""
    return _strokes(motion, arm, upward=False)


def _derivatives(time_s: Array, angle: Array) -> tuple[Array, Array]:
    """Return rate and acceleration by central differences of the fourth order; NaN at the ends and beside gaps.

    A boom's whole lift takes five or six readings: differences of the second order miss a tenth of its acceleration.
    """
    rate, accel = np.full_like(angle, np.nan), np.full_like(angle, np.nan)
    if len(angle) < 5:
        return rate, accel
    step = (time_s[4:] - time_s[:-4]) / 4
    even = np.max(np.abs(np.diff(time_s) - 1.0).reshape(-1, 1), axis=1) < _NEAR_S
    whole = np.convolve(even, np.ones(4), "valid") == 4
    outer, inner = (angle[4:], angle[:-4]), (angle[3:-1], angle[1:-3])
    slope = (8 * (inner[0] - inner[1]) - (outer[0] - outer[1])) / 12
    bend = (16 * (inner[0] + inner[1]) - (outer[0] + outer[1]) - 30 * angle[2:-2]) / 12
    good = whole & (step > 0)
    rate[2:-2] = np.where(good, slope / np.where(good, step, 1), np.nan)
    accel[2:-2] = np.where(good, bend / np.where(good, step, 1) ** 2, np.nan)
    return rate, accel


def _change(time_s: Array, accel: Array) -> Array:
    """Return how an acceleration changes, 0 where that is not known."""
    jerk = np.zeros_like(accel)
    jerk[1:-1] = (accel[2:] - accel[:-2]) / np.maximum(time_s[2:] - time_s[:-2], 1e-3)
    return np.nan_to_num(jerk)


def _side(time_s: Array, rate: Array) -> Array:
    """Return from which side friction acts: as it moved last, and while it is held more and more from below."""
    moves = np.abs(rate) > MOVES_RADPS
    last = np.maximum.accumulate(np.where(moves, np.arange(len(rate)), -1))
    held_s = np.where(last < 0, np.inf, time_s - time_s[np.maximum(last, 0)])
    return np.where(moves, np.sign(rate), 2 * np.exp(-held_s / _YIELDS_S) - 1)


def _filled(told: Array | None, otherwise: float, time_s: Array) -> Array:
    """Return a signal with gaps filled by its last value, or by a usual one."""
    if told is None:
        return np.full(len(time_s), otherwise)
    known = ~np.isnan(told)
    last = np.maximum.accumulate(np.where(known, np.arange(len(told)), -1))
    return np.where(last < 0, otherwise, told[np.maximum(last, 0)].astype(np.float64))


def _strokes(motion: Motion, arm: Arm, *, upward: bool) -> Strokes:
    at = _crossings(motion.angle, arm.middle_rad, upward=upward)
    before, behind = _reach(motion.time_s, at)
    counts = behind - before
    of = np.repeat(np.arange(len(at)), counts)
    place = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(before, counts)
    good = _usable(motion, arm, place, upward=upward) & _joined(motion, place, at[of], upward=upward)
    return Strokes(place[good], of[good], at)


def _crossings(angle: Array, level: float, *, upward: bool) -> Places:
    """Return the readings at which the boom has just passed a level, once for each time it came from well beyond."""
    side = np.where(angle > level, 1, np.where(angle < level - _AGAIN_RAD, -1, 0))
    known = np.flatnonzero(side)
    turned = known[1:][np.diff(side[known]) > 0] if upward else known[1:][np.diff(side[known]) < 0]
    return np.asarray(turned, dtype=np.int64)


def _reach(time_s: Array, at: Places) -> tuple[Places, Places]:
    """Return the readings that may belong to movements through others: first, and behind the last."""
    moments = time_s[at]
    return np.searchsorted(time_s, moments - _LONGEST_S), np.searchsorted(time_s, moments + _LONGEST_S)


def _usable(motion: Motion, arm: Arm, place: Places, *, upward: bool) -> Flags:
    """Return which readings are of a boom that moves the right way in its range, with all that is needed."""
    angle, rate = motion.angle[place], motion.rate[place] * (1 if upward else -1)
    whole = np.isfinite(motion.force_n[place]) & np.isfinite(motion.accel[place])
    low = arm.low_rad if upward else arm.emptied_rad
    return np.asarray(whole & (angle > low) & (angle < arm.high_rad) & (rate > MOVES_RADPS))


def _joined(motion: Motion, place: Places, at: Places, *, upward: bool) -> Flags:
    """Return which readings belong to the same movement as the one in the middle: none lies the other way between."""
    against = (motion.rate < -MOVES_RADPS) if upward else (motion.rate > MOVES_RADPS)
    turns = np.cumsum(np.concatenate([[0], against.astype(np.int64)]))
    return np.asarray(turns[np.maximum(place, at) + 1] == turns[np.minimum(place, at)])
