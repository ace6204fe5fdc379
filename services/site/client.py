"""How does another service ask the site service?"""

from datetime import date, datetime
from typing import Annotated

from fastapi import Depends

from services.kit.client import Neighbour, ServiceClient
from services.kit.parameter import Step
from services.site.api import (
    NearMissPage,
    ShiftPlan,
    ShiftReport,
    SiteBunching,
    SiteProduction,
    SiteShifts,
    SiteTraffic,
)


class SiteClient(ServiceClient):
    """What sites produce and when they work, by the machines that the caller sees; unknown sites raise NotFound."""

    service = "site"

    async def production(self, site: str, from_: datetime, to: datetime, *, step: Step | None = None) -> SiteProduction:
        """Return what a site produced in [from_, to); `partial` names what is missing."""
        during = {"from_": from_.isoformat(), "to": to.isoformat()}
        return await self.get(f"/v1/sites/{site}/production", SiteProduction, **during, step=step)

    async def shift_report(self, site: str, shift: str, day: date | None = None) -> ShiftReport:
        """Return how a shift went that began on a date, or today by the site's clock."""
        path = f"/v1/sites/{site}/shifts/{shift}"
        return await self.get(path, ShiftReport, date=day.isoformat() if day else None)

    async def shifts(self, site: str, day: date | None = None) -> SiteShifts:
        """Return the shifts of a site, and those of a date or of today by its clock."""
        return await self.get(f"/v1/sites/{site}/shifts", SiteShifts, date=day.isoformat() if day else None)

    async def set_shifts(self, site: str, plan: ShiftPlan) -> SiteShifts:
        """Set the shifts of a site; raises Refused with what is wrong."""
        return await self.put(f"/v1/sites/{site}/shifts", SiteShifts, plan)

    async def traffic(self, site: str, from_: datetime, to: datetime) -> SiteTraffic:
        """Return where and when machines lost time on the roads of a site in [from_, to)."""
        return await self.get(f"/v1/sites/{site}/traffic", SiteTraffic, from_=from_.isoformat(), to=to.isoformat())

    async def bunching(self, site: str, from_: datetime, to: datetime) -> SiteBunching:
        """Return whether machines bunched on the roads of a site in [from_, to)."""
        return await self.get(f"/v1/sites/{site}/bunching", SiteBunching, from_=from_.isoformat(), to=to.isoformat())

    async def near_misses(
        self, site: str, from_: datetime, to: datetime, *, limit: int = 1000, after: str | None = None
    ) -> NearMissPage:
        """Return the near misses on the roads of a site in [from_, to), page by page."""
        path, bounds = f"/v1/sites/{site}/near-misses", {"from_": from_.isoformat(), "to": to.isoformat()}
        return await self.get(path, NearMissPage, **bounds, limit=limit, after=after)


Sites = Annotated[SiteClient, Depends(Neighbour(SiteClient))]
