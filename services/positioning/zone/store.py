"""Which zones and roads of sites are kept, from when to when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from psycopg.types.json import Jsonb

from models.positioning.zone import Zone
from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.positioning.drawing import rings
from services.positioning.site import Site
from services.registry.api import Feature, FeatureCollection
from services.registry.api import Site as RegistrySite

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "zone.sql")
# What was adopted from the registry holds for all the past.
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
# So much of the past is looked at anew where zones change, and when a machine is heard of first.
FIRST = timedelta(days=7)
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Feature:
    id: str
    kind: str
    name: str
    geometry: dict[str, Any]
    from_time: datetime

    @property
    def feature(self) -> Feature:
        properties = {"id": self.id, "name": self.name, "kind": self.kind}
        return Feature.model_validate({"type": "Feature", "geometry": self.geometry, "properties": properties})


@dataclass(frozen=True)
class _FeatureOf:
    site: str
    id: str | None
    kind: str
    name: str
    geometry: dict[str, Any]
    from_time: datetime


@dataclass(frozen=True)
class _Drawn:
    drawn: bool


@dataclass(frozen=True)
class _Area:
    site: str
    id: str
    kind: str
    geometry: dict[str, Any]
    from_time: datetime
    to_time: datetime


async def find_site(db: Connection, site: str) -> Site | None:
    """Return a site that the viewers see and this service knows, else None."""
    return await fetch_one(db, Site, QUERIES["get_site"], {"site": site})


async def list_sites(db: Connection) -> list[Site]:
    """Return the sites that the viewers see."""
    return await fetch_all(db, Site, QUERIES["list_sites"])


async def keep_site(db: Connection, told: RegistrySite) -> Site:
    """Keep whose and what a site is and where it lies, and return it."""
    site = Site(told.id, told.customer, told.region, told.latitude_deg, told.longitude_deg)
    await db.execute(QUERIES["keep_site"], site.__dict__ | {"kind": told.kind, "material": told.material})
    return site


async def was_drawn(db: Connection, site: str) -> bool:
    """Return whether anything was ever drawn of a site; others wait with drawing it until this transaction ends."""
    await db.execute(QUERIES["take_turn_to_draw"], {"site": site})
    found = await fetch_one(db, _Drawn, QUERIES["was_drawn"], {"site": site})
    return found is not None and found.drawn


async def list_features(db: Connection, site: str, at: datetime) -> FeatureCollection:
    """Return the zones and roads of a site as they are drawn at a time."""
    found = await fetch_all(db, _Feature, QUERIES["list_features"], {"site": site, "at": at})
    return FeatureCollection(features=[one.feature for one in found])


async def list_features_of(db: Connection, sites: Sequence[str], at: datetime) -> dict[str, FeatureCollection]:
    """Return the zones and roads of those sites that the viewers see and this service knows, as drawn at a time."""
    drawn: dict[str, list[Feature]] = {}
    for one in await fetch_all(db, _FeatureOf, QUERIES["list_features_of"], {"sites": list(sites), "at": at}):
        here = drawn.setdefault(one.site, [])
        if one.id is not None:
            here.append(_Feature(one.id, one.kind, one.name, one.geometry, one.from_time).feature)
    return {site: FeatureCollection(features=features) for site, features in drawn.items()}


async def draw(db: Connection, site: str, drawn: FeatureCollection, from_: datetime, by: str) -> list[str]:
    """Let a site be drawn so from a time on, whatever was drawn to hold from later; return what is drawn otherwise.

    What is drawn as it was before goes on, so that who is in it need not come again.
    """
    await db.execute(QUERIES["take_turn_to_draw"], {"site": site})
    kept = await fetch_all(db, _Feature, QUERIES["list_features"], {"site": site, "at": from_})
    before = {one.id: one.feature for one in kept}
    began = {one.id: one.from_time for one in kept}
    wanted = {one.properties.id: one for one in drawn.features}
    same = [name for name, one in wanted.items() if before.get(name) == one and began[name] < from_]
    when = {"site": site, "from": from_, "same": same}
    await db.execute(QUERIES["forget_later"], when)
    await db.execute(QUERIES["end_features"], when)
    await db.execute(QUERIES["prolong_features"], when)
    async with db.cursor() as cursor:
        rows = [_row(one, by) | when for name, one in wanted.items() if name not in same]
        await cursor.executemany(QUERIES["keep_feature"], rows)
    await db.execute(QUERIES["look_again"], {"site": site, "again": max(from_, datetime.now(UTC) - FIRST)})
    return sorted({*before, *wanted} - set(same))


def _row(one: Feature, by: str) -> dict[str, Any]:
    told = one.properties
    return {
        "id": told.id,
        "kind": told.kind.value,
        "name": told.name,
        "geometry": Jsonb(one.geometry.model_dump(mode="json")),
        "by": by,
    }


async def list_zones(db: Connection, sites: Sequence[Site], from_: datetime, to: datetime) -> dict[str, list[Zone]]:
    """Return the zones of sites as they were drawn at any moment of [from_, to), in metres around each site."""
    grounds = {site.id: site.ground for site in sites}
    found: dict[str, list[Zone]] = {site.id: [] for site in sites}
    for one in await fetch_all(db, _Area, QUERIES["list_drawn"], {"from": from_, "to": to}):
        if one.site in grounds:
            edges = rings(grounds[one.site], one.geometry["coordinates"])
            begins, ends = one.from_time.timestamp(), one.to_time.timestamp() if one.to_time < _FAR else np.inf
            found[one.site].append(Zone(one.id, one.kind, edges, begins, ends))
    return found
