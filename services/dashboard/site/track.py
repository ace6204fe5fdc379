"""Where were the machines of a site over a while, in steps of a few seconds?"""

import asyncio
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from models.machines import Kind
from models.signals import drive_speed
from services.dashboard.api import Track, Tracks
from services.dashboard.partial import Missing
from services.dashboard.site.plan import DEGREE_M
from services.kit.errors import BadRequest, FieldError, NotFound
from services.registry.api import Site
from services.telemetry.api import History, SignalHistory
from services.telemetry.client import TelemetryClient

# A place every few seconds is enough to see a truck turn, and a fifth of what a machine tells.
STEP_S = 5
# Beyond whole steps: buckets begin at whole steps of the clock, and each gap takes a point.
SPARE = 40
LONGEST = timedelta(hours=1)
# Over a longer silence nobody knows which way a machine went: it is not drawn as if somebody did.
GAP_S = 60
AT_ONCE = 8
# Whoever is farther from the middle of a site is not on it.
ON_SITE_M = 15_000.0
PLACE = ("latitude_deg", "longitude_deg")
_MICRO = 1_000_000


class LongTrack(BadRequest):
    """More is asked for than is answered at once."""

    code, title = "range-too-large", "Range too large"

    def __init__(self) -> None:
        detail = f"At most {LONGEST / timedelta(hours=1):g} h of tracks are answered at once; ask for less."
        super().__init__(detail, errors=[FieldError(field="to", detail=detail)])


async def tracks(
    telemetry: TelemetryClient, site: Site, machines: Sequence[str], from_: datetime, to: datetime
) -> Tracks:
    """Return the tracks of machines over [from_, to), of those that were on the site; raises LongTrack."""
    if to - from_ > LONGEST:
        raise LongTrack
    missing, turns = Missing(), asyncio.Semaphore(AT_ONCE)
    asked = [_told(telemetry, missing, turns, name, (from_, to)) for name in machines]
    drawn = [track(site, told) for told in await asyncio.gather(*asked) if told]
    return Tracks(
        site=site.id,
        from_s=round(from_.timestamp()),
        to_s=round(to.timestamp()),
        step_s=STEP_S,
        gap_s=GAP_S,
        origin=(site.latitude_deg, site.longitude_deg),
        tracks=[one for one in drawn if one.time_s],
        missing=missing.sentences,
    )


async def _told(
    telemetry: TelemetryClient,
    missing: Missing,
    turns: asyncio.Semaphore,
    machine: str,
    during: tuple[datetime, datetime],
) -> History | None:
    points = math.ceil((during[1] - during[0]).total_seconds() / STEP_S) + SPARE
    signals = [*PLACE, "payload_kg", *dict.fromkeys(drive_speed(kind)[0] for kind in Kind)]
    async with turns:
        try:
            return await missing.attempt(telemetry.history(machine, signals, *during, points=points, resolution="raw"))
        except NotFound:
            # It was decommissioned or handed over meanwhile.
            return None


def track(site: Site, told: History) -> Track:
    """Return where a machine was on a site, what it carried and whether its drive ran, by its history."""
    latitude, longitude = (_points(told.signals[name]) for name in PLACE)
    times = [at for at in latitude if at in longitude and _is_here(site, latitude[at], longitude[at])]
    name, limit = drive_speed(Kind(told.kind))
    payload, speed = _points(told.signals["payload_kg"]), _points(told.signals[name])
    return Track(
        machine=told.machine,
        time_s=times,
        lat_u=[round((latitude[at] - site.latitude_deg) * _MICRO) for at in times],
        lon_u=[round((longitude[at] - site.longitude_deg) * _MICRO) for at in times],
        load_t=[round(payload[at] / 1000, 1) if at in payload else None for at in times],
        runs=[speed[at] > limit if at in speed else None for at in times],
    )


def _points(history: SignalHistory) -> dict[int, float]:
    """Return values by time in s; one made of a bucket stands in its middle."""
    half = (history.bucket_s or 0.0) / 2
    told = zip(history.time, history.mean, strict=True)
    return {round(at.timestamp() + half): value for at, value in told if value is not None}


def _is_here(site: Site, latitude: float, longitude: float) -> bool:
    north = (latitude - site.latitude_deg) * DEGREE_M
    east = (longitude - site.longitude_deg) * DEGREE_M * math.cos(math.radians(site.latitude_deg))
    return math.hypot(north, east) <= ON_SITE_M
