"""How much of a stand was waiting for one's turn, and how much was a break?"""

import numpy as np

from models.positioning.readings import Readings
from models.positioning.trace import Stand

_BREAK_S = 600.0


def waited_s(readings: Readings, stand: Stand) -> float:
    """Return the seconds of a stand that were spent in a queue.

    Who waits for a turn holds the service brake; who rests sets the parking brake, and who must wait long switches the
    engine off. So an engine that is off waits if its driver held the brake before. Without the brake's signal the time
    in which the engine runs counts, save in stands of ten minutes and longer, which are taken for breaks.
    """
    place = slice(stand.first, stand.behind)
    running, held = readings.running[place], readings.held
    seconds = _seconds(readings, stand)
    if held is None:
        return float(seconds[running].sum()) if stand.seconds < _BREAK_S else 0.0
    last = np.maximum.accumulate(np.where(running, np.arange(len(running)), -1))
    waits = np.where(last < 0, False, held[place][np.maximum(last, 0)])
    return float(seconds[waits].sum())


def _seconds(readings: Readings, stand: Stand) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how much of the stand belongs to each of its readings: up to the next one."""
    times = readings.trace.time_s[stand.first : stand.behind]
    edges = np.append(times, stand.stop_s)
    edges[0] = stand.start_s
    return np.diff(edges)
