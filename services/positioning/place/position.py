"""Where were the machines of a site at a moment, and who was near whom?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from models.positioning.ground import Floats
from models.positioning.zone import Zone
from services.kit.telemetry import TelemetryReader
from services.positioning.api import Near, Position
from services.positioning.site import Site

_FIX = ("latitude_deg", "longitude_deg")
# Where nothing was told for so long, nobody knows where a machine is; old units tell every ten minutes.
_STALE = timedelta(minutes=11)
# Whoever is farther from the middle of a site is not on it.
_ON_SITE_M = 15_000.0


@dataclass(frozen=True)
class Fix:
    """Where a machine was last heard: when, and in degrees."""

    machine: str
    time: datetime
    latitude_deg: float
    longitude_deg: float


async def fixes(telemetry: TelemetryReader, at: datetime | None, now: datetime) -> list[Fix]:
    """Return the newest fixes of the machines that the viewers see, at a moment (None: at present), by machine."""
    if at is None:
        return await _newest(telemetry, now)
    names = sorted({one.machine for one in await telemetry.machines()})
    told = await telemetry.columns_of(names, _FIX, at - _STALE, at + timedelta(microseconds=1), resolution="raw")
    found = []
    for machine, columns in sorted(told.items()):
        known = np.flatnonzero(~np.isnan(columns.values[_FIX[0]]))
        if len(known):
            time = datetime.fromtimestamp(int(columns.time_us[known[-1]]) / 1e6, UTC)
            found.append(Fix(machine, time, *(float(columns.values[name][known[-1]]) for name in _FIX)))
    return found


async def _newest(telemetry: TelemetryReader, now: datetime) -> list[Fix]:
    found = []
    for latest in await telemetry.latest(_FIX):
        latitude, longitude = (latest.values.get(name) for name in _FIX)
        if latitude and longitude and now - latitude.time <= _STALE:
            found.append(Fix(latest.machine, latitude.time, latitude.value, longitude.value))
    return found


def positions(site: Site, zones: Sequence[Zone], known: Sequence[Fix], near_m: float) -> list[Position]:
    """Return where machines on a site are, in the order of their fixes, each with those within so many metres."""
    degrees = np.array([(fix.latitude_deg, fix.longitude_deg) for fix in known]).reshape(-1, 2)
    metres = np.column_stack(site.ground.metres(degrees[:, 0], degrees[:, 1]))
    here = np.hypot(metres[:, 0], metres[:, 1]) <= _ON_SITE_M
    there, places = [fix for fix, on in zip(known, here.tolist(), strict=True) if on], metres[here]
    inside: Mapping[str, list[bool]] = {zone.id: zone.holds(places[:, 0], places[:, 1]).tolist() for zone in zones}
    return [
        Position(
            **fix.__dict__,
            zones=sorted(name for name, holds in inside.items() if holds[number]),
            near=_near(there, places, number, near_m),
        )
        for number, fix in enumerate(there)
    ]


def _near(there: Sequence[Fix], places: Floats, number: int, near_m: float) -> list[Near]:
    away = np.hypot(*(places - places[number]).T)
    order = [other for other in np.argsort(away, kind="stable").tolist() if other != number and away[other] <= near_m]
    return [Near(machine=there[other].machine, metres=round(float(away[other]), 1)) for other in order]
