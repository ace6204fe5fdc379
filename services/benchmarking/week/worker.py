"""How do the sums of machines' weeks keep up with what machines tell?"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from prometheus_client import Counter, Histogram

from services.benchmarking.settings import settings_of
from services.benchmarking.week import store
from services.benchmarking.week.look import BEHIND, COLUMNS, look
from services.benchmarking.week.row import Part
from services.kit.follow import take_turn
from services.kit.pace import keep_pace
from services.kit.resources import Resources
from services.kit.telemetry import TelemetryReader, reading

# What a worker sums up is the owner's own, whatever they let others be compared with.
EVERYBODY = ("all",)
# At start it looks at everything that a release can still be made of, and later at what may still be corrected:
# readings come 72 hours late at most, and positioning works a week out anew where zones are drawn for the past.
FIRST, LATER = timedelta(weeks=27), timedelta(days=10)
AT_A_TIME = 10
WEEKS = Counter("machine_weeks_summed_total", "Weeks of machines that were summed up")
SECONDS = Histogram("machine_weeks_seconds", "Time to sum up some weeks of machines")


@dataclass
class Looking:
    """How far back a worker looks: everything until nothing of it is left, and what is recent afterwards."""

    resources: Resources
    back: timedelta = FIRST

    async def __call__(self) -> int:
        """Sum up some weeks, and return how many they were."""
        done = await sum_due(self.resources, self.back)
        self.back = self.back if done else LATER
        return done


async def keep_weeks(resources: Resources) -> None:
    """Sum up weeks of which something else is there than they were made of, for ever."""
    settings = settings_of(resources)
    await asyncio.sleep(settings.work_after_s)
    await keep_pace(Looking(resources), share=settings.week_share, pause_s=settings.week_pause_s)


async def sum_due(resources: Resources, back: timedelta = FIRST) -> int:
    """Sum up some weeks, each as a whole and all in one transaction, and return how many they were."""
    every = timedelta(seconds=settings_of(resources).week_every_s)
    with SECONDS.time():
        async with reading(resources.pool, EVERYBODY) as telemetry:
            if not await take_turn(telemetry.connection):
                return 0
            now = datetime.now(UTC)
            due = await store.list_due(telemetry.connection, now - back, now, every, limit=AT_A_TIME)
            for part in due:
                await _sum_up(telemetry, part)
    WEEKS.inc(len(due))
    return len(due)


async def _sum_up(telemetry: TelemetryReader, part: Part) -> None:
    until = part.to_time + BEHIND
    minutes = await telemetry.columns(part.machine, COLUMNS, part.from_time, until, resolution="minute")
    cycles = await store.list_cycles(telemetry.connection, part)
    await store.keep(telemetry.connection, part, await asyncio.to_thread(look, part, minutes, cycles))
