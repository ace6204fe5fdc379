"""What would a simpler scale say of the same lifts?"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.weighing.handbook import GRAVITY_MPS2, Arm
from models.weighing.motion import HEAD, Motion, Strokes, lifts, motion_of
from simulators.calibration import Calibration

Floats = NDArray[np.float64]
# Of a lift those readings are used in which the lever is flat.
_FLAT_RAD = (np.radians(-8.0), np.radians(18.0))


def without_friction(motion: Motion, strokes: Strokes, arm: Arm) -> Floats:
    """Return kg of each lift by the handbook's geometry: moments about the boom's pin, and seals that do not rub."""
    place, of = _flat(motion, strokes)
    angle = motion.angle[place] + motion.lean[place]
    moment = motion.force_n[place] * arm.lever_m(motion.angle[place]) / (GRAVITY_MPS2 * np.cos(angle))
    return _means((moment - arm.moment_kgm) / arm.reach_m, of, len(strokes))


def head_alone(
    motion: Motion, strokes: Strokes, values: Mapping[str, Floats], calibration: Calibration, arm: Arm
) -> Floats:
    """Return kg of each lift by the pressure on the head side, between its curves for an empty bucket and a weight."""
    empty, loaded = _curves(calibration, arm)
    place, of = _flat(motion, strokes)
    low, high = (np.polyval(curve, motion.angle[place]) for curve in (empty, loaded))
    share = (values[HEAD][place].astype(np.float64) - low) / (high - low)
    return _means(calibration.told_kg * share, of, len(strokes))


def _curves(calibration: Calibration, arm: Arm) -> tuple[Floats, Floats]:
    """Return the pressure over the angle, as a polynomial of the second degree, of empty and of loaded lifts."""
    motion = motion_of(calibration.time_s, calibration.values, arm)
    place, of = _flat(motion, raised := lifts(motion, arm))
    heavy = motion.time_s[raised.at][of] >= calibration.loaded_s[0]
    head = calibration.values[HEAD][place]
    return (
        np.polyfit(motion.angle[place][~heavy], head[~heavy], 2),
        np.polyfit(motion.angle[place][heavy], head[heavy], 2),
    )


def _flat(motion: Motion, strokes: Strokes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    angle = motion.angle[strokes.place]
    kept = (angle > _FLAT_RAD[0]) & (angle < _FLAT_RAD[1])
    return strokes.place[kept], strokes.of[kept]


def _means(values: Floats, of: NDArray[np.int64], count: int) -> Floats:
    readings = np.bincount(of, minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.bincount(of, values, count) / readings)
