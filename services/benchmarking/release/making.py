"""What is to be told of a quarter, by what machines hauled in it?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.benchmarking.answer import INDEX, Answer, answer, rounded
from models.benchmarking.cell import CHANGES, OWNERS, Path
from models.benchmarking.expectation import TooFewPeers
from models.benchmarking.region import Costs, compare
from models.benchmarking.tally import MEANS
from models.benchmarking.typical import Typical, typical
from models.benchmarking.unit import judge_tally
from models.weighing.handbook import SPECIFICATIONS
from services.benchmarking.release.ground import settled
from services.benchmarking.release.group import Before, Group, admit, groups
from services.benchmarking.release.market import Market, Unit

_FEW = (
    f"Fewer than {OWNERS + 1} owners let their haul trucks be compared, or one has more than a quarter of the work:"
    " what would be told of the others would tell of each of them."
)
_SILENT = f"Fewer than {CHANGES} owners came or went since the last time: the difference would tell of them."
_TOLD = "Reckoned of the haul cycles of owners who let them be compared, and kept until the next quarter is over."


@dataclass(frozen=True)
class Placed:
    """Where a unit stands."""

    unit: Unit
    answer: Answer
    cycles: int


@dataclass(frozen=True)
class RegionPart:
    """Why litres a tonne differ in a region: one part, in percent with the ends of its 95 % interval."""

    region: str
    reason: str
    percent: float
    low: float
    high: float


@dataclass(frozen=True)
class Made:
    """A release: a sentence on it, and what is told, which is nothing where `told` is False."""

    told: bool
    sentence: str
    simulated_owners: int = 0
    cv: float | None = None
    beyond: float | None = None
    groups: Sequence[Group] = ()
    placed: Sequence[Placed] = ()
    typical: Sequence[tuple[Path, Typical]] = ()
    parts: Sequence[RegionPart] = ()


def make(market: Market, before: Before, seed: int) -> Made:
    """Return what is told of a market; `before` is whose machines were in each group that was told of, `seed` draws the
    weights by which owners count and stays secret."""
    admitted = admit(market, before)
    if admitted is None:
        return Made(told=False, sentence=_SILENT)
    found = groups(admitted, before)
    if not found[0].told:
        return Made(told=False, sentence=_FEW, groups=found)
    work = settled(admitted)
    try:
        judged = judge_tally(work.machines, work.told, seed)
    except TooFewPeers:
        return Made(told=False, sentence=_FEW, groups=[Group(one.path, one.owners, told=False) for one in found])
    units = [*enumerate(work.units)]
    return Made(
        told=True,
        sentence=_TOLD,
        simulated_owners=len({one.owner for one in admitted.units if one.simulated}),
        cv=rounded(judged.cv, INDEX, 1),
        beyond=rounded(judged.beyond, INDEX, 1),
        groups=found,
        placed=[Placed(one, answer(judged, n), int(judged.cycles[n])) for n, one in units if not one.simulated],
        typical=[*_typical(admitted, found)],
        parts=[*_parts(admitted, found, seed)],
    )


def _typical(market: Market, found: Sequence[Group]) -> list[tuple[Path, Typical]]:
    told = [(one.path, market.within(one.path)) for one in found if one.told]
    habits = [(path, typical([one.week for one in part.units])) for path, part in told]
    return [(path, one.told) for path, one in habits if one is not None]


def _parts(market: Market, found: Sequence[Group], seed: int) -> list[RegionPart]:
    """Return why the litres a tonne of the regions that are told of differ, to whole percents, intervals outwards."""
    told = {one.path[0] for one in found if one.told and len(one.path) == 1}
    part = market.where([one.region in told for one in market.units])
    if not part.units:
        return []
    covariates = part.told.covariates
    mass_t = np.array([SPECIFICATIONS[one.model].mass_kg / 1000 for one in part.units])
    tonnes = part.told.means[:, MEANS.index("payload_share")] * mass_t
    costs = Costs(
        np.array([one.region for one in part.units]),
        np.array([one.owner for one in part.units]),
        np.log(part.told.fuel_l / tonnes),
        {
            "usage": np.column_stack([covariates[:, :3], np.log(mass_t)]),
            "load": covariates[:, 3:4],
            "air": covariates[:, 4:],
        },
    )
    return [
        RegionPart(region, reason, _percent(one.value), _percent(one.low, -1), _percent(one.high, 1))
        for region, reasons in compare(costs, seed).items()
        for reason, one in reasons.items()
    ]


def _percent(log_ratio: float, towards: int = 0) -> float:
    return rounded(100 * math.expm1(log_ratio), 1.0, towards)
