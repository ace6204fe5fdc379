"""How do champion and challenger look side by side?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.diagnostics.api import Comparison, ModelInUse, VersionFigures
from services.diagnostics.challenge import store
from services.diagnostics.challenge.store import Hours, Labelled
from services.diagnostics.diagnosis.hour import begin_of
from services.kit.database import Connection


@dataclass(frozen=True)
class _Version:
    role: Literal["champion", "challenger"]
    version: str
    hours: int
    machines_in_alarm: int


@dataclass(frozen=True)
class _Said:
    """Whether an order found a failure, and whether a version was in alarm before, and named it."""

    failure: bool
    alarm: bool
    named: bool


async def compared(db: Connection, model: ModelInUse) -> Comparison | None:
    """Return how a model's champion and challenger judged the same hours, None where one of them is missing."""
    if model.champion is None or model.challenger is None:
        return None
    hours = await store.compare_hours(db, model.champion, model.challenger)
    labels = await store.compare_labels(db, model.champion, model.challenger)
    return comparison(hours, labels, model.champion, model.challenger)


def comparison(hours: Hours, labels: Sequence[Labelled], champion: str, challenger: str) -> Comparison:
    """Return the figures of two versions by counts of hours and by what people found."""
    mine = [_Said(one.is_failure, one.champion, bool(one.champion_named)) for one in labels]
    other = [_Said(one.is_failure, one.challenger, bool(one.challenger_named)) for one in labels]
    leader = _Version("champion", champion, hours.champion_hours, hours.champion_machines)
    rival = _Version("challenger", challenger, hours.challenger_hours, hours.challenger_machines)
    return Comparison(
        until=_end_of(hours.until),
        machines=hours.machines,
        hours=hours.hours,
        agreement=_share(hours.hours - hours.champion - hours.challenger, hours.hours),
        named_alike=_share(hours.alike, hours.both),
        versions=[_figures(leader, hours, mine), _figures(rival, hours, other)],
    )


def _figures(one: _Version, hours: Hours, said: Sequence[_Said]) -> VersionFigures:
    alone = hours.champion if one.role == "champion" else hours.challenger
    return VersionFigures(
        role=one.role,
        version=one.version,
        hours=one.hours,
        coverage=_share(one.hours, hours.champion_hours + hours.challenger_hours - hours.hours),
        machines_in_alarm=one.machines_in_alarm,
        alarm_hours=hours.both + alone,
        confirmed=sum(told.failure and told.alarm for told in said),
        named=sum(told.failure and told.alarm and told.named for told in said),
        missed=sum(told.failure and not told.alarm for told in said),
        not_found=sum(told.alarm and not told.failure for told in said),
    )


def _end_of(hour: int | None) -> datetime | None:
    return None if hour is None else begin_of(hour + 1)


def _share(count: int, of: int) -> float | None:
    return round(count / of, 4) if of else None
