"""What does loading demand of a wheel loader?"""

import numpy as np

from simulators.fleet import Model
from simulators.fleet.geography import Array
from simulators.kinds.duty import Duty, Moment, by_phase
from simulators.kinds.stroke import Stroke, work
from simulators.route import line
from simulators.track import Track, Vehicle, drive
from simulators.work.timeline import Phase

_IDLE_RPM = 780.0
_DRIVELINE = 0.72
# By how much faster the engine turns of somebody who presses far too hard, at work and on the way, and what is braked
# away again on the way.
_PRESSED_RPM, _HURRIED_RPM, _WASTED = 90.0, 110.0, 0.09
_LOW, _CARRY, _HIGH = -38.0, -22.0, 36.0
_VEHICLE = Vehicle(25_000, 110.0, 130.0, accelerates_mps2=1.4, brakes_mps2=1.6)

# A pass on a truck: fill, back off, come to the truck while lifting, open, back off lowering, return to the pile.
_STROKES = (
    Stroke(
        Phase.PASS,
        parts=(0.0, 0.12, 0.26, 0.46, 0.62, 0.72, 0.86, 1.0),
        power=(0.32, 0.86, 0.80, 0.40, 0.80, 0.28, 0.34, 0.32),
        bar=(80, 225, 240, 140, 205, 120, 55, 80),
        boom_deg=(_LOW, _LOW, _LOW + 6, _CARRY + 8, _HIGH, _HIGH, -8, _LOW),
        lift=(0.46, 0.62),
    ),
    Stroke(
        Phase.FILL,
        parts=(0.0, 0.2, 0.55, 0.8, 1.0),
        power=(0.25, 0.55, 0.88, 0.78, 0.40),
        bar=(60, 120, 245, 210, 110),
        boom_deg=(_CARRY, _LOW, _LOW, _LOW + 10, _CARRY),
        lift=(0.55, 1.0),
    ),
    # Between trucks the floor is cleaned and what was blasted is heaped up, with the bucket near the ground.
    Stroke(
        Phase.TIDY,
        parts=(0.0, 0.2, 0.45, 0.6, 0.8, 1.0),
        power=(0.25, 0.55, 0.50, 0.30, 0.36, 0.25),
        bar=(60, 120, 150, 90, 60, 60),
        boom_deg=(_LOW, _LOW, _LOW + 8, _LOW + 8, _LOW + 3, _LOW),
        lift=(0.2, 0.45),
    ),
    # The bucket goes up and down for the scale, empty or with a test weight.
    Stroke(
        Phase.CALIBRATE,
        parts=(0.0, 0.1, 0.5, 0.6, 0.9, 1.0),
        power=(0.25, 0.30, 0.60, 0.28, 0.26, 0.25),
        bar=(60, 90, 190, 90, 60, 60),
        boom_deg=(_LOW + 4, _LOW + 4, _HIGH, _HIGH, _LOW + 4, _LOW + 4),
        lift=(0.1, 0.5),
    ),
    Stroke(
        Phase.TIP,
        parts=(0.0, 0.56, 0.70, 1.0),
        power=(0.35, 0.70, 0.30, 0.25),
        bar=(90, 190, 120, 50),
        boom_deg=(_CARRY, _HIGH, _HIGH, _CARRY),
        lift=(0.12, 0.56),
    ),
)
_BOOM_AT_REST = {Phase.EMPTY_TRIP: _CARRY, Phase.LOADED_TRIP: _CARRY, Phase.QUEUE: _CARRY}


def load_truck(pile: Array, back: Array, truck: Array, seconds: float) -> Track:
    """Return the V that a loader drives between a pile and a truck, in step with its strokes."""
    legs = (
        (pile, back, True, 0.32),
        (back, truck, False, 0.24),
        (truck, back, True, 0.22),
        (back, pile, False, 0.22),
    )
    first, *rest = [
        drive(line(start, end, limit_kmh=13.0), _VEHICLE, backwards=backwards).lasting(share * seconds)
        for start, end, backwards, share in legs
    ]
    for leg in rest:
        first = first.then(leg)
    return first


def clean_up(pile: Array, back: Array, seconds: float) -> Track:
    """Return how a loader drives off from a pile and comes back to clean the floor before it."""
    legs = ((pile, back, True, 0.5), (back, pile, False, 0.5))
    first, last = [
        drive(line(start, end, limit_kmh=9.0), _VEHICLE, backwards=backwards).lasting(share * seconds)
        for start, end, backwards, share in legs
    ]
    return first.then(last)


def demand(moment: Moment, model: Model) -> Duty:
    """Return what a wheel loader's work demands."""
    rated, speed, wheel = model.rated_power_kw, moment.motion.speed, moment.motion.power
    travelling = moment.during(Phase.EMPTY_TRIP, Phase.LOADED_TRIP) & (speed > 0.2)
    working = work(
        moment,
        _STROKES,
        power=np.where(travelling, np.maximum(wheel, 0) * (1 + _WASTED * moment.press) / _DRIVELINE / rated, 0.0),
        bar=np.where(travelling, 45 + 8 * moment.restless, 28 + 2 * moment.restless),
        boom_deg=by_phase(moment.phase, _BOOM_AT_REST, _LOW),
    )
    idle = _IDLE_RPM + 5 * moment.restless
    rpm = np.where(travelling, 1000 + 105 * speed + _HURRIED_RPM * moment.press, idle)
    rpm = np.where(working.inside, 1250 + 620 * working.power + 40 * moment.restless + _PRESSED_RPM * moment.press, rpm)
    steady = 0.045 * rated * (rpm / 1000) ** 1.4
    return Duty(
        engine_rpm=rpm,
        engine_kw=rated * working.power + steady,
        hydraulic_bar=working.bar,
        hydraulic_lpm=np.where(working.inside, rated * (0.45 + 2.6 * np.abs(working.boom_radps)), 0.1 * rated),
        boom_deg=working.boom_deg,
        boom_radps=working.boom_radps,
        boom_radps2=working.boom_radps2,
        brake_kw=np.maximum(-wheel, 0) + np.where(moment.phase == Phase.PASS, 0.05 * rated, 0.0),
    )
