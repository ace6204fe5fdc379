"""How are zones and roads told and drawn?"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, StringConstraints

from models.messages import MACHINE_ID
from services.kit.announce import Announce
from services.kit.auth import Principal, permitted
from services.kit.database import WORKER, Db, transaction
from services.kit.errors import BadRequest, FieldError
from services.kit.health import Running
from services.positioning.api import Drawing, FeatureCollection, SiteFeatures
from services.positioning.drawing import check
from services.positioning.zone import store
from services.positioning.zone.adoption import AtSite
from services.registry.api import Features

router = APIRouter()
Drawer = Annotated[Principal, Depends(permitted("positioning:write"))]
# Nobody plans a quarry further ahead.
_AHEAD = timedelta(days=366)
At = Annotated[AwareDatetime | None, Query(description="As they were drawn at this moment; without it, at present.")]
OfSites = Annotated[
    list[Annotated[str, StringConstraints(pattern=MACHINE_ID)]],
    Query(min_length=1, max_length=50, description="Ids of sites, one each time it is named."),
]
From = Annotated[
    AwareDatetime | None,
    Query(alias="from", description="From when on they are so drawn; without it, from now on."),
]


@router.get(
    "/v1/sites/{site}/features",
    summary="Zones and roads of a site",
    description="A GeoJSON FeatureCollection (RFC 7946), as it was at a time. Until somebody draws a site here, it is "
    "what the registry holds of it.",
)
async def get_features(site: AtSite, db: Db, *, at: At = None) -> FeatureCollection:
    return await store.list_features(db, site.id, at or datetime.now(UTC))


@router.get(
    "/v1/features",
    summary="Zones and roads of several sites",
    description="The same of each site that is named and that the caller sees. One of which this service was neither "
    "asked nor told yet is missing: its drawing is what the registry holds.",
)
async def list_features(db: Db, site: OfSites, *, at: At = None) -> SiteFeatures:
    return SiteFeatures(sites=await store.list_features_of(db, site, at or datetime.now(UTC)))


@router.put(
    "/v1/sites/{site}/features",
    summary="Draw the zones and roads of a site",
    description="Takes a GeoJSON FeatureCollection. It holds from a time on, in place of all that was drawn to hold "
    "then or later; before, what was drawn goes on to hold. What machines told since then, within a week, is looked at "
    "anew.",
)
async def put_features(
    site: AtSite, drawn: Features, drawer: Drawer, *, resources: Running, announce: Announce, from_: From = None
) -> Drawing:
    begins = _begin(from_)
    check(site, drawn)
    # Whoever sees a site may draw it; which machines that concerns is not theirs to know.
    async with transaction(resources.pool, WORKER) as db:
        changed = await store.draw(db, site.id, drawn, begins, drawer.name)
    drawing = Drawing.model_validate({"site": site.id, "from": begins, "features": drawn, "changed": changed})
    announce.tell("zones-drawn", site.id, drawing)
    return drawing


def _begin(from_: datetime | None) -> datetime:
    now = datetime.now(UTC)
    if from_ is None:
        return now
    if not store.ALWAYS <= from_ <= now + _AHEAD:
        wrong = f"'from' must be a time from 1970 to {_AHEAD.days} days ahead."
        raise BadRequest(wrong, errors=[FieldError(field="from", detail=wrong)])
    return from_
