"""What does digging demand of an excavator?"""

import numpy as np

from simulators.fleet import Model
from simulators.fleet.geography import Array
from simulators.kinds.duty import Duty, Moment
from simulators.kinds.stroke import Stroke, work
from simulators.track import Track, turn
from simulators.work.timeline import Phase

_IDLE_RPM = 850.0
_WORK_RPM = 1750.0
# The engine falls to idle when the levers rest for so many seconds.
_AUTO_IDLE_S = 5.0
_DIG, _SWUNG, _OPEN = 0.36, 0.56, 0.70
# By how much faster the engine turns of somebody who presses far too hard.

_PRESSED_RPM = 60.0

_STROKE = Stroke(
    Phase.PASS,
    parts=(0.0, 0.10, 0.24, _DIG, _SWUNG, _OPEN, 0.86, 1.0),
    power=(0.35, 0.78, 0.88, 0.72, 0.74, 0.34, 0.46, 0.35),
    bar=(150, 285, 320, 255, 230, 130, 165, 150),
    boom_deg=(6, -14, -24, -20, 34, 36, 14, 6),
    lift=(_DIG, _SWUNG),
)

# Between trucks the face is raked down and the floor cleaned, with the bucket near the ground.
_RAKE = Stroke(
    Phase.TIDY,
    parts=(0.0, 0.2, 0.5, 0.75, 1.0),
    power=(0.30, 0.48, 0.60, 0.42, 0.30),
    bar=(130, 190, 230, 160, 130),
    boom_deg=(6, -14, -24, -12, 6),
    lift=(0.5, 0.75),
)

# The bucket goes up and down for the scale, empty or with a test weight.
_CALIBRATE = Stroke(
    Phase.CALIBRATE,
    parts=(0.0, 0.1, 0.5, 0.6, 0.9, 1.0),
    power=(0.25, 0.30, 0.60, 0.28, 0.26, 0.25),
    bar=(130, 160, 260, 160, 130, 130),
    boom_deg=(-24, -24, 36, 36, -24, -24),
    lift=(0.1, 0.5),
)


def swing(place: Array, face_deg: float, truck_deg: float, seconds: float) -> Track:
    """Return an excavator's turns from its face to the truck and back in one pass, in step with its stroke."""
    return turn(place, [face_deg, face_deg, truck_deg, truck_deg, face_deg], [0, _DIG, _SWUNG, _OPEN, 1], seconds)


def rake(place: Array, face_deg: float, seconds: float) -> Track:
    """Return an excavator's turns along its face while it rakes it down."""
    return turn(place, [face_deg, face_deg + 35.0, face_deg - 25.0, face_deg], [0, 0.3, 0.75, 1], seconds)


def demand(moment: Moment, model: Model) -> Duty:
    """Return what an excavator's work demands."""
    rated = model.rated_power_kw
    waiting = moment.during(Phase.WAIT)
    eager = waiting & (moment.part * moment.seconds < _AUTO_IDLE_S)
    working = work(
        moment,
        (_STROKE, _RAKE, _CALIBRATE),
        power=np.where(eager, 0.2, 0.0),
        bar=np.where(waiting, 38 + 3 * moment.restless, 32 + 2 * moment.restless),
        boom_deg=np.where(waiting, 6.0, -18.0),
    )
    active = working.inside | eager
    worked_rpm = _WORK_RPM - 90 * np.maximum(working.power - 0.6, 0) + _PRESSED_RPM * moment.press
    rpm = np.where(active, worked_rpm, _IDLE_RPM) + 6 * moment.restless
    zero = np.zeros_like(rpm)
    return Duty(
        engine_rpm=rpm,
        engine_kw=rated * working.power + 0.03 * rated * (rpm / 1000) ** 1.4,
        hydraulic_bar=working.bar,
        hydraulic_lpm=np.where(working.inside, 1.35 * rated, np.where(active, 0.5 * rated, 0.12 * rated)),
        boom_deg=working.boom_deg,
        boom_radps=working.boom_radps,
        boom_radps2=working.boom_radps2,
        brake_kw=zero,
    )
