"""Which minutes of machines are looked at, and in which of them did their drives run?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np

from models.band import Flags, settled
from models.downsample import Samples
from models.machines import Kind
from models.signals import Signal, drive_speed, signals_of
from services.kit.column import Columns
from services.kit.telemetry import TelemetryReader, statistics

MINUTE, RECENT, LOOK_BACK = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=72)

# So many hours with some running hold half an hour of it, but for a machine that only ever starts and stops.
_WORKING_HOURS = 3
# Spans begin and end on such marks, so that machines of about the same time are read together.
_MARK = timedelta(minutes=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE_US = 60_000_000


@dataclass(frozen=True)
class Span:
    """The time from `from_` up to, and without, `to`."""

    from_: datetime
    to: datetime


@dataclass(frozen=True)
class Minutes:
    """Minutes of a machine's signals, and in which of them its drive ran and had settled."""

    columns: Columns
    running: Flags

    def of(self, entry: Signal) -> Samples:
        """Return the minutes in which the signal's band means something."""
        count, *levels = (self.columns.values[name] for name in statistics([entry.name], "count", "mean", "min", "max"))
        judged = count > 0
        if entry.healthy and entry.healthy.while_running:
            judged = judged & self.running
        mean, low, high = (level[judged].astype(np.float64) for level in levels)
        return Samples(self.columns.time_us[judged], mean, low, high, count[judged].astype(np.int64), _MINUTE_US)


def banded(kind: Kind) -> list[Signal]:
    """Return the signals of a kind of machine that have a healthy band."""
    return [entry for entry in signals_of(kind) if entry.healthy]


def recent_span(until: datetime) -> Span:
    """Return a little more than the last hour before `until`."""
    return Span(_mark(until - RECENT), _mark(until + _MARK))


async def read_minutes(
    telemetry: TelemetryReader, kind: Kind, spans: Mapping[str, Span], signals: Sequence[Signal]
) -> dict[str, Minutes]:
    """Return the minutes of machines of one kind over the span of each; a machine without any is missing."""
    speed, limit = drive_speed(kind)
    # The least speed: a minute in which the drive stopped or started is none of running.
    least = f"{speed}_min"
    names = statistics([entry.name for entry in signals], "count", "mean", "min", "max")
    columns = await _read(telemetry, spans, list(dict.fromkeys([*names, least])), "minute")
    return {machine: Minutes(read, _running(read, least, limit)) for machine, read in columns.items()}


async def working_spans(telemetry: TelemetryReader, kind: Kind, untils: Mapping[str, datetime]) -> dict[str, Span]:
    """Return the last three hours in which the drive of each machine ran, with what lies between; missing: it stood."""
    speed, limit = drive_speed(kind)
    most = f"{speed}_max"
    look_back = {machine: Span(_mark(until - LOOK_BACK), _mark(until + _MARK)) for machine, until in untils.items()}
    hours = await _read(telemetry, look_back, [most], "hour")
    ran = {machine: read.time_us[_above(read, most, limit)][-_WORKING_HOURS:] for machine, read in hours.items()}
    return {
        machine: Span(moment(int(times[0])), moment(int(times[-1])) + timedelta(hours=1))
        for machine, times in ran.items()
        if len(times)
    }


def moment(time_us: int) -> datetime:
    """Return microseconds since 1970 as a time."""
    return _EPOCH + timedelta(microseconds=time_us)


async def _read(
    telemetry: TelemetryReader, spans: Mapping[str, Span], names: Sequence[str], resolution: Literal["minute", "hour"]
) -> dict[str, Columns]:
    """Return columns of machines, with one query for those of the same span."""
    together: dict[Span, list[str]] = defaultdict(list)
    for machine, span in spans.items():
        together[span].append(machine)
    found: dict[str, Columns] = {}
    for span, machines in together.items():
        found |= await telemetry.columns_of(machines, names, span.from_, span.to, resolution=resolution)
    return found


def _running(columns: Columns, least: str, limit: float) -> Flags:
    return settled(columns.time_us, _above(columns, least, limit))


def _above(columns: Columns, name: str, limit: float) -> Flags:
    return np.asarray(np.nan_to_num(columns.values[name].astype(np.float64), nan=-np.inf) > limit)


def _mark(time: datetime) -> datetime:
    return time - (time - _EPOCH) % _MARK
