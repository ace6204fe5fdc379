"""Which passage that was told is which real one, and how far apart are they, and what they cost?"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.traffic.flow import Passed
from benchmarks.traffic.scene import Scene
from models.positioning.ground import Floats
from models.traffic.delay import Judged, hour_of, judge, lost
from models.traffic.free import learn
from models.traffic.passage import Passages

# A told passage is a real one when it began within so many seconds of it.
_WITHIN_S = 20.0
# Whoever loses less than this to the one before it was hardly held up.
HELD_UP_S = 3.0
_WORST = 10
_NOTHING = np.zeros(0)


@dataclass(frozen=True)
class Tally:
    """What was told right and wrong on some days of sites, as counts and as columns to be put end to end."""

    real: int = 0
    told: int = 0
    found: int = 0
    seconds_error: Floats = field(default_factory=lambda: _NOTHING)
    seconds_true: Floats = field(default_factory=lambda: _NOTHING)
    mean_error: Floats = field(default_factory=lambda: _NOTHING)
    delay_true_s: Floats = field(default_factory=lambda: _NOTHING)
    delay_told_s: Floats = field(default_factory=lambda: _NOTHING)
    delay_mean_s: Floats = field(default_factory=lambda: _NOTHING)
    driven_h: Floats = field(default_factory=lambda: _NOTHING)
    held_true: int = 0
    held_seen: int = 0
    held_told: int = 0
    held_right: int = 0
    held_right_seen: int = 0
    worst: int = 0
    worst_found: int = 0
    bounds: int = 0
    bounds_hold: int = 0
    gradient_error: Floats = field(default_factory=lambda: _NOTHING)
    loads: int = 0
    loads_right: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        both = {one.name: (getattr(self, one.name), getattr(other, one.name)) for one in fields(self)}
        added: dict[str, Any] = {
            name: mine + theirs if isinstance(mine, int) else np.concatenate([mine, theirs])
            for name, (mine, theirs) in both.items()
        }
        return Tally(**added)


def pairs(real: Sequence[Passed], names: Sequence[str], told: Passages) -> list[tuple[Passed, int]]:
    """Return real passages with the places of told ones of the same machine, segment and direction, each once."""
    free: dict[tuple[str, int, bool], list[int]] = {}
    for place in range(len(told)):
        key = (names[told.machine[place]], int(told.segment[place]), bool(told.forward[place]))
        free.setdefault(key, []).append(place)
    found = []
    for one in real:
        waiting = free.get((one.machine, one.segment, one.forward), [])
        near = [(abs(told.enter_s[place] - one.enter_s), place) for place in waiting]
        if near and min(near)[0] <= _WITHIN_S:
            place = min(near)[1]
            waiting.remove(place)
            found.append((one, place))
    return found


def tallied(scene: Scene, names: Sequence[str], told: Passages) -> Tally:
    """Return how right the passages of a scene's machines are, and what follows from them."""
    seen = set(names)
    real = [one for one in scene.passed if one.machine in seen]
    matched = pairs(real, names, told)
    free = learn(scene.network, told)
    judged = judge(told, free)
    place = np.array([at for _, at in matched], dtype=np.int64)
    seconds = np.array([one.leave_s - one.enter_s for one, _ in matched])
    slow_mps = scene.network.length_m[told.segment].sum() / told.seconds.sum() if len(told) else 1.0
    mean_s = scene.network.length_m[told.segment] / slow_mps
    error = free.gradient - scene.gradient
    true_s, told_s = (float(sum(one.lost_s for one in real)), float(judged.lost_s.sum()))
    held = _held(matched, judged.held_up, seen)
    return Tally(
        real=len(real),
        told=len(told),
        found=len(matched),
        seconds_error=told.seconds[place] - seconds,
        seconds_true=seconds,
        mean_error=mean_s[place] - seconds,
        delay_true_s=np.array([true_s]),
        delay_told_s=np.array([told_s]),
        delay_mean_s=np.array([float(np.maximum(told.seconds - mean_s, 0).sum())]),
        driven_h=np.array([sum(one.leave_s - one.enter_s for one in real) / 3600]),
        **held,
        **_hours(scene, seen, judged),
        gradient_error=error[~np.isnan(error)],
        loads=int((told.loaded[place] >= 0).sum()),
        loads_right=sum(int(told.loaded[at]) == int(one.loaded) for one, at in matched),
    )


def _held(matched: Sequence[tuple[Passed, int]], flags: NDArray[np.bool_], seen: set[str]) -> dict[str, int]:
    true = [(one.held_s > HELD_UP_S, one.behind in seen, bool(flags[at])) for one, at in matched]
    return {
        "held_true": sum(held for held, _, _ in true),
        "held_seen": sum(held and leader for held, leader, _ in true),
        "held_told": int(flags.sum()),
        "held_right": sum(held and told for held, _, told in true),
        "held_right_seen": sum(held and leader and told for held, leader, told in true),
    }


def _hours(scene: Scene, seen: set[str], judged: Judged) -> dict[str, int]:
    """Return of how many of the ten worst hours of segments are among the ten worst told, and how often the bounds of
    what was lost hold the truth, where anything was lost or told to be."""
    lanes = 2 * len(scene.network.segments)
    true: dict[int, float] = {}
    for one in scene.passed:
        if one.machine in seen:
            key = int(one.enter_s // 3600) * lanes + 2 * one.segment + one.forward
            true[key] = true.get(key, 0.0) + one.lost_s
    told = judged.passages
    found = lost(judged, hour_of(told) * lanes + 2 * told.segment + told.forward)
    groups = found.group.tolist()
    worst = set(sorted(true, key=lambda key: -true[key])[:_WORST])
    named = {groups[at] for at in np.argsort(-found.lost_s, kind="stable")[:_WORST].tolist()}
    known = [(true.get(key, 0.0), at) for at, key in enumerate(groups) if found.lost_s[at] > 0]
    holds = [found.low_s[at] <= amount <= found.high_s[at] for amount, at in known]
    counted = {"bounds": len(known), "bounds_hold": int(sum(holds))}
    return {"worst": len(worst), "worst_found": len(worst & named), **counted}
