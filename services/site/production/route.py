"""How do people ask what a site produces, and how a shift went?"""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from models.messages import MACHINE_ID
from services.kit.auth import Caller
from services.kit.database import transaction
from services.kit.errors import NotFound
from services.kit.health import Running
from services.kit.parameter import During, Period, Step
from services.site.api import ShiftReport, SiteProduction, SiteShifts
from services.site.place import AtSite, Site
from services.site.production.asking import Asking, Neighbours, Question, Told, step_of
from services.site.production.report import report
from services.site.production.wording import sentences
from services.site.shift.route import OnDate
from services.site.shift.store import get_shifts

router = APIRouter()
OfStep = Annotated[Step | None, Query(description="By which time; left out: by the length of the period.")]
ShiftId = Annotated[str, Path(pattern=MACHINE_ID, description="The shift's id, for example `early`.")]


class UnknownShift(NotFound):
    """The site has no such shift on that date."""

    code, title = "unknown-shift", "Unknown shift"

    def __init__(self, shift: str, shifts: SiteShifts) -> None:
        there = ", ".join(one.id for one in shifts.shifts) or "none"
        super().__init__(f"No shift '{shift}' begins on {shifts.date} at {shifts.site}; these do: {there}.")


@router.get(
    "/v1/sites/{site}/production",
    summary="What a site produces",
    description="Tonnes, cycles, fuel, queues, match factors, bottlenecks with the gain of one truck more or less, and "
    "targets of any period, by the machines on the site that the caller sees, with coverage and uncertainty. Where a "
    "service that is asked does not answer, `partial` says what is missing.",
)
async def get_production(site: AtSite, during: During, asking: Asking, *, step: OfStep = None) -> SiteProduction:
    return await _produced(site, during, asking, step)


async def _produced(site: Site, during: Period, asking: Neighbours, step: Step | None) -> SiteProduction:
    return await asyncio.to_thread(report, await _told(site, during, asking, step))


async def _told(site: Site, during: Period, asking: Neighbours, step: Step | None) -> Told:
    return await asking.ask(Question(site, during, step or step_of(during), datetime.now(UTC)))


@router.get(
    "/v1/sites/{site}/shifts/{shift}",
    summary="How a shift went",
    description="What a shift of a date produced, in sentences and in the figures of `production`; what the scales "
    "of its diggers, trucks and crushers' belts tell of one another; and how each truck's and each digger's loads keep "
    "to the 10/10/20 rule.",
)
async def get_shift_report(
    site: AtSite, shift: ShiftId, day: OnDate, asking: Asking, *, caller: Caller, running: Running
) -> ShiftReport:
    async with transaction(running.pool, caller.viewers) as db:
        shifts = await get_shifts(db, site, day)
    planned = next((one for one in shifts.shifts if one.id == shift), None)
    if planned is None:
        raise UnknownShift(shift, shifts)
    told = await _told(site, Period(planned.from_, planned.to), asking, None)
    balance, targets = await asking.scales(told)
    produced = await asyncio.to_thread(report, told)
    said = [*sentences(planned, produced), *([balance.sentence] if balance and balance.scales else [])]
    return ShiftReport(shift=planned, sentences=said, production=produced, balance=balance, targets=targets)
