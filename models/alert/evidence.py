"""When was a problem looked for, and how bad was it each time, in whatever order the looks came?"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from models.alert.level import Level

# All looks of five minutes of a machine's own time are one: each is a window of half an hour that moved on a little.
SLOT = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Slots from the first up to, and without, the second.
Span = tuple[int, int]


def slot_of(time: datetime) -> int:
    """Return the number of the slot that a time lies in, counted from 1970."""
    return (time - _EPOCH) // SLOT


def begin_of(slot: int) -> datetime:
    """Return when a slot begins."""
    return _EPOCH + slot * SLOT


@dataclass(frozen=True)
class Look:
    """A problem was looked for in a machine's data up to `time`, and was as bad as `level`."""

    time: datetime
    level: Level


@dataclass(frozen=True)
class Run:
    """In every slot from `begin` up to, and without, `end` the problem was looked for and as bad as `level`."""

    begin: int
    end: int
    level: Level


@dataclass(frozen=True)
class Evidence:
    """The slots in which a problem was looked for, and for each level those in which it was at least as bad.

    These are sets, so looks that come late, twice or in another order make the same evidence.
    """

    looked: tuple[Span, ...] = ()
    found: Mapping[Level, tuple[Span, ...]] = field(default_factory=dict)

    def with_look(self, look: Look) -> "Evidence":
        """Return this evidence and one more look."""
        slot = slot_of(look.time)
        one = (slot, slot + 1)
        worse = {level: union([*self.found.get(level, ()), one]) for level in levels_up_to(look.level)}
        return Evidence(union([*self.looked, one]), {**self.found, **worse})


def levels_up_to(level: Level) -> Iterator[Level]:
    """Yield every level at which a problem that is as bad as `level` counts."""
    return (one for one in Level if Level.ABSENT < one <= level)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same slots in order, as few spans as there can be."""
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)


def runs_of(evidence: Evidence) -> list[Run]:
    """Return the evidence as runs in order of time, two that touch being of different levels."""
    found = {level: evidence.found.get(level, ()) for level in levels_up_to(Level.CRITICAL)}
    everything = [evidence.looked, *found.values()]
    edges = sorted({edge for spans in everything for span in spans for edge in span})
    pieces = (Run(begin, end, _worst(found, begin)) for begin, end in pairwise(edges) if _within(everything, begin))
    runs: list[Run] = []
    for piece in pieces:
        if runs and (runs[-1].end, runs[-1].level) == (piece.begin, piece.level):
            piece = Run(runs.pop().begin, piece.end, piece.level)
        runs.append(piece)
    return runs


def _worst(found: Mapping[Level, tuple[Span, ...]], slot: int) -> Level:
    return max((level for level, spans in found.items() if _within([spans], slot)), default=Level.ABSENT)


def _within(sets: Iterable[tuple[Span, ...]], slot: int) -> bool:
    return any(_holds(spans, slot) for spans in sets)


def _holds(spans: tuple[Span, ...], slot: int) -> bool:
    place = bisect_right(spans, slot, key=lambda span: span[0]) - 1
    return place >= 0 and slot < spans[place][1]
