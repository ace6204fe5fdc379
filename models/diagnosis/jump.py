"""How suddenly did each deviation of a machine come?"""

import numpy as np

from models.diagnosis.condition import Floats

_HOURS, _WINDOW = 20, 200
# So many judged hours before one tell how suddenly it came.
LOOK_BACK = _HOURS + _WINDOW


def jumps(values: Floats) -> Floats:
    """Return which part of its greatest deviation each place grew within twenty of the last two hundred hours."""
    size = np.abs(values)
    before = np.concatenate([np.repeat(size[:1], min(_HOURS, len(size)), axis=0), size[:-_HOURS]])
    # Away from health alone: what a repair takes away says nothing of the next failure.
    most = np.maximum(size - before, 0)
    for back in (1, 2, 4, 8, 16, 32, 64, 72):
        most[back:] = np.maximum(most[back:], most[:-back])
        size[back:] = np.maximum(size[back:], size[:-back])
    return np.asarray(np.clip(most / np.maximum(size, 1.0), 0, 1))
