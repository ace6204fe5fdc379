"""How is drawn how far a part is gone, and between which times it fails?"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.dashboard.wording import number
from services.diagnostics.api import WearCourse
from services.maintenance.api import PartForecast

WIDTH, HEIGHT = 640.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 18.0, 28.0
# Nine courses in ten lie within so many standard deviations.
_NINE_IN_TEN = 1.645
_PAST_SHARE = 0.6
_STEPS_H = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)

Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Fan:
    """A drawing: the course of wear so far with its spread, and behind this moment the fan of courses to failure.

    `wide` holds nine courses in ten, `narrow` every second one; points are as SVG writes them.
    """

    past: str
    spread: str
    wide: str
    narrow: str
    expected: str
    now_x: float
    failed_y: float
    begun_y: float
    ticks: list[tuple[float, str]]


def fan(forecast: PartForecast, course: WearCourse | None) -> Fan | None:
    """Return the drawing of a forecast, None where its severity or its life is not known."""
    life = forecast.life
    if life is None or forecast.severity is None:
        return None
    ahead_h = max(life.high_h, life.expected_h, 1.0)
    past = _past(course, _PAST_SHARE * ahead_h)
    scale = _Scale(min((at for at, *_ in past), default=0.0), ahead_h)
    begin = scale.place(0.0, forecast.severity)
    low, high = ((_quantile(life.at_h, life.failed_by, share)) for share in (0.25, 0.75))
    return Fan(
        past=_written([scale.place(at, severity) for at, severity, _ in past]),
        spread=_written(_band(scale, past)),
        wide=_written([begin, scale.place(life.low_h, 1.0), scale.place(life.high_h, 1.0)]),
        narrow=_written([begin, scale.place(low, 1.0), scale.place(high, 1.0)]) if low < high else "",
        expected=_written([begin, scale.place(life.expected_h, 1.0)]),
        now_x=round(begin[0], 1),
        failed_y=round(scale.place(0.0, 1.0)[1], 1),
        begun_y=round(scale.place(0.0, 0.0)[1], 1),
        ticks=[(round(scale.place(at, 0.0)[0], 1), _named(at)) for at in _ticks(scale.first_h, ahead_h)],
    )


@dataclass(frozen=True)
class _Scale:
    """Where operating hours from this moment on and a severity from 0 to 1 lie in the drawing."""

    first_h: float
    last_h: float

    def place(self, at_h: float, severity: float) -> tuple[float, float]:
        across = (min(at_h, self.last_h) - self.first_h) / (self.last_h - self.first_h)
        up = min(max(severity, 0.0), 1.0)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def _past(course: WearCourse | None, longest_h: float) -> list[tuple[float, float, float]]:
    """Return operating hours before this moment, severities and their spreads, as far back as is drawn."""
    if course is None or not course.operating_h:
        return []
    last = course.operating_h[-1]
    told = zip(course.operating_h, course.severity, course.spread, strict=True)
    return [(at - last, severity, spread) for at, severity, spread in told if last - at <= longest_h]


def _band(scale: _Scale, past: Sequence[tuple[float, float, float]]) -> Points:
    above = [scale.place(at, severity + _NINE_IN_TEN * spread) for at, severity, spread in past]
    below = [scale.place(at, severity - _NINE_IN_TEN * spread) for at, severity, spread in past]
    return [*above, *reversed(below)]


def _quantile(at_h: Sequence[float], failed_by: Sequence[float], share: float) -> float:
    """Return by when a share of such parts has failed, the last time that is told where fewer have."""
    place = bisect_left(failed_by, share)
    if place >= len(at_h):
        return at_h[-1] if at_h else 0.0
    if place == 0:
        return at_h[0]
    (one, two), (low, high) = at_h[place - 1 : place + 1], failed_by[place - 1 : place + 1]
    return one + (two - one) * (share - low) / (high - low) if high > low else two


def _ticks(first_h: float, last_h: float) -> list[float]:
    wanted = (last_h - first_h) / 7
    step = next((one for one in _STEPS_H if one >= wanted), _STEPS_H[-1])
    return [at * step for at in range(int(first_h / step), int(last_h / step) + 1)]


def _named(at_h: float) -> str:
    return "now" if at_h == 0 else f"{'+' if at_h > 0 else ''}{number(at_h)} h"


def _written(points: Points) -> str:
    kept = [points[0], *(two for one, two in pairwise(points) if one != two)] if points else []
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in kept)
