"""Which scale is off, and do loads keep to their targets, by all loads of a time?"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from models.weighing.balance import Balance, Comparison, State, Verdict
from models.weighing.target import Standing, judge
from services.weighing.api import ScaleBias, TargetReport, TargetStanding
from services.weighing.live.telling import target_kg
from services.weighing.record.telling import Match

_KG = 1000.0


def scales(matches: Sequence[Match]) -> list[ScaleBias]:
    """Return what the loads that two scales weighed tell of each of them, by machine."""
    pairs = [one for one in matches if _both(one)]
    return sorted((bias for group in _groups(pairs) for bias in _verdicts(group)), key=lambda one: one.machine)


def compared_t(matches: Sequence[Match]) -> float:
    """Return the tonnes of loads that two scales weighed, by the diggers'."""
    return sum(one.load.payload_kg for one in matches if one.load is not None and _both(one)) / _KG


def _both(match: Match) -> bool:
    return match.load is not None and match.own is not None and bool(match.load.payload_kg > 0)


def _groups(pairs: Sequence[Match]) -> Iterable[list[Match]]:
    """Yield the loads of machines that loaded, or were loaded by, one another: others cannot be compared."""
    home: dict[str, str] = {}

    def root(name: str) -> str:
        while home.setdefault(name, name) != name:
            name = home[name]
        return name

    for one in pairs:
        home[root(_digger(one))] = root(str(one.truck))
    groups: dict[str, list[Match]] = {}
    for one in pairs:
        groups.setdefault(root(str(one.truck)), []).append(one)
    return groups.values()


def _digger(match: Match) -> str:
    return match.load.digger if match.load is not None else ""


def _verdicts(group: Sequence[Match]) -> list[ScaleBias]:
    names = sorted({_digger(one) for one in group} | {str(one.truck) for one in group})
    balance = Balance(names)
    for one in group:
        balance.add(_comparison(one))
    return [_told(verdict, alone=len(names) < 3) for verdict in balance.verdicts()]


def _comparison(match: Match) -> Comparison:
    load, own = match.load, match.own
    assert load is not None
    assert own is not None
    sd = float(np.hypot(load.own_sd_kg / load.payload_kg, own.sd_kg / own.payload_kg))
    return Comparison({load.digger: 1.0}, {str(match.truck): 1.0}, load.payload_kg, own.payload_kg, sd)


def _told(verdict: Verdict, *, alone: bool) -> ScaleBias:
    percent = 100 * verdict.bias
    side = "too much" if percent > 0 else "too little"
    match verdict.state:
        case State.OFF:
            sentence = f"It weighs {abs(percent):.1f} % {side} beside the others; calibrate it."
        case State.FITS if alone:
            sentence = "It was compared with one other alone, which cannot tell which of two is off."
        case State.FITS:
            sentence = f"It fits the others within {164.5 * verdict.sd:.1f} %."
        case State.CANNOT_TELL:
            sentence = "Too few of its loads were weighed by another scale."
    state = State.CANNOT_TELL if alone else verdict.state
    return ScaleBias(
        machine=verdict.scale,
        state=state,
        bias_pct=percent,
        sd_pct=100 * verdict.sd,
        comparisons=verdict.comparisons,
        sentence=sentence,
    )


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
