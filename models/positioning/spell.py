"""From when to when did something last, without the flutter of single readings?"""

import itertools

import numpy as np

from models.positioning.ground import Flags, Floats


def latched(begins: Flags, ends: Flags, *, before: bool = False) -> Flags:
    """Return where a state holds that begins and ends at such moments and keeps between them; `before` is the first.

    Where it would both begin and end it begins.
    """
    told = np.where(begins, 1, np.where(ends, -1, 0))
    last = np.maximum.accumulate(np.where(told != 0, np.arange(len(told)), -1))
    return np.asarray(np.where(last < 0, before, told[last] > 0)) if len(told) else np.zeros(0, dtype=bool)


def spells(holds: Flags) -> list[tuple[int, int]]:
    """Return the runs in which something holds, as first places and the places behind their last."""
    edged = np.zeros(len(holds) + 2, dtype=bool)
    edged[1:-1] = holds
    edges = np.flatnonzero(edged[1:] != edged[:-1])
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def several(flags: Flags, least: int, of: int) -> Flags:
    """Return where at least so many of the last `of` flags hold, that moment's among them."""
    counted = np.cumsum(np.concatenate([np.zeros(of, dtype=np.int64), flags]))
    return np.asarray(counted[of:] - counted[:-of] >= least)


def bridged(holds: Flags, time_s: Floats, shorter_s: float) -> Flags:
    """Return what holds, with the pauses filled that are shorter than so many seconds and lie between two spells."""
    filled = holds.copy()
    for (_, first), (behind, _) in itertools.pairwise(spells(holds)):
        if time_s[behind] - time_s[first - 1] < shorter_s:
            filled[first:behind] = True
    return filled
