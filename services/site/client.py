"""How does another service ask the site service?"""

from datetime import date
from typing import Annotated

from fastapi import Depends

from services.kit.client import Neighbour, ServiceClient
from services.site.api import ShiftPlan, SiteShifts


class SiteClient(ServiceClient):
    """What sites produce and when they work, by the machines that the caller sees; unknown sites raise NotFound."""

    service = "site"

    async def shifts(self, site: str, day: date | None = None) -> SiteShifts:
        """Return the shifts of a site, and those of a date or of today by its clock."""
        return await self.get(f"/v1/sites/{site}/shifts", SiteShifts, date=day.isoformat() if day else None)

    async def set_shifts(self, site: str, plan: ShiftPlan) -> SiteShifts:
        """Set the shifts of a site; raises Refused with what is wrong."""
        return await self.put(f"/v1/sites/{site}/shifts", SiteShifts, plan)


Sites = Annotated[SiteClient, Depends(Neighbour(SiteClient))]
