"""Where is the page of what a site produces?"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from models.messages import MACHINE_ID
from services.dashboard import wording
from services.dashboard.fleet.source import Fleet, Source
from services.dashboard.neighbour import SiteOfUser
from services.dashboard.page import render
from services.dashboard.partial import Missing
from services.dashboard.production.document import Made, document
from services.dashboard.production.period import LABELS, Asked, AskedTime
from services.dashboard.production.sheet import Told, again
from services.dashboard.production.zone import named, zones_of
from services.kit.parameter import Step
from services.registry.api import Site
from services.site.api import PlannedShift
from services.site.client import SiteClient

router = APIRouter(include_in_schema=False)

SiteId = Annotated[str, Path(pattern=MACHINE_ID)]


@dataclass(frozen=True)
class _Source(Source):
    """What the neighbours know of machines and sites."""

    sites: SiteOfUser


@router.get("/sites/{site}/production", summary="Production", description="What a site produced, and what holds it up.")
async def show_production(
    request: Request, site: SiteId, asked: AskedTime, source: Annotated[_Source, Depends(_Source)]
) -> Response:
    place, fleet, missing, now = await source.site(site), await source.named(), Missing(), datetime.now(UTC)
    local = wording.zone(place.timezone)
    told, shifts = await asyncio.gather(
        missing.attempt(_told(source.sites, place, asked, asked.bounds(now, local))),
        missing.attempt(_shifts(source.sites, site, now.astimezone(local))),
    )
    return render(
        request,
        "production.html",
        user=source.user,
        site=place,
        local=local,
        asked=asked,
        spans=LABELS,
        shifts=shifts or [],
        told=told,
        again=again(told.production.totals) if told else "",
        names=_names(fleet, place),
        sentences=missing.sentences,
    )


@router.get("/sites/{site}/production/report.pdf", summary="Report", description="The same on paper: a PDF of A4.")
async def get_report(site: SiteId, asked: AskedTime, source: Annotated[_Source, Depends(_Source)]) -> Response:
    place, fleet, now = await source.site(site), await source.named(), datetime.now(UTC)
    local = wording.zone(place.timezone)
    told = await _told(source.sites, place, asked, asked.bounds(now, local))
    # Laying it out takes long enough to hold up everybody else.
    file = await asyncio.to_thread(document, told, _names(fleet, place), Made(source.user.name, now))
    begun = told.production.from_.astimezone(local).date()
    name = f"{site}-{f'shift-{told.shift.id}' if told.shift else asked.span}-{begun}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file, media_type="application/pdf", headers=headers)


async def _told(sites: SiteClient, place: Site, asked: Asked, bounds: tuple[datetime, datetime, Step]) -> Told:
    if asked.shift:
        report = await sites.shift_report(place.id, asked.shift, asked.day)
        return named(Told(report.production, report.sentences, report.shift), zones_of(place))
    from_, to, step = bounds
    return named(Told(await sites.production(place.id, from_, to, step=step), []), zones_of(place))


async def _shifts(sites: SiteClient, site: str, here: datetime) -> list[PlannedShift]:
    """Return the shifts of yesterday and today that have begun, the newest first."""
    days = await asyncio.gather(*(sites.shifts(site, (here - timedelta(days=back)).date()) for back in (0, 1)))
    begun = [one for told in days for one in told.shifts if one.from_ <= here]
    return sorted(begun, key=lambda one: one.from_, reverse=True)


def _names(fleet: Fleet, place: Site) -> dict[str, str]:
    return zones_of(place) | {name: machine.name for name, machine in fleet.machines.items()}
