"""Over which routes is told how the traffic on a site's roads is?"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from fastapi import APIRouter

from services.kit.database import Connection, Db
from services.kit.errors import BadRequest, FieldError
from services.kit.page import Cutting
from services.kit.parameter import During
from services.site.api.traffic import NearMiss, NearMissPage, SiteBunching, SiteTraffic
from services.site.place import AtSite, Site
from services.site.traffic import store
from services.site.traffic.drawing import Roads
from services.site.traffic.store import HOUR_S, KeptHour, RoadMap
from services.site.traffic.telling import Asked, bunching_of, traffic_of

router = APIRouter()
_LONGEST = timedelta(days=31)


@router.get(
    "/v1/sites/{site}/traffic",
    summary="Where and when machines lose time on the roads of a site",
    description="Roads are cut into segments of about 75 m outside of zones and junctions. For each segment, way and "
    "load: how fast machines passed it, how fast they do on a free road, and the time that they lost; and the hours "
    "in which most was lost. At most 31 days. Only machines that the caller sees count.",
)
async def get_traffic(site: AtSite, during: During, roads: Roads, db: Db) -> SiteTraffic:
    asked, kept = await _asked(db, site, roads, during)
    return await asyncio.to_thread(traffic_of, asked, kept)


@router.get(
    "/v1/sites/{site}/bunching",
    summary="Whether machines bunch on the roads of a site",
    description="How evenly machines come to the middle of each road, in each direction, and how many follow another "
    "within 30 s, beside how many would by chance. At most 31 days.",
)
async def get_bunching(site: AtSite, during: During, roads: Roads, db: Db) -> SiteBunching:
    asked, kept = await _asked(db, site, roads, during)
    return await asyncio.to_thread(bunching_of, asked, kept)


@router.get(
    "/v1/sites/{site}/near-misses",
    summary="Near misses on the roads of a site",
    description="Where machines that tell every second came close to a collision, as surely as receivers allow: a "
    "help to decide where to look. They are worked out some twelve minutes after they were. Told only where the caller "
    "sees both machines.",
)
async def list_near_misses(site: AtSite, during: During, cut: Cutting, db: Db) -> NearMissPage:
    found = await store.list_near_misses(db, site.id, during, cut)
    return cut.page([NearMiss.model_validate(asdict(one)) for one in found], "at", "machine", "other")


async def _asked(db: Connection, site: Site, roads: RoadMap | None, during: During) -> tuple[Asked, Sequence[KeptHour]]:
    if during.to - during.from_ > _LONGEST:
        wrong = f"The period may be at most {_LONGEST.days} days long; ask for less."
        raise BadRequest(wrong, errors=[FieldError(field="to", detail=wrong)])
    asked = Asked(site.id, roads.chart if roads else None, during, None)
    first, last = (int(time.timestamp() // HOUR_S) for time in (asked.learned_from, during.to))
    kept = await store.list_hours(db, site.id, first, last)
    known = await store.list_known(db, sorted({one.machine for one in kept}))
    return Asked(asked.site, asked.chart, during, _earliest([one.until for one in known])), kept


def _earliest(times: Sequence[datetime]) -> datetime | None:
    return min(times, default=None)
