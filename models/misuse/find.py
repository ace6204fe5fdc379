"""When does what a machine tells show that it is treated badly?"""

import numpy as np

from models.misuse.episode import Array, apart, reached
from models.misuse.second import Seconds
from models.weighing.target import OVER

# Readings further apart tell of no second between them.
HOLE_S = 5.0
# A receiver at rest tells up to a third of a metre per second (docs/positioning.md).
_MOVES_KMH, _STANDS_KMH, _KMH = 3.6, 1.6, 3.6
# Harder than drivers brake who look ahead: over two seconds, as a receiver's speed is too rough for one.
_HARSH_MPS2, _BRAKES_S = 2.6, 2.0
# A load is over when it is for two seconds on the way, and gone when less than half of what may be carried is left.
_OVER_S, _EMPTY = 2.0, 0.5
_ROLLS_KMH, _ROLLS_S, _IDLES = 7.2, 3.0, 1.06
# Drivers hold the brake in a queue and under the loader, and not in a break (docs/positioning.md).
_LONG_S, _HELD_BAR = 300.0, 15.0
_HOT_C, _SOON_S, _WORKS_PERCENT = 200.0, 30.0, 40.0
_COLD_C, _FULL_PERCENT, _PULLS_S = 50.0, 70.0, 5.0


def overloads(told: Seconds, *, rated_kg: float) -> Array:
    """Return when it had set out with more than 110 % of what it may carry, once for each load."""
    over = (told.payload_kg > OVER * rated_kg) & (told.ground_speed_kmh > _MOVES_KMH)
    moments = reached(told.time_s, over, _OVER_S)
    load = np.cumsum(told.payload_kg < _EMPTY * rated_kg)[np.searchsorted(told.time_s, moments)]
    return moments[np.unique(load, return_index=True)[1]]


def brakings(told: Seconds) -> Array:
    """Return when it lost its speed harder than drivers do who look ahead."""
    time_s, metres = told.time_s, told.ground_speed_kmh / _KMH
    before = np.searchsorted(time_s, time_s - _BRAKES_S)
    passed_s = time_s - time_s[before]
    near = (passed_s > 0) & (passed_s <= _BRAKES_S)
    slows = np.divide(metres[before] - metres, passed_s, out=np.zeros_like(passed_s), where=near)
    return apart(time_s[slows > _HARSH_MPS2], 2 * _BRAKES_S)


def coastings(told: Seconds) -> Array:
    """Return when it had rolled for some seconds while the engine only idled: a gear would keep the two together."""
    stands = told.runs & (told.ground_speed_kmh < _STANDS_KMH)
    if not stands.any():
        return np.zeros(0)
    idles_rpm = _IDLES * float(np.median(told.engine_speed_rpm[stands]))
    rolls = told.runs & (told.engine_speed_rpm < idles_rpm) & (told.ground_speed_kmh > _ROLLS_KMH)
    return reached(told.time_s, rolls, _ROLLS_S)


def idlings(told: Seconds) -> Array:
    """Return when it had stood for five minutes with a warm engine that runs, and no brake held as in a queue."""
    stands = told.runs & (told.ground_speed_kmh < _STANDS_KMH) & (told.brake_pressure_bar < _HELD_BAR)
    return reached(told.time_s, stands & (told.coolant_temperature_c > _COLD_C), _LONG_S)


def hot_stops(told: Seconds) -> Array:
    """Return when the engine was switched off within half a minute of its work, with a hot exhaust."""
    works = (told.engine_load_percent > _WORKS_PERCENT) | (told.ground_speed_kmh > _MOVES_KMH)
    off = np.flatnonzero(told.runs[:-1] & ~told.runs[1:] & (np.diff(told.time_s) <= HOLE_S)) + 1
    soon = np.searchsorted(told.time_s, told.time_s[off] - _SOON_S)
    worked = np.array([works[first:stop].any() for first, stop in zip(soon, off, strict=True)], np.bool_)
    return told.time_s[off[worked & (told.exhaust_temperature_c[off - 1] > _HOT_C)]]


def cold_loads(told: Seconds) -> Array:
    """Return when an engine had pulled for some seconds in all before it was warm, once for each run."""
    hard = told.runs & (told.coolant_temperature_c < _COLD_C) & (told.engine_load_percent > _FULL_PERCENT)
    run = np.cumsum(np.append(True, ~told.runs[:-1] & told.runs[1:]))
    lasts_s = np.minimum(np.diff(told.time_s, prepend=told.time_s[0]), HOLE_S)
    found = []
    for one in np.unique(run[hard]):
        pulls = np.flatnonzero(hard & (run == one))
        found += told.time_s[pulls[np.cumsum(lasts_s[pulls]) >= _PULLS_S]][:1].tolist()
    return np.asarray(found, np.float64)
