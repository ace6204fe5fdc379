"""When is a webhook that did not arrive sent again?"""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

# After Standard Webhooks 1.0: the first attempt at once, the last more than three days later.
_HOURS = (2, 5, 10, 14, 20, 24)
DELAYS = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in _HOURS),
)
# So that what failed together does not come back together.
_JITTER = 0.2
_LONGEST_WAIT = timedelta(hours=24)


def next_attempt(attempts: int, now: datetime, share: float, retry_after: str | None = None) -> datetime | None:
    """Return when to try again after so many attempts, None where it is given up.

    `share` (0 to 1) says how much of the jitter is taken. What a receiver asks for by `Retry-After`, in seconds or as a
    date, is waited for, up to a day.
    """
    if attempts >= len(DELAYS):
        return None
    pause = DELAYS[attempts] * (1 + _JITTER * share)
    return now + max(pause, min(_asked(retry_after, now), _LONGEST_WAIT))


def _asked(retry_after: str | None, now: datetime) -> timedelta:
    if retry_after is None:
        return timedelta(0)
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), _LONGEST_WAIT.total_seconds()))
    try:
        return parsedate_to_datetime(retry_after) - now
    except (ValueError, TypeError):
        return timedelta(0)
