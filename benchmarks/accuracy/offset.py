"""After how many truck loads is a scale found that is three per cent off?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.quarry import Worked
from benchmarks.accuracy.weighed import Weighed, carried_by
from models.weighing.balance import Balance, Comparison, State
from models.weighing.load import own_scale

# The bias that is seeded into one scale after the other, either way, and after how many loads nobody waits for it.
BIAS, _MOST = 0.03, 240
_ASKED = 60


@dataclass(frozen=True)
class Weighing:
    """A truck load by two scales: the digger's and the truck's own, in kg, with the standard deviation of the ratio."""

    end_s: float
    digger: str
    truck: str
    digger_kg: float
    truck_kg: float
    sd: float


def located(recorded: Sequence[Worked], found: Sequence[Weighed]) -> dict[str, object]:
    """Return after how many loads of its site a scale is found that is 3 % off, and how many sound ones were blamed.

    Each scale is made too heavy and too light in turn: told are the slowest, the median, and the share within 60.

    `bias_located_after` is None where some scale was not found at all.
    """
    sites = {one.worked.site: [*_weighings(recorded, found, one.worked.site)] for one in found}
    after = [_after(told, scale, bias) for told in sites.values() for scale in _scales(told) for bias in (BIAS, -BIAS)]
    known = [count for count in after if count is not None]
    return {
        "bias_located_after": max(known) if known and len(known) == len(after) else None,
        "bias_located_median": float(np.median(known)) if known else None,
        "bias_located_within60": sum(count <= _ASKED for count in known) / max(len(after), 1),
        "scales": len(after) // 2,
        "wrongly_off": sum(len(_off(_balance(told))) for told in sites.values()),
    }


def _weighings(recorded: Sequence[Worked], found: Sequence[Weighed], site: str) -> Iterator[Weighing]:
    own = {one.machine: carried_by(one) for one in recorded if one.site == site and one.cycles}
    every = sorted(
        (load for one in found if one.worked.site == site for load in one.loads), key=lambda load: load.end_s
    )
    for load in every:
        told = own_scale(load, own[load.truck]) if load.truck is not None else None
        if load.truck is not None and told is not None and load.payload_kg > 0:
            sd = float(np.hypot(load.own_sd_kg / load.payload_kg, told.sd_kg / told.payload_kg))
            yield Weighing(load.end_s, load.digger, load.truck, load.payload_kg, told.payload_kg, sd)


def _scales(told: Sequence[Weighing]) -> list[str]:
    """Return the scales at a site that a mass balance can tell apart, in order of their names."""
    names = sorted({one.digger for one in told} | {one.truck for one in told})
    return names if len(names) > 2 else []


def _balance(told: Sequence[Weighing], wrong: Mapping[str, float] | None = None) -> Balance:
    balance = Balance(_scales(told))
    for one in told:
        balance.add(_comparison(one, wrong or {}))
    return balance


def _comparison(one: Weighing, wrong: Mapping[str, float]) -> Comparison:
    kg = one.digger_kg * (1 + wrong.get(one.digger, 0.0)), one.truck_kg * (1 + wrong.get(one.truck, 0.0))
    return Comparison({one.digger: 1.0}, {one.truck: 1.0}, *kg, one.sd)


def _off(balance: Balance) -> list[str]:
    return [one.scale for one in balance.verdicts() if one.state is State.OFF]


def _after(told: Sequence[Weighing], scale: str, bias: float) -> int | None:
    """Return after how many of the loads that any two scales of the site weighed this one alone is named, and stays so
    for the next ten."""
    balance, stood = Balance(_scales(told)), 0
    for count, one in enumerate(told[:_MOST], 1):
        balance.add(_comparison(one, {scale: bias}))
        stood = stood + 1 if _off(balance) == [scale] else 0
        if stood == 10:
            return count - 9
    return None
