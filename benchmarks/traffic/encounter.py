"""Are near misses found that are made from recorded ways, and is nothing told where there was room?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.receiver import Receiver
from benchmarks.traffic.scene import Scene
from models.machines import Kind
from models.positioning.ground import Floats
from models.positioning.trace import trace_of
from models.traffic.conflict import near_misses
from models.traffic.mover import mover

# A crossing is a near miss when less than 1.5 s lie between one leaving it and the other coming; a truck and half
# another one's width are 7 m. Coming up behind one, when a collision is less than 3 s away and 2 m/s2 are needed.
CROSSING_S, BLOCKS_M, AHEAD_S, BRAKES_MPS2, LENGTH_M = 1.5, 7.0, 3.0, 2.0, 10.0
# With so much more room nobody should speak of one.
ROOM = 2.0
_AROUND_S, _EACH, _TRIES = 45, 40, 25
_MEETS_M, _NEAR_M = 3.0, 15.0
_SHIFTS_S, _CLOSES_MPS, _GAPS_M, _CLOSES_S = (-1.0, 7.0), (4.0, 10.0), (0.5, 25.0), 15


@dataclass(frozen=True)
class Met:
    """An encounter that was made: its kind, the real margin over the limit (below 1: a near miss), and whether it was
    told."""

    kind: str
    margin: float
    told: bool


def encounters(scene: Scene, seed: int) -> Iterator[Met]:
    """Yield encounters made from what a scene's machines drove: one machine's way shifted in time until it crosses
    another's with a margin, and a second machine on the same way that closes in on the first."""
    chance = np.random.default_rng(seed)
    drives = [name for name, told in sorted(scene.told.items()) if (told.exact[2] > 4).sum() > 3600]
    for _ in range(_EACH if len(drives) > 1 else 0):
        yield from _crossing(scene, chance, tuple(chance.choice(drives, 2, replace=False).tolist()))
    for _ in range(_EACH if drives else 0):
        yield from _closing(scene, chance, str(chance.choice(drives)))


def _crossing(scene: Scene, chance: np.random.Generator, names: tuple[str, ...]) -> Iterator[Met]:
    found = _pair(chance, [(scene.told[name].exact, _junctions(scene, scene.told[name].exact)) for name in names])
    if found is None:
        return
    one, other, (mine, theirs) = found
    blocks_s = BLOCKS_M / max(float(one[2, mine]), 1.0)
    shift = round(mine - theirs + chance.uniform(*_SHIFTS_S) + blocks_s)
    count = one.shape[1]
    second = other[:, np.clip(np.arange(count) - shift, 0, count - 1)]
    margin = float(shift - (mine - theirs)) - blocks_s
    yield Met("crossing", margin / CROSSING_S, _told(scene, chance, (one, second), "crossing"))


def _junctions(scene: Scene, way: Floats) -> NDArray[np.int64]:
    """Return the seconds at which a machine drives through a place where roads meet outside of zones."""
    ends = [road.line[place] for road in scene.network.roads for place in (0, -1)]
    near = np.zeros(way.shape[1], dtype=bool)
    for east, north in ends:
        if not any(zone.holds(np.array([east]), np.array([north]))[0] for zone in scene.zones):
            near |= np.hypot(way[0] - east, way[1] - north) < _NEAR_M
    near[:_AROUND_S] = near[-_AROUND_S:] = False
    return np.flatnonzero(near & (way[2] > 4))


def _pair(
    chance: np.random.Generator, ways: Sequence[tuple[Floats, NDArray[np.int64]]]
) -> tuple[Floats, Floats, tuple[int, int]] | None:
    """Return two drives through a junction, one across the other, and the seconds at which each is there."""
    for _ in range(_TRIES if all(len(at) for _, at in ways) else 0):
        one, other = (way[:, _around(int(chance.choice(at)))] for way, at in ways)
        if (meeting := _meeting(one, other)) is not None:
            return one, other, meeting
    return None


def _around(middle: int) -> slice:
    return slice(middle - _AROUND_S, middle + _AROUND_S)


def _window(chance: np.random.Generator, way: Floats) -> slice:
    return _around(int(chance.choice(np.flatnonzero(way[2, _AROUND_S:-_AROUND_S] > 5) + _AROUND_S)))


def _meeting(one: Floats, other: Floats) -> tuple[int, int] | None:
    """Return the seconds of two ways at which both are in one place on the road, one across the other, far from the
    windows' ends."""
    apart = np.hypot(one[0][:, None] - other[0][None, :], one[1][:, None] - other[1][None, :])
    mine, theirs = np.unravel_index(int(apart.argmin()), apart.shape)
    inner = range(_AROUND_S // 2, 3 * _AROUND_S // 2)
    if apart[mine, theirs] > _MEETS_M or mine not in inner or theirs not in inner:
        return None
    legs = [way[:2, at + 2] - way[:2, at - 2] for way, at in ((one, mine), (other, theirs))]
    turn = float(legs[0] @ legs[1] / max(float(np.prod([np.hypot(*leg) for leg in legs])), 1e-9))
    both = min(float(one[2, mine - 5 : mine + 5].min()), float(other[2, theirs - 5 : theirs + 5].min()))
    return (int(mine), int(theirs)) if abs(turn) < np.cos(np.radians(35)) and both > 4 else None


def _closing(scene: Scene, chance: np.random.Generator, name: str) -> Iterator[Met]:
    way = scene.told[name].exact
    one = way[:, _window(chance, way)]
    gone = np.concatenate([[0.0], np.cumsum((one[2, 1:] + one[2, :-1]) / 2)])
    closing, gap = chance.uniform(*_CLOSES_MPS), chance.uniform(*_GAPS_M)
    seconds = np.arange(one.shape[1])
    behind = LENGTH_M + gap + closing * np.clip(_AROUND_S - seconds, 0, _CLOSES_S)
    at = gone - behind
    near = at > 0
    if near.sum() < 1.3 * _AROUND_S or one[2, _AROUND_S - 8 : _AROUND_S + 8].min() < 3 or not _on_road(scene, one):
        return
    second = np.vstack([np.interp(at, gone, axis) for axis in one[:2]] + [np.gradient(at)])
    second[:, ~near] = np.nan
    limit_m = min(AHEAD_S * closing, closing**2 / (2 * BRAKES_MPS2))
    yield Met(
        "rear_end", (gap + closing) / limit_m if limit_m else np.inf, _told(scene, chance, (one, second), "rear_end")
    )


def _on_road(scene: Scene, way: Floats) -> bool:
    return not any(zone.holds(way[0], way[1]).any() for zone in scene.zones)


def _told(scene: Scene, chance: np.random.Generator, ways: tuple[Floats, Floats], kind: str) -> bool:
    """Return whether a near miss of two machines is told, from what their receivers tell."""
    seconds = np.arange(ways[0].shape[1], dtype=np.float64)
    movers = []
    for name, way in zip(("one", "other"), ways, strict=True):
        latitude, longitude = scene.ground.degrees(way[0], way[1])
        exact = {"latitude_deg": latitude, "longitude_deg": longitude, "altitude_m": 0 * latitude}
        told = Receiver(scene.ground, int(chance.integers(2**31))).told({**exact, "ground_speed_kmh": 3.6 * way[2]})
        trace = trace_of(scene.ground, seconds, told)
        movers.append(mover(name, Kind.HAUL_TRUCK, trace, list(scene.zones), seconds))
    return any(one.kind == kind for one in near_misses(movers, seconds))
