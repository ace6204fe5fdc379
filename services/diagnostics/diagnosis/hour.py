"""What is kept of the hours of machines, from their minutes?"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from models.diagnosis.condition import Values
from models.diagnosis.model import history_of
from models.diagnosis.standing import Singles
from models.machines import Kind
from models.signals import Signal, drive_speed, signals_of
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.minute import moment
from services.kit.column import Columns
from services.kit.telemetry import TelemetryReader, statistics

HOUR_S = 3600
# Conditions look back so far: what comes late changes the hours behind it too.
LOOK_BACK_HOURS = 2
_HOUR_US, _MINUTE_US = 3_600_000_000, 60_000_000
_COUNTER = "engine_hours_h"


@dataclass(frozen=True)
class Account:
    """What an hour of a machine tells: `sums` (quantity, sum), None where nothing is judged, and what it rests on.

    `left_out` counts the minutes of each signal beyond what its sensor can report, and those that are `missing`.
    """

    hour: int
    samples: int
    operating_h: float | None
    sums: Singles | None
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class Heard:
    """How many samples of its drive an hour of a machine holds, and its counter of operating hours at its end."""

    samples: int
    operating_h: float | None


def begin_of(hour: int) -> datetime:
    """Return when an hour since 1970 begins."""
    return moment(hour * _HOUR_US)


def hour_of(time: datetime) -> int:
    """Return the hour since 1970 in which a time is."""
    return int(time.timestamp() // HOUR_S)


async def heard(
    telemetry: TelemetryReader, kind: Kind, machines: Sequence[str], hours: range
) -> dict[str, dict[int, Heard]]:
    """Return what came of each of the hours of machines of one kind; an hour of which nothing came is missing."""
    counted, counter = f"{drive_speed(kind)[0]}_count", f"{_COUNTER}_max"
    span = begin_of(hours.start), begin_of(hours.stop)
    found = await telemetry.columns_of(machines, [counted, counter], *span, resolution="hour")
    return {machine: _heard(columns, counted, counter) for machine, columns in found.items()}


def _heard(columns: Columns, counted: str, counter: str) -> dict[int, Heard]:
    rows = zip(
        (columns.time_us // _HOUR_US).tolist(),
        columns.values[counted].tolist(),
        columns.values[counter].tolist(),
        strict=True,
    )
    return {hour: Heard(samples, hours if np.isfinite(hours) else None) for hour, samples, hours in rows if samples}


async def accounts(
    telemetry: TelemetryReader, judge: Judge, models: Mapping[str, str], wanted: Mapping[str, Mapping[int, Heard]]
) -> dict[str, list[Account]]:
    """Return the accounts of wanted hours of machines, whose `models` are named; one query reads those of one span."""
    together: dict[tuple[int, int], list[str]] = {}
    for machine, hours in wanted.items():
        together.setdefault((min(hours) - LOOK_BACK_HOURS, max(hours) + 1), []).append(machine)
    signals = measured(judge.kind)
    found: dict[str, list[Account]] = {}
    for (first, behind), machines in together.items():
        names = statistics([entry.name for entry in signals], "mean")
        span = begin_of(first), begin_of(behind)
        minutes = await telemetry.columns_of(machines, names, *span, resolution="minute")
        for machine, columns in minutes.items():
            # Requests are answered meanwhile: an hour of a machine takes a millisecond, and a first look has many.
            found[machine] = await asyncio.to_thread(_accounts, judge, models[machine], columns, wanted[machine])
    return found


def measured(kind: Kind) -> list[Signal]:
    """Return the signals of a kind of machine that measure something and count nothing."""
    return [entry for entry in signals_of(kind) if not entry.counter]


def _accounts(judge: Judge, model: str, columns: Columns, wanted: Mapping[int, Heard]) -> list[Account]:
    values, beyond = gated(judge.kind, columns)
    history = history_of(judge.kind, model, columns.time_us / _MINUTE_US, values)
    kept = judge.ready.model.account(history) if history else None
    sums = dict(zip(kept.hour.tolist(), kept.sums.astype(np.float32), strict=True)) if kept else {}
    hours = columns.time_us // _HOUR_US
    return [
        Account(hour, told.samples, told.operating_h, sums.get(hour), _left_out(beyond, hours == hour))
        for hour, told in wanted.items()
    ]


def gated(kind: Kind, columns: Columns) -> tuple[Values, Mapping[str, np.ndarray]]:
    """Return the means of minutes by signal, NaN where one is beyond what its sensor can report, and where that was."""
    values: dict[str, np.ndarray] = {}
    beyond: dict[str, np.ndarray] = {}
    for entry in measured(kind):
        told = columns.values[f"{entry.name}_mean"].astype(np.float64)
        if np.isfinite(told).any():
            beyond[entry.name] = (told < entry.low) | (told > entry.high)
            values[entry.name] = np.where(beyond[entry.name], np.nan, told)
    return values, beyond


def _left_out(beyond: Mapping[str, np.ndarray], rows: np.ndarray) -> dict[str, int]:
    counts = {name: int(np.count_nonzero(flags & rows)) for name, flags in beyond.items()}
    counts["missing"] = max(60 - int(np.count_nonzero(rows)), 0)
    return {name: count for name, count in counts.items() if count}


def stale(known: Mapping[int, int], came: Mapping[int, Heard], complete: range) -> dict[int, Heard]:
    """Return which complete hours are to be accounted for: those of which other samples came than the `known` ones, and
    those just behind them."""
    other = {hour for hour in complete if hour in came and came[hour].samples != known.get(hour)}
    behind = {hour + more for hour in other for more in range(LOOK_BACK_HOURS + 1)}
    return {hour: came[hour] for hour in sorted(behind) if hour in came and hour in complete}


def look_back(until: int, days: float) -> int:
    """Return the first hour of so many days before one."""
    return until - int(timedelta(days=days) / timedelta(hours=1))
