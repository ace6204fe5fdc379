"""From when to when is a machine's statistic an alarm, hour by hour for many machines at once?"""

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Flags, Floats

# The log odds at which an alarm is raised, at which it is cleared, and for how many judged hours in a row they hold.
RAISE, CLEAR, DWELL = 5.0, 2.5, 3
# Nobody is told of a machine in its first judged hours, nor in the first ones after a repair.
STARTUP_HOURS = 12


def begun(statistic: Floats, judged: NDArray[np.integer]) -> Floats:
    """Return the statistic with nothing in a machine's first judged hours; `judged` counts them from 1 on."""
    return np.where(judged <= STARTUP_HOURS, 0.0, statistic)


def next_alarm(alarm: Flags, run: NDArray[np.integer], statistic: Floats) -> tuple[Flags, NDArray[np.int16]]:
    """Return which machines are in alarm after one more hour, and for how many hours in a row each was above the limit.

    Hour by hour it is what `models.anomaly.episode.alarmed` says of all of them.
    """
    above = np.where(statistic > RAISE, np.minimum(run + 1, 1000), 0).astype(np.int16)
    return np.where(alarm, statistic >= CLEAR, above >= DWELL), above
