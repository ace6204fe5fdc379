"""Why do costs differ between markets: by usage, load, air or habit?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from models.benchmarking.cell import OWNERS
from models.benchmarking.haulage import Array

HABIT = "habit"
_DRAWS, _HOLDS = 200, 0.1
_SURE = 0.975


@dataclass(frozen=True)
class Part:
    """By how much the logarithm of cost is higher in a region than in all others for one reason, with 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Costs:
    """What machines cost, an entry each: the region, who has them, the logarithm of cost (litres a tonne, say), and the
    covariates that it follows from by the name of the reason they belong to (machines x covariates)."""

    region: NDArray[np.str_]
    owner: NDArray[np.str_]
    log_cost: Array
    reasons: Mapping[str, Array]


def compare(costs: Costs, seed: int = 0) -> dict[str, dict[str, Part]]:
    """Return for each region the parts of its difference from all others, which add up to it (key "all").

    A covariate explains as much as it does among machines of one region (Oaxaca and Blinder, 1973); what none explains
    is habit. Intervals are those of 200 draws of owners with replacement, widened as the few owners of the smallest
    region ask for (Student's t). Regions of fewer than five owners are left out, and all where fewer than two remain.
    """
    names = [one for one in np.unique(costs.region).tolist() if len(set(costs.owner[costs.region == one])) >= OWNERS]
    inside = np.isin(costs.region, names)
    if len(names) < 2:
        return {}
    kept = _rows(costs, np.flatnonzero(inside))
    dice = np.random.default_rng(seed)
    drawn = [_parts(_rows(kept, _again(kept, dice)), names) for _ in range(_DRAWS)]
    told = _parts(kept, names)
    fewest = min(len(set(kept.owner[kept.region == name])) for name in names)
    wide = float(stdtrit(fewest - 1, _SURE)) * np.sqrt(fewest / (fewest - 1))
    return {
        name: {
            reason: _part(value, wide * float(np.std([one[name][reason] for one in drawn])))
            for reason, value in told[name].items()
        }
        for name in names
    }


def _part(value: float, unsure: float) -> Part:
    return Part(value, value - unsure, value + unsure)


def _rows(costs: Costs, rows: NDArray[np.int64]) -> Costs:
    reasons = {name: columns[rows] for name, columns in costs.reasons.items()}
    return Costs(costs.region[rows], costs.owner[rows], costs.log_cost[rows], reasons)


def _again(costs: Costs, dice: np.random.Generator) -> NDArray[np.int64]:
    """Return the machines of owners drawn with replacement, as many of each region as it has."""
    picked: list[NDArray[np.int64]] = []
    for region in np.unique(costs.region):
        owners = np.unique(costs.owner[costs.region == region])
        drawn = dice.choice(owners, len(owners)).tolist()
        picked += [np.flatnonzero((costs.owner == one) & (costs.region == region)) for one in drawn]
    return np.concatenate(picked)


def _parts(costs: Costs, names: list[str]) -> dict[str, dict[str, float]]:
    columns = np.column_stack([*costs.reasons.values()])
    place = np.array([names.index(one) for one in costs.region.tolist()])
    here = np.eye(len(names))[place]
    means = (here.T @ columns) / here.sum(0)[:, None]
    cost = (here.T @ costs.log_cost) / here.sum(0)
    within, away = columns - means[place], costs.log_cost - cost[place]
    scale = np.maximum(within.std(0), 1e-9)
    scaled = within / scale
    slope = np.linalg.solve(scaled.T @ scaled + _HOLDS * np.eye(scaled.shape[1]), scaled.T @ away) / scale
    edges = np.cumsum([0, *(one.shape[1] for one in costs.reasons.values())])
    told: dict[str, dict[str, float]] = {}
    for number, name in enumerate(names):
        others = np.arange(len(names)) != number
        apart = (means[number] - means[others].mean(0)) * slope
        whole = float(cost[number] - cost[others].mean())
        parts = {reason: float(apart[edges[at] : edges[at + 1]].sum()) for at, reason in enumerate(costs.reasons)}
        told[name] = {"all": whole, **parts, HABIT: whole - sum(parts.values())}
    return told
