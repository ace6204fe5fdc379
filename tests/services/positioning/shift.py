"""What does ingest leave of a truck that worked, second by second?"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
from psycopg.types.json import Jsonb

from models.positioning.ground import Floats
from models.signals import NAMES
from services.kit.testing import Database
from tests.models.positioning.truck import Tale

HOUR = timedelta(hours=1)
# An hour that is long complete ends in the middle of a tale.
BEGIN = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - 4.5 * HOUR

_READINGS = "insert into telemetry.reading select (jsonb_populate_recordset(null::telemetry.reading, %s)).*"
_HOUR = """
insert into telemetry.rollup_hour select (jsonb_populate_record(null::telemetry.rollup_hour, %s)).*
on conflict (machine, bucket) do update set latitude_deg_count = excluded.latitude_deg_count
"""
_COUNT = """
select date_trunc('hour', time), count(latitude_deg) from telemetry.reading where machine = %s group by 1
"""
_LATEST = """
insert into telemetry.latest select (jsonb_populate_record(null::telemetry.latest, %s)).* on conflict do nothing
"""


def shift() -> Tale:
    """Return a truck's three cycles behind a rest, and its way home."""
    tale = Tale().stand(700, rpm=0).cycle().cycle(queued=90).cycle()
    return tale.drive(-500).stand(900, rpm=0)


def tell(
    database: Database,
    machine: str,
    tale: Tale,
    *,
    first: int = 0,
    behind: int | None = None,
    begin: datetime = BEGIN,
) -> None:
    """Store what a truck told in some of the seconds of its tale; the others have not come yet."""
    time_s, values = tale.columns()
    chosen = np.arange(len(time_s))[first:behind]
    rows = [_row(machine, begin + timedelta(seconds=int(time_s[place])), values, place) for place in chosen.tolist()]
    with database.admin() as connection:
        connection.execute(_READINGS, [Jsonb(rows)])
        connection.execute("delete from telemetry.latest where machine = %s and time < %s", [machine, rows[-1]["time"]])
        newest = {f"{name}_time": rows[-1]["time"] for name in values}
        connection.execute(_LATEST, [Jsonb(rows[-1] | newest)])
        count = (
            "select date_trunc('hour', time), count(latitude_deg) from telemetry.reading where machine = %s group by 1"
        )
        for hour, samples in connection.execute(count, [machine]).fetchall():
            connection.execute(_HOUR, [Jsonb(_rollup(machine, hour, samples))])


def _row(machine: str, at: datetime, values: Mapping[str, Floats], place: int) -> dict[str, object]:
    time = at.isoformat()
    told = {name: round(float(values[name][place]), 7) for name in values}
    return {"machine": machine, "time": time, "received_at": time, "sample": place, **told}


def _rollup(machine: str, hour: datetime, samples: int) -> dict[str, object]:
    bucket = hour.isoformat()
    counts = {f"{name}_count": 0 for name in NAMES} | {"latitude_deg_count": samples, "latitude_deg_mean": 60.0}
    times = {"bucket": bucket, "first_time": bucket, "last_time": bucket}
    return {"machine": machine, "readings": samples, **times, **counts}
