"""Which customers, sites, people and machines does the browser find?"""

import asyncio
import math
from datetime import UTC, datetime, timedelta

import psycopg

from models.alert import SLOT
from services.diagnostics.alert import course
from services.diagnostics.alert.course import Found, Look
from services.diagnostics.api import Severity
from services.registry.api import Credentials
from tests.e2e.platform import Platform, put
from tests.services.dashboard.browser import PASSWORD, PEOPLE, SINCE
from tests.services.registry.arrangement import arrange, commission, site, tenure
from tests.services.telemetry.past import remember

LATITUDE, LONGITUDE = 60.18, 15.43
MARKUP = "<img src=x onerror=alert(1)> & {{7*7}}"
HOURS = 30


def settle(platform: Platform) -> dict[str, Credentials]:
    """Return the machines by name, after the registry knows everybody and the past is stored."""
    machines = asyncio.run(_register(platform))
    ids = {name: one.user for name, one in machines.items()}
    begin = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=HOURS)
    every, count = timedelta(seconds=20), HOURS * 180
    remember(
        platform.database,
        ids["Axel"],
        begin,
        every,
        count,
        engine_speed_rpm="1500 + 300 * sin(i / 40.0)",
        coolant_temperature_c="85 + 5 * sin(i / 90.0)",
        payload_kg="(i % 40) * 200",
        latitude_deg=f"{LATITUDE} + 0.0005 * sin(i / 6.0)",
        longitude_deg=f"{LONGITUDE} + 0.001 * cos(i / 6.0)",
    )
    for name, machine in ids.items():
        if name != "Silent":
            platform.connect(machine)
            platform.say(machine, engine_speed_rpm=1500, engine_hours_h=1234.5, **place(0, 0))
    asyncio.run(alarm(platform, ids["Axel"], Severity.CRITICAL, "The coolant is far too hot."))
    asyncio.run(alarm(platform, ids[MARKUP], Severity.WARNING, MARKUP))
    return machines


async def alarm(platform: Platform, machine: str, severity: Severity, sentence: str) -> None:
    """Let diagnostics have found a problem of a machine three times within the last minutes."""
    found = [Found("fault", "94-1", severity, sentence, "Clean the radiator.")]
    url, options = platform.database.url("svc_diagnostics"), "-c search_path=diagnostics,public"
    async with await psycopg.AsyncConnection.connect(url, options=options) as db:
        await db.execute("select set_config('howdah.viewers', 'all,worker', false)")
        for slots in (3, 2, 1):
            await course.take(db, Look(machine, datetime.now(UTC) - slots * SLOT, found))


async def _register(platform: Platform) -> dict[str, Credentials]:
    async with platform.administration() as registry:
        await arrange(registry)
        await put(registry, "/v1/sites/acme-north", site("acme", "north", name="Granite Hill", features=_features()))
        for user, details in PEOPLE.items():
            await put(registry, f"/v1/users/{user}", {**details, "password": PASSWORD})
        machines = {}
        for name, customer, more in (
            ("Axel", "acme", {}),
            ("Bo", "bolt", {"model": "a30"}),
            ("Lena", "acme", {"generation": "legacy"}),
            ("Silent", "acme", {}),
            (MARKUP, "acme", {}),
        ):
            told = await commission(registry, tenure(customer, SINCE, site=f"{customer}-north"), name=name, **more)
            machines[name] = Credentials.model_validate(told["credentials"])
        return machines


def place(east_m: float, north_m: float) -> dict[str, float]:
    """Return the signals of a position in metres from the site's origin."""
    narrowing = math.cos(math.radians(LATITUDE))
    return {
        "latitude_deg": LATITUDE + north_m / 111_195,
        "longitude_deg": LONGITUDE + east_m / (111_195 * narrowing),
        "heading_deg": 90.0,
    }


def _features() -> dict[str, object]:
    zone = [_position(*at) for at in ((-60, -60), (60, -60), (60, 60), (-60, 60), (-60, -60))]
    road = [_position(*at) for at in ((60, 0), (400, 120))]
    told = {"id": "face", "name": "North face", "kind": "loading"}
    way = {"id": "haul", "name": "Haul road", "kind": "road"}
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [zone]}, "properties": told},
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": road}, "properties": way},
        ],
    }


def _position(east_m: float, north_m: float) -> list[float]:
    at = place(east_m, north_m)
    return [at["longitude_deg"], at["latitude_deg"]]
