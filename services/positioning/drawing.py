"""Is what somebody draws of a site a drawing of it, and what would be right?"""

from collections.abc import Iterator

import numpy as np

from models.positioning.ground import Floats, Ground
from models.positioning.polygon import area_m2, crossing
from models.positioning.zone import Zone
from services.kit.errors import BadRequest, FieldError
from services.positioning.site import Site
from services.registry.api import Feature, FeatureCollection

# Quarries and mines are smaller than this around their middle, and so are their zones and roads.
FARTHEST_M = 20_000.0
_AREA_M2 = (25.0, 25e6)
_ROAD_M = (5.0, 50_000.0)
MOST_CORNERS = 500


class BadDrawing(BadRequest):
    """Zones or roads are not closed, cross themselves, lie elsewhere or are of no sensible size."""

    code, title = "bad-drawing", "The zones or roads cannot be used"

    def __init__(self, errors: list[FieldError]) -> None:
        first = errors[0].detail
        more = f" ({len(errors) - 1} more below)" if len(errors) > 1 else ""
        super().__init__(f"{first}{more}", errors=errors)


def check(site: Site, drawn: FeatureCollection) -> None:
    """Raise BadDrawing with all that is wrong with zones and roads of a site, and what would be right."""
    errors = [
        FieldError(field=f"features.{place}.geometry", detail=f"'{feature.properties.id}' {wrong}.")
        for place, feature in enumerate(drawn.features)
        for wrong in _wrong(site.ground, feature)
    ]
    if errors:
        raise BadDrawing(errors)


def _wrong(ground: Ground, feature: Feature) -> Iterator[str]:
    far = float(np.hypot(*metres(ground, feature.geometry.positions)).max())
    if far > FARTHEST_M:
        right = f"right is within {FARTHEST_M / 1000:.0f} km, and positions are [longitude, latitude]"
        yield f"lies {far / 1000:.0f} km from the middle of its site; {right}"
        return
    if feature.geometry.type == "LineString":
        yield from _wrong_road(ground, feature.geometry.positions)
        return
    for ring in feature.geometry.coordinates:
        yield from _wrong_ring(ground, ring)


def _wrong_ring(ground: Ground, ring: list[list[float]]) -> Iterator[str]:
    places = np.column_stack(metres(ground, ring))
    if len(places) > MOST_CORNERS:
        yield f"has {len(places)} corners; right are at most {MOST_CORNERS}: leave out those within a metre of a line"
        return
    if edges := crossing(places):
        first, second = (f"that from {ring[edge][:2]}" for edge in edges)
        yield f"crosses itself: its edge {first} meets {second}; right is an edge that meets no other"
        return
    least, most = _AREA_M2
    if not least <= (area := area_m2(places)) <= most:
        yield f"has {area:,.0f} m²; right are {least:.0f} to {most:,.0f} m²"


def _wrong_road(ground: Ground, line: list[list[float]]) -> Iterator[str]:
    east, north = metres(ground, line)
    length = float(np.hypot(np.diff(east), np.diff(north)).sum())
    least, most = _ROAD_M
    if not least <= length <= most:
        yield f"is {length:,.0f} m long; right are {least:.0f} to {most:,.0f} m"


def metres(ground: Ground, positions: list[list[float]]) -> tuple[Floats, Floats]:
    """Return metres east and north of [longitude, latitude] positions."""
    longitude, latitude = np.array([position[:2] for position in positions]).T
    return ground.metres(latitude, longitude)


def rings(ground: Ground, coordinates: list[list[list[float]]]) -> tuple[Floats, ...]:
    """Return the rings of a polygon in metres around a site, not closed."""
    return tuple(np.column_stack(metres(ground, ring[:-1])) for ring in coordinates)


def outline(ground: Ground, zone: Zone) -> list[list[list[float]]]:
    """Return the rings of a zone as GeoJSON has them: closed, [longitude, latitude]."""
    return [_closed(ground, ring) for ring in zone.rings]


def _closed(ground: Ground, ring: Floats) -> list[list[float]]:
    latitude, longitude = ground.degrees(ring[:, 0], ring[:, 1])
    places = np.round(np.column_stack([longitude, latitude]), 7).tolist()
    return [*places, places[0]]
