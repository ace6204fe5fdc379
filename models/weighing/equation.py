"""Which force do boom cylinders need for a load, by a linear equation in what a calibration must find?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.weighing.handbook import GRAVITY_MPS2, Arm, Array
from models.weighing.motion import Motion, Places

# Force without a load = moment * cos + drag * side * cos + tilt * sin + offset + stiction * side + viscous * v * nu
# + throttle * v; force of each kg = reach * cos + drag / moment * reach * side * cos + askew * sin. Here cos and sin
# are g times those of the boom above the horizon, over the cylinders' lever, v their speed, side is 1 on the way up.
NAMES = ("moment", "drag", "tilt", "offset", "stiction", "viscous", "throttle", "reach", "askew")
REACH = 7

# What a handbook says of seals and oil: their friction is a share of the force and a constant, thick oil adds to it.
_DRAG, _STICTION_N, _VISCOUS_NSPM = 0.022, 3000.0, 12_000.0
_STIFFER = 0.15
# Stiff seals rub more in both ways: the correlation of the two.
_SAME_SEALS = 0.9
# Tolerances: of the moment of boom and bucket (teeth wear off), of the reach, and of the pressure sensors in bar.
_MOMENT, _REACH, _TILT, _OFFSET_BAR = 0.02, 0.005, 0.003, 0.35


@dataclass(frozen=True)
class Knowledge:
    """What is known of the coefficients of the equation: their means and covariance, in the order of `NAMES`."""

    mean: Array
    covariance: NDArray[np.float64]


def handbook(arm: Arm) -> Knowledge:
    """Return what is known of any machine of a class before it was calibrated."""
    stiction, viscous, reach = _STICTION_N, _VISCOUS_NSPM, arm.reach_m
    # Teeth are worn by half on average.
    moment = arm.moment_kgm * 0.99
    mean = np.array([moment, _DRAG * moment, 0.0, 0.0, stiction, viscous, 0.0, reach, 0.0])
    spread = np.array(
        [
            _MOMENT * moment,
            _STIFFER * _DRAG * moment,
            _TILT * moment,
            1e5 * _OFFSET_BAR * float(np.hypot(arm.head_m2, arm.rod_m2)),
            _STIFFER * stiction,
            _STIFFER * viscous,
            0.05 * viscous,
            _REACH * reach,
            _TILT * reach,
        ]
    )
    together = np.eye(len(NAMES))
    drag, stiction = NAMES.index("drag"), NAMES.index("stiction")
    together[drag, stiction] = together[stiction, drag] = _SAME_SEALS
    return Knowledge(mean, together * np.outer(spread, spread))


def empty_terms(motion: Motion, arm: Arm, place: Places) -> NDArray[np.float64]:
    """Return what multiplies each coefficient in the force without any load, a row for each reading."""
    angle, rate, lean = motion.angle[place], motion.rate[place], motion.lean[place]
    lever = arm.lever_m(angle)
    swing = arm.inertia_kgm2 / arm.moment_kgm * motion.accel[place]
    weight = (GRAVITY_MPS2 * np.cos(angle + lean) + swing) / lever
    side, speed = motion.side[place], lever * rate
    thickness = np.exp(-0.022 * (np.clip(motion.oil_c[place], 0, 90) - 50))
    tilted = GRAVITY_MPS2 * np.sin(angle + lean) / lever
    none = np.zeros_like(side)
    terms = [weight, side * weight, tilted, np.ones_like(side), side, speed * thickness, speed, none, none]
    return np.stack(terms, axis=1)


def load_terms(motion: Motion, arm: Arm, place: Places) -> NDArray[np.float64]:
    """Return what multiplies each coefficient in the force that each kg on board adds, a row for each reading."""
    angle, lean = motion.angle[place], motion.lean[place]
    lever = arm.lever_m(angle)
    swing = arm.reach_m * motion.accel[place]
    weight = (GRAVITY_MPS2 * np.cos(angle + lean) + swing) / lever
    terms = np.zeros((len(place), len(NAMES)))
    # Seals rub the more the more they carry: a share of all force, which friction adds on the way up.
    terms[:, NAMES.index("drag")] = motion.side[place] * weight * arm.reach_m / arm.moment_kgm
    terms[:, REACH], terms[:, REACH + 1] = weight, GRAVITY_MPS2 * np.sin(angle + lean) / lever
    return terms
