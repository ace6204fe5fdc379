"""How do hours follow minutes, and days hours?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from ingest.array import Integers, texts
from ingest.database import Connection
from ingest.rollup.lock import hold_lock
from ingest.rollup.span import Spans
from ingest.statement import ROLLUP

_AT_A_TIME = 1_000

_Bucket = tuple[str, datetime]


async def mark_hour(connection: Connection, machines: Sequence[str], minute: datetime) -> None:
    """Mark the hour of machines' minute as out of date, within the transaction that rolls this up."""
    await _mark_all(connection, "hour", sorted(machines), minute.replace(minute=0))


async def mark_hours_of(connection: Connection, days: Spans) -> None:
    """Mark the hours of spans as out of date, within the transaction that rolls these up."""
    for day, spans in days.items():
        of_hour: dict[int, set[str]] = defaultdict(set)
        for span in spans:
            for hour in span.hours():
                of_hour[hour].add(span.machine)
        for hour, machines in sorted(of_hour.items()):
            await _mark_all(connection, "hour", sorted(machines), day + timedelta(hours=hour))


async def roll_hours(connection: Connection, *, patiently: bool = False) -> int:
    """Compute some of the hours that are out of date from their minutes, and return how many; 0: there are none."""
    async with connection.transaction():
        taken = await _take(connection, "hour", patiently=patiently)
        of_day: dict[datetime, list[_Bucket]] = defaultdict(list)
        for machine, start in taken:
            of_day[start.replace(hour=0)].append((machine, start))
        for day, hours in sorted(of_day.items()):
            machines = [machine for machine, _ in hours]
            numbers = Integers(np.array([start.hour for _, start in hours], dtype=np.int64))
            # Planned for each day: only with the day known does the planner leave the other chunks alone.
            values = {"day": day, "machines": texts(machines), "hours": numbers}
            await connection.execute(ROLLUP["roll_hours"], values, prepare=False)
            await _mark_all(connection, "day", sorted(set(machines)), day)
    return len(taken)


async def roll_days(connection: Connection, *, patiently: bool = False) -> int:
    """Compute some of the days that are out of date from their hours, and return how many; 0: there are none."""
    async with connection.transaction():
        taken = await _take(connection, "day", patiently=patiently)
        of_day: dict[datetime, list[str]] = defaultdict(list)
        for machine, day in taken:
            of_day[day].append(machine)
        for day, machines in sorted(of_day.items()):
            await connection.execute(ROLLUP["roll_days"], {"day": day, "machines": texts(machines)}, prepare=False)
    return len(taken)


async def _take(connection: Connection, unit: str, *, patiently: bool) -> list[_Bucket]:
    """Take marks away within a transaction; none while another worker rolls up, which is waited for `patiently`."""
    if not await hold_lock(connection, patiently=patiently):
        return []
    rows = await connection.execute(ROLLUP["take_coarse"], {"unit": unit, "limit": _AT_A_TIME})
    return [(machine, start.astimezone(UTC)) for machine, start in await rows.fetchall()]


async def _mark_all(connection: Connection, unit: str, machines: Sequence[str], start: datetime) -> None:
    if machines:
        await connection.execute(ROLLUP["mark_coarse"], {"unit": unit, "machines": texts(machines), "start": start})
