"""What do a machine's hours come to over a week: health, uptime and misuse?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from models.benchmarking.uptime import Interval, Work, uptime
from models.diagnosis.health import doubt
from models.production.clock import on_clock
from services.benchmarking.care.store import Judged, Part, Shifts, Treated
from services.kit.column import Columns
from services.site.api import ShiftPlan, Weekday

COUNTER = "engine_hours_h_min"
Sums = Mapping[str, Any]


def of_health(judged: Sequence[Judged]) -> Sums:
    """Return the sums of what was judged, an hour each."""
    health, log_odds = (np.array([getattr(one, name) for one in judged]) for name in ("health", "log_odds"))
    unsure = doubt(health, log_odds)
    return {"judged_h": len(judged), "health_h": _sum(health) / 100, "doubt_h": _sum(unsure) / 100}


def of_uptime(part: Part, now: datetime, minutes: Columns, works: Sequence[Work], shifts: Shifts | None) -> Sums:
    """Return the hours in which a machine was to work, by shifts or where nobody set any by the clock, and was up."""
    known = np.isfinite(minutes.values[COUNTER])
    told = minutes.time_us[known] / 1e6, minutes.values[COUNTER][known]
    return asdict(uptime([*_planned(part, now, shifts)], *told, works))


def of_misuse(treated: Sequence[Treated]) -> Sums:
    """Return the sums of what was watched."""
    counts: Counter[str] = Counter()
    for one in treated:
        counts.update(msgspec.json.decode(one.misuse, type=dict[str, int]))
    hours = sum(one.watched_h for one in treated)
    return {"watched_h": hours, "misuses": counts.total(), "misuse": {name: counts[name] for name in sorted(counts)}}


def _sum(column: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    return float(column.sum())


def _planned(part: Part, now: datetime, shifts: Shifts | None) -> Iterator[Interval]:
    """Yield when a machine was to work so far."""
    first, last = part.from_time, min(part.to_time, now)
    windows = [(first, last)] if shifts is None else _windows(shifts, first, last)
    for from_, to in windows:
        from_s, to_s = max(from_, first).timestamp(), min(to, last).timestamp()
        if from_s < to_s:
            yield from_s, to_s


def _windows(shifts: Shifts, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the shifts that may touch a time, by the site's clock: one that goes on began the day before."""
    plan, zone = ShiftPlan.model_validate_json(shifts.plan), ZoneInfo(shifts.timezone)
    days = (last.astimezone(zone).date() - first.astimezone(zone).date()).days
    for number in range(-1, days + 1):
        day = first.astimezone(zone).date() + timedelta(days=number)
        weekday = [*Weekday][day.weekday()]
        yield from (on_clock(day, one.start, one.hours, zone) for one in plan.shifts if weekday in one.days)
