"""Into which segments are the roads of a site cut, and where beside them does a place lie?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import Floats
from models.positioning.zone import Zone

# A segment is about so long: a truck needs some ten seconds for it, so its time is right to a few per cent.
LENGTH_M = 75.0
_STEP_M = 2.0
# Where roads meet corners are cut: nobody can say which metre of which road that is.
_CORNER_M = 10.0
# What of a road lies in such zones belongs to loading, dumping and parking, not to traffic.
OFF_ROAD = frozenset({"loading", "dumping", "parking", "fuelling", "workshop"})


@dataclass(frozen=True)
class Road:
    """A road as it is drawn: `line` is n x 2, metres east and north, from its start to its end."""

    id: str
    line: Floats = field(repr=False)

    @cached_property
    def metres(self) -> Floats:
        """Return the metres along the road at each of its points."""
        return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.line, axis=0).T))])

    @property
    def length_m(self) -> float:
        """Return how long it is."""
        return float(self.metres[-1])

    def at(self, along_m: Floats) -> Floats:
        """Return the places (n x 2) so many metres along it."""
        return np.column_stack([np.interp(along_m, self.metres, axis) for axis in self.line.T])

    def beside(self, places: Floats) -> tuple[Floats, Floats]:
        """Return how far along the road each place (n x 2) lies, and how far from it, in metres; NaN stays NaN."""
        along, away = np.full(len(places), np.nan), np.full(len(places), np.inf)
        for start, leg, begins in zip(self.line[:-1], np.diff(self.line, axis=0), self.metres[:-1], strict=True):
            length = float(np.hypot(*leg))
            if length == 0:
                continue
            share = np.clip((places - start) @ leg / length**2, 0, 1)
            far = np.hypot(*(places - start - share[:, None] * leg).T)
            nearer = far < away
            along[nearer], away[nearer] = begins + share[nearer] * length, far[nearer]
        return along, away


@dataclass(frozen=True)
class Segment:
    """A part of a road: [start_m, stop_m) along it. Its id counts from the road's start: `ramp/3`."""

    road: str
    number: int
    start_m: float
    stop_m: float

    @property
    def id(self) -> str:
        """Return its id."""
        return f"{self.road}/{self.number}"

    @property
    def length_m(self) -> float:
        """Return how long it is."""
        return self.stop_m - self.start_m


@dataclass(frozen=True)
class Network:
    """The roads of a site, and the segments into which they are cut, in order of road and way."""

    roads: tuple[Road, ...]
    segments: tuple[Segment, ...]

    @cached_property
    def of_road(self) -> dict[str, list[int]]:
        """Return the places of each road's segments, from its start to its end."""
        found: dict[str, list[int]] = {road.id: [] for road in self.roads}
        for place, segment in enumerate(self.segments):
            found[segment.road].append(place)
        return found

    @cached_property
    def length_m(self) -> Floats:
        """Return how long each segment is."""
        return np.array([segment.length_m for segment in self.segments])

    @cached_property
    def road_of(self) -> NDArray[np.int64]:
        """Return the place of each segment's road."""
        place = {road.id: number for number, road in enumerate(self.roads)}
        return np.array([place[segment.road] for segment in self.segments], dtype=np.int64)

    def line(self, segment: Segment) -> Floats:
        """Return the line of a segment (n x 2) in metres around the site."""
        road = next(one for one in self.roads if one.id == segment.road)
        inside = (road.metres > segment.start_m) & (road.metres < segment.stop_m)
        return road.at(np.concatenate([[segment.start_m], road.metres[inside], [segment.stop_m]]))


def cut(roads: Sequence[Road], zones: Sequence[Zone], length_m: float = LENGTH_M) -> Network:
    """Return roads cut into even segments of about `length_m`, from where a road leaves a zone in which machines work
    or park to where it enters one; the ids are the same however often the same drawing is cut."""
    known = sorted((road for road in roads if len(road.line) > 1 and road.length_m > 0), key=lambda one: one.id)
    within = [zone for zone in zones if zone.kind in OFF_ROAD]
    return Network(tuple(known), tuple(segment for road in known for segment in _cut(road, within, length_m)))


def _cut(road: Road, zones: Sequence[Zone], length_m: float) -> Iterator[Segment]:
    low, high = _open(road, zones)
    if high - low < length_m / 3:
        return
    edges = np.linspace(low, high, max(1, round((high - low) / length_m)) + 1).tolist()
    for number, (start, stop) in enumerate(pairwise(edges), 1):
        yield Segment(road.id, number, start, stop)


def _open(road: Road, zones: Sequence[Zone]) -> tuple[float, float]:
    """Return between which metres a road lies outside of zones and junctions: its longest such stretch."""
    along = np.linspace(0, road.length_m, max(2, round(road.length_m / _STEP_M) + 1))
    places = road.at(along)
    covered = (along < _CORNER_M) | (along > road.length_m - _CORNER_M)
    for zone in zones:
        covered |= zone.holds(places[:, 0], places[:, 1])
    edges = np.flatnonzero(np.diff(covered.astype(np.int8), prepend=1, append=1))
    spans = [(along[first], along[behind - 1]) for first, behind in zip(edges[::2], edges[1::2], strict=True)]
    low, high = max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
    return float(low), float(high)
