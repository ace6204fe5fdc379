"""What is an owner told of where its machines stand, no finer than keeps the others' secrets?"""

import math
from dataclasses import dataclass

from models.benchmarking.unit import Judged

# What is told of an index is a whole number of hundredths, of a rank one of tenths, of a chance one of twentieths.
INDEX, RANK, CHANCE = 0.01, 0.1, 0.05
TELLS = 0.05
_POWER = 2 * (1.96 + 0.84) ** 2


@dataclass(frozen=True)
class Answer:
    """Where a machine stands, as its owner is told; `missing_cycles` more are needed before anything is (0: none)."""

    index: float | None
    low: float | None
    high: float | None
    rank_low: float | None
    rank_high: float | None
    worst_tenth: float | None
    missing_cycles: int


def needed_cycles(cv: float) -> int:
    """Return how many cycles tell a difference of 5 % where cycles differ by `cv` for no reason (two-sided 5 % test,
    80 % power, as many cycles on the other side)."""
    return math.ceil(_POWER * (cv / TELLS) ** 2)


def answer(judged: Judged, place: int) -> Answer:
    """Return what is told of one of the judged machines: nothing, and how much is missing, of too few cycles."""
    missing = max(needed_cycles(judged.cv) - int(judged.cycles[place]), 0)
    told = judged.standings
    if missing:
        return Answer(None, None, None, None, None, None, missing)
    return Answer(
        index=rounded(told.index[place], INDEX),
        low=rounded(told.low[place], INDEX, -1),
        high=rounded(told.high[place], INDEX, 1),
        rank_low=rounded(told.rank_low[place], RANK, -1),
        rank_high=rounded(told.rank_high[place], RANK, 1),
        worst_tenth=rounded(told.worst_tenth[place], CHANCE),
        missing_cycles=0,
    )


def rounded(value: float, step: float, towards: int = 0) -> float:
    """Return the nearest whole number of steps; the one below where `towards` is negative, above where positive."""
    steps = value / step
    whole = math.floor(steps + 1e-9) if towards < 0 else math.ceil(steps - 1e-9) if towards > 0 else round(steps)
    return round(whole * step, 6)
