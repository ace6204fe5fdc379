"""What does a site's map say about one machine?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.dashboard.fleet.row import Row, Shown, shown
from services.dashboard.fleet.source import Fleet
from services.dashboard.site.plan import Plan
from services.telemetry.api import LatestColumns

PLACE = ("latitude_deg", "longitude_deg", "heading_deg")
MOVEMENT = ("ground_speed_kmh", "payload_kg", "crusher_throughput_tph")
SIGNALS = (*PLACE, *MOVEMENT)


class Place(NamedTuple):
    """Where a machine is and looks; None where it has not told."""

    latitude_deg: float | None = None
    longitude_deg: float | None = None
    heading_deg: float | None = None


NOWHERE = Place()


class Mark(NamedTuple):
    """What a map needs to draw a machine."""

    id: str
    name: str
    kind: str
    state: str
    online: bool
    lat: float | None
    lon: float | None
    heading: int | None


def mark(row: Row, place: Place) -> Mark:
    """Return how a machine is drawn: to a decimetre, and to a degree."""
    latitude, longitude, heading = place
    known = latitude is not None and longitude is not None
    return Mark(
        id=row.id,
        name=row.name,
        kind=row.kind.value,
        state=row.state.value if row.state else "unknown",
        online=row.connection == "online",
        lat=round(latitude, 6) if known and latitude is not None else None,
        lon=round(longitude, 6) if known and longitude is not None else None,
        heading=round(heading) if heading is not None else None,
    )


def columns(marks: Iterable[Mark]) -> dict[str, list[Any]]:
    """Return marks in columns, which say the same in a third of the bytes."""
    told = list(marks)
    return {name: [one[i] for one in told] for i, name in enumerate(Mark._fields)}


def places(told: LatestColumns) -> Mapping[str, Place]:
    """Return the places of machines, by id."""
    rows: Sequence[Sequence[float | None]] = [told.values[name] for name in PLACE]
    return {machine: Place(*place) for machine, *place in zip(told.machine, *rows, strict=True)}


@dataclass(frozen=True)
class Spot:
    """A machine in the list of a site; None where it has not told its place."""

    row: Row
    place: Place
    whereabouts: str | None
    does: list[Shown]


def spot(fleet: Fleet, plan: Plan, name: str) -> Spot:
    """Return where a machine is on its site and what it does there."""
    latest = fleet.latest.get(name)
    place = Place(*(one.value for one in shown(PLACE, latest)))
    told = place.latitude_deg is not None and place.longitude_deg is not None
    return Spot(
        row=fleet.row(name),
        place=place if told else NOWHERE,
        whereabouts=plan.whereabouts(place.latitude_deg or 0.0, place.longitude_deg or 0.0) if told else None,
        does=[one for one in shown(MOVEMENT, latest) if one.value is not None],
    )
