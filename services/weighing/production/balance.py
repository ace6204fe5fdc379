"""Which scale is off, by all that diggers, trucks and belts weighed of one another in a time?"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from models.phrase import quantity
from models.weighing.balance import Comparison, State, Verdict, of_load, reconcile
from models.weighing.belt import Run
from models.weighing.load import OWN_COMMON, Carried, Load
from models.weighing.payload import NINETY
from services.kit.parameter import Period
from services.weighing.api.balance import BeltBalance, MassBalance, ScaleBias
from services.weighing.record.store import moment
from services.weighing.record.telling import Match

_KG = 1000.0


def mass_balance(
    during: Period, matches: Sequence[Match], trucks: Mapping[str, Sequence[Carried]], runs: Sequence[Run]
) -> MassBalance:
    """Return what was weighed of loads and on belts in a period, compared; `belts_t` is left to be filled in."""
    pairs = [of_load(one.load, one.own, one.back_kg) for one in matches if one.load and one.own and _both(one)]
    made = [one.load for one in matches if one.load is not None and one.load.payload_kg > 0]
    loaded_t, compared_t = sum(one.payload_kg for one in made) / _KG, sum(one.one.kg for one in pairs) / _KG
    apart, sd = _difference(pairs)
    verdicts = reconcile([*pairs, *(one.comparison for one in runs if one.comparison is not None)])
    told = sorted((_told(one) for one in verdicts), key=lambda one: one.machine)
    return MassBalance(
        from_=during.from_,
        to=during.to,
        loaders_t=loaded_t,
        loaders_sd_t=_loaders_sd_kg(made) / _KG,
        trucks_t=sum(one.payload_kg for each in trucks.values() for one in each) / _KG,
        trucks_sd_t=_trucks_sd_kg(trucks.values()) / _KG,
        belts_t=None,
        compared_t=compared_t,
        coverage=compared_t / loaded_t if loaded_t else None,
        difference_pct=apart,
        difference_sd_pct=sd,
        belts=[_belt(one) for one in runs],
        scales=told,
        sentence=_sentence(told),
    )


def _both(match: Match) -> bool:
    return match.load is not None and match.own is not None and match.load.payload_kg > 0


def _loaders_sd_kg(made: Iterable[Load]) -> float:
    """Return the standard deviation of all loads: what the passes of a digger share adds up as it is."""
    common: dict[str, float] = {}
    variance = 0.0
    for load in made:
        variance += load.own_sd_kg**2
        common[load.digger] = common.get(load.digger, 0.0) + load.common_kg
    return float((variance + sum(kg**2 for kg in common.values())) ** 0.5)


def _trucks_sd_kg(trucks: Iterable[Sequence[Carried]]) -> float:
    own = sum((1 - OWN_COMMON**2) * one.sd_kg**2 for each in trucks for one in each)
    common = sum((OWN_COMMON * sum(one.sd_kg for one in each)) ** 2 for each in trucks)
    return float((own + common) ** 0.5)


def _difference(pairs: Sequence[Comparison]) -> tuple[float | None, float | None]:
    """Return by how many % diggers tell more than trucks of what both weighed, and the standard deviation of that."""
    if not pairs:
        return None, None
    one, other = (
        sum(weighing.kg for weighing in side) for side in zip(*((p.one, p.other) for p in pairs), strict=True)
    )
    common: dict[str, float] = {}
    for pair in pairs:
        for weighing in (pair.one, pair.other):
            for scale, share in weighing.shares.items():
                common[scale] = common.get(scale, 0.0) + share * weighing.kg * weighing.right[scale]
    variance = sum((pair.sd * pair.one.kg) ** 2 for pair in pairs) + sum(kg**2 for kg in common.values())
    return 100 * (one / other - 1), 100 * float(variance**0.5) / one


def _told(verdict: Verdict) -> ScaleBias:
    return ScaleBias(
        machine=verdict.scale,
        state=verdict.state,
        bias_pct=100 * verdict.bias,
        sd_pct=100 * verdict.sd,
        likely=verdict.likely,
        comparisons=verdict.comparisons,
        among=verdict.among,
        sentence=_verdict(verdict),
    )


def _verdict(verdict: Verdict) -> str:
    percent, sure = 100 * verdict.bias, min(verdict.likely, 0.999)
    side = "too much" if percent > 0 else "too little"
    match verdict.state:
        case State.OFF:
            return f"It weighs {abs(percent):.1f} % {side} beside the others, {sure:.1%} sure; calibrate it."
        case State.FITS:
            return f"It fits the others within {100 * NINETY * verdict.sd:.1f} %."
        case State.CANNOT_TELL if verdict.among < 3:
            return "It was compared with one other alone, which cannot tell which of two is off."
        case State.CANNOT_TELL if verdict.likely >= 0.5:
            return f"It may be off ({sure:.0%}): more loads will tell whether it or another is."
        case State.CANNOT_TELL:
            return "Too few of its loads were weighed by other scales to tell."


def _belt(run: Run) -> BeltBalance:
    known = bool(np.isfinite(run.begin_s))
    apart, sd = (100 * np.expm1(run.comparison.apart), _belt_sd(run.comparison)) if run.comparison else (None, None)
    return BeltBalance(
        crusher=run.crusher,
        begun=moment(run.begin_s) if known else None,
        ended=moment(run.end_s) if known else None,
        belt_t=run.belt_kg / _KG if known else None,
        weighed_t=run.weighed_kg / _KG,
        loads=run.loads,
        counted_t=run.counted_kg / _KG,
        counted=[*run.counted],
        difference_pct=apart,
        sd_pct=sd,
        sentence=_of_belt(run, apart),
    )


def _belt_sd(comparison: Comparison) -> float:
    sides = [
        (side.shares[scale] * side.right[scale]) ** 2
        for side in (comparison.one, comparison.other)
        for scale in side.shares
    ]
    return 100 * float((sum(sides) + comparison.sd**2) ** 0.5)


def _of_belt(run: Run, apart: float | None) -> str:
    if not np.isfinite(run.begin_s):
        return "The belt never ran empty, so that nobody knows which loads it weighed."
    if not run.loads:
        return "No scale tells of anything that was dumped into it."
    if apart is None:
        return "More or less was dumped into it than scales and counters tell; it cannot be compared."
    by = f"{quantity(run.counted_kg / _KG, 't')} of it by counters of {', '.join(run.counted)}"
    dumped_t = (run.weighed_kg + run.counted_kg) / _KG
    weighed, dumped = quantity(run.belt_kg / _KG, "t"), quantity(dumped_t, "t")
    counted, off = f", {by}" if run.counted else "", quantity(apart, "%", 1, signed=True)
    return f"It weighed {weighed} where {dumped} were dumped{counted}: {off}."


def _sentence(told: Sequence[ScaleBias]) -> str:
    off = [
        f"{one.machine} weighs {quantity(one.bias_pct or 0.0, '%', 1, signed=True)}"
        for one in told
        if one.state is State.OFF
    ]
    if off:
        return f"Off beside the others: {', '.join(off)}."
    fits = sum(one.state is State.FITS for one in told)
    return (
        f"No scale is known to be off; {fits} of {len(told)} fit the others." if told else "Nothing was weighed twice."
    )
