"""Do loads keep to their targets, all of them, by truck and by digger?"""

from collections.abc import Mapping, Sequence

import numpy as np

from models.weighing.target import Standing, judge
from services.weighing.api import TargetReport, TargetStanding
from services.weighing.live.telling import target_kg
from services.weighing.record.telling import Match


def targets(matches: Sequence[Match], models: Mapping[str, str]) -> TargetReport:
    """Return how loads keep to the 10/10/20 rule: all of them, by truck, and by digger."""
    known = [one for one in matches if target_kg(models.get(str(one.truck))) is not None]
    trucks = sorted({str(one.truck) for one in known})
    diggers = sorted({_digger(one) for one in known if one.load is not None})
    return TargetReport(
        all=_standing("all", known, models),
        trucks=[_standing(name, [one for one in known if one.truck == name], models) for name in trucks],
        diggers=[_standing(name, [one for one in known if _digger(one) == name], models) for name in diggers],
    )


def _standing(name: str, matches: Sequence[Match], models: Mapping[str, str]) -> TargetStanding:
    kg, sd = np.array([_weight(one) for one in matches]).reshape(-1, 2).T
    target = np.array([target_kg(models.get(str(one.truck))) or np.nan for one in matches])
    told: Standing = judge(kg, sd, target)
    return TargetStanding(
        name=name,
        loads=told.loads,
        mean_pct=100 * told.mean if told.loads else None,
        above_110=told.over,
        above_120=told.far_over,
        keeps=told.keeps,
        sure=told.sure,
    )


def _weight(match: Match) -> tuple[float, float]:
    """Return what is known best of a load in kg, and its standard deviation: of two scales, both by their precision."""
    known = [(one.payload_kg, one.sd_kg) for one in (match.load, match.own) if one is not None]
    known = [(kg, sd) for kg, sd in known if np.isfinite(kg)]
    if not known:
        return np.nan, np.nan
    weights = np.array([1 / max(sd, 1.0) ** 2 for _, sd in known])
    return float(weights @ np.array([kg for kg, _ in known]) / weights.sum()), float(weights.sum() ** -0.5)


def _digger(match: Match) -> str:
    return match.load.digger if match.load is not None else ""
