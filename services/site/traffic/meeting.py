"""Which near misses were there in windows of ten minutes of a site?"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from models.machines import Kind
from models.positioning.trace import trace_of
from models.traffic.conflict import NearMiss, near_misses
from models.traffic.mover import mover
from services.kit.column import Columns
from services.kit.overlap import overlapping
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


async def look_at_windows(telemetry: TelemetryReader, maps: Sequence[RoadMap], limit: int) -> int:
    """Look at windows that are due, no more than `limit`, keep their near misses, and return how many windows."""
    before = datetime.now(UTC) - timedelta(seconds=WINDOW_S) - _GRACE
    windows = await store.list_windows(telemetry.connection, before, limit)
    if windows:
        kinds = {one.machine: Kind(one.kind) for one in await telemetry.machines()}
        found = await overlapping(windows, partial(_look, telemetry, maps, kinds))
        await store.replace_near_misses(telemetry.connection, windows, [one for misses in found for one in misses])
    return len(windows)


async def _look(
    telemetry: TelemetryReader, maps: Sequence[RoadMap], kinds: Mapping[str, Kind], window: Window
) -> list[KeptNearMiss]:
    drawn = [one for one in maps if one.site == window.site and one.from_time <= window.start_at < one.to_time]
    chart = drawn[0].chart if drawn else None
    here = {name: kinds[name] for name in window.machines if name in kinds}
    return [] if chart is None else await _found(telemetry, window, chart, here)


async def _found(
    telemetry: TelemetryReader, window: Window, chart: Chart, kinds: Mapping[str, Kind]
) -> list[KeptNearMiss]:
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
