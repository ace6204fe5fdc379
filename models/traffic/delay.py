"""Where on the roads, and in which hours, do machines lose time, and how sure is that?"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import Flags, Floats
from models.traffic.free import Free, gap_s, key_of
from models.traffic.passage import Passages

HOUR_S = 3600.0
# Who stands for so long on a road rests or is broken: it is told apart, and is no lost time.
BREAK_S = 600.0
# Whoever comes out of a segment so soon behind another was behind it inside.
_BEHIND_S = 12.0
# Nine in ten of what is told lie within so many standard deviations.
_NINE_IN_TEN = 1.645


@dataclass(frozen=True)
class Lost:
    """What machines lost on groups of passages: how many passages there were, and how many were slow and held up by
    one before them; the seconds spent, lost and stood, and the bounds between which nine in ten of such sums lie.

    `breaks` are passages with a stand of ten minutes or more, which count in nothing else.
    """

    group: NDArray[np.int64]
    passages: NDArray[np.int64]
    slow: NDArray[np.int64]
    held_up: NDArray[np.int64]
    spent_s: Floats
    lost_s: Floats
    low_s: Floats
    high_s: Floats
    stood_s: Floats
    breaks: NDArray[np.int64]


@dataclass(frozen=True)
class Judged:
    """What of each passage is known beside a free road: which took longer than free ones do by chance (three standard
    deviations and two seconds), which of them came out right behind another machine, which have a break in them, and
    the seconds lost: 0 unless it was slow, so that chance alone adds up to nothing, and 0 with a break in it."""

    passages: Passages
    slow: Flags
    held_up: Flags
    breaks: Flags
    lost_s: Floats
    unsure_s: Floats

    def where(self, chosen: Flags) -> "Judged":
        """Return what is known of some of them."""
        rest = {one.name: getattr(self, one.name)[chosen] for one in fields(self) if one.name != "passages"}
        return Judged(passages=self.passages.where(chosen), **rest)


def judge(passages: Passages, free: Free) -> Judged:
    """Return which passages lost how much against a free road."""
    needs_s, deviation_s = free.of(passages)
    late_s = passages.seconds - needs_s
    breaks = passages.stood_s >= BREAK_S
    slow = (late_s > np.maximum(3 * deviation_s, 2.0)) & ~breaks
    learned = np.maximum(free.learned, 1)[key_of(passages)]
    return Judged(
        passages,
        slow,
        slow & (gap_s(passages) <= _BEHIND_S),
        breaks,
        np.where(slow, late_s, 0.0),
        np.where(slow, deviation_s / np.sqrt(learned), 0.0),
    )


def lost(judged: Judged, group: NDArray[np.int64]) -> Lost:
    """Return what machines lost on the passages of each group (one number a passage), by group in rising order.

    The bounds take passages as coming by chance: the variance of a sum of a Poisson number of delays is the sum of
    their squares; to that comes what is not known of the free road.
    """
    counted = np.bincount(group - group.min()) if len(group) else np.zeros(0, dtype=np.int64)
    known = np.flatnonzero(counted)
    place, passages = group - group.min() if len(group) else group, judged.passages

    def summed(values: Floats | Flags) -> Floats:
        return np.bincount(place, values, minlength=len(counted))[known].astype(np.float64)

    total, goes_on = summed(judged.lost_s), ~judged.breaks
    apart = _NINE_IN_TEN * (np.sqrt(summed(judged.lost_s**2)) + summed(judged.unsure_s))
    return Lost(
        group=known + (group.min() if len(group) else 0),
        passages=summed(goes_on).astype(np.int64),
        slow=summed(judged.slow).astype(np.int64),
        held_up=summed(judged.held_up).astype(np.int64),
        spent_s=summed(np.where(goes_on, passages.seconds, 0.0)),
        lost_s=total,
        low_s=np.maximum(total - apart, 0.0),
        high_s=total + apart,
        stood_s=summed(np.where(goes_on, passages.stood_s, 0.0)),
        breaks=summed(judged.breaks).astype(np.int64),
    )


def share_bounds(part: NDArray[np.int64], whole: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the bounds between which nine in ten of the shares lie that give such counts (Wilson's interval)."""
    z2 = _NINE_IN_TEN**2
    n = np.maximum(whole, 1)
    share = part / n
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    apart = _NINE_IN_TEN / (1 + z2 / n) * np.sqrt(share * (1 - share) / n + z2 / (4 * n**2))
    return np.where(whole > 0, middle - apart, 0.0), np.where(whole > 0, middle + apart, 1.0)


def hour_of(passages: Passages) -> NDArray[np.int64]:
    """Return in which hour, counted from 1970, each passage began."""
    return np.floor(passages.enter_s / HOUR_S).astype(np.int64)
