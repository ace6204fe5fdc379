"""How does a machine stand after each hour, by what was kept of it before and what the hour tells?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.account import SUMS
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import WINDOW_MIN, Own, usual_of

Singles = NDArray[np.float32]
_DUE = SUMS.index("due")


@dataclass(frozen=True)
class Memory:
    """The sums of a machine (quantity, sum): those of its own healthy time, those that fade, and of how many
    hours they are, after how many operating hours of the machine.

    They are single precision, so that what is kept between two hours changes nothing.
    """

    judged: int
    own: Singles
    recent: Singles
    operating_h: float = 0.0

    def anew(self, quantities: Flags) -> "Memory":
        """Return what is known where some quantities are those of another part, since a repair."""
        kept = ~quantities[:, None]
        return replace(self, own=self.own * kept, recent=self.recent * kept)

    @classmethod
    def of_nothing(cls, quantities: int) -> "Memory":
        """Return what is known of a machine that nobody heard of."""
        empty = np.zeros((quantities, len(SUMS)), dtype=np.float32)
        return cls(0, empty, empty)


def remembered(memory: Memory, sums: Singles, enough_min: Floats, counter_h: float | None) -> Memory:
    """Return how a machine stands after one more hour (quantity, sum), so many minutes of each quantity being its own.

    Where its counter of operating hours does not come, minutes in which most quantities are due are counted.
    """
    early = memory.own[:, _DUE] < enough_min
    keep = np.exp(-sums[:, _DUE].astype(np.float64) / WINDOW_MIN)[:, None]
    worked_h = memory.operating_h + float(np.median(sums[:, _DUE])) / 60 if counter_h is None else counter_h
    return Memory(
        memory.judged + 1,
        (memory.own + np.where(early[:, None], sums, 0)).astype(np.float32),
        (memory.recent * keep + sums).astype(np.float32),
        max(memory.operating_h, worked_h),
    )


def learned_min(memory: Memory) -> float:
    """Return how many minutes of a machine's own healthy time are known, of what is known best."""
    return float(memory.own[:, _DUE].max(initial=0.0))


def usual_for(memories: Sequence[Memory], model: str, own: Own) -> Singles:
    """Return what is usual for a machine of a model after each hour (hour, quantity, aspect); see `usual_of`."""
    first = np.array([one.own for one in memories], dtype=np.float64)
    return usual_of(first, own.expected(model), own).astype(np.float32)
