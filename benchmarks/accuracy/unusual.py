"""How often is a healthy machine called unusual, and how often a failure that nobody has a name for?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.headline import share
from benchmarks.accuracy.outcome import Case, deadline_s, is_ill, reason_to_exclude
from models.anomaly.detector import Detector
from models.anomaly.episode import Episode
from models.diagnosis.alarm import RAISE, STARTUP_HOURS
from models.diagnosis.deviation import Deviations
from models.diagnosis.jump import LOOK_BACK
from models.diagnosis.scoring import SUSPECTED
from models.diagnosis.signature import Signatures
from models.diagnosis.unusual import explained, left_over, spells
from models.diagnosis.verdict import Verdicts, judge

_HOUR_S = 3600.0
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Nameless:
    """A failure whose mode nobody knew: whether something unusual was told in time, whether another failure was named
    at alarm, and whether something unusual was told beside its own name where that is known."""

    is_of_sensor: bool
    unusual: bool
    named_other: bool
    beside: bool


@dataclass(frozen=True)
class Watched:
    """What was unusual about a machine of the test: spells that began in health, healthy hours in all and within
    spells, and its failures with their mode left out."""

    false: int
    healthy_h: int
    healthy_unusual_h: int
    nameless: tuple[Nameless, ...]


def watch(case: Case, found: Signatures, away: Deviations, detector: Detector, stop_s: float) -> Watched:
    """Return what is unusual about a machine, judged by what the detector knows of others."""
    on, begun = _unusual(detector, found, away, case.verdicts)
    time_s = (away.hour + 1) * _HOUR_S
    well = np.array([not is_ill(case.recording, float(one)) for one in time_s])
    nameless: list[Nameless] = []
    for life in case.recording.lives:
        inside = (time_s > life.onset_s) & (time_s <= deadline_s(life))
        if reason_to_exclude(life, stop_s) is None and inside.any():
            few, some = without(found, life.mode), _some(away, inside)
            verdicts = judge(few, some)
            asked = np.isin(some.hour, away.hour[inside])
            told = _unusual(detector, few, some, verdicts)[0]
            other = bool((verdicts.statistic > RAISE)[asked].any())
            of_sensor = life.mode.startswith("sensor_")
            nameless.append(Nameless(of_sensor, bool(told[asked].any()), other, bool(on[inside].any())))
    false = sum(bool(well[one.first]) for one in begun)
    return Watched(false, int(well.sum()), int((on & well).sum()), tuple(nameless))


def figures(watched: Sequence[Watched]) -> dict[str, float | int | None]:
    """Return how often healthy machines are unusual, and failures whose mode was left out of the signatures."""
    hours = sum(one.healthy_h for one in watched)
    nameless = [failure for one in watched for failure in one.nameless]
    parts = [one for one in nameless if not one.is_of_sensor]
    return {
        "false_per_machine_day": 24 * sum(one.false for one in watched) / hours if hours else None,
        "share_of_healthy_hours": sum(one.healthy_unusual_h for one in watched) / hours if hours else None,
        "left_out": len(nameless),
        "recall": share([one.unusual for one in nameless]),
        "recall_of_parts": share([one.unusual for one in parts]),
        "named_other": share([one.named_other for one in nameless]),
        "unusual_or_named_other": share([one.unusual or one.named_other for one in nameless]),
        "beside_its_name": share([one.beside for one in nameless]),
    }


def without(found: Signatures, mode: str) -> Signatures:
    """Return the signatures of all failures but those of a mode."""
    rows = np.array([one.name != mode for one in found.modes])
    modes = tuple(one for one in found.modes if one.name != mode)
    return Signatures(modes, found.means[rows], found.sigmas[rows], found.main[rows], found.touched[rows])


def _unusual(
    detector: Detector, found: Signatures, away: Deviations, verdicts: Verdicts
) -> tuple[Flags, Sequence[Episode]]:
    taken = explained(found, verdicts.odds, verdicts.beside, SUSPECTED)
    taken[:STARTUP_HOURS] = False
    begun = spells(detector, left_over(away, taken))[1]
    on = np.zeros(len(away.hour), dtype=bool)
    for one in begun:
        on[one.first : one.behind] = True
    return on, begun


def _some(away: Deviations, inside: Flags) -> Deviations:
    """Return the hours up to the last of these, and those before them that tell how suddenly a failure came."""
    first, last = np.flatnonzero(inside)[[0, -1]].tolist()
    some = slice(max(first - LOOK_BACK, 0), last + 1)
    return Deviations(away.hour[some], away.values[some], away.known[some])
