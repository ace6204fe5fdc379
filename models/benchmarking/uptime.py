"""For how much of the time in which a machine was to work could it, as far as anybody told?"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from models.benchmarking.haulage import Array

# Breaks and waits end within the hour; of a stand that lasts longer nobody knows whether the machine could have worked.
LONG_S = 3600.0
_HOUR_S = 3600.0
# [from, to) in Unix seconds.
Interval = tuple[float, float]


@dataclass(frozen=True)
class Uptime:
    """Hours in which a machine was to work (`planned_h`), those of them of which anything is known, those of these in
    which it was down, and those of its other long stands, which nobody explained."""

    planned_h: float
    scheduled_h: float
    down_h: float
    standing_h: float


@dataclass(frozen=True)
class Work:
    """Work on a machine: since when it was down for it, until when nobody said otherwise, and for how long it stood by
    those who did it (None: they did not say, so that it was down while it stood)."""

    from_s: float
    to_s: float
    stood_h: float | None


def uptime(planned: Sequence[Interval], time_s: Array, hours: Array, works: Sequence[Work]) -> Uptime:
    """Return how a machine was up over the hours in which it was to work, by its counter of operating hours at some
    moments and by work on it.

    Something is known between its first and last moment, and where it is said to have been down. Who says for how long
    it stood is believed; otherwise it was down but where it told that it ran.
    """
    stood = stands(time_s, hours)
    told = [(float(time_s[0]), float(time_s[-1]))] if len(time_s) else []
    silent = [(-math.inf, told[0][0]), (told[0][1], math.inf)] if told else [(-math.inf, math.inf)]
    down = merged([*_said(works), *_shared(_unsaid(works), merged([*stood, *silent]))])
    long = [one for one in stood if one[1] - one[0] >= LONG_S]
    known = _shared(merged(planned), merged([*told, *down]))
    both = _hours(_shared(known, merged([*down, *long])))
    down_h = _hours(_shared(known, down))
    return Uptime(_hours(merged(planned)), _hours(known), down_h, both - down_h)


def stands(time_s: Array, hours: Array) -> list[Interval]:
    """Return when a machine stood with its engine off, by its counter of operating hours.

    Where nothing was told for long, what it did not run of that time counts as one stand at its begin.
    """
    lasts_s = np.diff(time_s)
    off_s = lasts_s - _HOUR_S * np.maximum(np.diff(hours), 0.0)
    rests = off_s > lasts_s / 2
    begins, off = time_s[:-1][rests], off_s[rests]
    # A counter has decimals: what is off for nearly all of a step is off to its end.
    ends = begins + np.where(off > 0.9 * lasts_s[rests], lasts_s[rests], off)
    return merged(zip(begins.tolist(), ends.tolist(), strict=True))


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return intervals in order, those that touch as one."""
    found: list[Interval] = []
    for from_s, to_s in sorted(one for one in intervals if one[0] < one[1]):
        if found and from_s <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], to_s))
        else:
            found.append((from_s, to_s))
    return found


def _said(works: Sequence[Work]) -> list[Interval]:
    return [(one.from_s, one.from_s + _HOUR_S * one.stood_h) for one in works if one.stood_h is not None]


def _unsaid(works: Sequence[Work]) -> list[Interval]:
    return merged((one.from_s, one.to_s) for one in works if one.stood_h is None)


def _shared(some: Sequence[Interval], others: Sequence[Interval]) -> list[Interval]:
    """Return what two lists of intervals, each in order and apart, have in common."""
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others if a[0] < b[1] and b[0] < a[1])
    return merged(pairs)


def _hours(intervals: Sequence[Interval]) -> float:
    return sum(to_s - from_s for from_s, to_s in intervals) / _HOUR_S
