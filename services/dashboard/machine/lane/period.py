"""Over which time are lanes shown, and how finely?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from services.dashboard.api import LaneSpan

# Phases of more cycles than of two days are narrower than a pixel, and hours of more than a fortnight.
_PHASES_UP_TO = timedelta(days=2)
_HOURS_UP_TO = timedelta(days=14)

Sums = Literal["hour", "day"]
WIDTH: dict[Sums, timedelta] = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True)
class Period:
    """The time from `from_` up to `to`, and the zone by whose days sums are made."""

    from_: datetime
    to: datetime
    timezone: str

    @property
    def sums(self) -> Sums | None:
        """Return by which step cycles and loads are summed, None where each is told."""
        span = self.to - self.from_
        if span <= _PHASES_UP_TO:
            return None
        return "hour" if span <= _HOURS_UP_TO else "day"

    def touches(self, begin: datetime, end: datetime) -> bool:
        """Return whether something that lasted from a time up to another lies in it, at least in part."""
        return begin < self.to and end >= self.from_


def ms(at: datetime) -> int:
    """Return a time in milliseconds since 1970."""
    return round(at.timestamp() * 1000)


def span(begin: datetime, end: datetime, tone: str, text: str, height: float | None = None) -> LaneSpan:
    """Return something that went on from a time up to another."""
    return LaneSpan(from_ms=ms(begin), to_ms=ms(end), tone=tone, text=text, height=height)
