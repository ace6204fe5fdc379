"""What does a failed sensor tell, while the machine itself is sound?"""

from collections.abc import Mapping

import numpy as np

from simulators.degradation.wear import Wear
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.noise import white
from simulators.operation import Unit
from simulators.sensor.flaw import FLAWS, Flaw
from simulators.sensor.table import SENSORS

# Fits any signal without an entry of its own: so many times its noise is wrong.
_NOISES = 25.0
# A sensor that fails by noise does so in bursts.
_BURST_S = 45.0


def misread(
    unit: Unit, wear: Wear, told: Mapping[str, Array], values: Mapping[str, Array], time_s: Array
) -> dict[str, Array]:
    """Return what is told where some sensors of the machine have failed; what was zero because it stands stays so."""
    wrong = dict(told)
    for mode in (FaultMode.SENSOR_OFFSET, FaultMode.SENSOR_DRIFT, FaultMode.SENSOR_NOISE, FaultMode.SENSOR_STUCK):
        name, effect = wear.where(mode), wear.of(mode)
        if name not in told or not effect.any():
            continue
        changed = _changed(unit, mode, wrong[name], np.minimum(effect, 1.0), (name, time_s))
        silent = (values[name] == 0) if name in SENSORS and SENSORS[name].silent else np.zeros(len(time_s), dtype=bool)
        wrong[name] = np.where(silent, told[name], changed)
    return wrong


def _changed(unit: Unit, mode: FaultMode, told: Array, effect: Array, of: tuple[str, Array]) -> Array:
    name, time_s = of
    flaw = FLAWS.get(name) or _flaw(name)
    luck = unit.stream(mode, name) % 1000 / 1000
    side = 1 if unit.stream(mode, name, "side") % 2 else -1
    match mode:
        case FaultMode.SENSOR_STUCK:
            return np.where(effect > 0.5, flaw.low + (flaw.high - flaw.low) * luck, told)
        case FaultMode.SENSOR_NOISE:
            return told + effect * 0.6 * flaw.size * _bursts(unit, name, time_s)
        case _:
            return told + side * effect * flaw.size * (0.8 + 0.4 * luck)


def _bursts(unit: Unit, name: str, time_s: Array) -> Array:
    """Return the noise of a bad sensor: some bursts are wilder than others."""
    burst = np.abs(white(unit.stream(name, "burst"), np.floor(time_s / _BURST_S).astype(np.int64)))
    return burst * white(unit.stream(name, "wild"), np.rint(time_s * 1000).astype(np.int64))


def _flaw(name: str) -> Flaw:
    size = _NOISES * SENSORS[name].noise if name in SENSORS else 1.0
    return Flaw(size, 0.0, size)
