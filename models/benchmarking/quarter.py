"""Which quarter is over, and when is the next one?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# The last week that begins in a quarter ends up to six days behind it, and readings come up to three days late.
SETTLES = timedelta(days=10)


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year (UTC): the weeks that begin in it, which is [start, stop)."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """Return what it is called, which orders by time."""
        return f"{self.year}-Q{self.number}"

    @property
    def start(self) -> datetime:
        """Return when it begins."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def stop(self) -> datetime:
        """Return when it ends."""
        return self.next.start

    @property
    def mondays(self) -> list[datetime]:
        """Return when its weeks begin."""
        first = self.start + timedelta(days=-self.start.weekday() % 7)
        return [first + timedelta(days=7 * week) for week in range(((self.stop - first).days + 6) // 7)]

    @property
    def next(self) -> "Quarter":
        """Return the one behind it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """Return the one before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)


def over(now: datetime) -> Quarter:
    """Return the newest quarter of which nothing comes any more: its last week is over, and nothing of it is late."""
    due = now.astimezone(UTC) - SETTLES
    return Quarter(due.year, (due.month + 2) // 3).previous
