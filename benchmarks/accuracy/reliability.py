"""How often is a failure right that a diagnosis names first, beside how sure it says it is?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.outcome import Case
from models.diagnosis.health import probabilities
from models.diagnosis.verdict import Verdicts, Weight

# Finer at the upper end, where most alarms are.
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0)
_HOUR_S = 3600.0
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Said:
    """Of each hour of a machine in alarm: how sure the likeliest failure was said to be, whether that part was beyond
    its onset and not yet exchanged, and whether the alarm was raised in that hour."""

    sure: Floats
    right: Flags
    raised: Flags

    @classmethod
    def of(cls, case: Case) -> "Said":
        """Return what was said of a machine in its hours of alarm."""
        hours = [hour for one in case.alarms for hour in range(one.first, one.behind)]
        raised = np.isin(hours, [one.first for one in case.alarms])
        sure = sureness(case.verdicts)[hours]
        best = sure.argmax(axis=1)
        rows = np.arange(len(hours))
        return cls(sure[rows, best], worn(case)[hours][rows, best], raised)


def sureness(verdicts: Verdicts) -> Floats:
    """Return how sure each failure is (hour, failure), as diagnostics tells it."""
    nothing = np.zeros_like(verdicts.odds)
    return probabilities(Weight(verdicts.odds, verdicts.beside, nothing, nothing))


def worn(case: Case) -> Flags:
    """Return which failures a machine truly had at the end of each hour (hour, failure): begun and not yet mended."""
    time_s = (case.verdicts.hour + 1) * _HOUR_S
    names = [(mode.name, mode.where) for mode in case.verdicts.modes]
    flags = np.zeros((len(time_s), len(names)), dtype=bool)
    for life in case.recording.lives:
        if (life.mode, life.where) in names:
            flags[:, names.index((life.mode, life.where))] |= (time_s > life.onset_s) & (time_s <= life.repair_s)
    return flags


def figures(said: Sequence[Said]) -> dict[str, dict[str, Any]]:
    """Return how right names are by how sure they were, over the hours in which alarms stood, and at their first."""
    none = np.zeros(0, dtype=bool)
    sure = np.concatenate([np.zeros(0), *(one.sure for one in said)])
    right = np.concatenate([none, *(one.right for one in said)])
    first = np.concatenate([none, *(one.raised for one in said)])
    return {"standing": reliability(sure, right), "raised": reliability(sure[first], right[first])}


def reliability(sure: Floats, right: Flags) -> dict[str, Any]:
    """Return a table of probabilities that were told and the share that was right, with the Brier score and the
    expected calibration error: the mean over what was told of how far the two are apart in its bin."""
    if not len(sure):
        return {"count": 0, "said": None, "right": None, "brier": None, "calibration_error": None, "bins": []}
    bins = [*_bins(sure, right)]
    share = float(right.mean())
    return {
        "count": len(sure),
        "said": float(sure.mean()),
        "right": share,
        "brier": float(np.mean((sure - right) ** 2)),
        "brier_of_share": share * (1 - share),
        "calibration_error": sum(one["count"] * abs(one["said"] - one["right"]) for one in bins) / len(sure),
        "bins": bins,
    }


def _bins(sure: Floats, right: Flags) -> Iterator[dict[str, float]]:
    which = np.digitize(sure, EDGES[1:-1])
    for place, (low, high) in enumerate(pairwise(EDGES)):
        inside = which == place
        if inside.any():
            told, true = float(sure[inside].mean()), float(right[inside].mean())
            yield {"from": low, "to": high, "count": int(inside.sum()), "said": told, "right": true}
