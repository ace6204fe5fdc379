"""In which steps of time is a period told?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.site.production.asking import Question


def begin_of(question: Question, time: datetime) -> datetime:
    """Return when the step begins in which a time lies: an hour of the world's clock, a day or month of the site's."""
    if question.step == "hour":
        return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    local = time.astimezone(question.site.clock).replace(hour=0, minute=0, second=0, microsecond=0)
    return (local.replace(day=1) if question.step == "month" else local).astimezone(UTC)


def steps_of(question: Question) -> list[datetime]:
    """Return when each step of a period begins, as far as it has passed; the first may begin before the period."""
    found, step = [], begin_of(question, question.during.from_)
    end = min(question.during.to, question.now)
    while step < end:
        found.append(step)
        # Later than the longest day and month, and earlier than the next but one.
        longest = {"hour": timedelta(hours=1), "day": timedelta(hours=26), "month": timedelta(days=32)}[question.step]
        step = begin_of(question, step + longest)
    return found


def step_edges_s(question: Question, times: Sequence[datetime]) -> list[float]:
    """Return where the steps of a period begin, within it, and where it ends, in Unix seconds."""
    during = question.during
    return [max(time, during.from_).timestamp() for time in times] + [during.to.timestamp()]
