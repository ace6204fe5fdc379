"""How do the sums of machines' weeks keep up with what machines tell?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prometheus_client import Counter, Histogram

from services.benchmarking.care.look import take_care
from services.benchmarking.settings import settings_of
from services.benchmarking.week import store
from services.benchmarking.week.look import BEHIND, COLUMNS, look
from services.benchmarking.week.row import Part
from services.kit.database import WORKER
from services.kit.follow import take_turn
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, reading

# What a worker sums up is the owner's own, whatever they let others be compared with.
# At start it looks at everything that a release can still be made of, and later at what may still be corrected:
# readings come 72 hours late at most, and positioning works a week out anew where zones are drawn for the past.
FIRST, LATER = timedelta(weeks=27), timedelta(days=10)
# Weeks of one transaction, and machines that are looked at together: of very many at once a look takes too long.
AT_A_TIME, TOGETHER = 20, 50
WEEKS = Counter("machine_weeks_summed_total", "Weeks of machines that were summed up")
SECONDS = Histogram("machine_weeks_seconds", "Time to sum up some weeks of machines")


@dataclass
class Looking:
    """How a worker goes through the machines, some at a time: over and over, the first time further back."""

    resources: Resources
    back: timedelta = FIRST
    after: str = ""

    async def __call__(self) -> int:
        """Sum up some weeks; return 0 where all machines have been looked at, and otherwise more."""
        with SECONDS.time():
            async with reading(self.resources.pool, WORKER) as telemetry:
                if not await take_turn(telemetry.connection):
                    return 0
                machines = await store.list_machines(telemetry.connection, self.after, TOGETHER)
                has_more = await self._sum_up(telemetry, machines)
        if not machines:
            self.after, self.back = "", LATER
        elif not has_more:
            self.after = machines[-1]
        return len(machines)

    async def _sum_up(self, telemetry: TelemetryReader, machines: Sequence[str]) -> bool:
        """Sum up some weeks of machines, whole and all in one transaction; return whether there may be more."""
        now, every = datetime.now(UTC), timedelta(seconds=settings_of(self.resources).week_every_s)
        asked = store.Asked(machines, now - self.back, now, every)
        due = await store.list_due(telemetry.connection, asked, AT_A_TIME)
        for part in due:
            await _sum_up(telemetry, part)
        WEEKS.inc(len(due))
        return await take_care(telemetry, asked) or len(due) == AT_A_TIME


async def keep_weeks(resources: Resources) -> None:
    """Sum up weeks of which something else is there than they were made of, for ever."""
    settings = settings_of(resources)
    await asyncio.sleep(settings.work_after_s)
    await keep_pace(Looking(resources), share=settings.week_share, pause_s=settings.week_pause_s)


async def _sum_up(telemetry: TelemetryReader, part: Part) -> None:
    until = part.to_time + BEHIND
    minutes = await telemetry.columns(part.machine, COLUMNS, part.from_time, until, resolution="minute")
    cycles = await store.list_cycles(telemetry.connection, part)
    await store.keep(telemetry.connection, part, await asyncio.to_thread(look, part, minutes, cycles))
