"""What is to be seen of a site at this moment: its drawing, its machines, and who waits where?"""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated

from fastapi import Depends

from models.machines import Kind
from services.dashboard.fleet.row import Row
from services.dashboard.fleet.source import MOST_NAMED, Fleet, Source
from services.dashboard.neighbour import PositioningOfUser, SiteOfUser
from services.dashboard.partial import Missing
from services.dashboard.site.activity import Activity, Told, activity
from services.dashboard.site.plan import Drawn, Plan, Point, plan
from services.dashboard.site.queue import Queue, queues
from services.dashboard.site.spot import NOWHERE, SIGNALS, Mark, Spot, by_machine, mark, place_of, spot, values_of
from services.registry.api import Site

# A truck that stands so near to a loader or an excavator may be under its bucket.
DIGGER_M = 25.0
DIGGERS = (Kind.WHEEL_LOADER, Kind.EXCAVATOR)

Values = Mapping[str, float | None]


@dataclass(frozen=True)
class SiteSource(Source):
    """What the neighbours know of a site."""

    positioning: PositioningOfUser
    sites: SiteOfUser

    async def drawn(self, site: Site, missing: Missing, at: datetime | None = None) -> Site:
        """Return a site as it was drawn at a time, or is; where positioning is away, as the registry holds it."""
        told = await missing.attempt(self.positioning.features(site.id, at))
        return site.model_copy(update={"features": told}) if told else site

    async def drawings(self, sites: Sequence[Site], missing: Missing) -> list[Site]:
        """Return sites as they are drawn, up to 50; one that positioning does not know yet as the registry holds it."""
        told = await missing.attempt(self.positioning.features_of([site.id for site in sites])) if sites else None
        drawn = told.sites if told else {}
        return [site.model_copy(update={"features": drawn.get(site.id, site.features)}) for site in sites]


AskedSite = Annotated[SiteSource, Depends(SiteSource)]


@dataclass(frozen=True)
class Seen:
    """One machine at a moment: what it last told, where that is in metres (None: not told), and in or at which zone."""

    row: Row
    values: Values
    at: Point | None
    zone: Drawn | None


@dataclass(frozen=True)
class Scene:
    """The machines of a site at a moment, those that need most attention first; `named` of them are listed.

    `heard` is False where nobody tells what machines say, so that nothing can be said of queues.
    """

    plan: Plan
    machines: list[Seen]
    named: int
    now: datetime
    heard: bool = True

    @cached_property
    def does(self) -> list[Activity]:
        """Return what each machine does."""
        diggers = [one.at for one in self.machines if one.row.kind in DIGGERS and one.at]
        return [self._does(one, diggers) for one in self.machines]

    def _does(self, one: Seen, diggers: Sequence[Point]) -> Activity:
        at = one.at
        near = at is not None and any(math.dist(at, digger) <= DIGGER_M for digger in diggers)
        age_s = (self.now - one.row.seen).total_seconds() if one.row.seen else None
        return activity(Told(one.row.kind, one.values, age_s, one.zone.kind if one.zone else None, at_digger=near))

    @cached_property
    def marks(self) -> list[Mark]:
        """Return how each machine is drawn."""
        return [mark(one.row, one.values, does) for one, does in zip(self.machines, self.does, strict=True)]

    @property
    def spots(self) -> list[Spot]:
        """Return those machines that are listed beside the map."""
        told = list(zip(self.machines, self.does, strict=True))[: self.named]
        return [spot(one.row, one.values, self._whereabouts(one), does) for one, does in told]

    @property
    def queues(self) -> list[Queue]:
        """Return who waits at which zone."""
        told = zip(self.machines, self.does, strict=True)
        return queues(
            self.plan, ((one.row.id, one.row.name, one.zone.id if one.zone else None, does) for one, does in told)
        )

    def _whereabouts(self, one: Seen) -> str | None:
        place = place_of(one.values)
        return self.plan.whereabouts(place.latitude_deg or 0.0, place.longitude_deg or 0.0) if one.at else None


async def scene(source: Source, fleet: Fleet, site: Site) -> Scene:
    """Return what is to be seen of a site, as it is drawn, at this moment."""
    rows, drawn = fleet.by_site.get(site.id, ()), plan(site)
    names = [row.id for row in rows[:MOST_NAMED]]
    # All positions at once cost less than those of some machines by name, page by page.
    asked = source.columns(SIGNALS) if len(rows) > MOST_NAMED else _nothing()
    latest, told = await asyncio.gather(source.latest(names, SIGNALS), asked)
    fresh = fleet.with_latest(latest)
    values = {**(by_machine(told) if told else {}), **{name: values_of(one) for name, one in latest.items()}}
    seen = [_seen(drawn, fresh.row(row.id), values.get(row.id, {})) for row in rows]
    return Scene(drawn, seen, len(names), datetime.now(UTC), fleet.hears)


async def _nothing() -> None:
    return None


def _seen(drawn: Plan, row: Row, values: Values) -> Seen:
    place = place_of(values)
    if place is NOWHERE:
        return Seen(row, values, None, None)
    at = drawn.place(place.latitude_deg or 0.0, place.longitude_deg or 0.0)
    return Seen(row, values, at, drawn.zone_around(at) if row.kind is Kind.HAUL_TRUCK else None)
