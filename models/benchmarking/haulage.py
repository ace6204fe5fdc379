"""What should haul cycles take by the handbook: work at the wheels, hours under way and at a standstill?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_GRAVITY_MPS2 = 9.81
# Haul roads resist with two to four hundredths of the weight (what lies between is a mix of both). A truck has
# about 12 kW a tonne of its own mass, of which three quarters come to the wheels, and goes about 36 km/h where it may.
_HARD, _SOFT, _USUAL = 0.022, 0.042, 0.03
_KW_PER_KG, _AT_WHEELS, _TRAVELS_MPS = 0.012, 0.74, 10.0
_COOLS_FROM_C = 20.0
FACTORS = ("hard_kwh", "soft_kwh", "driving_kwh", "waiting_kwh", "serving_kwh", "cooling_kwh")


@dataclass(frozen=True)
class Cycles:
    """Haul cycles, an entry each: `mass_kg` is the empty truck's, `lift_m` how much higher it dumps than it loads,
    `climb_m` what goes up on both ways together, `waited_s` what it stood in queues; NaN: not measured."""

    mass_kg: Array
    payload_kg: Array
    distance_m: Array
    climb_m: Array
    lift_m: Array
    air_c: Array
    waited_s: Array


def factors(cycles: Cycles) -> Array:
    """Return for each cycle what its fuel follows from and no operator decides (cycles x `FACTORS`, kWh).

    Work is that against grade and rolling resistance, on hard and on soft ground (what comes back downhill is braked
    away); hours driven, waited and served count with the rated power, those in warm air again with the degrees.
    """
    power = _KW_PER_KG * cycles.mass_kg
    up, down = (cycles.climb_m + cycles.lift_m) / 2, (cycles.climb_m - cycles.lift_m) / 2
    out = _trip(cycles.mass_kg + cycles.payload_kg, cycles, up, down)
    back = _trip(cycles.mass_kg, cycles, down, up)
    driving = power * (out.seconds + back.seconds) / 3600
    warm = np.maximum(cycles.air_c - _COOLS_FROM_C, 0) / _COOLS_FROM_C
    hard, soft = out.hard_kwh + back.hard_kwh, out.soft_kwh + back.soft_kwh
    return np.stack([hard, soft, driving, power * cycles.waited_s / 3600, power / 60, warm * driving], axis=-1)


@dataclass(frozen=True)
class _Trip:
    hard_kwh: Array
    soft_kwh: Array
    seconds: Array


def _trip(mass_kg: Array, cycles: Cycles, up_m: Array, down_m: Array) -> _Trip:
    """Return the work and the seconds of a trip whose rises and falls are about as steep as one another."""
    half, climbs = cycles.distance_m / 2, np.maximum(up_m, 0) + np.maximum(down_m, 0)
    grade = climbs / half
    share = np.where(climbs > 0, np.maximum(up_m, 0) / np.maximum(climbs, 1e-9), 0.5)
    hard, soft, seconds = np.zeros_like(half), np.zeros_like(half), np.zeros_like(half)
    for part, slope in ((share, grade), (1 - share, -grade)):
        weight_n = mass_kg * _GRAVITY_MPS2
        reach = _AT_WHEELS * 1000 * _KW_PER_KG * cycles.mass_kg / np.maximum(weight_n * (_USUAL + slope), 1.0)
        hard += weight_n * np.maximum(_HARD + slope, 0) * part * half / 3.6e6
        soft += weight_n * np.maximum(_SOFT + slope, 0) * part * half / 3.6e6
        seconds += part * half / np.minimum(reach, _TRAVELS_MPS)
    return _Trip(hard, soft, seconds)
