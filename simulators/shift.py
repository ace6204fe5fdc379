"""When does a site work?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simulators.fleet import Shift, Site

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Window:
    """A working period of a site's day, in Unix seconds; everybody stands, engine off, at `stop_s`."""

    shift: str
    start_s: float
    stop_s: float


@dataclass(frozen=True)
class Day:
    """A site's working day, from its first shift's start to the same hour of the next date, in Unix seconds."""

    site: Site
    ordinal: int

    @property
    def start_s(self) -> float:
        """Return when the day starts."""
        return _instant(self.site, date.fromordinal(self.ordinal), first_clock(self.site))

    @property
    def stop_s(self) -> float:
        """Return when the next day starts."""
        return Day(self.site, self.ordinal + 1).start_s

    def windows(self) -> tuple[Window, ...]:
        """Return the shifts of this day in order of their start."""
        windows = [self._window(shift) for shift in self.site.shifts if self._date(shift).weekday() in _days(shift)]
        return tuple(sorted(windows, key=lambda window: window.start_s))

    def _date(self, shift: Shift) -> date:
        own = date.fromordinal(self.ordinal)
        return own if clock(shift) >= first_clock(self.site) else own + timedelta(days=1)

    def _window(self, shift: Shift) -> Window:
        start = _instant(self.site, self._date(shift), clock(shift))
        # Where clocks go forward the last shift is an hour shorter: the next day starts by the clock.
        return Window(shift.id, start, min(start + 3600 * shift.hours, self.stop_s))


def day_at(site: Site, time_s: float) -> Day:
    """Return the working day of a site that holds this moment, in Unix seconds."""
    local = datetime.fromtimestamp(time_s, UTC).astimezone(ZoneInfo(site.timezone))
    ordinal = local.date().toordinal()
    return Day(site, ordinal - 1 if local.time() < first_clock(site) else ordinal)


def first_clock(site: Site) -> time:
    """Return the local time at which the site's day starts: that of its first shift."""
    return clock(site.shifts[0])


def clock(shift: Shift) -> time:
    """Return the local time at which a shift starts."""
    return time.fromisoformat(shift.start)


def _days(shift: Shift) -> set[int]:
    return {WEEKDAYS.index(day) for day in shift.days}


def _instant(site: Site, on: date, at: time) -> float:
    return datetime.combine(on, at, ZoneInfo(site.timezone)).timestamp()
