"""How do readings of a span become passes, loads and the truck that each pass went into?"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from models.weighing.handbook import SPECIFICATIONS, Array, Specification
from models.weighing.load import Load, Way, carried, loads, placed, trucks_under
from models.weighing.motion import HELPFUL, NEEDED
from models.weighing.payload import Found, Passes, Scale, find_passes
from services.kit.column import Columns
from services.kit.follow import Span
from services.kit.parameter import Period
from services.kit.telemetry import TelemetryReader
from services.weighing.calibration import store as calibrations
from services.weighing.record import store
from services.weighing.record.near import PLACE, Trucks, seconds, way_of
from services.weighing.record.store import Box, Filling, Put, Unmatched, moment, nullable

DIGGER = (*NEEDED, *HELPFUL, *PLACE)
TRUCK = ("payload_kg", *PLACE)
# A bucket carried for longer is weighed as it is lifted; a truck's load takes no longer from bucket to tip.
_CARRIED, _HAULED = timedelta(minutes=5), timedelta(hours=3)
# A load that got no bucket for so long is no longer being filled.
_FILLS_S = 900.0


@dataclass(frozen=True)
class Taken:
    """What a span told of a digger: until where nothing is under way, and the load that changed, where one did."""

    resume: datetime
    filling: Filling | None


async def take_digger(telemetry: TelemetryReader, span: Span, trucks: Trucks) -> Taken:
    """Keep the passes of a span of a loader or an excavator, and return how it goes on."""
    specification = SPECIFICATIONS.get(span.model)
    if specification is None or specification.arm is None:
        return Taken(span.to, None)
    columns = await telemetry.columns(span.machine, DIGGER, span.from_, span.to, resolution="raw")
    scale = await scale_of(telemetry, span, specification)
    found = await asyncio.to_thread(find_passes, scale, seconds(columns), columns.values)
    passes = found.passes.between(span.from_.timestamp(), span.to.timestamp())
    put = await _put(trucks, columns, passes)
    db, during = telemetry.connection, Period(span.from_, span.to)
    before = await store.replace_passes(db, span.machine, during, passes, put)
    resume = _resume(span, found)
    await store.keep_zero(db, span.machine, resume, found.zero)
    same = before == dict(zip(passes.begin_s.tolist(), put.trucks, strict=True))
    return Taken(resume, None if same else await _filling(telemetry, span))


async def scale_of(telemetry: TelemetryReader, span: Span, specification: Specification) -> Scale:
    """Return the scale of a machine as it was when a span began: calibrated before, with the zero of that moment."""
    db = telemetry.connection
    kept = await calibrations.newest(db, span.machine, span.from_)
    zero = await store.get_zero(db, span.machine, span.from_)
    # What the empty bucket weighed by another calibration says nothing of this one.
    fresh = kept is None or kept.ended_at is None or (zero is not None and zero.at_s >= kept.ended_at.timestamp())
    return Scale(specification, kept.calibration if kept else None, zero if fresh else None)


def _resume(span: Span, found: Found) -> datetime:
    """Return from where the next span is read: the end of the last pass that is settled, or not long ago."""
    return max(span.from_, moment(found.resume_s), span.to - _CARRIED)


async def _put(trucks: Trucks, columns: Columns, passes: Passes) -> Put:
    """Return into which trucks passes went, of those that were near."""
    if not len(passes):
        return Put([], [], [])
    digger = way_of(columns)
    middle = np.clip(np.searchsorted(digger.time_s, passes.at_s), 0, max(len(digger.time_s) - 1, 0))
    here = [nullable(column[middle]) if len(column) else [None] * len(passes) for column in _degrees(digger)]
    under = trucks_under(passes, digger, await trucks.under(digger, passes))
    return Put(under, here[0], here[1])


def _degrees(way: Way) -> tuple[Array, Array]:
    return way.latitude_deg, way.longitude_deg


async def _filling(telemetry: TelemetryReader, span: Span) -> Filling | None:
    """Return the load that a digger is making, where it changed and nobody made it long ago."""
    during = Period(span.to - timedelta(seconds=2 * _FILLS_S), span.to)
    found, _ = await store.list_columns(telemetry.connection, during, span.machine)
    if span.machine not in found:
        return None
    passes, trucks = found[span.machine]
    made = loads(span.machine, passes, trucks)
    last: Load | None = made[-1] if made else None
    if last is None or np.isnan(last.payload_kg) or last.end_s < span.to.timestamp() - _FILLS_S:
        return None
    return await store.keep_filling(telemetry.connection, last, float(passes.at_s[-1]))


async def take_truck(telemetry: TelemetryReader, span: Span) -> datetime:
    """Keep the loads of a span by a truck's own scale, and passes that went into it; return where the next is read."""
    specification = SPECIFICATIONS.get(span.model)
    if specification is None:
        return span.to
    columns = await telemetry.columns(span.machine, TRUCK, span.from_, span.to, resolution="raw")
    found = carried(seconds(columns), columns.values["payload_kg"], specification.payload_kg)
    during = Period(span.from_, span.to)
    inside = [one for one in found if during.from_.timestamp() <= one.begin_s < during.to.timestamp()]
    way = way_of(columns)
    await store.replace_carried(telemetry.connection, span.machine, during, placed(inside, way))
    await _match(telemetry, span.machine, during, way)
    return max(span.from_, _emptied(columns, specification.payload_kg), span.to - _HAULED)


def _emptied(columns: Columns, rated_kg: float) -> datetime:
    """Return the last moment at which a truck was surely empty, some time after it dumped."""
    told, payload = seconds(columns), columns.values["payload_kg"]
    loaded = np.flatnonzero(payload > 0.05 * rated_kg)
    last_s = float(told[loaded[-1]]) if len(loaded) else float(told[0]) if len(told) else 0.0
    if not len(told):
        return moment(0.0)
    # While a load is under way, its beginning; after it was dumped, the time in which what is carried back is told.
    if told[-1] - last_s > 180.0:
        return moment(float(told[-1]) - 60.0)
    empty = np.flatnonzero(payload[: loaded[-1]] < 0.05 * rated_kg) if len(loaded) else np.empty(0, dtype=np.int64)
    return moment(float(told[empty[-1]]) if len(empty) else float(told[0]))


async def _match(telemetry: TelemetryReader, truck: str, during: Period, way: Way) -> None:
    """Keep that a truck stood under passes of which none was known: what it told came later than they did."""
    if not len(way.time_s):
        return
    south, north, west, east = (float(edge(column)) for column in _degrees(way) for edge in (np.min, np.max))
    found = await store.list_unmatched(
        telemetry.connection, during, Box(south - 0.001, north + 0.001, west - 0.002, east + 0.002)
    )
    theirs = [one for one in found if _stood_under(one, {truck: way})]
    if theirs:
        await store.keep_truck(telemetry.connection, truck, theirs)


def _stood_under(one: Unmatched, trucks: Mapping[str, Way]) -> bool:
    flat = np.zeros(1)
    at_s, end_s = np.array([one.lifted_s]), np.array([one.ended_s])
    passes = Passes(at_s, at_s, end_s, flat, flat, flat, flat, np.zeros(1, dtype=np.int64))
    stands = Way((at_s + end_s) / 2, np.array([one.latitude_deg]), np.array([one.longitude_deg]))
    return trucks_under(passes, stands, trucks) != [None]
