"""Where is the map of a site, and how do the machines on it move?"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from models.messages import MACHINE_ID
from services.dashboard import wording
from services.dashboard.fleet.source import MOST_NAMED, Fleet, Gathered, Source
from services.dashboard.neighbour import RegistryOfUser
from services.dashboard.page import fragment, render
from services.dashboard.site.plan import plan
from services.dashboard.site.spot import NOWHERE, PLACE, SIGNALS, Mark, Spot, columns, mark, places, spot
from services.dashboard.stream import beats, changed, event, streamed
from services.registry.api import Site

router = APIRouter(include_in_schema=False)

SiteId = Annotated[str, Path(pattern=MACHINE_ID)]

FRESH_S = 1.0


@router.get("/sites", summary="Sites", description="The sites that the user sees, each with its plan and machines.")
async def show_sites(request: Request, source: Gathered) -> Response:
    fleet = await source.fleet()
    cards = [(site, plan(site), fleet.by_site.get(name, ())) for name, site in fleet.sites.items()]
    cards.sort(key=lambda card: (not card[2], card[0].name.lower()))
    return render(request, "sites.html", user=source.user, fleet=fleet, cards=cards)


@router.get("/sites/{site}", summary="Site", description="The map of a site with the machines on it.")
async def show_site(request: Request, site: SiteId, source: Gathered, registry: RegistryOfUser) -> Response:
    place, fleet = await registry.site(site), await source.fleet()
    scene = await _scene(source, fleet, place)
    return render(
        request,
        "site.html",
        user=source.user,
        site=place,
        plan=plan(place, [(one.lat, one.lon) for one in scene.marks if one.lat is not None and one.lon is not None]),
        spots=scene.spots,
        marks=columns(scene.marks),
        local=wording.zone(place.timezone),
        customer=fleet.customers.get(place.customer),
        sentences=fleet.missing.sentences,
    )


@router.get("/sites/{site}/live", summary="Site, live", description="Where the machines of a site are as they move.")
async def follow_site(site: SiteId, source: Gathered, registry: RegistryOfUser) -> Response:
    return streamed(_movements(source, await registry.site(site)))


@dataclass(frozen=True)
class _Scene:
    """The machines of a site: those that need most attention, and the marks of all."""

    spots: list[Spot]
    marks: list[Mark]


async def _scene(source: Source, fleet: Fleet, site: Site) -> _Scene:
    rows, drawn = fleet.by_site.get(site.id, ()), plan(site)
    names = [row.id for row in rows[:MOST_NAMED]]
    # All positions at once cost less than those of some machines by name, page by page.
    asked = source.columns(PLACE) if len(rows) > MOST_NAMED else _nothing()
    latest, told = await asyncio.gather(source.latest(names, SIGNALS), asked)
    fresh = fleet.with_latest(latest)
    spots = [spot(fresh, drawn, name) for name in names]
    known = {**(places(told) if told else {}), **{one.row.id: one.place for one in spots}}
    return _Scene(spots, [mark(fresh.row(row.id), known.get(row.id, NOWHERE)) for row in rows])


async def _nothing() -> None:
    return None


async def _movements(source: Source, site: Site) -> AsyncIterator[bytes]:
    listed: dict[str, Spot] = {}
    drawn: dict[str, Mark] = {}
    async for _ in beats(FRESH_S):
        scene = await _scene(source, await source.fleet(), site)
        yield event("moved", columns(changed(drawn, {one.id: one for one in scene.marks}).values()))
        if fresh := changed(listed, {one.row.id: one for one in scene.spots}):
            yield event("swap", "".join(fragment("spot.html", spot=one) for one in fresh.values()))
