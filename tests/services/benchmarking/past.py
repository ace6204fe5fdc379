"""What does ingest keep of a truck that hauled, minute by minute?"""

from datetime import datetime

from services.kit.testing import Database
from tests.services.positioning.shift import BEGIN

# Litres and hours that it runs in an hour, and the air.
BURNS_LPH, IDLES, AIR_C = 30.0, 0.25, 12.0
_MINUTES = """
insert into telemetry.rollup_minute (
    machine, bucket, first_time, last_time, readings, altitude_m_mean, ambient_temperature_c_mean, fuel_used_l_mean,
    fuel_used_l_min, fuel_used_l_max, engine_hours_h_mean, engine_hours_h_min, engine_hours_h_max, idle_hours_h_mean,
    idle_hours_h_min, idle_hours_h_max
)
select
    machine, b, min(time), max(time), count(*), avg(altitude_m), %(air)s, 500 + %(litres)s * h, 500 + %(litres)s * h,
    500 + %(litres)s * (h + 1 / 60.0), 100 + h, 100 + h, 100 + h + 1 / 60.0, 40 + %(idles)s * h, 40 + %(idles)s * h,
    40 + %(idles)s * (h + 1 / 60.0)
from telemetry.reading
cross join lateral (values (date_trunc('minute', time))) m (b)
cross join lateral (values (extract(epoch from b - %(from)s) / 3600)) v (h)
where machine = %(machine)s
group by machine, b, h
on conflict do nothing
"""
_DAYS = """
insert into telemetry.rollup_day (machine, bucket, first_time, last_time, readings)
select machine, date_trunc('day', time), min(time), max(time), count(*)
from telemetry.reading where machine = %(machine)s group by 1, 2
on conflict (machine, bucket) do update set readings = excluded.readings, last_time = excluded.last_time
"""


def roll_up(database: Database, machine: str, since: datetime = BEGIN) -> None:
    """Keep the minutes and days of what a truck told, whose counters rise all the time."""
    values = {"machine": machine, "litres": BURNS_LPH, "idles": IDLES, "air": AIR_C, "from": since}
    with database.admin() as connection:
        for statement in (_MINUTES, _DAYS):
            connection.execute(statement, values)
