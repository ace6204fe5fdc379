"""What did a truck and a loader tell that worked on a site?"""

from datetime import timedelta
from typing import Any

import numpy as np
from psycopg import sql

from models.positioning.ground import Ground
from services.kit.testing import Database
from tests.models.boom import told
from tests.models.positioning.truck import GROUND, ROAD_M, ZONES, Tale
from tests.services.positioning.conftest import drawn
from tests.services.positioning.shift import BEGIN, HOUR, shift, tell
from tests.services.weighing.past import commission, store

TALE = shift()
END = BEGIN + 4 * HOUR
TRUCK, LOADER = "ht-1", "wl-1"
LOADS_KG = [7400.0, 7500.0, 7600.0, 7500.0]
# Litres that each burns in an hour, at work or not.
BURNS_LPH = {TRUCK: 30.0, LOADER: 24.0}
_BURN = """
insert into telemetry.{} (
    machine, bucket, first_time, last_time, readings, fuel_used_l_count, fuel_used_l_mean, fuel_used_l_min,
    fuel_used_l_max
)
select %(machine)s, b, b, b + %(step)s, 1, 1, 1000 + l, 1000 + l, 1000 + l + %(litres)s
from generate_series(%(from)s::timestamptz, %(to)s, %(step)s) b
cross join lateral (values (%(litres)s * extract(epoch from b - %(from)s) / extract(epoch from %(step)s))) v (l)
on conflict (machine, bucket) do update set
    fuel_used_l_count = 1, fuel_used_l_mean = excluded.fuel_used_l_mean, fuel_used_l_min = excluded.fuel_used_l_min,
    fuel_used_l_max = excluded.fuel_used_l_max
"""


def jam() -> Tale:
    """Return a truck's cycles, in the last of which it waits on the road."""
    tale = Tale().stand(700, rpm=0).cycle().cycle(queued=90).cycle().cycle()
    return tale.drive(500).stand(120).drive(ROAD_M).load().drive(0).dump().drive(-500).stand(900, rpm=0)


def roads(bend_m: float = 0.0, ground: Ground = GROUND) -> dict[str, Any]:
    """Return the zones with a road between them, bent to the north in its middle."""
    places = [(0.0, 0.0), (500.0, bend_m), (ROAD_M, 0.0)]
    latitude, longitude = ground.degrees(*np.array(places).T)
    line = [[round(x, 7), round(y, 7)] for x, y in zip(longitude.tolist(), latitude.tolist(), strict=True)]
    road = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": {"id": "haul", "name": "Haul road", "kind": "road"},
    }
    whole: Any = drawn(*ZONES, ground=ground)
    return {**whole, "features": [*whole["features"], road]}


def work(database: Database, viewer: str, *, behind: int | None = None) -> None:
    """Let a truck haul three loads, or tell fewer seconds of that, and a loader move one; a viewer sees both."""
    commission(database, viewer, TRUCK, "norrberg-a30")
    commission(database, viewer, LOADER)
    haul(database, behind=behind)


def haul(database: Database, tale: Tale = TALE, *, behind: int | None = None) -> None:
    """Let a truck and a loader that are there already do so, where the truck's tale is."""
    tell(database, TRUCK, tale, behind=behind)
    latitude, longitude = (float(one[0]) for one in tale.ground.degrees(np.array([ROAD_M]), np.array([15.0])))
    signals = told(LOADS_KG)
    count = len(signals.pop("time_s"))
    place = {"latitude_deg": np.full(count, latitude), "longitude_deg": np.full(count, longitude)}
    store(database, LOADER, BEGIN + timedelta(minutes=20), {**signals, **place, "payload_kg": np.zeros(count)})
    for machine in BURNS_LPH:
        burn(database, machine)


def burn(database: Database, machine: str) -> None:
    """Let a machine's counter of fuel rise all the time from an hour before the period until an hour behind it."""
    first = (BEGIN - HOUR).replace(minute=0)
    for table, step in (("rollup_hour", HOUR), ("rollup_minute", timedelta(minutes=1))):
        litres = BURNS_LPH[machine] * step.total_seconds() / 3600
        values = {"machine": machine, "step": step, "litres": litres, "from": first, "to": END + HOUR - step}
        with database.admin() as connection:
            connection.execute(sql.SQL(_BURN).format(sql.Identifier(table)), values)
