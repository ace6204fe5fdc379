"""Where is the plan of a site's repairs, and how is something made of it?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from pydantic import AwareDatetime
from starlette.responses import RedirectResponse, Response

from models.machines import Kind
from models.messages import MACHINE_ID
from services.dashboard import wording
from services.dashboard.fleet.source import Fleet, Gathered, Source
from services.dashboard.neighbour import MaintenanceOfUser
from services.dashboard.origin import local_path
from services.dashboard.page import render
from services.dashboard.partial import Missing
from services.dashboard.upkeep.calendar import calendar
from services.dashboard.upkeep.finding import Found, feedback, others
from services.maintenance.api import NewWorkOrder, WorkOrder
from services.maintenance.client import MaintenanceClient

router = APIRouter(include_in_schema=False)

SiteId = Annotated[str, Path(pattern=MACHINE_ID)]
Onward = Annotated[str, Form(max_length=500)]
WRITE = "maintenance:write"
_MOST = 200
# A page may have been open until its best time was over: work lies ahead when the service looks.
_AHEAD = timedelta(minutes=1)


@router.get("/sites/{site}/plan", summary="Maintenance plan", description="Which repairs of a site are best when.")
async def show_plan(request: Request, site: SiteId, source: Gathered) -> Response:
    place, fleet, missing = await source.site(site), await source.named(), Missing()
    plan, orders = await asyncio.gather(
        missing.attempt(source.maintenance.plan(site)), missing.attempt(_orders(source, fleet, site))
    )
    local = wording.zone(place.timezone)
    return render(
        request,
        "upkeep.html",
        user=source.user,
        site=place,
        local=local,
        plan=plan,
        drawn=calendar(plan.stops, plan.made_at, plan.horizon_days, local) if plan else None,
        orders=orders,
        names={name: machine.name for name, machine in fleet.machines.items()},
        others={one.id: [*others(one, Kind(fleet.machines[one.machine].kind))] for one in orders or ()},
        may_act=source.user.may(WRITE),
        sentences=missing.sentences,
    )


async def _orders(source: Source, fleet: Fleet, site: str) -> list[WorkOrder]:
    """Return the unfinished work orders on the machines of a site."""
    here = {row.id for row in fleet.by_site.get(site, ())}
    page = await source.maintenance.work_orders(state="unfinished", limit=_MOST)
    return [one for one in page.items if one.machine in here]


class _Desk:
    """Where somebody makes work orders and says what was found."""

    def __init__(self, maintenance: MaintenanceOfUser, onward: Onward = "/sites") -> None:
        self.maintenance: MaintenanceClient = maintenance
        self._onward = local_path(onward, "/sites")

    def back(self) -> Response:
        """Return the way to the page that was looked at."""
        return RedirectResponse(self._onward, 303)


AtDesk = Annotated[_Desk, Depends(_Desk)]


@router.post("/orders", summary="Make a work order", description="Of a piece of advice, at a time of its plan.")
async def make_order(
    desk: AtDesk, forecast: Annotated[int, Form(ge=1)], scheduled_for: Annotated[AwareDatetime, Form()]
) -> Response:
    made = await desk.maintenance.make_order(NewWorkOrder(forecast=forecast))
    await desk.maintenance.schedule_order(made.id, max(scheduled_for, datetime.now(UTC) + _AHEAD))
    return desk.back()


@router.post("/orders/{order}/start", summary="Start a work order", description="The work begins.")
async def start_order(order: int, desk: AtDesk) -> Response:
    await desk.maintenance.start_order(order)
    return desk.back()


@router.post("/orders/{order}/close", summary="Close a work order", description="Says what was found and done.")
async def close_order(order: int, desk: AtDesk, found: Found) -> Response:
    await desk.maintenance.close_order(order, feedback(found))
    return desk.back()
