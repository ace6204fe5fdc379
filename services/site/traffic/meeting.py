"""Which near misses were there in ten minutes of a site?"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from models.machines import Kind
from models.positioning.trace import trace_of
from models.traffic.conflict import NearMiss, near_misses
from models.traffic.mover import mover
from services.kit.column import Columns
from services.kit.telemetry import TelemetryReader
from services.site.traffic import store
from services.site.traffic.chart import Chart
from services.site.traffic.store import WINDOW_S, KeptNearMiss, RoadMap, Window

_SIGNALS = ("latitude_deg", "longitude_deg", "ground_speed_kmh")
# Ways that cross are seen from some seconds before to some seconds behind.
_AROUND_S = 20
# A window is looked at when what was told in it is no longer on its way, usually.
_GRACE = timedelta(minutes=2)
# A segment is named when it lies so near.
_BESIDE_M = 25.0


async def look_at_window(telemetry: TelemetryReader, maps: Sequence[RoadMap]) -> int:
    """Look at one window that is due, keep its near misses, and return how many windows that were (0 or 1)."""
    db = telemetry.connection
    window = await store.next_window(db, datetime.now(UTC) - timedelta(seconds=WINDOW_S) - _GRACE)
    if window is None:
        return 0
    drawn = [one for one in maps if one.site == window.site and one.from_time <= window.start_at < one.to_time]
    chart = drawn[0].chart if drawn else None
    found = [] if chart is None else await _found(telemetry, window, chart)
    await store.replace_near_misses(db, window, found)
    return 1


async def _found(telemetry: TelemetryReader, window: Window, chart: Chart) -> list[KeptNearMiss]:
    kinds = {one.machine: Kind(one.kind) for one in await telemetry.machines() if one.machine in set(window.machines)}
    around = timedelta(seconds=_AROUND_S)
    begin, end = window.start_at - around, window.start_at + timedelta(seconds=WINDOW_S) + around
    told = await telemetry.columns_of(sorted(kinds), _SIGNALS, begin, end, resolution="raw")
    return await asyncio.to_thread(_looked_at, window, chart, kinds, told)


def _looked_at(
    window: Window, chart: Chart, kinds: Mapping[str, Kind], told: Mapping[str, Columns]
) -> list[KeptNearMiss]:
    start = window.start_at.timestamp()
    seconds = np.arange(start - _AROUND_S, start + WINDOW_S + _AROUND_S)
    movers = [
        mover(name, kinds[name], trace_of(chart.ground, one.time_us / 1e6, one.values), list(chart.zones), seconds)
        for name, one in sorted(told.items())
    ]
    found = near_misses(movers, seconds)
    return [kept for one in found if start <= one.at_s < start + WINDOW_S for kept in _kept(window.site, chart, one)]


def _kept(site: str, chart: Chart, one: NearMiss) -> Iterator[KeptNearMiss]:
    latitude, longitude = chart.at(*one.place_m)
    yield KeptNearMiss(
        site=site,
        at=datetime.fromtimestamp(one.at_s, UTC),
        machine=one.machine,
        other=one.other,
        kind=one.kind,
        latitude_deg=latitude,
        longitude_deg=longitude,
        segment=_segment(chart, one.place_m),
        margin_s=one.margin_s,
        error_s=one.error_s,
        closing_mps=one.closing_mps,
        probability=one.probability,
        severity=one.severity,
    )


def _segment(chart: Chart, place_m: tuple[float, float]) -> str | None:
    """Return the id of the segment at a place, None where none is near."""
    place = np.array([place_m])
    beside = [
        (float(away[0]), road.id, float(along[0]))
        for road in chart.network.roads
        for along, away in [road.beside(place)]
    ]
    away, road, along = min(beside, default=(np.inf, "", 0.0))
    if away > _BESIDE_M:
        return None
    here = [one.id for one in chart.network.segments if one.road == road and one.start_m <= along < one.stop_m]
    return here[0] if here else None
