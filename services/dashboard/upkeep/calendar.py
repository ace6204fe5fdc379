"""Where do the stops of a plan stand in its calendar?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.dashboard import wording
from services.maintenance.api import PlannedStop

WIDTH, ROW, NAMES = 720.0, 26.0, 150.0
_LONGEST = 22


@dataclass(frozen=True)
class Line:
    """One stop: from where to where it can be, where it is best, and the machine."""

    y: float
    begin: float
    end: float
    best: float
    machine: str


@dataclass(frozen=True)
class Day:
    """Where a week of the calendar begins, and its date."""

    x: float
    label: str


@dataclass(frozen=True)
class Calendar:
    """The drawing of a plan's stops over its days."""

    lines: list[Line]
    days: list[Day]
    height: float


def calendar(stops: Sequence[PlannedStop], begin: datetime, days: int, local: ZoneInfo) -> Calendar:
    """Return where stops stand in the `days` from `begin` on, by the site's clock."""

    def x(time: datetime) -> float:
        return NAMES + (WIDTH - NAMES) * min(max((time - begin) / timedelta(days=days), 0.0), 1.0)

    lines = [
        Line(ROW * place, x(one.earliest), x(one.latest), x(one.advised), _brief(one.machine_name))
        for place, one in enumerate(stops)
    ]
    midnight = begin.astimezone(local).replace(hour=0, minute=0, second=0, microsecond=0)
    weeks = [midnight + timedelta(days=day) for day in range(1, days + 1, 7)]
    return Calendar(lines, [Day(x(one), wording.date(one, year=False)) for one in weeks], ROW * len(lines) + 24)


def _brief(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
