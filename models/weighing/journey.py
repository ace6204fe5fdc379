"""On which way was the bucket weighed that was then lifted, or had just been emptied?"""

import numpy as np
from numpy.typing import NDArray

from models.weighing.motion import MOVES_RADPS, Motion, Strokes

Places = NDArray[np.int64]


def loaded(motion: Motion, up: Strokes, carried: Strokes) -> Places:
    """Return for each lift the place of the way on which its bucket was carried there without moving, or -1."""
    still = np.abs(motion.rate) <= MOVES_RADPS
    last = np.maximum.accumulate(np.where(still, np.arange(len(still)), 0))
    return _same_spell(motion, last[up.at], carried)


def emptied(motion: Motion, down: Strokes, carried: Strokes) -> Places:
    """Return for each way down the place of the way on which its bucket was then carried without moving, or -1."""
    still = np.abs(motion.rate) <= MOVES_RADPS
    count = len(still)
    behind = np.minimum.accumulate(np.where(still, np.arange(count), count - 1)[::-1])[::-1]
    return _same_spell(motion, behind[down.at], carried)


def _same_spell(motion: Motion, place: Places, carried: Strokes) -> Places:
    """Return which of the times with the boom held in the air are those in which readings lie."""
    if not len(carried):
        return np.full(len(place), -1)
    moves = np.cumsum(~(np.abs(motion.rate) <= MOVES_RADPS))
    spells = moves[carried.at]
    number = np.minimum(np.searchsorted(spells, moves[place]), len(spells) - 1)
    return np.asarray(np.where(spells[number] == moves[place], number, -1), dtype=np.int64)
