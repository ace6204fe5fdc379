"""What do the readings of a span tell, on the site on which they were made?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.machines import Kind
from models.positioning.cycle import Cycle
from models.positioning.ground import Ground
from models.positioning.progress import Found, Place, take_in
from models.positioning.readings import SIGNALS, readings_of
from models.positioning.zone import Visit, Zone
from models.signals import signals_of
from services.kit.column import Columns
from services.kit.follow import Span
from services.kit.telemetry import TelemetryReader
from services.positioning.site import Site
from services.positioning.zone import store

# Whoever is farther from the middle of a site is not on it.
_ON_SITE_M = 15_000.0
# The first fixes of a span say where it was.
_FIRST_FIXES = 50


@dataclass(frozen=True)
class Look:
    """A span that is looked at, and how the machine stood at its begin (None: nothing is known of it)."""

    span: Span
    before: Place | None


@dataclass(frozen=True)
class Seen:
    """What a span tells: on which site the machine was (None: none that is known), its visits and cycles, and up to
    which place it is known."""

    site: Site | None
    visits: Sequence[Visit]
    cycles: Sequence[Cycle]
    place: Place


async def look(telemetry: TelemetryReader, sites: Sequence[Site], one: Look) -> Seen:
    """Return what the readings of a span tell; the zones are those of their time."""
    span = one.span
    wanted = [signal.name for signal in signals_of(Kind(span.kind)) if signal.name in SIGNALS]
    told = await telemetry.columns(span.machine, wanted, span.from_, span.to, resolution="raw")
    where = _where(told)
    if where is None:
        return _nothing(one)
    site = _nearest(sites, where)
    drawn = await store.list_zones(telemetry.connection, [site], span.from_, span.to) if site else {}
    zones = drawn[site.id] if site else []
    ground = site.ground if site else where
    found = await asyncio.to_thread(_taken_in, told, ground, zones, one)
    return Seen(site, found.visits, found.cycles, found.place)


def _taken_in(told: Columns, ground: Ground, zones: Sequence[Zone], one: Look) -> Found:
    readings = readings_of(ground, told.time_us / 1e6, told.values)
    return take_in(readings, zones, one.before, hauls=one.span.kind == Kind.HAUL_TRUCK)


def _where(told: Columns) -> Ground | None:
    """Return about where the first fixes were, None where there is none."""
    known = np.flatnonzero(~np.isnan(told.values["latitude_deg"]))[:_FIRST_FIXES] if len(told) else np.zeros(0, int)
    if not len(known):
        return None
    latitude, longitude = (float(np.median(told.values[name][known])) for name in ("latitude_deg", "longitude_deg"))
    return Ground(latitude, longitude)


def _nothing(one: Look) -> Seen:
    """Return that a span told nothing of where the machine was: it is known on, and nothing was under way."""
    rests = one.before is not None and one.before.from_rest
    full = one.before.full_kg if one.before else None
    return Seen(None, (), (), Place(one.span.to.timestamp(), rests, {}, full))


def _nearest(sites: Sequence[Site], where: Ground) -> Site | None:
    away = [(_away_m(site, where), site.id, site) for site in sites]
    near = min(away, key=lambda one: one[:2], default=None)
    return near[2] if near and near[0] <= _ON_SITE_M else None


def _away_m(site: Site, where: Ground) -> float:
    place = np.array([where.latitude_deg]), np.array([where.longitude_deg])
    return float(np.hypot(*site.ground.metres(*place))[0])
