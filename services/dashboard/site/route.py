"""Where is the map of a site, and how do the machines on it move?"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import AwareDatetime
from starlette.responses import Response

from models.messages import MACHINE_ID
from services.dashboard import wording
from services.dashboard.api import SitesQuery
from services.dashboard.page import fragment, render
from services.dashboard.partial import Missing
from services.dashboard.site import activity
from services.dashboard.site.plan import plan
from services.dashboard.site.scene import AskedSite, Scene, SiteSource, scene
from services.dashboard.site.selection import select
from services.dashboard.site.spot import Mark, Spot, columns
from services.dashboard.site.traffic import traffic
from services.dashboard.stream import beats, changed, event, streamed
from services.kit.parameter import Period, period
from services.registry.api import Site

router = APIRouter(include_in_schema=False)

AskedSites = Annotated[SitesQuery, Query()]
SiteId = Annotated[str, Path(pattern=MACHINE_ID)]

FRESH_S = 1.0
DRAWN_AGAIN_S = 60.0
TRAFFIC_OF = timedelta(hours=24)
Begin = Annotated[
    AwareDatetime | None, Query(alias="from", description="Start, included; the day before `to` unless said.")
]
End = Annotated[AwareDatetime | None, Query(description="End, excluded; at present unless said.")]


def _lately(from_: Begin = None, to: End = None) -> Period:
    """Return the period that an address names, the last day where it names none."""
    end = to or datetime.now(UTC)
    return period(from_ or end - TRAFFIC_OF, end)


Lately = Annotated[Period, Depends(_lately)]


@router.get("/sites", summary="Sites", description="The sites that the user sees, each with its plan and machines.")
async def show_sites(request: Request, query: AskedSites, source: AskedSite) -> Response:
    fleet, missing = await source.fleet(), Missing()
    selection = select(fleet, query)
    sites = await source.drawings(selection.sites, missing)
    return render(
        request,
        "sites.html",
        user=source.user,
        fleet=fleet,
        query=query,
        selection=selection,
        cards=[(site, plan(site), fleet.by_site.get(site.id, ())) for site in sites],
        sentences=[*fleet.missing.sentences, *missing.sentences],
    )


@router.get("/sites/{site}", summary="Site", description="The map of a site with the machines on it.")
async def show_site(request: Request, site: SiteId, source: AskedSite) -> Response:
    place, missing = await source.site(site), Missing()
    fleet, place = await asyncio.gather(source.fleet(), source.drawn(place, missing))
    seen = await scene(source, fleet, place)
    now = datetime.now(UTC)
    return render(
        request,
        "site.html",
        user=source.user,
        site=place,
        plan=plan(place, [(one.lat, one.lon) for one in seen.marks if one.lat is not None and one.lon is not None]),
        spots=seen.spots,
        queues=seen.queues,
        heard=seen.heard,
        marks=columns(seen.marks),
        activities=activity.legend(),
        traffic_from=now - TRAFFIC_OF,
        traffic_to=now,
        local=wording.zone(place.timezone),
        customer=fleet.customers.get(place.customer),
        sentences=[*fleet.missing.sentences, *missing.sentences],
    )


@router.get("/sites/{site}/live", summary="Site, live", description="Where the machines of a site are as they move.")
async def follow_site(site: SiteId, source: AskedSite) -> Response:
    return streamed(_movements(source, await source.site(site)))


@router.get(
    "/sites/{site}/traffic", summary="Traffic of a site", description="Where and when machines lose time on its roads."
)
async def show_traffic(request: Request, site: SiteId, during: Lately, source: AskedSite) -> Response:
    missing, place = Missing(), await source.site(site)
    told = await missing.attempt(source.sites.traffic(site, during.from_, during.to))
    template = "traffic.html" if "x-fragment" in request.headers else "traffic_page.html"
    return render(
        request,
        template,
        user=source.user,
        site=place,
        traffic=traffic(told) if told else None,
        during=during,
        local=wording.zone(place.timezone),
    )


async def _movements(source: SiteSource, site: Site) -> AsyncIterator[bytes]:
    listed: dict[str, Spot] = {}
    drawn: dict[str, Mark] = {}
    waiting: dict[str, str] = {}
    drawing, since = site, datetime.min.replace(tzinfo=UTC)
    async for now in beats(FRESH_S):
        if (now - since).total_seconds() > DRAWN_AGAIN_S:
            drawing, since = await source.drawn(site, Missing()), now
        seen = await scene(source, await source.fleet(), drawing)
        yield event("moved", columns(changed(drawn, {one.id: one for one in seen.marks}).values()))
        if fresh := changed(listed, {one.row.id: one for one in seen.spots}):
            yield event("swap", "".join(fragment("spot.html", spot=one, heard=seen.heard) for one in fresh.values()))
        if changed(waiting, {"queues": _waiting(seen)}):
            yield event("swap", waiting["queues"])


def _waiting(seen: Scene) -> str:
    return fragment("queue.html", queues=seen.queues, heard=seen.heard)
