"""Of which time is a site's production shown?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Query

from services.kit.parameter import Step

TODAY, YESTERDAY = "today", "yesterday"
DAYS = {"week": 7, "month": 28}
LABELS = {TODAY: "Today", YESTERDAY: "Yesterday", "week": "7 days", "month": "28 days"}


@dataclass(frozen=True)
class Asked:
    """Which time somebody chose: a span that ends with this moment, or a shift of a date."""

    span: str
    shift: str | None
    day: date | None

    def bounds(self, now: datetime, local: ZoneInfo) -> tuple[datetime, datetime, Step]:
        """Return from when until when by the site's clock, and by which step."""
        midnight = now.astimezone(local).replace(hour=0, minute=0, second=0, microsecond=0)
        if self.span == YESTERDAY:
            return _day_before(midnight, 1), midnight, "hour"
        if self.span in DAYS:
            return _day_before(midnight, DAYS[self.span] - 1), now, "day"
        return midnight, now, "hour"


def _day_before(midnight: datetime, days: int) -> datetime:
    # By the clock, not by hours: a day may have 23 or 25 of them.
    return midnight - timedelta(days=days)


async def _asked(
    span: Annotated[str, Query(pattern="^(today|yesterday|week|month)$")] = TODAY,
    shift: Annotated[str | None, Query(max_length=63)] = None,
    day: Annotated[date | None, Query(alias="date")] = None,
) -> Asked:
    return Asked(span, shift, day)


AskedTime = Annotated[Asked, Depends(_asked)]
