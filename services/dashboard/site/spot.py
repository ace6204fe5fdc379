"""What does a site's map say about one machine?"""

from dataclasses import dataclass
from typing import Any

from services.dashboard.fleet.row import Row, Shown, shown
from services.dashboard.fleet.source import Fleet
from services.dashboard.site.plan import Plan

PLACE = ("latitude_deg", "longitude_deg", "heading_deg")
MOVEMENT = ("ground_speed_kmh", "payload_kg", "crusher_throughput_tph")
SIGNALS = (*PLACE, *MOVEMENT)


@dataclass(frozen=True)
class Spot:
    """A machine on its site; None where it has not told its place."""

    row: Row
    latitude_deg: float | None
    longitude_deg: float | None
    heading_deg: float | None
    whereabouts: str | None
    does: list[Shown]

    @property
    def on_map(self) -> dict[str, Any]:
        """Return what the map needs to draw it."""
        return {
            "id": self.row.id,
            "name": self.row.name,
            "kind": self.row.kind.value,
            "state": self.row.state.value if self.row.state else "unknown",
            "label": self.row.label,
            "online": self.row.connection == "online",
            "lat": self.latitude_deg,
            "lon": self.longitude_deg,
            "heading": self.heading_deg,
        }


def spot(fleet: Fleet, plan: Plan, name: str) -> Spot:
    """Return where a machine is on its site and what it does there."""
    latest = fleet.latest.get(name)
    latitude, longitude, heading = (one.value for one in shown(PLACE, latest))
    known = latitude is not None and longitude is not None
    return Spot(
        row=fleet.row(name),
        latitude_deg=latitude if known else None,
        longitude_deg=longitude if known else None,
        heading_deg=heading,
        whereabouts=plan.whereabouts(latitude, longitude) if latitude is not None and longitude is not None else None,
        does=[one for one in shown(MOVEMENT, latest) if one.value is not None],
    )
