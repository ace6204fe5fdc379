"""How heavy is what a boom moves in each of its strokes, and how sure is that?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.weighing.equation import NAMES, Knowledge, empty_terms, load_terms
from models.weighing.handbook import Arm, Array
from models.weighing.motion import Motion, Places, Strokes

# Standard deviations of one reading of the pressures in bar, and of the acceleration in rad/s2 with its share.
_HEAD_BAR, _ROD_BAR, _ACCEL, _ACCEL_SHARE = 0.35, 0.25, 0.008, 0.5
# A machine on its tyres bounces at this frequency, in proportion to its speed up to a limit (m/s).
_BOUNCE_HZ, _FULL_MPS, _MOST = 1.4, 1.5, 1.6
# A loaded boom is so many times as inert as an empty one. How late the angle is varies by such seconds.
_LOADED, LATE_S = 1.7, 0.1
# In each stroke are unknown: its mass, both phases of the bounce, and how late the angle is.
_UNKNOWN = 4
# A reading this many standard deviations off is of a bucket that digs or opens; fewer readings than these are too few.
_OFF, _ROUNDS = 4.0, 3
FEWEST = 3
# Noise is assumed large where a boom speeds up; readings that fit better say so, but of few readings not too much.
_LEAST_MISFIT = 0.6


@dataclass(frozen=True)
class Weights:
    """The mass that each stroke moves beyond boom and bucket, in kg, a value for each stroke, NaN where untold.

    `spread_kg` is the standard deviation by noise of its readings alone, `slope[i]` how the mass follows each
    coefficient of the equation, and `misfit` the root mean square of its residuals in standard deviations.
    """

    mass_kg: Array
    spread_kg: Array
    slope: NDArray[np.float64]
    readings: NDArray[np.int64]
    misfit: Array


@dataclass(frozen=True)
class _Readings:
    """Readings of strokes: what remains of the force, what one kg and each phase of a bounce add, and the weight."""

    of: NDArray[np.int64]
    rest: Array
    terms: NDArray[np.float64]
    empty: NDArray[np.float64]
    load: NDArray[np.float64]
    weight: Array


def weigh(motion: Motion, strokes: Strokes, arm: Arm, knowledge: Knowledge) -> Weights:
    """Return what strokes move: generalised least squares with the bounce of the machine as a second unknown."""
    readings = _readings(motion, strokes, arm, knowledge)
    solved = np.zeros((len(strokes), _UNKNOWN))
    weight = readings.weight
    for _ in range(_ROUNDS):
        solved, inverse = _solve(readings, weight, len(strokes), arm)
        off = _residual(readings, solved)
        weight = np.where(np.abs(off) < _limit(off, readings.of, len(strokes)), readings.weight, 0.0)
    return _weights(readings, weight, solved, inverse)


def either(first: Weights, second: Weights, wanted: NDArray[np.int64]) -> Weights:
    """Return the first weights, with some of the second in their places where one is `wanted` (its place, or -1)."""
    has = (wanted >= 0) & np.isfinite(np.append(second.mass_kg, np.nan)[wanted])
    columns = {}
    for name in Weights.__dataclass_fields__:
        mine, other = getattr(first, name), getattr(second, name)
        columns[name] = mine.copy()
        columns[name][has] = other[wanted[has]]
    return Weights(**columns)


def noise_n(motion: Motion, arm: Arm, place: Places) -> Array:
    """Return the standard deviation of the force at readings, by sensors and by acceleration told too seldom, in N."""
    swing = (_ACCEL + _ACCEL_SHARE * np.abs(motion.accel[place])) * _inertia(motion, arm, place)
    return np.asarray(np.sqrt((1e5 * _HEAD_BAR * arm.head_m2) ** 2 + (1e5 * _ROD_BAR * arm.rod_m2) ** 2 + swing**2))


def late_terms(motion: Motion, arm: Arm, place: Places) -> Array:
    """Return what a second of delay between angle and pressures changes in the force."""
    return _inertia(motion, arm, place) * motion.jerk[place]


def _inertia(motion: Motion, arm: Arm, place: Places) -> Array:
    return np.asarray(_LOADED * arm.inertia_kgm2 / arm.lever_m(motion.angle[place]))


def _readings(motion: Motion, strokes: Strokes, arm: Arm, knowledge: Knowledge) -> _Readings:
    place = strokes.place
    empty, load = empty_terms(motion, arm, place), load_terms(motion, arm, place)
    gain = load @ knowledge.mean
    turn = 2 * np.pi * _BOUNCE_HZ * (motion.time_s[place] - motion.time_s[strokes.at][strokes.of])
    heave = np.minimum(motion.speed[place] / _FULL_MPS, _MOST) * motion.force_n[place]
    return _Readings(
        of=strokes.of,
        rest=motion.force_n[place] - empty @ knowledge.mean,
        terms=np.stack([gain, heave * np.sin(turn), heave * np.cos(turn), late_terms(motion, arm, place)], axis=1),
        empty=empty,
        load=load,
        weight=1 / noise_n(motion, arm, place) ** 2,
    )


def _solve(readings: _Readings, weight: Array, count: int, arm: Arm) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the unknowns of each stroke, and their covariance by noise."""
    normal, right = np.zeros((count, _UNKNOWN, _UNKNOWN)), np.zeros((count, _UNKNOWN))
    for row in range(_UNKNOWN):
        right[:, row] = np.bincount(readings.of, weight * readings.terms[:, row] * readings.rest, count)
        for column in range(_UNKNOWN):
            product = weight * readings.terms[:, row] * readings.terms[:, column]
            normal[:, row, column] = np.bincount(readings.of, product, count)
    prior = 1 / max(arm.bounce_g, 1e-6) ** 2
    # A stroke without readings stays solvable: of its mass nothing is known.
    inverse = np.linalg.inv(normal + np.diag([1e-12, prior, prior, 1 / LATE_S**2]))
    return np.einsum("nij,nj->ni", inverse, right), np.asarray(inverse)


