"""How exactly are passes, truck loads and days weighed, and after how many loads is a scale found that is off?"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.offset import located
from benchmarks.accuracy.payload import pictures
from benchmarks.accuracy.quarry import Worked, record
from benchmarks.accuracy.recording import START_S
from benchmarks.accuracy.weighed import Weighed, loaded_kg, weighed
from models.weighing.payload import NINETY, Quality, quality
from simulators.fleet import Fleet

_DAY_S = 86_400.0
_NEAR_PCT = 3.0
# No truck is loaded for longer than this.
_WHOLE_S = 600.0
Floats = NDArray[np.float64]


class NothingToWeigh(ValueError):
    """No digger of the fleet tells its boom's angle and pressures second by second."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(f"fleet {fleet.name} has no loader or excavator that sends its boom's angle and pressures")


def evaluate(fleet: Fleet, seed: int, days: int, plots: Path | None = None) -> dict[str, object]:
    """Return the figures of weighing on a simulated fleet, by scales that were calibrated on the day before.

    Where a folder for plots is named, SVG files are written there. Raises `NothingToWeigh` where no machine can be
    weighed.
    """
    recorded = record(fleet, seed, days)
    found = [*weighed(recorded)]
    told = figures(recorded, found, fleet)
    if plots is not None:
        for name, drawn in pictures(found).items():
            (plots / f"{name}.svg").write_text(drawn)
    return told | {"fleet": fleet.name, "seed": seed, "days": days}


def figures(recorded: Sequence[Worked], found: Sequence[Weighed], fleet: Fleet) -> dict[str, object]:
    """Return all figures of what was weighed."""
    if not any(len(one.passes) for one in found):
        raise NothingToWeigh(fleet)
    errors = [_errors_pct(one, one.passes.payload_kg) for one in found]
    return {
        **_scores(np.concatenate(errors)),
        "truck_sd_pct": float(np.std(np.concatenate([load_errors_pct(one) for one in found]))),
        **_days(found),
        "pass_count_error": _miscounted_pct(found),
        **located(recorded, found),
        "coverage90": float(np.mean(np.concatenate([_held(one) for one in found]))),
        "baselines": {name: _scores(_naive_pct(found, name)) for name in found[0].naive},
        "worst_machine_bias_pct": max((float(np.mean(each)) for each in errors if len(each)), key=abs),
        "not_weighed": _share(found, Quality.NONE),
        "poor": _share(found, Quality.POOR),
        "passes": sum(len(one.passes) for one in found),
        "loads": sum(len(one.loads) for one in found),
        "machines": len(found),
    }


def load_errors_pct(one: Weighed) -> Floats:
    """Return the errors of the truck loads of a digger in % of what its truck truly got then.

    Those at the ends of the recording, of which a part may be missing, do not count.
    """
    first_s, last_s = one.worked.time_s[0] + _WHOLE_S, one.worked.time_s[-1] - _WHOLE_S
    inside = [load for load in one.loads if load.begin_s > first_s and load.end_s < last_s]
    true = [(load.payload_kg, loaded_kg(one, load)) for load in inside]
    errors = [100 * (told / kg - 1) for told, kg in true if kg]
    known = np.array(errors, dtype=np.float64)
    return np.asarray(known[np.isfinite(known)])


def _errors_pct(one: Weighed, told_kg: Floats) -> Floats:
    """Return the errors of passes in % of the full scale, of those that were weighed and were none of nothing."""
    off = 100 * (told_kg - one.true_kg) / one.full_kg
    return np.asarray(off[np.isfinite(off)])


def _naive_pct(found: Sequence[Weighed], name: str) -> Floats:
    return np.concatenate([_errors_pct(one, one.naive[name]) for one in found])


def _scores(off_pct: Floats) -> dict[str, float]:
    return {
        "bias_pct": float(np.mean(off_pct)),
        "sd_pct": float(np.std(off_pct)),
        "within3": float(np.mean(np.abs(off_pct) <= _NEAR_PCT)),
    }


def _days(found: Sequence[Weighed]) -> dict[str, float]:
    """Return by how much the sums of machines' days are wrong, on average and at worst, in % of the day."""
    off = [error for one in found for error in _day_errors_pct(one)]
    return {"day_error_pct": float(np.mean(np.abs(off))), "worst_day_error_pct": float(np.max(np.abs(off)))}


def _day_errors_pct(one: Weighed) -> list[float]:
    starts = np.array([float(str(row["start"])) for row in one.worked.passes])
    kg = np.array([float(str(row["payload_kg"])) for row in one.worked.passes])
    true_day, day = (((moments - START_S) // _DAY_S).astype(int) for moments in (starts, one.passes.at_s))
    errors = []
    for number in sorted({*true_day.tolist()}):
        told = one.passes.payload_kg[day == number]
        # What was counted and not weighed is taken to have carried as much as the others.
        if np.isfinite(told).any():
            errors.append(100 * float(np.nanmean(told) * len(told) / kg[true_day == number].sum() - 1))
    return errors


def _miscounted_pct(found: Sequence[Weighed]) -> float:
    """Return how many passes were missed or found where none was, in % of all."""
    true = sum(len(one.worked.passes) for one in found)
    hit = sum(len(np.unique(one.true[one.true >= 0])) for one in found)
    counted = sum(len(one.passes) for one in found)
    return 100 * (true - hit + counted - hit) / true


def _held(one: Weighed) -> NDArray[np.bool_]:
    off = one.passes.payload_kg - one.true_kg
    known = np.isfinite(off)
    return np.asarray(np.abs(off[known]) <= NINETY * one.passes.sd_kg[known])


def _share(found: Sequence[Weighed], wanted: Quality) -> float:
    told = [
        quality(flaws) if np.isfinite(kg) else Quality.NONE
        for one in found
        for flaws, kg in zip(one.passes.flaws.tolist(), one.passes.payload_kg.tolist(), strict=True)
    ]
    return told.count(wanted) / len(told)
