"""How are numbers, units, ages and times written for people?"""

import datetime as dt
import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.phrase import JOINED
from models.signals import Signal
from services.dashboard.convention import CONVERSIONS, IMPERIAL, convention

NONE = "–"
_MINUS = str.maketrans("-", "−")


def number(value: float | None, places: int = 0) -> str:
    """Return a number with grouped thousands and a real minus sign as its reader writes it, or a dash for None."""
    if value is None:
        return NONE
    read, text = convention(), f"{abs(value):.{places}f}"
    whole, _, part = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", read.group) if len(whole) >= read.least else whole
    minus = "−" if value < 0 and float(text) != 0 else ""
    return f"{minus}{grouped}{read.decimal + part if part else ''}"


def about(value: float, of: str) -> str:
    """Return an estimate with its unit, to two digits that mean something."""
    places = 1 - math.floor(math.log10(abs(value))) if value else 0
    return quantity(round(value, places), of)


def unit(of: str) -> str:
    """Return the unit in which something is shown: a plain number of things has none."""
    return shown_unit("" if of == "1" else of)


def shown_unit(of: str) -> str:
    """Return the unit in which something is shown, as programs write it."""
    return CONVERSIONS[of][0] if convention().units == IMPERIAL and of in CONVERSIONS else of


def converted(value: float | None, of: str) -> float | None:
    """Return a value in the unit in which it is shown."""
    imperial = CONVERSIONS.get(of) if convention().units == IMPERIAL else None
    return value * imperial[1] + imperial[2] if imperial and value is not None else value


def all_converted(values: list[float | None], of: str) -> list[float | None]:
    """Return values in the unit in which they are shown."""
    return values if shown_unit(of) == of else [converted(value, of) for value in values]


def amount(value: float | None, of: str, places: int = 0) -> str:
    """Return the number of a quantity in the unit in which it is shown, where the unit stands elsewhere.

    It is as fine as `places` are in the metric unit, but no finer than three figures need be.
    """
    shown = converted(value, of)
    return number(shown, places if shown is None else _places(shown, of, places))


def _places(shown: float, of: str, places: int) -> int:
    if shown_unit(of) == of:
        return places
    as_fine = max(places - math.floor(math.log10(CONVERSIONS[of][1])), 0)
    return min(as_fine, max(places, 2 - math.floor(math.log10(abs(shown))))) if shown else places


def decimals(of: Signal) -> int:
    """Return how many decimals of a signal people read: fewer than are kept of counters and positions."""
    return min(of.decimals, 1 if of.counter else 5)


def quantity(value: float | None, of: str, places: int = 0) -> str:
    """Return a number with its unit, kept together on one line, or a dash for None."""
    if value is None:
        return NONE
    return f"{amount(value, of, places)}{JOINED}{unit(of)}".rstrip(JOINED)


def age(since: timedelta) -> str:
    """Return how long ago something was in its two largest units at most, for example "3 min ago"."""
    seconds = int(since.total_seconds())
    if seconds < -2:
        return "in the future"
    if seconds < 2:
        return "just now"
    return f"{duration(since)} ago"


def short_age(since: timedelta) -> str:
    """Return how long ago something was, as briefly as a narrow column wants it: "now", "4 s"."""
    return "now" if since.total_seconds() < 2 else duration(since)


def duration(of: timedelta) -> str:
    """Return a duration in the unit that people would say it in, for example "3 min" or "2 days"."""
    seconds = int(of.total_seconds())
    for limit, size, unit in ((90, 1, "s"), (5400, 60, "min"), (36 * 3600, 3600, "h")):
        if seconds < limit:
            return f"{seconds // size}{JOINED}{unit}"
    return f"{seconds // 86400}{JOINED}days" if seconds >= 2 * 86400 else "a day"


def zone(name: str | None) -> ZoneInfo:
    """Return a time zone by its IANA name; UTC where it is not known."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment(at: datetime, local: ZoneInfo, *, seconds: bool = True) -> str:
    """Return a time in a site's zone with the zone's name, and the date where it is not that of this moment."""
    here = at.astimezone(local)
    day = "" if here.date() == datetime.now(local).date() else f"{date(here)} "
    clock = f"{here:%H:%M:%S}" if seconds else f"{here:%H:%M}"
    return f"{day}{clock} {zone_name(here)}"


def dated(at: datetime, local: ZoneInfo) -> str:
    """Return a time in a site's zone with its date, to the minute."""
    here = at.astimezone(local)
    return f"{day(at, local)} {here:%H:%M} {zone_name(here)}"


def day(at: datetime, local: ZoneInfo) -> str:
    """Return the date of a time in a site's zone."""
    return date(at.astimezone(local))


def date(of: datetime | dt.date, *, year: bool = True) -> str:
    """Return a date in the order of its reader, its month by name."""
    read = convention()
    return (read.date if year else read.short).format(d=of.day, b=f"{of:%b}", y=of.year)


def zone_name(here: datetime) -> str:
    """Return the short name of a time's zone, as people there write it: "CET", or "UTC+8" where it has only digits."""
    name = here.tzname() or "UTC"
    if name[:1] not in "+-":
        return name
    hours, minutes = int(name[:3]), name[3:]
    return f"UTC{hours:+d}{':' + minutes if minutes else ''}".translate(_MINUS)


def utc(at: datetime) -> str:
    """Return a time in UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def clock(at: datetime) -> str:
    """Return the time of day in UTC, to the second."""
    return f"{at.astimezone(UTC):%H:%M:%S}"


def sentence(text: str) -> str:
    """Return text with a capital at its start."""
    return text[:1].upper() + text[1:]
