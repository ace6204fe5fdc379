"""Which roads and zones has a site, and where do they lie in metres?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from models.positioning.ground import Floats, Ground
from models.positioning.zone import Zone
from models.traffic.road import Network, Road, Segment, cut
from services.positioning.api import Feature, FeatureCollection


@dataclass(frozen=True)
class Chart:
    """A drawing of a site: the flat map around the middle of what is drawn, its roads cut into segments, its zones,
    and a key for each segment, which is the same in another drawing where the segment is."""

    ground: Ground
    network: Network
    zones: tuple[Zone, ...]
    keys: tuple[str, ...]

    def line(self, segment: Segment) -> list[list[float]]:
        """Return the line of a segment as [longitude, latitude]."""
        east, north = self.network.line(segment).T
        latitude, longitude = self.ground.degrees(east, north)
        rounded: list[list[float]] = np.round(np.column_stack([longitude, latitude]), 7).tolist()
        return rounded

    def at(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Return latitude and longitude of a place."""
        latitude, longitude = self.ground.degrees(np.array([east_m]), np.array([north_m]))
        return float(latitude[0]), float(longitude[0])


@lru_cache(maxsize=64)
def chart_of(features: str) -> Chart | None:
    """Return the chart of a drawing, a GeoJSON FeatureCollection as text; None where nothing is drawn."""
    drawn = FeatureCollection.model_validate_json(features).features
    if not drawn:
        return None
    longitude, latitude = np.array([place[:2] for one in drawn for place in one.geometry.positions]).mean(axis=0)
    ground = Ground(float(latitude), float(longitude))
    zones = tuple(zone for one in drawn for zone in _zones(ground, one))
    lines = {one.properties.id: one.geometry.positions for one in drawn if one.geometry.type == "LineString"}
    roads = [Road(name, _metres(ground, line)) for name, line in lines.items()]
    network = cut(roads, zones)
    marks = {
        name: crc32(np.round(np.array([place[:2] for place in line]), 6).tobytes()) for name, line in lines.items()
    }
    return Chart(ground, network, zones, tuple(_key(one, marks[one.road]) for one in network.segments))


def _key(segment: Segment, mark: int) -> str:
    return f"{segment.id}~{mark:08x}~{segment.start_m:.0f}~{segment.stop_m:.0f}"


def _zones(ground: Ground, feature: Feature) -> Iterator[Zone]:
    if feature.geometry.type == "Polygon":
        edges = tuple(_metres(ground, ring[:-1]) for ring in feature.geometry.coordinates)
        yield Zone(feature.properties.id, str(feature.properties.kind), edges)


def _metres(ground: Ground, places: list[list[float]]) -> Floats:
    longitude, latitude = np.array([place[:2] for place in places]).T
    return np.column_stack(ground.metres(latitude, longitude))
