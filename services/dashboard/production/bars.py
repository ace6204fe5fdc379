"""How are the tonnes of each hour or day drawn?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.dashboard import wording
from services.site.api import StepRow

WIDTH, HEIGHT = 720.0, 160.0
_GAP = 0.18


@dataclass(frozen=True)
class Bar:
    """One step of time: where it stands in the drawing, its tonnes (None: not known), and when it begins, in words."""

    x: float
    width: float
    y: float
    height: float
    tonnes: float | None
    cycles: int
    name: str
    label: str


@dataclass(frozen=True)
class Bars:
    """The drawing of a time, the most tonnes of a step, and below them a line that is round in the
    reader's unit."""

    bars: list[Bar]
    most: float
    line_t: float
    line_y: float


def bars(steps: Sequence[StepRow], local: ZoneInfo, *, daily: bool) -> Bars:
    """Return the bars of steps, hauled tonnes where they are known, else dug ones."""
    tonnes = [one.hauled_t if one.hauled_t is not None else one.dug_t for one in steps]
    most = max((t for t in tonnes if t is not None), default=0.0) or 1.0
    width = WIDTH / max(len(steps), 1)
    every = max(1, round(len(steps) / 8))
    made = [
        Bar(
            x=place * width + width * _GAP / 2,
            width=width * (1 - _GAP),
            y=HEIGHT * (1 - (t or 0.0) / most),
            height=HEIGHT * (t or 0.0) / most,
            tonnes=t,
            cycles=one.cycles,
            name=_name(one.time, local, daily=daily),
            label=_name(one.time, local, daily=daily) if place % every == 0 else "",
        )
        for place, (one, t) in enumerate(zip(steps, tonnes, strict=True))
    ]
    per_t = wording.converted(1.0, "t") or 1.0
    line_t = _round_below(most * per_t) / per_t
    return Bars(made, most, line_t, HEIGHT * (1 - line_t / most))


def _name(time: datetime, local: ZoneInfo, *, daily: bool) -> str:
    here = time.astimezone(local)
    return wording.date(here, year=False) if daily else f"{here:%H:%M}"


def _round_below(value: float) -> float:
    size = 10 ** (len(str(int(value))) - 1)
    return float(int(value / size) * size) if value >= 1 else value
