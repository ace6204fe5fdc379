"""Which shift of a site is replayed, and from which moment on?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Query
from pydantic import AwareDatetime

from services.site.api import PlannedShift
from services.site.client import SiteClient


@dataclass(frozen=True)
class Asked:
    """The shift that somebody chose, by id and the date of its begin, and the moment to begin with."""

    shift: str | None
    day: date | None
    at: datetime | None


@dataclass(frozen=True)
class Choice:
    """The shifts of a date that have begun, and the one of them that is replayed (None: none has)."""

    day: date
    shifts: list[PlannedShift]
    shift: PlannedShift | None

    def to(self, now: datetime) -> datetime:
        """Return until when the shift can be replayed: its end, or this moment while it goes on."""
        assert self.shift
        return min(self.shift.to, now)

    def at(self, wanted: datetime | None, now: datetime) -> datetime:
        """Return the moment to begin with: the one that was asked for where it lies in the shift, else its begin."""
        assert self.shift
        return wanted if wanted and self.shift.from_ <= wanted <= self.to(now) else self.shift.from_


async def choose(sites: SiteClient, site: str, asked: Asked, local: ZoneInfo) -> Choice:
    """Return the shift asked for; of a date alone its first one, of nothing the newest that has begun."""
    now = datetime.now(UTC)
    today = now.astimezone(local).date()
    days = [asked.day] if asked.day else [today, today - timedelta(days=1)]
    found = Choice(days[0], [], None)
    for day in days:
        shifts = [one for one in (await sites.shifts(site, day)).shifts if one.from_ <= now]
        named = next((one for one in shifts if one.id == asked.shift), None)
        usual = shifts[0] if asked.day and shifts else (shifts[-1] if shifts else None)
        found = Choice(day, shifts, named or usual)
        if found.shift:
            break
    return found


async def _asked(
    shift: Annotated[str | None, Query(max_length=63)] = None,
    day: Annotated[date | None, Query(alias="date")] = None,
    at: AwareDatetime | None = None,
) -> Asked:
    return Asked(shift, day, at)


AskedShift = Annotated[Asked, Depends(_asked)]
