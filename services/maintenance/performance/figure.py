"""What do the verdicts say of each version of a model, and are there enough to say it?"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from services.maintenance.api import ModelFigures, Outcome, Role, Share, Spent
from services.maintenance.performance.store import StandingSuspicions, Verdict, Versions

# The standard normal distribution holds 95 % between minus and plus this.
_Z95 = 1.959964
_ENOUGH = 10

Row = TypeVar("Row", bound=Versions)


@dataclass(frozen=True, order=True)
class _Model:
    name: str
    version: str
    role: Role
    tells_life: bool


def share(count: int, of: int) -> Share:
    """Return a share with Wilson's 95 % interval, which holds for few and for extreme counts too (Wilson 1927)."""
    if not of:
        return Share(count=0, of=0, share=None, low=None, high=None)
    p, z2 = count / of, _Z95**2
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z95 / (1 + z2 / of) * math.sqrt(p * (1 - p) / of + z2 / (4 * of**2))
    return Share(
        count=count,
        of=of,
        share=round(p, 4),
        low=round(max(middle - half, 0.0), 4),
        high=round(min(middle + half, 1.0), 4),
    )


def figures(verdicts: Sequence[Verdict], standing: Sequence[StandingSuspicions]) -> list[ModelFigures]:
    """Return the figures of every model of which there is a verdict or a suspicion, by name, version and role."""
    models = sorted({model for row in (*verdicts, *standing) for model in _models(row)})
    return [_figures(one, _of(one, verdicts), sum(s.suspicions for s in _of(one, standing))) for one in models]


def _models(row: Versions) -> Iterator[_Model]:
    if row.life_version:
        yield _Model(row.life_model, row.life_version, row.role, tells_life=True)
    # A challenger of life speaks of what the same diagnosis suspects, which would count twice.
    if row.diagnosis_version and row.role == "champion":
        yield _Model(row.diagnosis_model, row.diagnosis_version, row.role, tells_life=False)


def _of(model: _Model, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if model in set(_models(row))]


def _figures(model: _Model, told: Sequence[Verdict], standing: int) -> ModelFigures:
    # One order has a verdict for each life version that spoke beside one of diagnosis; it counts once.
    verdicts = list({one.order: one for one in told}.values())
    confirmed = [one for one in verdicts if one.outcome == Outcome.CONFIRMED]
    leads = [one.lead_h for one in confirmed if one.lead_h is not None]
    precision = share(len(confirmed), len(verdicts))
    coverage = _coverage(confirmed) if model.tells_life else None
    return ModelFigures(
        name=model.name,
        version=model.version,
        role=model.role,
        standing=standing,
        precision=precision,
        coverage=coverage,
        lead_h=round(median(leads), 1) if leads else None,
        leads=len(leads),
        planned=_spent([one for one in confirmed if one.found == "worn"]),
        unplanned=_spent([one for one in confirmed if one.found == "failed"]),
        sentence=_sentence(precision, coverage),
    )


def _coverage(confirmed: Sequence[Verdict]) -> Share:
    known = [
        one.low_h <= one.lived_h <= one.high_h
        for one in confirmed
        if one.low_h is not None and one.high_h is not None and one.lived_h is not None
    ]
    return share(sum(known), len(known))


def _spent(orders: Sequence[Verdict]) -> Spent:
    told = [one.cost for one in orders if one.cost is not None]
    mean = round(sum(told) / len(told), 2) if told else None
    return Spent(orders=len(orders), told=len(told), total_eur=round(sum(told), 2), mean_eur=mean)


def _sentence(precision: Share, coverage: Share | None) -> str:
    right = _told(precision, "suspicions that were looked after were right", "verdicts")
    if coverage is None:
        return right
    return f"{right} {_told(coverage, 'failures came within the 90 % interval', 'failures with an interval')}"


def _told(one: Share, what: str, counted: str) -> str:
    if one.of < _ENOUGH or one.share is None or one.low is None or one.high is None:
        return f"{one.of} {counted} are too few to judge by; {_ENOUGH} are wanted."
    span = f"{100 * one.low:.0f} to {100 * one.high:.0f}"
    return f"{one.count} of {one.of} {what} ({100 * one.share:.0f} %, with 95 % certainty {span} %)."
