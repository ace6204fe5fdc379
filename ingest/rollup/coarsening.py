"""How do hours follow minutes, and days hours?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from ingest.database import Connection
from ingest.rollup.lock import hold_lock
from ingest.rollup.span import Spans
from ingest.statement import ROLLUP

_AT_A_TIME = 5_000

_Bucket = tuple[str, datetime]


async def mark_hours(connection: Connection, minutes: Iterable[_Bucket]) -> None:
    """Mark the hours of machines' minutes as out of date, within the transaction that rolls these up."""
    await _mark(connection, "hour", {(machine, start.replace(minute=0)) for machine, start in minutes})


async def mark_hours_of(connection: Connection, days: Spans) -> None:
    """Mark the hours of spans as out of date, within the transaction that rolls these up."""
    for day, spans in days.items():
        hours = {(span.machine, day + timedelta(hours=hour)) for span in spans for hour in span.hours()}
        await _mark(connection, "hour", hours)


async def roll_hours(connection: Connection, *, patiently: bool = False) -> int:
    """Compute some of the hours that are out of date from their minutes, and return how many; 0: there are none."""
    async with connection.transaction():
        taken = await _take(connection, "hour", patiently=patiently)
        of_day: dict[datetime, list[_Bucket]] = defaultdict(list)
        for machine, start in taken:
            of_day[start.replace(hour=0)].append((machine, start))
        for day, hours in sorted(of_day.items()):
            machines, numbers = [machine for machine, _ in hours], [start.hour for _, start in hours]
            # Planned for each day: only with the day known does the planner leave the other chunks alone.
            values = {"day": day, "machines": machines, "hours": numbers}
            await connection.execute(ROLLUP["roll_hours"], values, prepare=False)
            await _mark(connection, "day", {(machine, day) for machine in machines})
    return len(taken)


async def roll_days(connection: Connection, *, patiently: bool = False) -> int:
    """Compute some of the days that are out of date from their hours, and return how many; 0: there are none."""
    async with connection.transaction():
        taken = await _take(connection, "day", patiently=patiently)
        of_day: dict[datetime, list[str]] = defaultdict(list)
        for machine, day in taken:
            of_day[day].append(machine)
        for day, machines in sorted(of_day.items()):
            await connection.execute(ROLLUP["roll_days"], {"day": day, "machines": machines}, prepare=False)
    return len(taken)


async def _take(connection: Connection, unit: str, *, patiently: bool) -> list[_Bucket]:
    """Take marks away within a transaction; none while another worker rolls up, which is waited for `patiently`."""
    if not await hold_lock(connection, patiently=patiently):
        return []
    rows = await connection.execute(ROLLUP["take_coarse"], {"unit": unit, "limit": _AT_A_TIME})
    return [(machine, start.astimezone(UTC)) for machine, start in await rows.fetchall()]


async def _mark(connection: Connection, unit: str, buckets: set[_Bucket]) -> None:
    if buckets:
        machines, starts = zip(*sorted(buckets), strict=True)
        values = {"unit": unit, "machines": list(machines), "starts": list(starts)}
        await connection.execute(ROLLUP["mark_coarse"], values)
