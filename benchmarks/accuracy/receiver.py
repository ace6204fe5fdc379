"""How wrong are a machine's fixes and its speed, and which of them are missing?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from models.positioning.ground import Floats, Ground
from models.positioning.spell import several

# Told by a real tractor's receiver: at a stand it wanders over minutes (first order Gauss-Markov, standard deviation
# and time constant drawn for each machine), its speed there is at most 0.33 m/s, and while driving it and the wheels
# are 0.42 km/h apart.
DEVIATION_M, TAU_S, WHITE_M = (1.0, 2.5), (60.0, 300.0), 0.1
_STILL_MPS, _BURST_MPS, _BURST_S, _BURSTS = 0.006, (0.1, 0.33), 5, 0.002
_MOVING_KMH, _MOVING_TAU_S = 0.42, 3.0
# Tyres that are worn or pumped up turn so much faster or slower.
_SCALE = 0.01
# Of the fixes that are missing half are missing one by one, and half in rows of so many.
MISSING, _ROW = 0.01, 20
_OF_RECEIVER = ("latitude_deg", "longitude_deg", "altitude_m", "heading_deg", "ground_speed_kmh")


@dataclass(frozen=True)
class Receiver:
    """A receiver beside the one that the simulator has: with the error that its own lacks, and with holes."""

    ground: Ground
    seed: int

    def told(self, values: Mapping[str, NDArray[np.floating]]) -> dict[str, Floats]:
        """Return what a machine tells of its way and work once a second, as such a receiver sees it, NaN where it is
        missing. A fix that is missing takes height and speed with it."""
        chance = np.random.default_rng(self.seed)
        told = {name: np.array(values[name], dtype=np.float64) for name in values}
        count = len(told["latitude_deg"])
        deviation, tau = chance.uniform(*DEVIATION_M), chance.uniform(*TAU_S)
        east, north, up = (wander(chance, count, deviation, tau) for _ in range(3))
        latitude, longitude = self.ground.degrees(east, north)
        told["latitude_deg"] += latitude - self.ground.latitude_deg
        told["longitude_deg"] += longitude - self.ground.longitude_deg
        told["altitude_m"] += up
        told["ground_speed_kmh"] = _speed_kmh(chance, told["ground_speed_kmh"])
        gone = _missing(chance, count)
        for name in _OF_RECEIVER:
            if name in told:
                told[name][gone] = np.nan
        return told


def wander(chance: np.random.Generator, count: int, deviation: float, tau_s: float) -> Floats:
    """Return a first-order Gauss-Markov process with white noise of a decimetre on it, second by second."""
    keeps = float(np.exp(-1 / tau_s))
    pushes = deviation * np.sqrt(1 - keeps**2) * chance.standard_normal(count)
    drifting = lfilter([1.0], [1.0, -keeps], pushes, zi=[keeps * deviation * chance.standard_normal()])[0]
    return np.asarray(drifting + WHITE_M * chance.standard_normal(count))


def _speed_kmh(chance: np.random.Generator, speed_kmh: Floats) -> Floats:
    count = len(speed_kmh)
    still = np.abs(_STILL_MPS * chance.standard_normal(count))
    begins = chance.random(count) < _BURSTS
    still = np.where(several(begins, 1, _BURST_S), chance.uniform(*_BURST_MPS, count), still)
    apart = wander(chance, count, _MOVING_KMH, _MOVING_TAU_S)
    driven = speed_kmh * (1 + _SCALE * chance.standard_normal()) + apart
    return np.where(speed_kmh > 1.0, np.maximum(driven, 0), speed_kmh + 3.6 * still)


def _missing(chance: np.random.Generator, count: int) -> NDArray[np.bool_]:
    alone = chance.random(count) < MISSING / 2
    begins = chance.random(count) < MISSING / 2 / _ROW
    return np.asarray(alone | several(begins, 1, _ROW))
