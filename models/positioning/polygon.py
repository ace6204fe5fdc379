"""Which places lie within a polygon, how far outside do others lie, and is it a polygon at all?"""

from collections.abc import Sequence

import numpy as np

from models.positioning.ground import Flags, Floats


def inside(rings: Sequence[Floats], east_m: Floats, north_m: Floats) -> Flags:
    """Return which places lie in the outer ring (n x 2, closed or not) and in none of the holes that follow it.

    By the even-odd rule: a ray to the east crosses the edges of all rings an odd number of times.
    """
    within = np.zeros(len(east_m), dtype=bool)
    (west, south), (east, north) = rings[0].min(axis=0), rings[0].max(axis=0)
    near = np.flatnonzero((east_m >= west) & (east_m <= east) & (north_m >= south) & (north_m <= north))
    if len(near):
        within[near] = _oddly_crossed(rings, east_m[near], north_m[near])
    return within


def _oddly_crossed(rings: Sequence[Floats], east_m: Floats, north_m: Floats) -> Flags:
    odd = np.zeros(len(east_m), dtype=bool)
    for ring in rings:
        corners = ring.tolist()
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            if y1 != y2:
                crosses = (y1 > north_m) != (y2 > north_m)
                odd ^= crosses & (east_m < x1 + (north_m - y1) / (y2 - y1) * (x2 - x1))
    return odd


def outside_m(rings: Sequence[Floats], east_m: Floats, north_m: Floats) -> Floats:
    """Return how many metres each place lies outside the polygon, 0 within it; NaN for a place that is not known."""
    nearest = np.full(len(east_m), np.inf)
    for ring in rings:
        for start, end in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            nearest = np.minimum(nearest, _to_edge_m(start, end, east_m, north_m))
    known = np.where(inside(rings, east_m, north_m), 0.0, nearest)
    return np.where(np.isnan(east_m) | np.isnan(north_m), np.nan, known)


def _to_edge_m(start: Floats, end: Floats, east_m: Floats, north_m: Floats) -> Floats:
    along = end - start
    length = float(along @ along)
    if length == 0:
        return np.asarray(np.hypot(east_m - start[0], north_m - start[1]))
    share = np.clip(((east_m - start[0]) * along[0] + (north_m - start[1]) * along[1]) / length, 0, 1)
    east, north = start[0] + share * along[0], start[1] + share * along[1]
    return np.asarray(np.hypot(east_m - east, north_m - north))


def area_m2(ring: Floats) -> float:
    """Return the area within a ring (n x 2 in metres), by the shoelace formula."""
    after = np.roll(ring, -1, axis=0)
    return float(abs(np.sum(ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1])) / 2)


def crossing(ring: Floats) -> tuple[int, int] | None:
    """Return two edges of a ring that cross or touch, counted from 0 by their first corners, or None.

    Edges that follow one another share a corner and do not count, unless one runs back over the other.
    """
    corners = ring[:-1] if np.array_equal(ring[0], ring[-1]) else ring
    ends = np.roll(corners, -1, axis=0)
    count = len(corners)
    for edge in range(count - 1):
        others = np.arange(edge + 2, count - (edge == 0))
        meets = _meets(corners[edge], ends[edge], corners[others], ends[others])
        if meets.any():
            return edge, int(others[np.argmax(meets)])
    return None


def _meets(start: Floats, end: Floats, starts: Floats, ends: Floats) -> Flags:
    """Return which of the other edges an edge meets: the ends of each lie on both sides of the other."""
    apart = _side(start, end, starts) * _side(start, end, ends) <= 0
    across = _side_of(starts, ends, start) * _side_of(starts, ends, end) <= 0
    beside = (np.minimum(starts, ends) <= np.maximum(start, end)) & (np.maximum(starts, ends) >= np.minimum(start, end))
    return np.asarray(apart & across & beside.all(axis=1))


def _side(start: Floats, end: Floats, places: Floats) -> Floats:
    way, there = end - start, places - start
    return np.asarray(np.sign(way[0] * there[:, 1] - way[1] * there[:, 0]))


def _side_of(starts: Floats, ends: Floats, place: Floats) -> Floats:
    way, there = ends - starts, place - starts
    return np.asarray(np.sign(way[:, 0] * there[:, 1] - way[:, 1] * there[:, 0]))


def hull(places: Floats) -> Floats:
    """Return the convex hull of places (n x 2), counter-clockwise and not closed (Andrew's monotone chain)."""
    ordered = np.unique(places, axis=0)
    if len(ordered) < 3:
        return ordered
    return np.vstack([_chain(ordered)[:-1], _chain(ordered[::-1])[:-1]])


def _chain(ordered: Floats) -> Floats:
    chain: list[Floats] = []
    for place in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], place) <= 0:
            chain.pop()
        chain.append(place)
    return np.array(chain)


def _turn(first: Floats, second: Floats, third: Floats) -> float:
    one, two = second - first, third - first
    return float(one[0] * two[1] - one[1] * two[0])


def grown(places: Floats, by_m: float, corners: int = 12) -> Floats:
    """Return the hull of places with so many metres around it, its corners rounded; not closed."""
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    circle = by_m * np.column_stack([np.cos(angles), np.sin(angles)])
    return hull((places[:, None, :] + circle[None, :, :]).reshape(-1, 2))
