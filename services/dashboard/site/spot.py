"""What does a site's map say about one machine?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.dashboard.fleet.row import Row, Shown, shown
from services.dashboard.site import activity
from services.dashboard.site.activity import LABELS, Activity
from services.dashboard.wording import quantity
from services.telemetry.api import LatestColumns, LatestValues

PLACE = ("latitude_deg", "longitude_deg", "heading_deg")
MOVEMENT = ("ground_speed_kmh", "payload_kg", "crusher_throughput_tph")
SIGNALS = tuple(dict.fromkeys((*PLACE, *MOVEMENT, *activity.SIGNALS)))


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
    does: str
    loaded: bool | None
    load: str | None


def mark(row: Row, values: Mapping[str, float | None], does: Activity) -> Mark:
    """Return how a machine is drawn: to a decimetre, a degree, with its load in words."""
    place = place_of(values)
    known = place is not NOWHERE
    payload = values.get("payload_kg")
    return Mark(
        id=row.id,
        name=row.name,
        kind=row.kind.value,
        state=row.state.value if row.state else "unknown",
        online=row.connection == "online",
        lat=round(place.latitude_deg, 6) if known and place.latitude_deg is not None else None,
        lon=round(place.longitude_deg, 6) if known and place.longitude_deg is not None else None,
        heading=round(place.heading_deg) if place.heading_deg is not None else None,
        does=does.value,
        loaded=activity.is_loaded(row.kind, values),
        load=None if payload is None else quantity(payload / 1000, "t", 1),
    )


def columns(marks: Iterable[Mark]) -> dict[str, list[Any]]:
    """Return marks in columns, which say the same in a third of the bytes."""
    told = list(marks)
    return {name: [one[i] for one in told] for i, name in enumerate(Mark._fields)}


def by_machine(told: LatestColumns) -> dict[str, dict[str, float | None]]:
    """Return the newest values of machines, by id and signal."""
    rows = zip(*told.values.values(), strict=True)
    return {machine: dict(zip(told.values, row, strict=True)) for machine, row in zip(told.machine, rows, strict=True)}


def values_of(latest: LatestValues | None) -> dict[str, float | None]:
    """Return the newest values of a machine, by signal."""
    return {name: one.value for name, one in latest.values.items()} if latest else {}


def place_of(values: Mapping[str, float | None]) -> Place:
    """Return where a machine is by its newest values; NOWHERE where they do not tell."""
    place = Place(*(values.get(name) for name in PLACE))
    return NOWHERE if place.latitude_deg is None or place.longitude_deg is None else place


@dataclass(frozen=True)
class Spot:
    """A machine in the list of a site; None where it has not told its place."""

    row: Row
    place: Place
    whereabouts: str | None
    activity: Activity
    does: list[Shown]

    @property
    def doing(self) -> str:
        """Return what it does, in words."""
        return LABELS[self.activity]


def spot(row: Row, values: Mapping[str, float | None], whereabouts: str | None, does: Activity) -> Spot:
    """Return where a machine is on its site and what it does there."""
    told = [one for one in shown(MOVEMENT, row.latest) if one.value is not None]
    return Spot(row=row, place=place_of(values), whereabouts=whereabouts, activity=does, does=told)
