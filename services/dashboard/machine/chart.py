"""Which signals over which time does somebody want to see as lines?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Query

from models.machines import Kind
from models.signals import NAMES, signals_of
from services.dashboard.api import Chart, ChartCoverage, ChartedSignal, ChartQuery
from services.dashboard.wording import all_converted, converted, duration, number, shown_unit
from services.diagnostics.api import Condition
from services.telemetry.api import History, LatestValues, SignalHistory

MOST_SIGNALS = 6
SPANS = (
    ("15 min", 900),
    ("1 h", 3600),
    ("8 h", 28_800),
    ("24 h", 86_400),
    ("7 days", 604_800),
    ("28 days", 2_419_200),
    ("a year", 31_536_000),
)

AskedChart = Annotated[ChartQuery, Query()]

# What is charted where nobody chose: what tells most about a machine of the kind.
USUAL: dict[Kind, tuple[str, ...]] = {
    Kind.WHEEL_LOADER: ("engine_speed_rpm", "coolant_temperature_c", "payload_kg"),
    Kind.HAUL_TRUCK: ("ground_speed_kmh", "payload_kg", "coolant_temperature_c"),
    Kind.EXCAVATOR: ("engine_speed_rpm", "hydraulic_oil_temperature_c", "hydraulic_pressure_bar"),
    Kind.CRUSHER: ("crusher_power_kw", "crusher_throughput_tph", "crusher_vibration_mmps"),
}
# What even the first generation of telematics tells.
PLAIN = ("engine_speed_rpm", "ground_speed_kmh", "fuel_level_percent")
SHOWN = 3
RESOLUTIONS = {
    "raw": "Values as they were measured",
    "minute": "Means by minute",
    "hour": "Means by hour",
    "day": "Means by day",
}


def chosen(query: ChartQuery, kind: Kind, condition: Condition | None, latest: LatestValues | None) -> list[str]:
    """Return the signals to chart: those asked for, else those with findings and then the usual ones that come."""
    possible = {signal.name for signal in signals_of(kind)}
    asked = [name for name in query.names if name in possible]
    if asked or query.signals:
        return asked[:MOST_SIGNALS]
    found = [finding.signal for finding in condition.findings] if condition else []
    comes = possible & latest.values.keys() if latest and latest.values else possible
    return [name for name in dict.fromkeys((*found, *USUAL[kind], *PLAIN)) if name in comes][:SHOWN]


def period(query: ChartQuery) -> tuple[datetime, datetime]:
    """Return from when to when to chart: what was asked for, else the last `span` seconds."""
    if query.from_ and query.to and query.from_ < query.to:
        return query.from_, query.to
    now = datetime.now(UTC)
    return now - timedelta(seconds=query.span), now


def known_signals(names: Sequence[str]) -> list[str]:
    """Return the names that the catalogue knows, the first few of them."""
    return [name for name in dict.fromkeys(names) if name in NAMES][:MOST_SIGNALS]


def chart(history: History) -> Chart:
    """Return a history as the page's charts read it: times in milliseconds, and what the lines are made of in words."""
    return Chart(
        machine=history.machine,
        from_ms=_ms(history.from_),
        to_ms=_ms(history.to),
        signals=[_line(name, told) for name, told in history.signals.items()],
    )


def _line(name: str, told: SignalHistory) -> ChartedSignal:
    band = told.healthy
    return ChartedSignal(
        name=name,
        unit=shown_unit(told.unit),
        description=told.description,
        decimals=told.decimals,
        low=converted(band.low, told.unit) if band else None,
        high=converted(band.high, told.unit) if band else None,
        resolution=told.resolution,
        time_ms=[_ms(at) for at in told.time],
        mean=all_converted(told.mean, told.unit),
        min=all_converted(told.min, told.unit),
        max=all_converted(told.max, told.unit),
        coverage=ChartCoverage(samples=told.coverage.samples, time_share=told.coverage.time_share),
        made_of=made_of(told),
    )


def made_of(told: SignalHistory) -> str:
    """Return in words what a line is made of, and how much of the time it covers."""
    covered = told.coverage
    if not covered.samples:
        return "No values in this time."
    points = sum(1 for value in told.mean if value is not None)
    width = f" ({duration(timedelta(seconds=told.bucket_s))} a point)" if told.bucket_s else ""
    shown = f"{RESOLUTIONS[told.resolution]}{width}, {number(points)} points from {number(covered.samples)} values"
    return f"{shown}; values for {number(100 * covered.time_share)} % of the time."


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
