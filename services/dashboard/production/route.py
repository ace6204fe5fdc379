"""Where is the page of what a site produces?"""

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
from services.dashboard.production.bars import Bars, bars
from services.dashboard.production.period import LABELS, Asked, AskedTime
from services.kit.parameter import Step
from services.site.api import PlannedShift, SiteProduction
from services.site.client import SiteClient

router = APIRouter(include_in_schema=False)

SiteId = Annotated[str, Path(pattern=MACHINE_ID)]


@dataclass(frozen=True)
class _Source(Source):
    """What the neighbours know of machines and sites."""

    sites: SiteOfUser


@dataclass(frozen=True)
class _Told:
    """What the site service told of a time; sentences are those of a shift."""

    production: SiteProduction | None
    sentences: list[str]

    @property
    def drawn(self) -> Bars | None:
        """Return the tonnes of each step."""
        told = self.production
        return bars(told.steps, wording.zone(told.timezone), daily=told.step != "hour") if told else None


@router.get("/sites/{site}/production", summary="Production", description="What a site produced, and what holds it up.")
async def show_production(
    request: Request, site: SiteId, asked: AskedTime, source: Annotated[_Source, Depends(_Source)]
) -> Response:
    place, fleet, missing, now = await source.registry.site(site), await source.fleet(), Missing(), datetime.now(UTC)
    local = wording.zone(place.timezone)
    told = await missing.attempt(_told(source.sites, site, asked, asked.bounds(now, local)))
    return render(
        request,
        "production.html",
        user=source.user,
        site=place,
        local=local,
        asked=asked,
        spans=LABELS,
        shifts=await missing.attempt(_shifts(source.sites, site, now.astimezone(local))) or [],
        told=told,
        names=_names(fleet),
        sentences=missing.sentences,
    )


async def _told(sites: SiteClient, site: str, asked: Asked, bounds: tuple[datetime, datetime, Step]) -> _Told:
    if asked.shift:
        report = await sites.shift_report(site, asked.shift, asked.day)
        return _Told(report.production, report.sentences)
    from_, to, step = bounds
    return _Told(await sites.production(site, from_, to, step=step), [])


async def _shifts(sites: SiteClient, site: str, here: datetime) -> list[PlannedShift]:
    """Return the shifts of yesterday and today that have begun, the newest first."""
    days = [(await sites.shifts(site, (here - timedelta(days=back)).date())).shifts for back in (0, 1)]
    begun = [one for shifts in days for one in shifts if one.from_ <= here]
    return sorted(begun, key=lambda one: one.from_, reverse=True)


def _names(fleet: Fleet) -> dict[str, str]:
    return {name: machine.name for name, machine in fleet.machines.items()}
