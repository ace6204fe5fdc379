"""Where is the map of a site, and how do the machines on it move?"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from models.messages import MACHINE_ID
from services.dashboard import wording
from services.dashboard.fleet.source import Fleet, Gathered, Source
from services.dashboard.neighbour import RegistryOfUser
from services.dashboard.page import fragment, render
from services.dashboard.site.plan import plan
from services.dashboard.site.spot import SIGNALS, Spot, spot
from services.dashboard.stream import beats, changed, event, streamed
from services.registry.api import Site

router = APIRouter(include_in_schema=False)

SiteId = Annotated[str, Path(pattern=MACHINE_ID)]

FRESH_S = 1.0


@router.get("/sites", summary="Sites", description="The sites that the user sees, each with its plan and machines.")
async def show_sites(request: Request, source: Gathered) -> Response:
    fleet = await source.fleet()
    cards = [(site, plan(site), [fleet.row(one) for one in fleet.on_site(name)]) for name, site in fleet.sites.items()]
    cards.sort(key=lambda card: (not card[2], card[0].name.lower()))
    return render(request, "sites.html", user=source.user, fleet=fleet, cards=cards)


@router.get("/sites/{site}", summary="Site", description="The map of a site with the machines on it.")
async def show_site(request: Request, site: SiteId, source: Gathered, registry: RegistryOfUser) -> Response:
    place, fleet = await registry.site(site), await source.fleet()
    spots = await _spots(source, fleet, place)
    drawn = plan(place, [(s.latitude_deg, s.longitude_deg) for s in spots if s.latitude_deg and s.longitude_deg])
    return render(
        request,
        "site.html",
        user=source.user,
        site=place,
        plan=drawn,
        spots=spots,
        local=wording.zone(place.timezone),
        customer=fleet.customers.get(place.customer),
        sentences=fleet.missing.sentences,
    )


@router.get("/sites/{site}/live", summary="Site, live", description="Where the machines of a site are as they move.")
async def follow_site(site: SiteId, source: Gathered, registry: RegistryOfUser) -> Response:
    return streamed(_movements(source, await registry.site(site)))


async def _spots(source: Source, fleet: Fleet, site: Site) -> list[Spot]:
    names, drawn = fleet.on_site(site.id), plan(site)
    fresh = fleet.newer(await source.latest(names, SIGNALS))
    spots = [spot(fresh, drawn, name) for name in names]
    return sorted(spots, key=lambda one: (-one.row.urgency, one.row.name.lower()))


async def _movements(source: Source, site: Site) -> AsyncIterator[bytes]:
    before: dict[str, Spot] = {}
    async for _ in beats(FRESH_S):
        spots = await _spots(source, await source.fleet(), site)
        fresh = changed(before, {one.row.id: one for one in spots})
        yield event("moved", [one.on_map for one in fresh.values()])
        if fresh:
            yield event("swap", "".join(fragment("spot.html", spot=one) for one in fresh.values()))
