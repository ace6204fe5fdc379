"""Which segments of the roads does each track of a simulated site really pass, and at which part of its way?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.positioning.ground import Floats
from models.traffic.road import Network, Road
from simulators.fleet import Site
from simulators.route import find_way
from simulators.track import Track
from simulators.work.layout import Layout
from simulators.work.place import parking
from simulators.work.post import CarrierPost, DiggerPost, Post, Trip, TruckPost

# So far around what was passed last is looked for what is passed next.
_AHEAD_M, _BACK_M = 40.0, 3.0


@dataclass(frozen=True)
class Leg:
    """A segment that a track passes, in or against the drawn direction, between two parts (0 to 1) of it."""

    segment: int
    forward: bool
    enter: float
    leave: float


def roads_of(site: Site) -> list[Road]:
    """Return the roads of a site as they are drawn, flat."""
    return [Road(road.id, np.array(road.points, dtype=float)[:, :2]) for road in site.roads]


def journeys(layout: Layout, network: Network) -> dict[int, list[Leg]]:
    """Return the legs of every track that leads over roads, by its place in the atlas."""
    found: dict[int, list[Leg]] = {}
    for post in layout.posts:
        for trip, (start, end) in _trips(layout.site, post):
            if trip.track not in found:
                found[trip.track] = _legs(layout.site, network, layout.atlas.tracks[trip.track], (start, end))
    return found


def _trips(site: Site, post: Post) -> Iterator[tuple[Trip, tuple[str, str]]]:
    yard, machine = parking(site).id, post.machine
    works, dumps = machine.works_at, machine.dumps_at or ""
    match post:
        case TruckPost():
            yield from _pairs((post.out, yard, works), (post.haul, works, dumps), (post.back, dumps, works))
            yield from _pairs((post.home, dumps, yard), (post.retreat, works, yard))
        case CarrierPost():
            yield from _pairs((post.out, yard, works), (post.carry, works, dumps))
            yield from _pairs((post.back, dumps, works), (post.home, works, yard))
        case DiggerPost() if post.out and post.home:
            yield from _pairs((post.out, yard, works), (post.home, works, yard))


def _pairs(*trips: tuple[Trip, str, str]) -> Iterator[tuple[Trip, tuple[str, str]]]:
    for trip, start, end in trips:
        yield trip, (start, end)


def _legs(site: Site, network: Network, track: Track, ends: tuple[str, str]) -> list[Leg]:
    way = find_way(site, *ends)
    points = way.points[:, :2]
    gone = _along(Road("way", points), np.column_stack([track.east, track.north]))
    part = np.linspace(0, 1, len(gone))
    found = [
        leg
        for start_m, road, forward in _parts(network, points)
        for leg in _of(network, road, (start_m, forward), (gone, part))
    ]
    return sorted(found, key=lambda leg: leg.enter)


def _parts(network: Network, points: Floats) -> Iterator[tuple[float, Road, bool]]:
    """Yield the roads that a way consists of, with the metres of the way at their start or end and the direction."""
    metres = Road("way", points).metres
    for road in network.roads:
        for line, forward in ((road.line, True), (road.line[::-1], False)):
            for first in range(len(points) - len(line) + 1):
                if np.array_equal(points[first : first + len(line)], line):
                    yield float(metres[first]), road, forward


def _of(network: Network, road: Road, where: tuple[float, bool], gone: tuple[Floats, Floats]) -> Iterator[Leg]:
    start_m, forward = where
    for place in network.of_road[road.id]:
        segment = network.segments[place]
        borders = (
            (segment.start_m, segment.stop_m)
            if forward
            else (road.length_m - segment.stop_m, road.length_m - segment.start_m)
        )
        enter, leave = start_m + borders[0], start_m + borders[1]
        if gone[0][0] <= enter + 1 and gone[0][-1] >= leave - 1:
            yield Leg(place, forward, *np.interp([enter, leave], *gone).tolist())


def _along(way: Road, places: Floats) -> Floats:
    """Return how far along a way places lie that follow one another on it; never less than before."""
    fine = np.arange(0, way.length_m + 0.5, 0.5)
    spots = way.at(fine)
    along = np.empty(len(places))
    last = 0.0
    for number, place in enumerate(places):
        low, high = np.searchsorted(fine, [last - _BACK_M, last + _AHEAD_M])
        near = spots[low : high + 1]
        last = max(last, float(fine[low + int(np.hypot(*(near - place).T).argmin())]))
        along[number] = last
    return along + 1e-6 * np.arange(len(along))
