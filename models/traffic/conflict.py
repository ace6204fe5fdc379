"""Which machines came so close to a collision that it should be looked at, as surely as their receivers tell?"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

import numpy as np

from models.positioning.ground import Flags, Floats
from models.positioning.spell import spells
from models.traffic.mover import Mover

# A receiver is right to so much along each axis; two of them err by themselves.
ACCURACY_M = 2.5
# Only what is at least so sure is told.
EVIDENCE = 0.9
# A truck's length, and how far around the crossing of two ways the first one is still in the way of the second.
_LENGTH_M, _CROSSING_M = 10.0, 7.0
# Nearer than this ahead, and no farther to the side, somebody is in the lane of who comes behind.
_AHEAD_M, _ASIDE_M = 80.0, 7.0
_SAME_WAY, _CROSSES = math.cos(math.radians(30)), (math.cos(math.radians(150)), math.cos(math.radians(30)))
# Closing in by less than this is creeping up in a queue.
_CLOSES_MPS = 3.0
# A collision nearer than this (Hayward 1972 takes 1.5 s for serious), that needs braking harder than this to avoid
# (trucks brake by 0.7 in normal work; 3.4 is an emergency), is a near miss.
_TIME_S, _SERIOUS_S, _BRAKES_MPS2 = 3.0, 1.5, 2.0
# Time between one leaving the crossing and the other entering it (post-encroachment time, Allen 1978).
_AFTER_S, _SERIOUS_AFTER_S, _LOOKS_S = 1.5, 0.7, 12
# A way leads through another one when it goes so far to both of its sides.
_THROUGH_M = 6.0
_DIGS_MPS = 4.0
# Whoever passes another within so many seconds had room beside it.
_PASSES_S = 15
# The same two machines meet again after so many seconds at the earliest.
_AGAIN_S = 30.0


@dataclass(frozen=True)
class NearMiss:
    """Two machines came close to a collision: when (Unix seconds) and where (metres east and north).

    `rear_end`: `machine` came up behind `other`; `margin_s` is the time to the collision at that closing speed.
    `crossing`: `machine` came second to where their ways cross; `margin_s` is the time between the first leaving that
    place and it coming there. `error_s` is by how much the receivers may be wrong about it (a standard deviation),
    `probability` how sure it is, by that, that the margin was below the limit.
    """

    kind: Literal["rear_end", "crossing"]
    machine: str
    other: str
    at_s: float
    place_m: tuple[float, float]
    margin_s: float
    error_s: float
    closing_mps: float
    probability: float
    severity: Literal["noted", "serious"]


def near_misses(movers: Sequence[Mover], seconds: Floats, accuracy_m: float = ACCURACY_M) -> list[NearMiss]:
    """Return the near misses among machines over even seconds, in order of time, one for each time two of them met.

    Left out is what lies in zones in which machines work close by intention, a working digger and whoever is with it,
    machines of which neither moves, and two that pass one another: receivers cannot tell in which lane each is.
    """
    found = [one for pair in combinations(movers, 2) for one in _of(pair, seconds, accuracy_m)]
    return _once(sorted(found, key=lambda one: (one.at_s, one.machine, one.other)))


def _once(found: Sequence[NearMiss]) -> list[NearMiss]:
    """Return of what two machines did within half a minute what was closest."""
    kept: list[NearMiss] = []
    for one in found:
        same = [at for at, other in enumerate(kept) if _is_same(one, other)]
        if not same:
            kept.append(one)
        elif one.margin_s < kept[same[0]].margin_s:
            kept[same[0]] = one
    return kept


def _is_same(one: NearMiss, other: NearMiss) -> bool:
    return {one.machine, one.other} == {other.machine, other.other} and one.at_s - other.at_s < _AGAIN_S


@dataclass(frozen=True)
class _Times:
    """Seconds of two machines: where both are on roads and none works as a digger, and how far apart they are."""

    seconds: Floats
    on_road: Flags
    apart_m: Floats


def _of(pair: tuple[Mover, Mover], seconds: Floats, accuracy_m: float) -> Iterator[NearMiss]:
    apart = np.hypot(*(pair[0].place - pair[1].place))
    if not ((apart < _AHEAD_M) & (np.maximum(pair[0].speed_mps, pair[1].speed_mps) > _CLOSES_MPS)).any():
        return
    times = _Times(seconds, ~(pair[0].at_work | pair[1].at_work | _with_digger(pair)), apart)
    for behind, ahead in permutations(pair):
        # Most pass far from each other or stand; who is in somebody's lane is not farther off than that.
        if (times.on_road & (apart < _AHEAD_M + _ASIDE_M) & (behind.speed_mps > _CLOSES_MPS)).any():
            yield from _rear_ends(behind, ahead, times, accuracy_m)
    yield from _crossings(pair, times, accuracy_m)


def _with_digger(pair: tuple[Mover, Mover]) -> Flags:
    """Return where one of two machines is a digger that works: it drives slowly or stands."""
    works = np.zeros(len(pair[0].speed_mps), dtype=bool)
    for one in pair:
        works |= one.digs & (one.speed_mps < _DIGS_MPS)
    return works


@dataclass(frozen=True)
class _Approach:
    """How one machine comes up behind another, second by second: how fast they close in, the gap between them, the gap
    below which it is a near miss, how sure it is that the gap is below that, and where all of this is so."""

    closing_mps: Floats
    gap_m: Floats
    limit_m: Floats
    sure: Floats
    told: Flags


def _approach(behind: Mover, ahead: Mover, on_road: Flags, error_m: float) -> _Approach:
    course = behind.velocity / np.where(behind.speed_mps > _CLOSES_MPS, behind.speed_mps, np.nan)
    away = ahead.place - behind.place
    along, aside = (away * course).sum(axis=0), away[0] * course[1] - away[1] * course[0]
    theirs = (ahead.velocity * course).sum(axis=0)
    same_way = (ahead.speed_mps < _CLOSES_MPS / 2) | (theirs > _SAME_WAY * ahead.speed_mps)
    closing, gap = behind.speed_mps - theirs, along - _LENGTH_M
    limit = np.minimum(_TIME_S * closing, closing**2 / (2 * _BRAKES_MPS2))
    # Who comes by had room beside the other, whatever the receivers say.
    passes = _ever_within(along < 0, _PASSES_S)
    near = on_road & same_way & (along > 0) & (along < _AHEAD_M) & (np.abs(aside) < _ASIDE_M) & ~passes
    near &= closing > _CLOSES_MPS
    sure = np.zeros(len(near))
    sure[near] = [_below(one, other, error_m) for one, other in zip(gap[near], limit[near], strict=True)]
    return _Approach(closing, gap, limit, sure, sure >= EVIDENCE)


def _rear_ends(behind: Mover, ahead: Mover, times: _Times, accuracy_m: float) -> Iterator[NearMiss]:
    error_m = accuracy_m * math.sqrt(2)
    way = _approach(behind, ahead, times.on_road, error_m)
    for first, last in spells(way.told):
        place = first + int(np.argmax((way.limit_m - way.gap_m)[first:last]))
        closing = float(way.closing_mps[place])
        margin = max(float(way.gap_m[place]) / closing, 0.0)
        yield NearMiss(
            "rear_end",
            behind.machine,
            ahead.machine,
            float(times.seconds[place]),
            _spot(behind, place),
            margin,
            error_m / closing,
            closing,
            float(way.sure[place]),
            "serious" if margin < _SERIOUS_S else "noted",
        )


def _below(value: float, limit: float, error: float) -> float:
    """Return how likely a value measured with such an error is below a limit (normal distribution)."""
    return 0.5 * math.erfc((value - limit) / (error * math.sqrt(2)))


def _ever_within(flags: Flags, seconds: int) -> Flags:
    """Return where something holds at that second or within some seconds behind it."""
    counted = np.cumsum(np.concatenate([[0], flags, np.zeros(seconds, dtype=bool)]))
    return np.asarray(counted[seconds + 1 :] - counted[: len(flags)] > 0)[: len(flags)]


def _crossings(pair: tuple[Mover, Mover], times: _Times, accuracy_m: float) -> Iterator[NearMiss]:
    one, other = pair
    drives = (one.speed_mps > _CLOSES_MPS) & (other.speed_mps > _CLOSES_MPS)
    for first, behind in spells(drives & times.on_road & (times.apart_m < _AHEAD_M)):
        around = slice(max(first - _LOOKS_S, 0), min(behind + _LOOKS_S, len(times.seconds)))
        if crossed := _crossed(one.place[:, around], other.place[:, around]):
            mine, theirs = (around.start + place for place in crossed)
            yield from _second(pair, (mine, theirs), times.seconds, accuracy_m)


def _crossed(one: Floats, other: Floats) -> tuple[float, float] | None:
    """Return at which seconds of each of two ways (2 x n) they cross, going through one another; None: they do not."""
    start, leg = one[:, :-1, None], np.diff(one)[:, :, None]
    begin, step = other[:, None, :-1], np.diff(other)[:, None, :]
    turn = leg[0] * step[1] - leg[1] * step[0]
    away = begin - start
    with np.errstate(divide="ignore", invalid="ignore"):
        mine, theirs = ((away[0] * way[1] - away[1] * way[0]) / turn for way in (step, leg))
        angle = (leg * step).sum(axis=0) / (np.hypot(*leg) * np.hypot(*step))
    meets = (mine >= 0) & (mine < 1) & (theirs >= 0) & (theirs < 1)
    meets &= (angle > _CROSSES[0]) & (angle < _CROSSES[1])
    for i, j in np.argwhere(meets).tolist():
        if _leads_through(one, i, other) and _leads_through(other, j, one):
            return i + float(mine[i, j]), j + float(theirs[i, j])
    return None


def _leads_through(way: Floats, place: int, other: Floats) -> bool:
    """Return whether another way goes well to both sides of this one's line at a place."""
    leg = way[:, place + 1] - way[:, place]
    length = float(np.hypot(*leg))
    if not length > 0:
        return False
    aside = ((other[0] - way[0, place]) * leg[1] - (other[1] - way[1, place]) * leg[0]) / length
    return bool(np.nanmax(aside) > _THROUGH_M and np.nanmin(aside) < -_THROUGH_M)


def _second(
    pair: tuple[Mover, Mover], places: tuple[float, float], seconds: Floats, accuracy_m: float
) -> Iterator[NearMiss]:
    (second, first), (late, soon) = (pair, places) if places[0] >= places[1] else (pair[::-1], places[::-1])
    speeds = [max(float(one.speed_mps[int(place)]), 1.0) for one, place in ((first, soon), (second, late))]
    margin = late - soon - _CROSSING_M / speeds[0]
    error_s = math.hypot(accuracy_m / speeds[0], accuracy_m / speeds[1])
    sure = _below(margin, _AFTER_S, error_s)
    if sure >= EVIDENCE and not (first.at_work | second.at_work)[int(late)]:
        yield NearMiss(
            "crossing",
            second.machine,
            first.machine,
            float(seconds[int(late)]),
            _spot(second, int(late)),
            margin,
            error_s,
            speeds[1],
            sure,
            "serious" if margin < _SERIOUS_AFTER_S else "noted",
        )


def _spot(mover: Mover, place: int) -> tuple[float, float]:
    east, north = mover.place[:, place].tolist()
    return east, north
