"""Where on a site's roads is time lost, how much, and when most?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.site.api import BuildUp, SiteTraffic

# From so many minutes on that all machines together lose in an hour, a segment is drawn as one step worse.
STEPS_MIN_PER_H = (0.5, 2.0, 6.0)
WORST = 8


@dataclass(frozen=True)
class Lost:
    """An hour in which machines lost time on a segment: how the segment is called, and minutes with their bounds."""

    segment: str
    name: str
    hour: datetime
    passages: int
    held_up: int
    minutes: float
    low_min: float
    high_min: float


@dataclass(frozen=True)
class Traffic:
    """How the traffic of a site was in a time: what the site service told, and the hours that it tells of."""

    told: SiteTraffic
    hours: float

    @property
    def segments(self) -> list[dict[str, Any]]:
        """Return the segments as a map draws them: a line, minutes lost an hour, and how bad that is, from 0 to 3."""
        return [
            {
                "id": one.id,
                "name": self.name(one.id),
                "line": [[lat, lon] for lon, lat, *_ in one.geometry.coordinates],
                "passages": one.passages,
                "min_per_h": round(60 * one.delay_h / self.hours, 2),
                "level": level(60 * one.delay_h / self.hours),
            }
            for one in self.told.segments
        ]

    @property
    def worst(self) -> list[Lost]:
        """Return the hours and segments in which most was lost, both directions of a segment together."""
        found: dict[tuple[str, datetime], list[BuildUp]] = defaultdict(list)
        for one in self.told.worst:
            found[one.segment, one.hour].append(one)
        lost = [self._lost(*key, parts) for key, parts in found.items()]
        return sorted(lost, key=lambda one: -one.minutes)[:WORST]

    def _lost(self, segment: str, hour: datetime, parts: list[BuildUp]) -> Lost:
        return Lost(
            segment=segment,
            name=self.name(segment),
            hour=hour,
            passages=sum(one.passages for one in parts),
            held_up=sum(one.held_up for one in parts),
            minutes=60 * sum(one.delay_h for one in parts),
            low_min=60 * sum(one.delay_low_h for one in parts),
            high_min=60 * sum(one.delay_high_h for one in parts),
        )

    def name(self, segment: str) -> str:
        """Return a segment in words: its road, and which part of how many."""
        of_road = [one.id for one in self.told.segments if one.road == self._road(segment)]
        road = self._road(segment).replace("-", " ").capitalize()
        place = of_road.index(segment) + 1 if segment in of_road else 0
        return f"{road}, part {place} of {len(of_road)}" if place else road

    def _road(self, segment: str) -> str:
        return next((one.road for one in self.told.segments if one.id == segment), segment)


def level(min_per_h: float) -> int:
    """Return how bad it is that machines lose so many minutes an hour on a segment: 0 (hardly any) to 3."""
    return sum(min_per_h >= step for step in STEPS_MIN_PER_H)


def traffic(told: SiteTraffic) -> Traffic:
    """Return the traffic of a time; its hours end where nothing is known any more."""
    until = min(told.to, told.known_until) if told.known_until else told.to
    return Traffic(told, max((until - told.from_).total_seconds() / 3600, 1 / 60))
