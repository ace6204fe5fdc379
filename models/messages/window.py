"""Is the time of a message one that can be stored?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from models.messages.rejection import Reason, Rejected

# A little more than clocks differ that are set by a network or by satellites.
FUTURE = timedelta(minutes=5)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def instant(time_ms: int) -> datetime:
    """Return the aware UTC time of milliseconds since 1970."""
    return _EPOCH + time_ms * _MILLISECOND


def milliseconds(time: datetime) -> int:
    """Return the milliseconds since 1970 of an aware time, rounded down."""
    return (time - _EPOCH) // _MILLISECOND


def check_times(time_ms: Sequence[int] | NDArray[np.int64], *, now: datetime, oldest: datetime) -> None:
    """Raise `Rejected` when one of the times is more than five minutes after `now` or before `oldest`."""
    first, last = int(min(time_ms)), int(max(time_ms))
    if last > milliseconds(now + FUTURE):
        raise Rejected(Reason.FUTURE_TIME, f"{_name(last)} is more than {FUTURE} after {now.isoformat()}.")
    if first < milliseconds(oldest):
        raise Rejected(Reason.TOO_OLD, f"{_name(first)} is before {oldest.isoformat()}.")


def _name(time_ms: int) -> str:
    return f"{time_ms} ms ({instant(time_ms).isoformat()})"
