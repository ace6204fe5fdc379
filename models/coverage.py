"""How much of a time is covered by what arrived, how much is lost, and how much may still come?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

_NO_TIME = timedelta(0)

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Hole:
    """Messages that are missing between two times: `share` of all that were made between them, from 0 to 1."""

    from_time: datetime
    to_time: datetime
    share: float
    declared: bool


@dataclass(frozen=True)
class Coverage:
    """Of `asked` time `known` is that in which a machine is known to have measured; parts of it are lost or to come."""

    asked: timedelta
    known: timedelta
    lost: timedelta
    not_arrived: timedelta

    @property
    def covered(self) -> timedelta:
        """Return the known time from which nothing is missing."""
        return self.known - self.lost - self.not_arrived

    @property
    def share(self) -> float | None:
        """Return which share of the known time is covered, 0 to 1, None where no time is known."""
        return self.covered / self.known if self.known else None


def cover(asked: Sequence[Span], spans: Sequence[Span], holes: Sequence[Hole]) -> Coverage:
    """Return what covers the asked times, which do not overlap.

    `spans` lie between the first and the last measurement of a start of a machine. They may overlap, and so may holes:
    a moment is known once, and no more than all of it is missing, of which what is declared lost comes first.
    """
    known = lost = not_arrived = _NO_TIME
    for window in asked:
        for length, gone, late in _pieces(window, spans, holes):
            known += length
            lost += length * min(1.0, gone)
            not_arrived += length * min(1.0 - min(1.0, gone), late)
    total = sum((max(_NO_TIME, end - begin) for begin, end in asked), _NO_TIME)
    return Coverage(total, known, lost, not_arrived)


def _pieces(window: Span, spans: Sequence[Span], holes: Sequence[Hole]) -> Iterator[tuple[timedelta, float, float]]:
    """Yield the known pieces of a window, with the shares that are lost and that have not arrived."""
    edges = [*_edges(window, spans, 0.0, 0.0)]
    for hole in holes:
        shares = (hole.share, 0.0) if hole.declared else (0.0, hole.share)
        edges += _edges(window, [(hole.from_time, hole.to_time)], *shares)
    edges.sort(key=lambda edge: edge[0])
    spans_open, gone, late = 0, 0.0, 0.0
    for (time, opened, lost_more, late_more), following in pairwise(edges):
        spans_open, gone, late = spans_open + opened, gone + lost_more, late + late_more
        if spans_open and following[0] > time:
            yield following[0] - time, max(0.0, gone), max(0.0, late)


def _edges(
    window: Span, spans: Iterable[Span], lost: float, late: float
) -> Iterator[tuple[datetime, int, float, float]]:
    for begin, end in spans:
        first, last = max(begin, window[0]), min(end, window[1])
        if first < last:
            yield first, 1, lost, late
            yield last, -1, -lost, -late
