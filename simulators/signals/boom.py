"""Which values have the signals of a boom and of what it carries?"""

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from simulators.boom import Boom, Lift, boom_of
from simulators.bucket import mud_kg, worn_kg
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.heat import HYDRAULIC_OIL
from simulators.noise import drift
from simulators.signals.slope import pitch_rad
from simulators.signals.state import State
from simulators.work.timeline import Phase

_RESTING_BAR = 3.0
# How a cylinder yields while it holds: mm a minute, and how many times that when its seals have failed.
_YIELDS_MMPMIN, _FAILED_YIELDS = 3.5, 5.0
_SINKS_AT_MOST_RAD = 0.12
# What lifted the boom is let through in about so many seconds while it is held: pressure decays by twice the friction.
_HOLDS_S = 90.0
# Where rock lies in a bucket, and how exactly a test weight is put to its place in it.
_OFF_M, _PLACED_M = 0.05, 0.01
# A machine on its tyres bounces.
_BOUNCE_HZ, _BOUNCE_G, _BOUNCE_SPREAD = 1.4, 0.045, 0.35
_PUSH_BAR = (28.0, 45.0)


def boom_signals(state: State) -> dict[str, Array]:
    """Return the signals of the boom; while it digs, the ground pushes back."""
    moment, duty = state.effort.moment, state.effort.duty
    boom = boom_of(state.effort.model)
    drop = _drop_radps(state, boom)
    sunk = np.minimum(drop * moment.part * moment.seconds, _SINKS_AT_MOST_RAD)
    angle = np.radians(duty.boom_deg) - sunk
    head, rod = boom.pressures_bar(_lift(state, boom, angle, duty.boom_radps - drop))
    digging = moment.during(Phase.PASS) & (moment.part < 0.26) | moment.during(Phase.FILL, Phase.TIDY)
    push = digging * drift(state.unit.stream("ground"), state.time_s, 1.2)
    lowered = state.running | (np.abs(duty.boom_deg) < 1)
    return {
        "boom_angle_deg": np.degrees(angle),
        "boom_head_pressure_bar": np.where(lowered, np.maximum(head + _PUSH_BAR[0] * push, 0), _RESTING_BAR),
        "boom_rod_pressure_bar": np.where(lowered, rod + np.maximum(-_PUSH_BAR[1] * push, 0), _RESTING_BAR),
    }


def _lift(state: State, boom: Boom, angle: Array, rate: Array) -> Lift:
    moment = state.effort.moment
    calibrating = moment.during(Phase.CALIBRATE)
    return Lift(
        angle_rad=angle,
        rate_radps=rate,
        # A bucket is cleaned before its scale is calibrated.
        payload_kg=moment.load_kg + np.where(calibrating, 0.0, mud_kg(state.unit, state.time_s)),
        oil_c=state.celsius[HYDRAULIC_OIL],
        accel_radps2=state.effort.duty.boom_radps2,
        off_m=np.where(calibrating, _PLACED_M, _OFF_M) * moment.luck("centre"),
        pitch_rad=pitch_rad(state),
        heave_g=_heave_g(state),
        bucket_kg=0.006 * state.unit.trait("bucket") * boom.bucket_kg - worn_kg(state.unit, boom, state.time_s),
        leak=state.effort.wear.of(FaultMode.CYLINDER_LEAK),
        grip=np.where(
            _held(state), 2 * np.exp(-moment.part * moment.seconds * _yielding(state) / _HOLDS_S) - 1, np.nan
        ),
        friction=state.trait("friction", 0.15),
    )


def _heave_g(state: State) -> Array:
    """Return how hard the machine bounces while it drives, harder in one pass than in another."""
    moment = state.effort.moment
    if state.effort.model.kind is Kind.EXCAVATOR:
        return np.zeros_like(state.time_s)
    size = _BOUNCE_G * np.exp(_BOUNCE_SPREAD * moment.luck("bounce")) * np.minimum(moment.motion.speed / 1.5, 1.6)
    return np.asarray(size * np.sin(2 * np.pi * (_BOUNCE_HZ * (state.time_s % 3600) + moment.luck("swing"))))


def _drop_radps(state: State, boom: Boom) -> Array:
    """Return how fast the boom sinks where it is held in the air."""
    yields = _YIELDS_MMPMIN * state.trait("seals", 0.2) * _yielding(state)
    return np.asarray(_held(state) * boom.drop_radps(np.radians(state.effort.duty.boom_deg), yields))


def _yielding(state: State) -> Array:
    """Return how many times faster than sound ones the cylinders yield."""
    return 1 + (_FAILED_YIELDS - 1) * state.effort.wear.of(FaultMode.CYLINDER_LEAK)


def _held(state: State) -> NDArray[np.bool_]:
    """Return where the boom is held in the air."""
    moment = state.effort.moment
    if state.effort.model.kind is Kind.EXCAVATOR:
        return moment.during(Phase.WAIT)
    return moment.during(Phase.EMPTY_TRIP, Phase.LOADED_TRIP, Phase.QUEUE)
