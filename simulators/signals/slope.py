"""How does a machine lean?"""

import numpy as np

from models.machines import Kind
from simulators.fleet.geography import Array
from simulators.noise import drift
from simulators.signals.state import State
from simulators.work.timeline import Phase

# Loose ground at a face lets a loader lean by about so much; an excavator builds itself a bench, not quite level.
_FACE_RAD, _FACE_S = 0.022, 14.0
_BENCH_RAD, _BENCH_S = 0.016, 6 * 3600.0


def pitch_rad(state: State) -> Array:
    """Return the machine's pitch: the road's slope, and the ground's own where it digs."""
    moment, unit = state.effort.moment, state.unit
    road = np.arctan(moment.motion.slope)
    if unit.model.kind is Kind.EXCAVATOR:
        return road + _BENCH_RAD * drift(unit.stream("bench"), state.time_s, _BENCH_S)
    if unit.model.kind is Kind.WHEEL_LOADER:
        digging = moment.during(Phase.PASS, Phase.FILL, Phase.TIP, Phase.TIDY)
        return road + _FACE_RAD * digging * drift(unit.stream("face"), state.time_s, _FACE_S)
    return np.asarray(road)


def slope_signals(state: State) -> dict[str, Array]:
    """Return the signal of the slope on which a machine stands or drives."""
    return {"pitch_deg": np.degrees(pitch_rad(state))}
