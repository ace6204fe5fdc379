"""How is a site drawn, and what lies where on it?"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.registry.api import Site

# The mean length of a degree of latitude; a site is a few kilometres wide, so the earth is flat enough there.
DEGREE_M = 111_195.0
ROAD, BOUNDARY = "road", "boundary"
SERVING = ("loading", "dumping")
NEAR_ROAD_M = 25.0
# Trucks that wait for a loader or a dump stand up to so far from its zone.
QUEUE_M = 60.0
MARGIN_M = 60.0
SMALLEST_M = 300.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """One zone or road in metres east and south of the site's origin, with the place of its name."""

    id: str
    name: str
    kind: str
    points: list[Point]
    middle: Point

    @property
    def path(self) -> str:
        """Return the points as SVG writes them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


@dataclass(frozen=True)
class Plan:
    """A site as it is drawn: its parts, and the box around them, in metres."""

    latitude_deg: float
    longitude_deg: float
    zones: list[Drawn]
    roads: list[Drawn]
    box: tuple[float, float, float, float]

    @property
    def view_box(self) -> str:
        """Return the box as SVG writes it."""
        return " ".join(f"{edge:.1f}" for edge in self.box)

    def place(self, latitude_deg: float, longitude_deg: float) -> Point:
        """Return a position in metres east and south of the origin."""
        east = (longitude_deg - self.longitude_deg) * DEGREE_M * math.cos(math.radians(self.latitude_deg))
        return east, (self.latitude_deg - latitude_deg) * DEGREE_M

    def zone_around(self, at: Point, near_m: float = QUEUE_M) -> Drawn | None:
        """Return the zone in which a place is, else the nearest for loading or dumping within so many metres."""
        within = next((zone for zone in self.zones if zone.kind != BOUNDARY and inside(at, zone.points)), None)
        if within:
            return within
        served = [(distance(at, zone.points), zone) for zone in self.zones if zone.kind in SERVING]
        near = min(served, key=lambda found: found[0], default=None)
        return near[1] if near and near[0] <= near_m else None

    def whereabouts(self, latitude_deg: float, longitude_deg: float) -> str | None:
        """Return in which zone or on which road a position is, or None when it is at neither."""
        at = self.place(latitude_deg, longitude_deg)
        zone = next((z.name for z in self.zones if z.kind != BOUNDARY and inside(at, z.points)), None)
        if zone:
            return zone
        near = min(self.roads, key=lambda road: distance(at, road.points), default=None)
        return near.name if near and distance(at, near.points) <= NEAR_ROAD_M else None


def plan(site: Site, seen: Iterable[tuple[float, float]] = ()) -> Plan:
    """Return the drawing of a site, large enough for the (latitude, longitude) positions of machines as well."""
    bare = Plan(site.latitude_deg, site.longitude_deg, [], [], (0, 0, 0, 0))
    drawn = list(_drawn(site, bare))
    zones, roads = ([one for one in drawn if (one.kind == ROAD) is wanted] for wanted in (False, True))
    points = [point for one in drawn for point in one.points] + [bare.place(*position) for position in seen]
    return Plan(site.latitude_deg, site.longitude_deg, zones, roads, _box(points or [(0.0, 0.0)]))


def _drawn(site: Site, bare: Plan) -> Iterator[Drawn]:
    for feature in site.features.features:
        shape, told = feature.geometry, feature.properties
        line = shape.coordinates[0] if shape.type == "Polygon" else shape.coordinates
        points = [bare.place(position[1], position[0]) for position in line]
        around = points[:-1] if shape.type == "Polygon" else points
        middle = (sum(x for x, _ in around) / len(around), sum(y for _, y in around) / len(around))
        yield Drawn(told.id, told.name, told.kind.value, points, middle)


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    left, right = min(x for x, _ in points) - MARGIN_M, max(x for x, _ in points) + MARGIN_M
    top, bottom = min(y for _, y in points) - MARGIN_M, max(y for _, y in points) + MARGIN_M
    wide, high = max(right - left, SMALLEST_M), max(bottom - top, SMALLEST_M)
    return (left + right - wide) / 2, (top + bottom - high) / 2, wide, high


def inside(at: Point, ring: Sequence[Point]) -> bool:
    """Return whether a point is within a closed ring, by counting the edges that a ray from it crosses."""
    x, y = at
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def distance(at: Point, line: Sequence[Point]) -> float:
    """Return the distance in metres from a point to the nearest place of a line."""
    return min((_to_segment(at, one, two) for one, two in pairwise(line)), default=math.inf)


def _to_segment(at: Point, one: Point, two: Point) -> float:
    along = (two[0] - one[0], two[1] - one[1])
    length = along[0] ** 2 + along[1] ** 2
    share = ((at[0] - one[0]) * along[0] + (at[1] - one[1]) * along[1]) / length if length else 0.0
    share = max(0.0, min(1.0, share))
    return math.dist(at, (one[0] + share * along[0], one[1] + share * along[1]))
