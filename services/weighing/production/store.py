"""How much was moved in hours, by what booms weighed, counters counted and belts carried?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from services.kit.column import Columns
from services.kit.database import Connection, fetch_all
from services.kit.parameter import Period
from services.kit.telemetry import TelemetryReader, statistics
from services.weighing.api import HourlyProduction
from services.weighing.record.store import QUERIES, moment

_HOUR = timedelta(hours=1)
_TOLD = statistics(["boom_head_pressure_bar"], "count")
_COUNTED = statistics(["payload_total_kg", "load_count"], "min", "max")
_BELT = statistics(["crusher_throughput_tph"], "mean", "count")


@dataclass(frozen=True)
class Produced:
    """What was summed of a machine's passes of an hour."""

    machine: str
    hour: datetime
    passes: int
    weighed: int
    payload_kg: float
    sd_kg: float
    common_kg: float


def whole_hours(during: Period) -> Period:
    """Return the hours that begin in a period."""
    return Period(_up(during.from_), _up(during.to))


def _up(time: datetime) -> datetime:
    whole = time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return whole if whole == time else whole + _HOUR


async def list_weighed(db: Connection, hours: Period, machine: str | None) -> list[Produced]:
    """Return the sums of passes of a machine (of all where none is named) of the hours that begin in a period."""
    wanted = {"from": hours.from_, "to": hours.to, "machine": machine}
    return await fetch_all(db, Produced, QUERIES["list_production"], wanted)


async def coverage(
    telemetry: TelemetryReader, machines: Sequence[str], hours: Period, now: datetime
) -> dict[tuple[str, datetime], float]:
    """Return for which share of each hour a machine told the pressure of its boom every second."""
    found = await telemetry.columns_of(machines, _TOLD, hours.from_, hours.to, resolution="hour")
    return {
        (machine, hour): min(count / max(min((now - hour).total_seconds(), 3600.0), 1.0), 1.0)
        for machine, columns in found.items()
        for hour, count in zip(_times(columns), columns.values[_TOLD[0]].tolist(), strict=True)
    }


async def list_counted(telemetry: TelemetryReader, machines: Sequence[str], hours: Period) -> list[HourlyProduction]:
    """Return what the counters of old units tell of hours: totals of payload and loads, without an uncertainty."""
    found = await telemetry.columns_of(machines, _COUNTED, hours.from_ - _HOUR, hours.to, resolution="hour")
    return [one for machine, columns in found.items() for one in _counted(machine, columns, hours)]


def _counted(machine: str, columns: Columns, hours: Period) -> list[HourlyProduction]:
    kg, loads = (_growth(columns, name) for name in ("payload_total_kg", "load_count"))
    told = zip(_times(columns), kg, loads, strict=True)
    return [
        HourlyProduction(
            machine=machine,
            hour=hour,
            passes=round(count),
            weighed=round(count),
            payload_t=grown / 1000,
            sd_t=None,
            coverage=None,
            basis="counter",
        )
        for hour, grown, count in told
        if hour >= hours.from_ and np.isfinite(grown) and np.isfinite(count)
    ]


def _growth(columns: Columns, counter: str) -> list[float]:
    """Return by how much a counter grew in each hour since the end of the one before, where that was told."""
    low, high = columns.values[f"{counter}_min"], columns.values[f"{counter}_max"]
    before = np.concatenate([low[:1], np.where(np.diff(columns.time_us) == 3_600_000_000, high[:-1], low[1:])])
    # A unit that was replaced begins anew.
    return [float(grown) for grown in np.where(high >= before, high - before, high - low)]


async def belts_t(telemetry: TelemetryReader, machines: Sequence[str], hours: Period) -> float | None:
    """Return the tonnes that belts carried in hours, None where none told."""
    found = await telemetry.columns_of(machines, _BELT, hours.from_, hours.to, resolution="hour")
    sums = [float(np.nansum(columns.values[_BELT[0]] * columns.values[_BELT[1]])) / 3600 for columns in found.values()]
    return sum(sums) if sums else None


def _times(columns: Columns) -> list[datetime]:
    return [moment(us / 1e6) for us in columns.time_us.tolist()]
