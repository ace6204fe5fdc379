"""How well does the detector tell the anomalies of a labelled table from health?"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.labelled import BadTable, Labelled, read_labelled
from models.anomaly import Scores, fit
from models.anomaly.detector import NothingVaries, TooFewRows
from models.anomaly.episode import Episode, alarmed

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def evaluate(path: Path, time: str, label: str, fit_rows: int, leave_out: Sequence[str] = ()) -> dict[str, object]:
    """Return the figures of a detector that is fitted on the first rows and judged on the others.

    Raises `BadTable` where the file cannot be used so.
    """
    table = read_labelled(path, time, label, leave_out)
    if fit_rows >= len(table.anomaly):
        said = f"has {len(table.anomaly)} rows, and {fit_rows} are to be fitted on; right is fewer, to judge the others"
        raise BadTable(path, said)
    healthy = table.values[:fit_rows][~table.anomaly[:fit_rows]]
    try:
        detector = fit(healthy)
    except (TooFewRows, NothingVaries) as error:
        raise BadTable(path, f"its first {fit_rows} rows do not do: {error}") from None
    scores = detector.score(table.values)
    unused = [name for name, used in zip(table.names, detector.used, strict=True) if not used]
    return _figures(table, scores, fit_rows) | {"left_out": [*table.ignored, *unused]}


def _figures(table: Labelled, scores: Scores, fit_rows: int) -> dict[str, object]:
    statistic = scores.statistic[fit_rows:]
    truth, alarm = table.anomaly[fit_rows:], alarmed(scores.statistic)[fit_rows:]
    base = float(truth.mean())
    return {
        "ap": average_precision(truth, statistic),
        "base_rate": base,
        "f1": _ratio(2 * _count(truth & alarm), _count(truth) + _count(alarm)),
        "f1_always": 2 * base / (1 + base),
        "far": _ratio(_count(alarm & ~truth), _count(~truth)),
        "mar": _ratio(_count(truth & ~alarm), _count(truth)),
        **_events(truth, alarm, table.time_s[fit_rows:]),
        "neighbour_ap": average_precision(truth, scores.neighbour[fit_rows:]),
        "rows": len(truth),
    }


def _events(truth: Flags, alarm: Flags, time_s: Floats) -> dict[str, object]:
    """Return how many runs of anomalous rows there are, in how many of them an alarm is on, and the median delay."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], truth.astype(np.int8), [0]])))
    events = [Episode(int(first), int(behind)) for first, behind in edges.reshape(-1, 2)]
    found = [one for one in events if alarm[one.first : one.behind].any()]
    delays = [time_s[one.first + int(np.argmax(alarm[one.first : one.behind]))] - time_s[one.first] for one in found]
    return {
        "events_found": len(found),
        "events": len(events),
        "delay_s": float(np.median(delays)) if delays else None,
    }


def average_precision(truth: Flags, statistic: Floats) -> float | None:
    """Return the mean precision over the anomalies, by falling statistic; None where there are no anomalies.

    Rows of the same statistic count together, so that the order of rows says nothing.
    """
    if not truth.any():
        return None
    order = np.argsort(-statistic, kind="stable")
    hits = np.cumsum(truth[order])
    last = np.flatnonzero(np.diff(statistic[order], append=-np.inf))
    recall = hits[last] / hits[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * hits[last] / (last + 1)))


def _count(flags: Flags) -> int:
    return int(np.count_nonzero(flags))


def _ratio(part: int, whole: int) -> float | None:
    return float(part / whole) if whole else None
