"""Which of a machine's messages arrived, and which are missing, as far as this caller may see it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from models.coverage import Coverage, Hole, Span, cover
from services.kit.telemetry import TelemetryReader

# Reason of a gap whose messages are missing while later ones came, and may still come.
NOT_ARRIVED = "not_arrived"
_MOST_GAPS = 20_000


@dataclass(frozen=True)
class Boot:
    """A start of a machine: when it measured, as far as that is visible, and since when a number has been missing."""

    from_time: datetime
    to_time: datetime
    waiting_since: datetime | None


@dataclass(frozen=True)
class Gap:
    """Messages that are missing between two times: how many, and which share of all those between them."""

    from_time: datetime
    to_time: datetime
    reason: str
    messages: int
    share: float


@dataclass(frozen=True)
class Delivery:
    """What is known of the messages of a machine in a range."""

    boots: Sequence[Boot]
    gaps: Sequence[Gap]

    def coverage(self, asked: Sequence[Span]) -> Coverage:
        """Return how the asked times are covered."""
        holes = [Hole(gap.from_time, gap.to_time, gap.share, gap.reason != NOT_ARRIVED) for gap in self.gaps]
        return cover(asked, [(boot.from_time, boot.to_time) for boot in self.boots], holes)


async def read_delivery(telemetry: TelemetryReader, machine: str, from_: datetime, to: datetime) -> Delivery:
    """Return what is known of a machine's messages that were measured in [from_, to), in order of time."""
    values = {"machine": machine, "from": from_, "to": to, "most": _MOST_GAPS}
    async with telemetry.connection.cursor(row_factory=class_row(Boot)) as cursor:
        await cursor.execute(
            "select from_time, to_time, waiting_since from telemetry.delivery_v1"
            " where machine = %(machine)s and to_time >= %(from)s and from_time < %(to)s order by from_time",
            values,
        )
        boots = await cursor.fetchall()
    async with telemetry.connection.cursor(row_factory=class_row(Gap)) as found:
        await found.execute(
            "select from_time, to_time, reason, messages, share from telemetry.gap_v1"
            " where machine = %(machine)s and to_time >= %(from)s and from_time < %(to)s"
            " order by from_time, to_time limit %(most)s",
            values,
        )
        return Delivery(boots, await found.fetchall())
