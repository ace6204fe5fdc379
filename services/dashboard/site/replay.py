"""Where can a shift of a site be seen again, and what does its map read?"""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.dashboard import wording
from services.dashboard.api import Doings, Tracks
from services.dashboard.fleet.source import Fleet
from services.dashboard.page import render
from services.dashboard.partial import Missing
from services.dashboard.site import activity
from services.dashboard.site.phase import doings
from services.dashboard.site.plan import plan
from services.dashboard.site.route import SiteId
from services.dashboard.site.scene import AskedSite, SiteSource
from services.dashboard.site.shift import AskedShift, choose
from services.dashboard.site.track import GAP_S, STEP_S, tracks
from services.kit.parameter import During
from services.registry.api import Site

router = APIRouter(include_in_schema=False)

SPEEDS = (1, 10, 60, 300, 600)


@router.get("/sites/{site}/replay", summary="Replay", description="A shift of a site on its map, from any moment on.")
async def show_replay(request: Request, site: SiteId, asked: AskedShift, source: AskedSite) -> Response:
    place, fleet, missing = await source.site(site), await source.named(), Missing()
    local, now = wording.zone(place.timezone), datetime.now(UTC)
    choice = await missing.attempt(choose(source.sites, site, asked, local))
    shift = choice.shift if choice else None
    place = await source.drawn(place, missing, shift.from_ if shift else None)
    return render(
        request,
        "replay.html",
        user=source.user,
        site=place,
        plan=plan(place),
        local=local,
        zone_name=wording.zone_name((shift.from_ if shift else now).astimezone(local)),
        choice=choice,
        shift=shift,
        to=choice.to(now) if choice and shift else now,
        at=choice.at(asked.at, now) if choice and shift else now,
        machines=await _named(
            source, fleet, place, missing, (shift.from_, choice.to(now)) if choice and shift else None
        ),
        activities=activity.legend(),
        speeds=SPEEDS,
        step_s=STEP_S,
        gap_s=GAP_S,
        sentences=[*fleet.missing.sentences, *missing.sentences],
    )


async def _named(
    source: SiteSource, fleet: Fleet, site: Site, missing: Missing, during: tuple[datetime, datetime] | None
) -> list[dict[str, Any]]:
    """Return those that work on the site at present and those that worked there then, by name."""
    kinds = {row.id: row.kind for row in fleet.by_site.get(site.id, ())}
    told = await missing.attempt(source.positioning.hauls(site.id, *during)) if during else None
    kinds.update({one.machine: one.kind for one in told.machines} if told else {})
    named = {name: fleet.machines[name].name if name in fleet.machines else name for name in kinds}
    made = [{"id": name, "name": named[name], "kind": kind.value} for name, kind in kinds.items()]
    return sorted(made, key=lambda one: one["name"].lower())


@router.get("/sites/{site}/tracks", summary="Tracks", description="Where machines of a site were, up to an hour.")
async def read_tracks(site: SiteId, during: During, source: AskedSite) -> Tracks:
    place, fleet = await source.site(site), await source.named()
    told = await Missing().attempt(source.positioning.hauls(site, during.from_, during.to))
    there = [row.id for row in fleet.by_site.get(site, ())]
    names = list(dict.fromkeys([*there, *(one.machine for one in (told.machines if told else ()))]))
    return await tracks(source.telemetry, place, names, during.from_, during.to)


@router.get("/sites/{site}/doings", summary="Haul cycles", description="What the trucks of a site did when.")
async def read_doings(site: SiteId, during: During, source: AskedSite) -> Doings:
    # Where zones were drawn anew meanwhile, cycles tell of the newer ones too.
    place = await source.drawn(await source.site(site), Missing(), during.to)
    return await doings(source.positioning, place, during.from_, during.to)
