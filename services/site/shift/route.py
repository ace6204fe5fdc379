"""How are a site's shifts told and set?"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.kit.announce import Announce
from services.kit.auth import Principal, permitted
from services.kit.database import Db
from services.kit.errors import BadRequest, FieldError
from services.kit.parameter import EARLIEST, LATEST
from services.site.api import ShiftPlan, SiteShifts
from services.site.place import AtSite
from services.site.shift import store
from services.site.shift.plan import check

router = APIRouter()
Planner = Annotated[Principal, Depends(permitted("site:write"))]


async def _day(
    day: Annotated[
        date | None, Query(alias="date", description="By the site's clock; left out: today.", examples=["2026-03-02"])
    ] = None,
) -> date | None:
    if day is not None and not EARLIEST.date() < day < LATEST.date():
        wrong = f"'date' must be a day of the years {EARLIEST.year} to {LATEST.year - 1}."
        raise BadRequest(wrong, errors=[FieldError(field="date", detail=wrong)])
    return day


OnDate = Annotated[date | None, Depends(_day)]


@router.get(
    "/v1/sites/{site}/shifts",
    summary="Shifts of a site",
    description="The site's shifts, and when those of a date begin and end. Where nobody set them they are the usual "
    "three, from 06:00, 14:00 and 22:00 by the site's clock.",
)
async def get_shifts(site: AtSite, day: OnDate, db: Db) -> SiteShifts:
    return await store.get_shifts(db, site, day)


@router.put(
    "/v1/sites/{site}/shifts",
    summary="Set the shifts of a site",
    description="Replaces them, for all the past too: what a shift did is reckoned when it is asked for.",
)
async def put_shifts(site: AtSite, plan: ShiftPlan, planner: Planner, *, db: Db, announce: Announce) -> SiteShifts:
    check(plan)
    await store.keep_plan(db, site, plan, planner.name)
    shifts = await store.get_shifts(db, site)
    announce.tell("shifts-set", site.id, shifts)
    return shifts
