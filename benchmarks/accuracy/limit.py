"""When would fixed limits of each signal alone have raised an alarm?"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.outcome import Case
from models.anomaly.episode import Episode, episodes
from models.band import DWELL_MINUTES, WINDOW_MINUTES, settled
from models.signals import drive_speed, signals_of

_US, _HOUR_S = 1_000_000, 3600.0


def limited(case: Case) -> Iterator[Episode]:
    """Yield the alarms of a machine in judged hours: a signal outside its band for 5 of its last 30 minutes."""
    recording = case.recording
    speed, limit = drive_speed(recording.kind)
    running = settled((recording.time_s * _US).astype(np.int64), np.nan_to_num(recording.values[speed]) > limit)
    beyond: NDArray[np.bool_] = np.zeros(len(recording.time_s), dtype=bool)
    for entry in signals_of(recording.kind):
        if entry.healthy and entry.name in recording.values:
            values = recording.values[entry.name]
            asked = np.flatnonzero(np.isfinite(values) & (running | (not entry.healthy.while_running)))
            low, high = entry.healthy.low, entry.healthy.high
            outside = values[asked] > (np.inf if high is None else high)
            outside |= values[asked] < (-np.inf if low is None else low)
            beyond[asked[_lasting(outside)]] = True
    hours = (recording.time_s[beyond] // _HOUR_S).astype(np.int64)
    yield from episodes(np.isin(case.verdicts.hour, hours).astype(np.float64), raise_at=0.5, clear_at=0.5)


def _lasting(outside: NDArray[np.bool_]) -> NDArray[np.intp]:
    total = np.concatenate([np.zeros(WINDOW_MINUTES, dtype=np.int64), np.cumsum(outside)])
    return np.flatnonzero(total[WINDOW_MINUTES:] - total[:-WINDOW_MINUTES] >= DWELL_MINUTES)
