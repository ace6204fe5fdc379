"""What does hauling demand of a truck?"""

import numpy as np

from simulators.engine import friction_kw
from simulators.fleet import Model
from simulators.fleet.geography import Array
from simulators.kinds.duty import Duty, Moment
from simulators.misuse.kind import Misuse
from simulators.track import glide
from simulators.work.timeline import Phase

_IDLE_RPM = 750.0
# Faster than this a truck in neutral coasts; its brakes then hold so much more than beside an engine that holds too.
_ROLLS_MPS, _BRAKES_ALONE = 2.0, 1.35
# The speed in m/s up to which each gear is driven.
_GEAR_TOPS = np.array([2.0, 3.0, 4.4, 6.4, 9.0, 12.5, 18.0])
_GEAR_BOTTOMS = np.array([0.0, 1.6, 2.5, 3.7, 5.4, 7.6, 10.6])
_DRIVELINE = 0.82
# Who presses far too hard shifts late, and brakes away so much more of what the engine gave.
_PRESSED_RPM, _WASTED = 110.0, 0.07
_BODY_PARTS, _BODY_DEG = (0.0, 0.06, 0.55, 0.66, 1.0), (0.0, 0.0, 62.0, 62.0, 0.0)


def demand(moment: Moment, model: Model) -> Duty:
    """Return what a haul truck's work demands."""
    rated, speed, wheel = model.rated_power_kw, moment.motion.speed, _wheel_kw(moment, model)
    raising = moment.during(Phase.DUMP) & (moment.part < 0.6)
    rpm = np.where(
        speed > 0.3,
        _geared(speed, wheel) + 22 * moment.restless + _PRESSED_RPM * moment.press * (wheel > 0),
        _IDLE_RPM + 4 * moment.restless,
    )
    rpm = np.where(raising, 1500 + 60 * moment.restless, rpm)
    coasting = (moment.misuse == Misuse.COASTING) & (wheel < 0) & (speed > _ROLLS_MPS)
    rpm = np.where(coasting, _IDLE_RPM + 4 * moment.restless, rpm)
    pulling = wheel * (1 + 0.06 * moment.restless + _WASTED * moment.press) / _DRIVELINE
    body_kw = np.where(raising, 0.22 * rated, 0.0)
    holding = np.where(coasting, 0.0, friction_kw(rated, rpm))
    power = np.where(wheel >= 0, pulling, -holding) + body_kw + _steady_kw(rated, rpm)
    body_deg = np.where(moment.phase == Phase.DUMP, glide(moment.part, _BODY_PARTS, _BODY_DEG), 0.0)
    return Duty(
        engine_rpm=rpm,
        engine_kw=power,
        hydraulic_bar=np.where(raising, 90 + 120 * moment.load_kg / model.payload_kg, 24 + 4 * moment.restless),
        hydraulic_lpm=np.where(raising, 260.0, 30 + 20 * (speed > 0.5)),
        boom_deg=body_deg,
        boom_radps=np.zeros_like(speed),
        boom_radps2=np.zeros_like(speed),
        # In neutral the engine holds nothing, and the brakes hold all.
        brake_kw=np.maximum(-wheel, 0) * np.where(coasting, _BRAKES_ALONE, 1 + _WASTED * moment.press),
    )


def _wheel_kw(moment: Moment, model: Model) -> Array:
    """Return the power at the wheels with what is really on board, where tracks are driven with the rated load."""
    rated = model.mass_kg + model.payload_kg
    return moment.motion.power * np.where(
        moment.phase == Phase.LOADED_TRIP, (model.mass_kg + moment.load_kg) / rated, 1.0
    )


def _geared(speed: Array, wheel: Array) -> Array:
    """Return the engine speed at which a gearbox drives: falling at each upshift, held high by the retarder."""
    gear = np.minimum(np.searchsorted(_GEAR_TOPS, speed), len(_GEAR_TOPS) - 1)
    share = (speed - _GEAR_BOTTOMS[gear]) / (_GEAR_TOPS[gear] - _GEAR_BOTTOMS[gear])
    return np.asarray(np.where(gear == 0, 900, 1250) + np.where(gear == 0, 750, 600) * share + 180 * (wheel < -40))


def _steady_kw(rated: float, rpm: Array) -> Array:
    return 6.0 + 0.03 * rated * (rpm / 2000) ** 2
