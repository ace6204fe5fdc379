"""When is what begins by a site's clock and lasts for some hours by it?"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def on_clock(day: date, start: str, hours: float, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return from when to when (UTC) something goes that begins on a day at `start` (HH:MM) by a clock.

    Wall clocks are added to without their zone: what follows begins by the clock, whenever that changed.
    """
    begins = datetime.combine(day, time.fromisoformat(start))
    from_, to = ((begins + timedelta(hours=h)).replace(tzinfo=zone).astimezone(UTC) for h in (0, hours))
    return from_, to
