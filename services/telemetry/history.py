"""How is a range of time answered with few points, quickly and honestly?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.downsample import Samples, presence, spacing_us, thin
from models.signals import signal
from services.kit.column import Columns
from services.kit.errors import BadRequest, FieldError
from services.kit.parameter import Period
from services.kit.telemetry import Resolution, TelemetryReader, VisiblePeriod, statistics
from services.telemetry import catalogue, latest
from services.telemetry.api import Asked, Completeness, Coverage, FleetHistory, History, SignalHistory

WIDTH: dict[Resolution, timedelta] = {
    "raw": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
LONGEST: dict[Resolution, timedelta] = {
    "raw": timedelta(days=1),
    "minute": timedelta(days=28),
    "hour": timedelta(days=1830),
    "day": timedelta(days=3660),
}
# Rows of rollups are read at about 7 µs each: this keeps an answer below a fifth of a second.
MOST_ROWS = 22_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class RangeTooLarge(BadRequest):
    """The range is longer than is answered at once at the resolution asked for."""

    code, title = "range-too-large", "Range too large"

    def __init__(self, resolution: Resolution, asked: timedelta) -> None:
        limit = LONGEST[resolution]
        detail = (
            f"At the resolution '{resolution}' at most {_spoken(limit)} are answered at once, and {_spoken(asked)} are"
            " asked for. Ask for less, leave the resolution to 'auto', or export the range."
        )
        error = FieldError(field="resolution", detail=detail)
        super().__init__(detail, errors=[error], limit_s=limit.total_seconds())


def choose(asked: Asked, during: Period, points: int) -> Resolution:
    """Return what to read: the coarsest resolution with enough for the points, or the finest that is quick.

    Raises RangeTooLarge where a resolution was asked for by name that cannot answer the range.
    """
    span = during.to - during.from_
    if asked != "auto":
        if span > LONGEST[asked]:
            raise RangeTooLarge(asked, span)
        return asked
    quick = [resolution for resolution, width in WIDTH.items() if span / width <= MOST_ROWS]
    enough = [resolution for resolution in quick if span / WIDTH[resolution] >= points]
    return enough[-1] if enough else quick[0]


async def read(
    telemetry: TelemetryReader, machine: str, signals: Sequence[str], during: Period, resolution: Resolution
) -> dict[str, Samples]:
    """Return each signal's samples over the range; of rollups the buckets that begin in it, or before and reach in."""
    if resolution == "raw":
        columns = await telemetry.columns(machine, signals, during.from_, during.to, resolution=resolution)
        return {name: _single(columns, name) for name in signals}
    width = WIDTH[resolution]
    begin = during.from_ - (during.from_ - _EPOCH) % width
    asked = statistics(signals, "count", "mean", "min", "max")
    columns = await telemetry.columns(machine, asked, begin, during.to, resolution=resolution)
    return {name: _bucketed(columns, name, width // _MICROSECOND) for name in signals}


def told(
    periods: Sequence[VisiblePeriod],
    found: dict[str, Samples],
    during: Period,
    resolution: Resolution,
    points: int,
    *,
    delivery: Completeness,
) -> History:
    """Return the history of one machine from its samples, with the periods in which the caller may see it."""
    seen_us = visible_us(periods, during)
    return History(
        machine=periods[0].machine,
        kind=periods[0].kind,
        from_=during.from_,
        to=during.to,
        resolution=resolution,
        visible=latest.seen([p for p in periods if p.from_time < during.to and p.to_time > during.from_]),
        delivery=delivery,
        signals={name: answer(name, samples, resolution, points, seen_us) for name, samples in found.items()},
    )


async def compared(
    telemetry: TelemetryReader, name: str, machines: Sequence[str], during: Period, points: int
) -> FleetHistory:
    """Return one signal of several machines; raises UnknownMachine where one of them is not visible."""
    resolution = choose("auto", during, points)
    answers: dict[str, SignalHistory] = {}
    for machine in machines:
        seen_us = visible_us(await telemetry.require(machine), during)
        found = await read(telemetry, machine, [name], during, resolution)
        answers[machine] = answer(name, found[name], resolution, points, seen_us)
    return FleetHistory(signal=name, from_=during.from_, to=during.to, resolution=resolution, machines=answers)


def answer(name: str, samples: Samples, resolution: Resolution, points: int, visible_us: int) -> SignalHistory:
    """Return one signal's samples as at most `points` points, with what stands behind them."""
    thinned = thin(samples, points)
    entry = signal(name)
    return SignalHistory(
        unit=entry.unit,
        description=entry.description,
        decimals=entry.decimals,
        healthy=catalogue.band(entry),
        resolution=resolution,
        bucket_s=thinned.width_us / 1e6 or None,
        coverage=_coverage(samples, visible_us),
        time=_times(thinned.time_us),
        mean=_values(thinned.mean, entry.decimals),
        min=_values(thinned.low, entry.decimals),
        max=_values(thinned.high, entry.decimals),
    )


def visible_us(periods: Sequence[VisiblePeriod], during: Period) -> int:
    """Return how much of a range the caller may see and is not in the future, in microseconds."""
    end = min(during.to, datetime.now(UTC))
    spans = (min(p.to_time, end) - max(p.from_time, during.from_) for p in periods)
    return sum(max(span, timedelta(0)) // _MICROSECOND for span in spans)


def _single(columns: Columns, name: str) -> Samples:
    values = columns.values[name]
    there = ~np.isnan(values)
    value = values[there].astype(np.float64)
    return Samples(columns.time_us[there], value, value, value, np.ones(len(value), np.int64))


def _bucketed(columns: Columns, name: str, width_us: int) -> Samples:
    count, *levels = (columns.values[column] for column in statistics([name], "count", "mean", "min", "max"))
    there = count > 0
    mean, low, high = (level[there].astype(np.float64) for level in levels)
    return Samples(columns.time_us[there], mean, low, high, count[there].astype(np.int64), width_us)


def _coverage(samples: Samples, visible_us: int) -> Coverage:
    every_us = spacing_us(samples)
    time_share, sample_share = presence(samples, visible_us)
    ends = _times(samples.time_us[[0, -1]]) if len(samples) else [None, None]
    return Coverage(
        samples=int(samples.count.sum()),
        every_s=every_us / 1e6 if every_us else None,
        time_share=round(time_share, 4),
        sample_share=None if sample_share is None else round(sample_share, 4),
        first=ends[0],
        last=ends[1],
    )


def _times(time_us: NDArray[np.int64]) -> list[datetime]:
    return [_EPOCH + timedelta(microseconds=time) for time in time_us.tolist()]


def _values(values: NDArray[Any], decimals: int) -> list[float | None]:
    # What was stored as a `real` has no more digits than these, and shows them as it was sent.
    return [None if value != value else value for value in values.round(decimals + 2).tolist()]


def _spoken(span: timedelta) -> str:
    days, hours = span / timedelta(days=1), span / timedelta(hours=1)
    return f"{days:,.4g} days" if days > 2 else f"{hours:.4g} hours"
