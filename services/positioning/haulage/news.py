"""What happened that nobody was told of yet?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.positioning.api import Cycle, Visit
from services.positioning.haulage.store import KeptCycle, KeptVisit

# What is older was looked at late or again: whoever needs it asks for it.
_RECENT = timedelta(hours=1)
# A cycle that is looked at again may end so much earlier or later, and is the same.
_SAME = timedelta(seconds=10)


@dataclass(frozen=True)
class News:
    """Visits that began, visits that ended, and cycles that ended."""

    entered: Sequence[Visit] = ()
    left: Sequence[Visit] = ()
    ended: Sequence[Cycle] = ()

    def __add__(self, other: "News") -> "News":
        """Return the news of both."""
        return News([*self.entered, *other.entered], [*self.left, *other.left], [*self.ended, *other.ended])

    def recent(self, now: datetime) -> Iterator[tuple[str, Visit | Cycle]]:
        """Yield what happened within the last hour, with the kind of event that tells it."""
        since = now - _RECENT
        yield from (("zone-entered", one) for one in self.entered if one.entered_at >= since)
        yield from (("zone-left", one) for one in self.left if one.left_at and one.left_at >= since)
        yield from (("cycle-ended", one) for one in self.ended if one.stop >= since)


def news_of(
    visits: tuple[Sequence[KeptVisit], Sequence[KeptVisit]], cycles: tuple[Sequence[datetime], Sequence[KeptCycle]]
) -> News:
    """Return what is kept of visits and cycles and was not there before."""
    known = {(one.zone, one.entered_at): one.left_at for one in visits[0]}
    entered = [one.told for one in visits[1] if (one.zone, one.entered_at) not in known]
    left = [one.told for one in visits[1] if one.left_at and known.get((one.zone, one.entered_at)) is None]
    ended = [one.told for one in cycles[1] if all(abs(one.stop_at - stop) > _SAME for stop in cycles[0])]
    return News(entered, left, ended)
