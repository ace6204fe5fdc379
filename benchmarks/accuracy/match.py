"""Which haul cycle that was found is which real one, and how far are they apart?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

# A cycle is found when both its begin and its end are right to so many seconds.
WITHIN_S = 30.0
BORDERS = ("start", "queue_at", "spot_at", "loading_at", "hauling_at", "dump_queue_at", "dumping_at", "stop")
WAITS = ("queue_s", "dump_queue_s")
Row = Mapping[str, object]


@dataclass(frozen=True)
class Score:
    """What was found of the cycles of some trucks: `errors` by name of what was measured, one for each cycle that was
    found; `waits` are the true seconds in queues and the absolute errors of them, truck by truck; `unseen` are the real
    cycles of which much never arrived."""

    true: int = 0
    told: int = 0
    found: int = 0
    errors: Mapping[str, Sequence[float]] = field(default_factory=dict)
    waits: tuple[float, float] = (0.0, 0.0)
    unseen: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Return the score of both."""
        names = sorted({*self.errors, *other.errors})
        return Score(
            self.true + other.true,
            self.told + other.told,
            self.found + other.found,
            {name: [*self.errors.get(name, ()), *other.errors.get(name, ())] for name in names},
            (self.waits[0] + other.waits[0], self.waits[1] + other.waits[1]),
            self.unseen + other.unseen,
        )


def score(truth: Sequence[Row], told: Sequence[Row]) -> Score:
    """Return how right cycles of one truck are; both have times in Unix seconds under the names of the truth.

    What is not told of a cycle is not compared, but a truck's queues are: waiting that was missed and waiting that
    never was both count.
    """
    pairs = matched(truth, told)
    errors = {name: [*_errors(pairs, name)] for name in (*BORDERS, "distance_m", "climb_m", "payload_kg")}
    true_s, told_s = (sum(_number(row, name) or 0.0 for row in rows for name in WAITS) for rows in (truth, told))
    return Score(len(truth), len(told), len(pairs), errors, (true_s, abs(told_s - true_s)))


def matched(truth: Sequence[Row], told: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return pairs of a real and a told cycle, each in one pair at most; real ones choose the nearest, in order."""
    pairs, free = [], list(told)
    for real in truth:
        near = [(apart, place) for place, one in enumerate(free) if (apart := _apart_s(real, one)) <= WITHIN_S]
        if near:
            pairs.append((real, free.pop(min(near)[1])))
    return pairs


def _apart_s(real: Row, told: Row) -> float:
    return max(abs(float(str(real[name])) - float(str(told[name]))) for name in ("start", "stop"))


def _errors(pairs: Sequence[tuple[Row, Row]], name: str) -> list[float]:
    both = [(_number(real, name), _number(told, name)) for real, told in pairs]
    known = [(real, told) for real, told in both if real is not None and told is not None]
    if name in BORDERS:
        return [told - real for real, told in known]
    return [100 * (told / real - 1) for real, told in known if real]


def _number(row: Row, name: str) -> float | None:
    value = row.get(name)
    return None if value is None else float(str(value))


def figures(one: Score) -> dict[str, object]:
    """Return the headline figures: shares, the median of the borders' absolute errors in seconds, the mean of the
    absolute errors of distance in per cent, and by how many per cent the trucks' minutes in queues are wrong.

    None stands where nothing of the kind was told.
    """
    borders = np.abs([error for name in BORDERS for error in one.errors.get(name, ())])
    distance = np.abs(one.errors.get("distance_m", ()))
    return {
        "found": one.found / one.true if one.true else None,
        "false": (one.told - one.found) / one.told if one.told else None,
        "border_s": float(np.median(borders)) if len(borders) else None,
        "distance_pct": float(distance.mean()) if len(distance) else None,
        "queue_pct": 100 * one.waits[1] / one.waits[0] if one.waits[0] else None,
    }


def by_border(one: Score) -> dict[str, dict[str, float]]:
    """Return the median error of each border in seconds, late is positive, and what 19 of 20 stay below."""
    return {
        name: {"median_s": float(np.median(errors)), "p95_s": float(np.quantile(np.abs(errors), 0.95))}
        for name in BORDERS
        if len(errors := one.errors.get(name, ()))
    }
