"""Which values are lost between a sensor and the telematics unit?"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulators.degradation.wear import Wear
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.noise import white
from simulators.operation import Unit
from simulators.sensor.table import SENSORS

# On a sound machine one signal is lost for so long at a time, some times a day.
_GAP_S, _RARE = 16.0, 2.85
# A broken cable: at failure most windows of so many seconds are lost.
_BROKEN_S, _BROKEN_SHARE = 8.0, 0.75


def lost(unit: Unit, wear: Wear, told: Mapping[str, Array], time_s: Array) -> dict[str, Array]:
    """Return what arrives: NaN where a contact was loose for a moment or a cable is broken."""
    arriving = dict(told)
    names = [name for name in told if name in SENSORS and SENSORS[name].drops]
    window = np.floor(time_s / _GAP_S).astype(np.int64)
    gone = np.flatnonzero(white(unit.stream("contact"), window) > _RARE)
    for place in np.unique(window[gone]).tolist() if names else ():
        name = names[unit.stream("contact", place) % len(names)]
        arriving[name] = np.where(window == place, np.nan, arriving[name])
    name = wear.where(FaultMode.SENSOR_DROPOUT)
    if name in arriving:
        arriving[name] = np.where(broken(unit, wear, time_s), np.nan, arriving[name])
    return arriving


def broken(unit: Unit, wear: Wear, time_s: Array) -> NDArray[np.bool_]:
    """Return where a broken cable loses what its sensor tells."""
    share = _BROKEN_SHARE * np.minimum(wear.of(FaultMode.SENSOR_DROPOUT), 1.0)
    # The normal number's place among its like: shaking makes contacts fail in runs.
    shaken = white(unit.stream("cable"), np.floor(time_s / _BROKEN_S).astype(np.int64))
    return np.asarray(0.5 * (1 + np.tanh(0.8 * shaken)) < share)
