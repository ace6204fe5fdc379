"""On which site was a machine, and which segments of the roads did it pass, as its readings tell?"""

import asyncio
from collections.abc import Sequence

import numpy as np

from models.machines import Kind
from models.positioning.readings import Readings, readings_of
from models.signals import signals_of
from models.traffic.passage import NONE
from models.traffic.progress import take_in
from models.weighing.handbook import SPECIFICATIONS
from services.kit.column import Columns
from services.kit.follow import Span
from services.kit.telemetry import TelemetryReader
from services.site.traffic.chart import Chart
from services.site.traffic.store import HOUR_S, WINDOW_S, RoadMap, Seen, together

SIGNALS = ("latitude_deg", "longitude_deg", "altitude_m", "ground_speed_kmh", "payload_kg")
# Whoever is farther from the middle of what is drawn of a site is not on it.
_ON_SITE_M = 15_000.0
_FIRST_FIXES = 50
# Near misses are looked for among machines that tell as often as this.
_DENSE_S = 3.0


async def look(telemetry: TelemetryReader, maps: Sequence[RoadMap], span: Span) -> Seen:
    """Return what the readings of a span tell, on roads as they were drawn at their time."""
    wanted = [signal.name for signal in signals_of(Kind(span.kind)) if signal.name in SIGNALS]
    told = await telemetry.columns(span.machine, wanted, span.from_, span.to, resolution="raw")
    here = _here(told, [one for one in maps if one.from_time < span.to and one.to_time > span.from_])
    if not here:
        return Seen(None, (), NONE, frozenset(), frozenset(), span.to.timestamp())
    return await asyncio.to_thread(_seen, told, here, span)


def _here(told: Columns, maps: Sequence[RoadMap]) -> list[tuple[RoadMap, Chart]]:
    """Return the drawings of the site whose middle is nearest to the first fixes, none where it is on no site."""
    known = np.flatnonzero(~np.isnan(told.values["latitude_deg"]))[:_FIRST_FIXES] if len(told) else np.zeros(0, int)
    if not len(known):
        return []
    fix = [np.array([np.nanmedian(told.values[name][known])]) for name in ("latitude_deg", "longitude_deg")]
    charts = [(one, chart) for one in maps if (chart := one.chart) is not None]
    away = [(float(np.hypot(*chart.ground.metres(*fix))[0]), one.site) for one, chart in charts]
    nearest = min(away, default=(np.inf, ""))
    return [one for one in charts if one[0].site == nearest[1] and nearest[0] <= _ON_SITE_M]


def _seen(told: Columns, here: Sequence[tuple[RoadMap, Chart]], span: Span) -> Seen:
    specification = SPECIFICATIONS.get(span.model)
    rated_kg = specification.payload_kg if specification else None
    parts, settled = [], []
    for drawing, chart in here:
        readings = readings_of(chart.ground, told.time_us / 1e6, told.values)
        taken = take_in(chart.network, readings, rated_kg)
        enter, holds = taken.passages.enter_s, (drawing.from_time.timestamp(), drawing.to_time.timestamp())
        parts.append((chart.keys, taken.passages.where((enter >= holds[0]) & (enter < holds[1]))))
        settled.append(taken.settled_s)
    keys, passages = together(parts)
    hours = frozenset(np.unique(told.time_us // (HOUR_S * 1_000_000)).tolist())
    return Seen(here[0][0].site, keys, passages, hours, _windows(readings), min(settled))


def _windows(readings: Readings) -> frozenset[int]:
    trace = readings.trace
    near = np.diff(trace.time_s, prepend=-np.inf) <= _DENSE_S
    return frozenset((np.unique(trace.time_s[near & ~trace.standing] // WINDOW_S) * WINDOW_S).astype(int).tolist())
