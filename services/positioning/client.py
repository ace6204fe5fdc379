"""How does another service ask the positioning service?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Depends

from services.kit.client import Neighbour, ServiceClient
from services.kit.parameter import Step
from services.positioning.api import (
    CyclePage,
    Drawing,
    FeatureCollection,
    Haulage,
    Hauls,
    Proposals,
    SiteFeatures,
    SitePositions,
    VisitPage,
)


class PositioningClient(ServiceClient):
    """Zones, visits, haul cycles and positions, as far as the caller may see them; unknown ids raise NotFound."""

    service = "positioning"

    async def features(self, site: str, at: datetime | None = None) -> FeatureCollection:
        """Return the zones and roads of a site as they were drawn at a time, or are."""
        return await self.get(f"/v1/sites/{site}/features", FeatureCollection, at=_text(at))

    async def features_of(self, sites: Sequence[str]) -> SiteFeatures:
        """Return the zones and roads as they are drawn of those of up to 50 sites that are known and seen."""
        return await self.get("/v1/features", SiteFeatures, site=list(sites))

    async def draw(self, site: str, features: FeatureCollection, from_: datetime | None = None) -> Drawing:
        """Draw the zones and roads of a site from a time on, or from this moment; raises Refused with what is wrong."""
        return await self.put(f"/v1/sites/{site}/features", Drawing, features, from_=_text(from_))

    async def cycles(
        self, machine: str, from_: datetime, to: datetime, *, limit: int = 1000, after: str | None = None
    ) -> CyclePage:
        """Return the haul cycles of a truck that began in [from_, to), page by page."""
        return await self.get(
            f"/v1/machines/{machine}/cycles", CyclePage, from_=_text(from_), to=_text(to), limit=limit, after=after
        )

    async def site_cycles(
        self, site: str, from_: datetime, to: datetime, *, limit: int = 1000, after: str | None = None
    ) -> CyclePage:
        """Return the haul cycles on a site that began in [from_, to), page by page."""
        return await self.get(
            f"/v1/sites/{site}/cycles", CyclePage, from_=_text(from_), to=_text(to), limit=limit, after=after
        )

    async def visits(
        self, machine: str, from_: datetime, to: datetime, *, limit: int = 1000, after: str | None = None
    ) -> VisitPage:
        """Return the visits of a machine that touch [from_, to), page by page."""
        return await self.get(
            f"/v1/machines/{machine}/visits", VisitPage, from_=_text(from_), to=_text(to), limit=limit, after=after
        )

    async def site_visits(
        self, site: str, from_: datetime, to: datetime, *, limit: int = 1000, after: str | None = None
    ) -> VisitPage:
        """Return the visits on a site that touch [from_, to), page by page."""
        return await self.get(
            f"/v1/sites/{site}/visits", VisitPage, from_=_text(from_), to=_text(to), limit=limit, after=after
        )

    async def haulage(self, machine: str, from_: datetime, to: datetime) -> Haulage:
        """Return what the cycles of a truck that began in [from_, to) come to."""
        return await self.get(f"/v1/machines/{machine}/haulage", Haulage, from_=_text(from_), to=_text(to))

    async def hauls(
        self, site: str, from_: datetime, to: datetime, *, step: Step = "hour", timezone: str = "UTC"
    ) -> Hauls:
        """Return what the cycles come to that began on a site in [from_, to), and the machines that were there."""
        during = {"from_": _text(from_), "to": _text(to)}
        return await self.get(f"/v1/sites/{site}/hauls", Hauls, **during, step=step, timezone=timezone)

    async def positions(self, site: str, at: datetime | None = None, *, within_m: float = 50.0) -> SitePositions:
        """Return where the machines on a site are, or were at a time, and who is within so many metres of whom."""
        return await self.get(f"/v1/sites/{site}/positions", SitePositions, at=_text(at), within_m=within_m)

    async def proposals(self, site: str, *, days: int = 14) -> Proposals:
        """Return zones that the work of some days speaks for."""
        return await self.get(f"/v1/sites/{site}/proposals", Proposals, days=days)


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


Positioning = Annotated[PositioningClient, Depends(Neighbour(PositioningClient))]
