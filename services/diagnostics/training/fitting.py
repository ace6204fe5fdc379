"""How does a model of machines' health come from a platform's database, and how right is it on machines left out?"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import numpy as np

from models.anomaly.episode import episodes
from models.artifact import Card
from models.diagnosis.alarm import CLEAR, DWELL, RAISE, begun
from models.diagnosis.condition import Flags
from models.diagnosis.keeping import RECIPE, inputs_of, name_of
from models.diagnosis.model import FleetModel, fit_model
from models.machines import Kind
from services.diagnostics.training.lesson import Finding, Lesson, lessons
from services.kit.database import make_pool
from services.kit.keeping import keep
from services.kit.parameter import Period
from services.kit.settings import Settings
from services.kit.telemetry import reading

_GROUPS, _FEWEST, _BEFORE_H = 4, 2, 72
# Those alone whose owners consented, and of these the signals that they consented to.
_CONSENTED = ("purpose:training",)


@dataclass(frozen=True)
class Tried:
    """What a model that did not see a machine said of it: alarms that began while it was well, for how many days it was
    well, and of the failures that people found how many were in alarm before and named."""

    false: int
    healthy_days: float
    labels: int
    found: int
    named: int


async def train(settings: Settings, during: Period) -> dict[str, bytes]:
    """Return kept models by name, one for each family of which two machines or more told how they work in a period.

    Machines count whose owners consented to training, with the data that they consented to.
    """
    pool = make_pool(settings, "diagnostics")
    async with pool, reading(pool, _CONSENTED) as telemetry:
        told = await lessons(telemetry, during)
    made = [await asyncio.to_thread(fitted, kind, some, during) for kind, some in told.items() if len(some) >= _FEWEST]
    return {card.name: content for card, content in made}


def fitted(kind: Kind, told: Sequence[Lesson], during: Period) -> tuple[Card, bytes]:
    """Return the card and the file of a model that was fitted on the healthy time of machines of one family."""
    tried = [*_tried(told)]
    days = sum(one.healthy_days for one in tried)
    span = f"{during.from_:%Y-%m-%d %H:%M} to {during.to:%Y-%m-%d %H:%M} UTC"
    card = Card(
        name=name_of(kind),
        recipe=RECIPE,
        inputs=inputs_of(kind),
        learned_from=f"{len(told)} machines of a platform, {span}, {days:.1f} healthy machine-days",
        data_sha256=_hash(told),
        trained_at=datetime.now(UTC).isoformat(timespec="seconds"),
        metrics=_metrics(tried, days),
    )
    return card, keep(_fit(told), card)


def _fit(told: Sequence[Lesson]) -> FleetModel:
    return fit_model([one.history for one in told], [one.healthy for one in told])


def _metrics(tried: Sequence[Tried], days: float) -> dict[str, float]:
    labels = sum(one.labels for one in tried)
    counted = {"machines": float(len(tried)), "healthy_machine_days": round(days, 2), "labels": float(labels)}
    if days:
        counted["false_per_machine_day"] = sum(one.false for one in tried) / days
    if labels:
        counted["labels_found"] = sum(one.found for one in tried) / labels
        counted["labels_named"] = sum(one.named for one in tried) / labels
    return counted


def _tried(told: Sequence[Lesson]) -> Iterator[Tried]:
    """Yield what is said of each machine by a model of the others, in four turns."""
    groups = min(_GROUPS, len(told))
    for group in range(groups):
        model = _fit([one for place, one in enumerate(told) if place % groups != group])
        yield from (_judged(model, one) for one in told[group::groups])


def _judged(model: FleetModel, one: Lesson) -> Tried:
    verdicts = model.verdicts(one.history)
    statistic = begun(verdicts.statistic, np.arange(1, len(verdicts.hour) + 1))
    alarm = np.zeros(len(statistic), dtype=bool)
    begins = np.zeros_like(alarm)
    for first, behind in episodes(statistic, raise_at=RAISE, clear_at=CLEAR, dwell=DWELL):
        alarm[first:behind] = begins[first] = True
    minute = (one.history.conditions.time_min[~one.healthy] // 60).astype(np.int64)
    well = ~np.isin(verdicts.hour, np.unique(minute))
    names = [mode.name for mode in verdicts.modes]
    first_name = [names[place] for place in verdicts.odds.argmax(axis=1).tolist()]
    said = [_said(finding, verdicts.hour.tolist(), alarm, first_name) for finding in one.findings if finding.mode]
    found, named = (sum(flags) for flags in zip(*said, strict=True)) if said else (0, 0)
    days = float(np.count_nonzero(one.healthy)) / 1440
    return Tried(int(np.count_nonzero(begins & well)), days, len(said), found, named)


def _said(finding: Finding, hours: Sequence[int], alarm: Flags, first_name: Sequence[str]) -> tuple[bool, bool]:
    """Return whether a machine was in alarm in the three days before something was found, and once named that."""
    until = int(finding.closed_at.timestamp() // 3600)
    names = [
        first_name[place] for place, hour in enumerate(hours) if until - _BEFORE_H <= hour <= until and alarm[place]
    ]
    return bool(names), finding.mode in names


def _hash(told: Sequence[Lesson]) -> str:
    found = sha256()
    for one in told:
        found.update(one.machine.encode() + one.history.conditions.time_min.tobytes())
        found.update(one.history.values.tobytes() + one.healthy.tobytes())
    return found.hexdigest()
