"""Which way leads from one zone of a site to another?"""

import heapq
import itertools
from dataclasses import dataclass

import numpy as np

from simulators.fleet import Road, Site
from simulators.fleet.geography import Array


class NoWay(ValueError):
    """The roads of a site do not join two of its zones."""

    def __init__(self, site: str, start: str, end: str) -> None:
        super().__init__(f"No roads of site {site!r} lead from {start!r} to {end!r}; add one to the fleet file.")


@dataclass(frozen=True)
class Way:
    """A line of points (n x 3: east, north, up in metres) and the speed limit on each of its n - 1 legs in m/s."""

    points: Array
    limits_mps: Array

    def reversed(self) -> "Way":
        """Return the way back."""
        return Way(self.points[::-1], self.limits_mps[::-1])

    def then(self, place: Array, limit_kmh: float) -> "Way":
        """Return the way led on to one more place."""
        return Way(np.vstack([self.points, place]), np.append(self.limits_mps, limit_kmh / 3.6))

    def after(self, place: Array, limit_kmh: float) -> "Way":
        """Return the way with one more place before it."""
        return self.reversed().then(place, limit_kmh).reversed()


def line(*places: Array, limit_kmh: float) -> Way:
    """Return the way that joins some places with straight legs."""
    return Way(np.vstack(places), np.full(len(places) - 1, limit_kmh / 3.6))


def find_way(site: Site, start: str, end: str) -> Way:
    """Return the shortest way over the site's roads between two nodes, or raise `NoWay`."""
    order = itertools.count()
    queue: list[tuple[float, int, str, tuple[tuple[Road, bool], ...]]] = [(0.0, next(order), start, ())]
    seen: set[str] = set()
    while queue:
        length, _, node, roads = heapq.heappop(queue)
        if node == end and roads:
            return _join([_way(road, onward) for road, onward in roads])
        if node not in seen:
            seen.add(node)
            for road, onward, there in _roads_from(site, node):
                heapq.heappush(queue, (length + _length(road), next(order), there, (*roads, (road, onward))))
    raise NoWay(site.id, start, end)


def node_place(site: Site, node: str) -> Array:
    """Return where the roads meet a node: east, north, up in metres; raise `NoWay` where none does."""
    for road, onward, _ in _roads_from(site, node):
        return np.array(road.points[0 if onward else -1])
    raise NoWay(site.id, node, node)


def _roads_from(site: Site, node: str) -> list[tuple[Road, bool, str]]:
    onward = [(road, True, road.end) for road in site.roads if road.start == node]
    return onward + [(road, False, road.start) for road in site.roads if road.end == node]


def _length(road: Road) -> float:
    return float(np.linalg.norm(np.diff(np.array(road.points), axis=0), axis=1).sum())


def _way(road: Road, onward: bool) -> Way:
    way = Way(np.array(road.points), np.full(len(road.points) - 1, road.limit_kmh / 3.6))
    return way if onward else way.reversed()


def _join(ways: list[Way]) -> Way:
    points = [ways[0].points, *(way.points[1:] for way in ways[1:])]
    return Way(np.vstack(points), np.concatenate([way.limits_mps for way in ways]))


def cut(way: Way, metres: float) -> Way:
    """Return the way ended so many metres earlier, but never shorter than half of it."""
    legs = np.linalg.norm(np.diff(way.points, axis=0), axis=1)
    corners = np.concatenate([[0.0], np.cumsum(legs)])
    end = max(corners[-1] - metres, corners[-1] / 2)
    keep = int(np.searchsorted(corners, end))
    last = [np.interp(end, corners, axis) for axis in way.points.T]
    return Way(np.vstack([way.points[:keep], last]), way.limits_mps[:keep])
