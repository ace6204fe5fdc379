"""How does what is known of health, uptime and misuse keep up with what machines and people tell?"""

import asyncio
from datetime import timedelta

import numpy as np

from models.machines import Kind
from models.misuse.second import Seconds
from models.misuse.watch import LOOK_BACK_S, Watched, watch
from services.benchmarking.care import store, summing
from services.benchmarking.care.store import Hour, Part
from services.benchmarking.week.store import Asked
from services.kit.telemetry import TelemetryReader

# Hours and weeks of one transaction.
HOURS, PARTS = 60, 40
_SIGNALS = [name for name in Seconds.__dataclass_fields__ if name != "time_s"]
_HOUR = timedelta(hours=1)
_NOTHING = Watched(0.0, {})


async def take_care(telemetry: TelemetryReader, asked: Asked) -> bool:
    """Watch some hours of machines and sum up some of their weeks; return whether there may be more."""
    hours = await store.list_unwatched(telemetry.connection, asked, HOURS)
    for hour in hours:
        await _watch(telemetry, hour)
    parts = await store.list_parts(telemetry.connection, asked, PARTS)
    for part in parts:
        await _sum_up(telemetry, part, asked)
    return len(hours) == HOURS or len(parts) == PARTS


async def _watch(telemetry: TelemetryReader, hour: Hour) -> None:
    begin, end = hour.from_time - timedelta(seconds=LOOK_BACK_S), hour.from_time + _HOUR
    told = await telemetry.columns(hour.machine, _SIGNALS, begin, end, resolution="raw")
    seconds = Seconds(told.time_us / 1e6, **{name: told.values[name].astype(np.float64) for name in _SIGNALS})
    span = hour.from_time.timestamp(), end.timestamp()
    watched = await asyncio.to_thread(watch, seconds, Kind(hour.kind), hour.model, *span)
    await store.keep_hour(telemetry.connection, hour, watched or _NOTHING)


async def _sum_up(telemetry: TelemetryReader, part: Part, asked: Asked) -> None:
    """Keep what each hour of a part comes to; what nothing is known of is kept nowhere."""
    db = telemetry.connection
    minutes = await telemetry.columns(
        part.machine, [summing.COUNTER], part.from_time, min(part.to_time, asked.now), resolution="minute"
    )
    works, shifts = await store.list_works(db, part), await store.get_shifts(db, part)
    await store.keep(db, part, "uptime", summing.of_uptime(part, asked.now, minutes, works, shifts))
    if judged := await store.list_health(db, part):
        await store.keep(db, part, "health", summing.of_health(judged))
    if treated := await store.list_watched(db, part):
        await store.keep(db, part, "misuse", summing.of_misuse(treated))
