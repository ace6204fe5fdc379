"""What does a machine measure, as a function of its number and of the serial number of the reading?"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.signals import signal

Words = NDArray[np.uint64]
Values = NDArray[np.float64]


class Measured(NamedTuple):
    """A signal that takes one of `steps` values from `low` upwards, and is missing once in `missing` (0: never)."""

    name: str
    low: float
    steps: int
    missing: int = 0


# A counter of which each value comes once in a machine's life: it tells a reading from every other.
SERIAL = "load_count"
MEASURED = (
    Measured("latitude_deg", 50.0, 1_000_000),
    Measured("engine_speed_rpm", 600, 1600),
    Measured("coolant_temperature_c", 20.0, 900),
    Measured("fuel_rate_lph", 0.0, 400, missing=50),
    Measured("hydraulic_pressure_bar", 0.0, 3000),
    Measured("boom_angle_deg", -40.0, 9000),
    Measured("payload_kg", 0, 30_000, missing=7),
)
SIGNALS = (SERIAL, *(measured.name for measured in MEASURED))
_DECIMALS = np.array([10.0 ** signal(measured.name).decimals for measured in MEASURED])
_IS_REAL = np.array([signal(name).column_type == "real" for name in SIGNALS])

# https://prng.di.unimi.it/splitmix64.c
_GAMMA, _MIX_1, _MIX_2 = (np.uint64(c) for c in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def measure(machine: int, serials: NDArray[np.int64]) -> Values:
    """Return the values of SIGNALS in columns, one row for each serial number, NaN where one is missing."""
    values = np.empty((len(serials), len(SIGNALS)))
    values[:, 0] = serials
    words = _mixed(serials.astype(np.uint64) + (np.uint64(machine + 1) << np.uint64(40)))
    for place, measured in enumerate(MEASURED, 1):
        words = _mixed(words)
        steps = (words % np.uint64(measured.steps)).astype(np.float64)
        scale = _DECIMALS[place - 1]
        values[:, place] = (measured.low * scale + steps) / scale
        if measured.missing:
            values[(words >> np.uint64(40)) % np.uint64(measured.missing) == 0, place] = np.nan
    return values


def columns(values: Values) -> Mapping[str, Values]:
    """Return the values by the signal's name."""
    return dict(zip(SIGNALS, values.T, strict=True))


def checksums(values: Values) -> Words:
    """Return a checksum of each row, equal for what was sent and for what the columns keep of it."""
    kept = np.where(_IS_REAL, values.astype(np.float32).astype(np.float64), values)
    # One bit pattern for every NaN, and one for both zeros.
    bits = np.where(np.isnan(kept), np.nan, kept + 0.0).view(np.uint64)
    total = np.zeros(len(values), dtype=np.uint64)
    for column in bits.T:
        total = _mixed(total ^ column)
    return total


def _mixed(words: Words) -> Words:
    words = words + _GAMMA
    words = (words ^ (words >> np.uint64(30))) * _MIX_1
    words = (words ^ (words >> np.uint64(27))) * _MIX_2
    return words ^ (words >> np.uint64(31))
