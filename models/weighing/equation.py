"""Which force do boom cylinders need for a load, by a linear equation in what a calibration must find?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.weighing.handbook import GRAVITY_MPS2, Arm, Array
from models.weighing.motion import Motion, Places

# Force without a load = moment * cos + drag * side * cos + tilt * sin + offset + stiction * side + viscous * v * nu
# + throttle * v, and force of each kg = reach * cos + side * sin, where cos and sin are g times those of the boom above
# the horizon, over the cylinders' lever, and v is their speed.
NAMES = ("moment", "drag", "tilt", "offset", "stiction", "viscous", "throttle", "reach", "side")
EMPTY = 7

# What a handbook says of seals and oil: their friction is a share of the force and a constant, thick oil adds to it.
_DRAG, _STICTION_N, _VISCOUS_NSPM = 0.022, 3000.0, 12_000.0
_STIFFER = 0.15
# Tolerances: of the moment of boom and bucket (teeth wear off), of the reach, and of the pressure sensors in bar.
_MOMENT, _REACH, _TILT, _OFFSET_BAR = 0.02, 0.006, 0.003, 0.35


@dataclass(frozen=True)
class Knowledge:
    """What is known of the coefficients of the equation: their means and covariance, in the order of `NAMES`."""

    mean: Array
    covariance: NDArray[np.float64]


def handbook(arm: Arm) -> Knowledge:
    """Return what is known of any machine of a class before it was calibrated."""
    stiction, viscous, reach = _STICTION_N, _VISCOUS_NSPM, arm.reach_m * (1 + _DRAG)
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
    return Knowledge(mean, np.diag(spread**2))


def empty_terms(motion: Motion, arm: Arm, place: Places) -> NDArray[np.float64]:
    """Return what multiplies the first seven coefficients, a row for each reading: the force without any load."""
    angle, rate, lean = motion.angle[place], motion.rate[place], motion.lean[place]
    lever = arm.lever_m(angle)
    swing = arm.inertia_kgm2 / arm.moment_kgm * motion.accel[place]
    weight = (GRAVITY_MPS2 * np.cos(angle + lean) + swing) / lever
    side, speed = motion.side[place], lever * rate
    thickness = np.exp(-0.022 * (np.clip(motion.oil_c[place], 0, 90) - 50))
    tilted = GRAVITY_MPS2 * np.sin(angle + lean) / lever
    return np.stack([weight, side * weight, tilted, np.ones_like(side), side, speed * thickness, speed], axis=1)


def load_terms(motion: Motion, arm: Arm, place: Places) -> NDArray[np.float64]:
    """Return what multiplies the last two coefficients for each kg on board, a row for each reading."""
    angle, lean = motion.angle[place], motion.lean[place]
    lever = arm.lever_m(angle)
    swing = arm.reach_m * motion.accel[place]
    # The reach is that on the way up, when friction adds its share; on the way down it carries it.
    share = (1 + motion.side[place] * _DRAG) / (1 + _DRAG)
    weight = (GRAVITY_MPS2 * np.cos(angle + lean) + swing) / lever * share
    return np.stack([weight, GRAVITY_MPS2 * np.sin(angle + lean) / lever * share], axis=1)
