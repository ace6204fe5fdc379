"""Where on the roads, and in which hours, do machines lose time, and how sure is that?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import Flags, Floats
from models.traffic.free import Free, held_up, key_of, slow
from models.traffic.passage import Passages

HOUR_S = 3600.0
# Who stands for so long on a road rests or is broken: it is told apart, and is no lost time.
BREAK_S = 600.0
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


def lost_s(passages: Passages, free: Free) -> Floats:
    """Return what each passage lost against a free road: 0 unless it was slow, so that chance alone adds up to nothing,
    and 0 with a break in it."""
    needs_s, _ = free.of(passages)
    counts = slow(passages, free) & (passages.stood_s < BREAK_S)
    return np.where(counts, passages.seconds - needs_s, 0.0)


def lost(passages: Passages, free: Free, group: NDArray[np.int64]) -> Lost:
    """Return what machines lost on the passages of each group (one number a passage), by group in rising order.

    The bounds take passages as coming by chance: the variance of a sum of a Poisson number of delays is the sum of
    their squares; to that comes what is not known of the free road.
    """
    known, place = np.unique(group, return_inverse=True)
    breaks = passages.stood_s >= BREAK_S
    each, (_, deviation_s) = lost_s(passages, free), free.of(passages)
    late = slow(passages, free) & ~breaks
    spread_s = np.where(late, deviation_s / np.sqrt(np.maximum(_learned(passages, free), 1)), 0.0)

    def summed(values: Floats | Flags) -> Floats:
        return np.asarray(np.bincount(place, values, minlength=len(known)), dtype=np.float64)

    total = summed(each)
    apart = _NINE_IN_TEN * (np.sqrt(summed(each**2)) + summed(spread_s))
    return Lost(
        group=known,
        passages=summed(~breaks).astype(np.int64),
        slow=summed(late).astype(np.int64),
        held_up=summed(held_up(passages, free) & ~breaks).astype(np.int64),
        spent_s=summed(np.where(breaks, 0.0, passages.seconds)),
        lost_s=total,
        low_s=np.maximum(total - apart, 0.0),
        high_s=total + apart,
        stood_s=summed(np.where(breaks, 0.0, passages.stood_s)),
        breaks=summed(breaks).astype(np.int64),
    )


def _learned(passages: Passages, free: Free) -> NDArray[np.int64]:
    return free.learned[key_of(passages)]


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
