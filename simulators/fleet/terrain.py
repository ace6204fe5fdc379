"""Do the roads and the zones of a site fit together, and could a machine drive there?"""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise
from math import hypot

from simulators.fleet.shape import Place, Point, Road, Site, Zone

# Haul roads are built with a tenth; what no machine climbs is a mistake.
_STEEPEST = 0.25


def terrain(site: Site) -> Iterator[str]:
    """Yield what is wrong with the roads of a site, one line each with its key."""
    zones = {zone.id: zone for zone in site.zones}
    ends = Counter(node for road in site.roads for node in (road.start, road.end))
    key = f"site[{site.id}]"
    yield from _gaps(site, key)
    for road in site.roads:
        yield from _steep(road, f"{key}.road[{road.id}]")
        for which, node, point in (("start", road.start, road.points[0]), ("end", road.end, road.points[-1])):
            if node in zones:
                yield from _beside(zones[node], point, f"{key}.road[{road.id}].points")
            elif ends[node] < 2:
                near = get_close_matches(node, {*zones, *ends} - {node}, n=3) or sorted(zones)
                right = f"right would be one of {', '.join(map(repr, near))}"
                yield f"{key}.road[{road.id}].{which}: {node!r} is no zone, and no other road ends there; {right}"


def _gaps(site: Site, key: str) -> Iterator[str]:
    """Yield every road end that lies elsewhere than another end of the same node."""
    places: dict[str, Point] = {}
    for road in site.roads:
        for node, point in ((road.start, road.points[0]), (road.end, road.points[-1])):
            if places.setdefault(node, point) != point:
                yield f"{key}.road[{road.id}].points: {node!r} is at {places[node]} on another road, here at {point}"


def _steep(road: Road, key: str) -> Iterator[str]:
    for place, (before, after) in enumerate(pairwise(road.points)):
        far = hypot(after[0] - before[0], after[1] - before[1])
        rise = abs(after[2] - before[2])
        if rise > _STEEPEST * far:
            percent = f"{100 * rise / far:.0f} %" if far else "upright"
            right = f"right is at most {_STEEPEST:.0%} (points are metres east, north and up)"
            yield f"{key}.points[{place + 1}]: {before} to {after} is {percent} steep; {right}"


def _beside(zone: Zone, point: Point, key: str) -> Iterator[str]:
    if not _inside(zone, (point[0], point[1])):
        yield f"{key}: ends at {point}, outside of zone {zone.id!r}; right is a point within its polygon"


def _inside(zone: Zone, place: Place) -> bool:
    """Return whether a ray from a place to the east crosses the zone's edge an odd number of times."""
    (x, y), inside = place, False
    for (x1, y1), (x2, y2) in pairwise((*zone.polygon, zone.polygon[0])):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside
