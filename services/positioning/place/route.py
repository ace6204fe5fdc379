"""Over which routes is told where machines are, near whom, and which zones they speak for?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from services.kit.database import Db
from services.kit.telemetry import Telemetry
from services.positioning.api import Proposals, SitePositions
from services.positioning.place.position import fixes, positions
from services.positioning.place.proposal import list_worked, propose
from services.positioning.zone import store
from services.positioning.zone.adoption import AtSite

router = APIRouter()
At = Annotated[AwareDatetime | None, Query(description="At this moment; without it, at present.")]
Metres = Annotated[float, Query(ge=1, le=2000, description="Who is within so many metres is near.")]
Days = Annotated[int, Query(ge=1, le=90, description="From how many of the last days.")]


@router.get(
    "/v1/sites/{site}/positions",
    summary="Where the machines on a site are",
    description="The newest fix of each machine that the caller sees, not older than eleven minutes, the zones that it "
    "lies in, and who is near it.",
)
async def get_positions(
    site: AtSite, telemetry: Telemetry, db: Db, *, at: At = None, within_m: Metres = 50.0
) -> SitePositions:
    now = datetime.now(UTC)
    moment = at or now
    drawn = (await store.list_zones(db, [site], moment, moment + timedelta(microseconds=1)))[site.id]
    known = await fixes(telemetry, at, now)
    return SitePositions(site=site.id, at=moment, machines=positions(site, drawn, known, within_m))


@router.get(
    "/v1/sites/{site}/proposals",
    summary="Zones that the way in which trucks work speaks for",
    description="Where trucks were loaded and dumped again and again, and no zone is drawn around it. Send those that "
    "are right to `PUT /v1/sites/{site}/features`, under names of your own.",
)
async def get_proposals(site: AtSite, db: Db, *, days: Days = 14) -> Proposals:
    now = datetime.now(UTC)
    since = now - timedelta(days=days)
    drawn = (await store.list_zones(db, [site], now, now + timedelta(microseconds=1)))[site.id]
    found = await asyncio.to_thread(propose, site, await list_worked(db, site.id, since), drawn)
    return Proposals(site=site.id, since=since, items=found)
