"""Which zones does the way in which trucks work speak for, where nobody drew one?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from models.positioning.proposal import Proposal as Proposed
from models.positioning.proposal import Stop, proposals
from models.positioning.zone import Zone, zone_at
from services.kit.database import Connection, Queries, fetch_all
from services.positioning.api import Feature, Proposal
from services.positioning.drawing import outline
from services.positioning.site import Site

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "haulage.sql")
_KINDS = ("loading", "dumping")


@dataclass(frozen=True)
class Worked:
    """Where a truck set out, was loaded and dumped in a cycle: latitude and longitude of each, None where not told."""

    machine: str
    start_at: datetime
    loading_at: datetime
    dumping_at: datetime
    places: list[float | None]


async def list_worked(db: Connection, site: str, since: datetime) -> list[Worked]:
    """Return where trucks of a site that the viewers see worked since a time."""
    return await fetch_all(db, Worked, QUERIES["list_places"], {"site": site, "from": since})


def propose(site: Site, worked: Sequence[Worked], drawn: Sequence[Zone]) -> list[Proposal]:
    """Return zones that the cycles speak for and whose middle lies in no zone that is drawn."""
    stops = [stop for one in worked for stop in _stops(site, one)]
    return [_told(site, one) for one in proposals(stops) if zone_at(drawn, _middle(one), within_m=0.0) is None]


def _stops(site: Site, one: Worked) -> Iterator[Stop]:
    moments = (one.loading_at, one.dumping_at)
    for kind, time, place in zip(_KINDS, moments, (one.places[2:4], one.places[4:6]), strict=True):
        latitude, longitude = place
        if latitude is not None and longitude is not None:
            east, north = site.ground.metres(np.array([latitude]), np.array([longitude]))
            yield Stop(kind, float(east[0]), float(north[0]), time.timestamp(), one.machine)


def _middle(one: Proposed) -> tuple[float, float]:
    east, north = one.zone.rings[0].mean(axis=0).tolist()
    return east, north


def _told(site: Site, one: Proposed) -> Proposal:
    name = f"{one.zone.kind.capitalize()} {one.zone.id.rsplit('-', 1)[1]} (proposed)"
    drawn = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": outline(site.ground, one.zone)},
        "properties": {"id": f"proposed-{one.zone.id}", "name": name, "kind": one.zone.kind},
    }
    return Proposal(
        feature=Feature.model_validate(drawn),
        stops=one.stops,
        machines=one.machines,
        first=datetime.fromtimestamp(one.first_s, UTC),
        last=datetime.fromtimestamp(one.last_s, UTC),
    )