def _residual(readings: _Readings, solved: NDArray[np.float64]) -> Array:
    """Return by how many standard deviations each reading is off."""
    fitted = np.einsum("ij,ij->i", readings.terms, solved[readings.of])
    return np.asarray((readings.rest - fitted) * np.sqrt(readings.weight))


def _limit(off: Array, of: NDArray[np.int64], count: int) -> Array:
    """Return how far off a reading of each stroke may be: as usual, or not the worst of a bad stroke."""
    worst = np.zeros(count)
    np.maximum.at(worst, of, np.abs(off))
    return np.asarray(np.maximum(_OFF, worst[of] * (1 - 1e-9)))


def _weights(readings: _Readings, weight: Array, solved: NDArray[np.float64], inverse: NDArray[np.float64]) -> Weights:
    count = len(solved)
    kept = np.bincount(readings.of[weight > 0], minlength=count)
    # How much of each reading goes into the mass of its stroke.
    share = np.einsum("ij,ij->i", inverse[readings.of, 0], readings.terms) * weight
    known = readings.empty + solved[readings.of, :1] * readings.load
    sums = [np.bincount(readings.of, -share * known[:, column], count) for column in range(len(NAMES))]
    slope = np.stack(sums, axis=1).astype(np.float64)
    off = np.where(weight > 0, _residual(readings, solved), 0.0)
    misfit = np.sqrt(np.bincount(readings.of, off**2, count) / np.maximum(kept - 1, 1))
    told = kept >= FEWEST
    return Weights(
        mass_kg=np.where(told, solved[:, 0], np.nan),
        spread_kg=np.where(told, np.sqrt(inverse[:, 0, 0]) * np.maximum(misfit, _LEAST_MISFIT), np.nan),
        slope=slope,
        readings=kept,
        misfit=misfit,
    )
