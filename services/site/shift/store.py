"""Which shifts are kept of a site?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from services.kit.database import Connection, fetch_one
from services.site.api import ShiftPlan, SiteShifts
from services.site.place import QUERIES, Site
from services.site.shift.plan import USUAL, shifts_of


@dataclass(frozen=True)
class _Plan:
    plan: str
    set_at: datetime
    set_by: str


async def get_shifts(db: Connection, site: Site, day: date | None = None) -> SiteShifts:
    """Return the shifts of a site and those of a date, or of the present one by its own clock."""
    kept = await fetch_one(db, _Plan, QUERIES["get_plan"], {"site": site.id})
    plan = ShiftPlan.model_validate_json(kept.plan) if kept else USUAL
    date_ = day or datetime.now(site.clock).date()
    return SiteShifts(
        site=site.id,
        timezone=site.timezone,
        basis="set" if kept else "default",
        set_at=kept.set_at if kept else None,
        set_by=kept.set_by if kept else None,
        plan=plan,
        date=date_,
        shifts=shifts_of(site, plan, date_),
    )


async def keep_plan(db: Connection, site: Site, plan: ShiftPlan, by: str) -> None:
    """Keep the shifts of a site in place of those before."""
    row = {"site": site.id, "plan": plan.model_dump_json(), "set_at": datetime.now(UTC), "set_by": by}
    await db.execute(QUERIES["keep_plan"], row)
