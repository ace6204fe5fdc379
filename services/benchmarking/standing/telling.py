"""What is told of a machine: its own weeks, where it stands, why, and what that is worth?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from models.benchmarking.cell import OWNERS
from models.benchmarking.funnel import funnel
from models.benchmarking.indicator import Week, add, indicators
from models.benchmarking.reason import Prices, reasons
from models.benchmarking.typical import Typical, typical
from services.benchmarking.api import (
    Funnel,
    FunnelLimits,
    FunnelPoint,
    Indicator,
    Place,
    Reason,
    Release,
    Standing,
    WeekTold,
)
from services.benchmarking.release.store import KeptRelease
from services.benchmarking.standing import wording
from services.benchmarking.week.row import read_week
from services.benchmarking.week.store import KeptWeek

_HOUR_S = 3600.0
PRICES = Prices()


@dataclass(frozen=True)
class Own:
    """How a machine worked in the quarter of the release, by its own weeks."""

    habits: Typical
    litres_an_hour: float


def own(weeks: Sequence[Week]) -> Own | None:
    """Return how a machine worked, None where too little of it is known or seen."""
    habits, week = typical(weeks), add(weeks)
    return Own(habits, week.fuel_l / week.hours_h) if habits else None


def why(mine: Own | None, group: Typical | None, standing: Standing | None) -> list[Reason]:
    """Return by what a machine is worse than its group, the dearest first; fuel only where it is surely more."""
    if mine is None or group is None or standing is None:
        return []
    surely = standing.index if standing.low > 1 else 1.0
    found = reasons(mine.habits.habits(surely), group.habits(), mine.litres_an_hour, PRICES)
    # Where nobody watched for misuse in the group, or of the machine, none was seen.
    watched = mine.habits.misuses_per_100h is not None and group.misuses_per_100h is not None
    return [wording.reason(one) for one in found if one.code != "misuse" or watched]


def assumptions(kept: KeptRelease | None) -> list[str]:
    """Return what is taken for granted where reasons are told what they are worth."""
    when = [f"Own and typical figures are those of {kept.quarter}."] if kept else []
    return [*when, *PRICES.assumptions, "What one thing saves is reckoned as if all else stayed as it is."]


def told_week(kept: KeptWeek, now: datetime) -> WeekTold:
    """Return a week as it is told."""
    week = read_week(kept.week)
    passed_h = (min(kept.to_time, now) - kept.from_time).total_seconds() / _HOUR_S
    seen = min(week.cycles / kept.counted, 1.0) if kept.counted and week.cycles else None
    return WeekTold(
        from_=kept.from_time.astimezone(UTC),
        to=kept.to_time.astimezone(UTC),
        source=kept.source,
        coverage=round(min(kept.told_h / passed_h, 1.0), 3) if passed_h > 0 else 0.0,
        seen=None if seen is None else round(seen, 3),
        indicators=figures(week),
    )


def figures(week: Week) -> list[Indicator]:
    """Return the indicators of a week, or of several as one, with labels and units."""
    found = indicators(week)
    parts = {"misuses_per_100h": week.misuse or {}}
    return [wording.indicator(name, found[name], parts.get(name, {})) for name in wording.ORDER if name in found]


def release(kept: KeptRelease | None) -> Release | None:
    """Return a release as it is told: of its owners no more than that there are enough."""
    if kept is None:
        return None
    return Release(
        quarter=kept.quarter,
        from_=kept.from_time.astimezone(UTC),
        to=kept.to_time.astimezone(UTC),
        made_at=kept.made_at,
        owners_at_least=OWNERS + 1 if kept.told else 0,
        simulated_owners=kept.simulated_owners,
        sentence=kept.sentence,
    )


def picture(kept: KeptRelease | None, places: Iterable[Place]) -> Funnel | None:
    """Return the funnel plot of some machines, None where none of them is told where it stands."""
    points = [
        FunnelPoint(machine=one.machine, cycles=one.standing.cycles, index=one.standing.index)
        for one in places
        if one.standing
    ]
    if kept is None or kept.cv is None or kept.beyond is None or not points:
        return None
    limits = funnel(kept.cv, kept.beyond, max(one.cycles for one in points))
    columns = {name: np.round(column, 4).tolist() for name, column in vars(limits).items()}
    return Funnel(limits=FunnelLimits.model_validate(columns), points=points)


def notes(kept: KeptRelease | None, weeks: Sequence[WeekTold] = ()) -> list[str]:
    """Return what is not known, and what is not measured."""
    found = [*wording.NOTES]
    if kept and kept.simulated_owners:
        found.append(wording.SIMULATED.format(kept.simulated_owners))
    if any(one.source == "simulated" for one in weeks):
        found.append(wording.BROUGHT)
    return found
