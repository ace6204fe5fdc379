"""How do quantities follow what drives them, each with its own inertia?"""

import numpy as np

from simulators.fleet.geography import Array

# Within a block of so many steps the decay stays far from underflow, for time constants of two steps and longer.
_BLOCK = 96


def follow(targets: Array, rates: Array, start: Array, step_s: float) -> Array:
    """Return the quantities (one a row) that start at `start` and follow their targets at rates in 1/s.

    Exact for targets and rates that stand still within a step: x' = rate (target - x).
    """
    rows, steps = targets.shape
    padded = -steps % _BLOCK
    decay = np.pad(np.exp(-rates * step_s), ((0, 0), (0, padded)), constant_values=1.0)
    gain = np.pad(targets, ((0, 0), (0, padded))) * (1 - decay)
    decay = decay.reshape(rows, -1, _BLOCK)
    fallen = np.cumprod(decay, axis=2)
    gained = np.cumsum(gain.reshape(rows, -1, _BLOCK) / fallen, axis=2)
    first = np.empty((rows, fallen.shape[1], 1))
    value = start
    for block in range(fallen.shape[1]):
        first[:, block, 0] = value
        value = fallen[:, block, -1] * (value + gained[:, block, -1])
    followed: Array = (fallen * (first + gained)).reshape(rows, -1)[:, :steps]
    return followed
