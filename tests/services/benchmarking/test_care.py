"""Do health, availability and misuse of a week follow from what others keep, for those who may have each?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import psycopg
import pytest

from models.consent import DataGroup
from models.diagnosis.alarm import STARTUP_HOURS
from models.diagnosis.health import doubt
from models.misuse.watch import LOOK_BACK_S
from services.benchmarking.care.look import take_care
from services.benchmarking.week.store import Asked, monday
from services.kit.auth import Role
from services.kit.database import WORKER
from services.kit.telemetry import reading
from services.kit.testing import Database, House, see
from tests.models.test_misuse import ROLLS, STANDS, told
from tests.services.weighing.past import commission, store

TRUCK, SITE, HOUR = "ht-1", "acme-north", timedelta(hours=1)
NOW = datetime.now(UTC)
WEEK = monday(NOW) - timedelta(days=7)
TUESDAY = WEEK + timedelta(days=1, hours=10)
_MINUTES = """
insert into telemetry.rollup_minute (machine, bucket, first_time, last_time, readings, engine_hours_h_min)
select %(machine)s, %(from)s + m * interval '1 minute', %(from)s, %(from)s, 60, 500 + least(m, 120) / 60.0
from generate_series(0, 720) s (m)
"""
_WEEK = """
insert into benchmarking.machine_week (
    machine, from_time, to_time, kind, model, source, site, told_h, week, samples, cycles, cycle_s
) values (%s, %s, %s, 'haul_truck', 'norrberg-a30', 'telemetry', %s, 12, %s, 9, 0, 0)
"""
_WORK = """
insert into maintenance.work_order (
    machine, place, title, state, created_at, started_at, closed_at, outcome, repaired, downtime_h
) values (%s, '', 'Mend', 'closed', %s, %s, %s, 'other_cause', true, 1)
"""
_SHIFTS = """
insert into site.shift_plan (site, plan, set_at, set_by)
values ('acme-north', '{"shifts": [{"id": "day", "start": "06:00", "hours": 12, "days": ["tue"]}]}', now(), 'carl')
"""


@dataclass(frozen=True)
class Kept:
    """What others kept of a week of a truck, and how its sums are looked at."""

    house: House
    database: Database

    async def look(self) -> None:
        """Let the worker take it in until nothing is left."""
        app = await self.house.open("benchmarking", release_pause_s=3600)
        asked = Asked([TRUCK], NOW - timedelta(days=30), datetime.now(UTC), timedelta(0))
        async with reading(app.state.resources.pool, WORKER) as telemetry:
            assert not await take_care(telemetry, asked)

    async def week(self, *viewers: str) -> dict[str, dict[str, Any]]:
        """Return the indicators of the week as viewers are told them, by name."""
        api = await self.house.api("benchmarking", self.house.token(Role.CUSTOMER, *viewers))
        answer = (await api.get(f"/v1/machines/{TRUCK}/benchmark")).json()
        (week,) = answer["weeks"]
        return {one["name"]: one for one in week["indicators"]}


@pytest.fixture
def kept(house: House) -> Kept:
    """A truck that rolled in neutral and idled on Tuesday at ten, stood from noon on, and was mended for an hour."""
    database = house.database
    commission(database, "customer:acme", TRUCK, "norrberg-a30")
    seconds = told((1000, 1400, STANDS), (2000, 2010, ROLLS))
    signals = {name: column for name, column in vars(seconds).items() if name != "time_s"}
    store(database, TRUCK, TUESDAY - timedelta(seconds=LOOK_BACK_S), signals)
    with database.admin() as connection:
        connection.execute(_WEEK, [TRUCK, WEEK, WEEK + timedelta(days=7), SITE, '{"hours_h": 4.0, "fuel_l": 100}'])
        connection.execute(_MINUTES, {"machine": TRUCK, "from": TUESDAY})
        _judge(connection, 50.0, STARTUP_HOURS)
        _judge(connection, 90.0, STARTUP_HOURS + 1, 5.0)
        _judge(connection, 100.0, STARTUP_HOURS + 2)
        connection.execute(_WORK, [TRUCK, TUESDAY, TUESDAY + 3 * HOUR, TUESDAY + 9 * HOUR])
        connection.execute("insert into site.site values ('acme-north', 'North', 'acme', 'emea', 'UTC')")
        connection.execute(_SHIFTS)
    return Kept(house, database)


def _judge(connection: psycopg.Connection, health: float, judged: int, log_odds: float = -50.0) -> None:
    connection.execute(
        "insert into diagnostics.verdict values (%s, %s, %s, 100, %s, %s, false, 0, null, '')",
        [TRUCK, int(TUESDAY.timestamp()) // 3600 + judged, judged, health, log_odds],
    )


async def test_a_week_tells_health_availability_and_misuse_with_what_they_rest_on(kept: Kept) -> None:
    await kept.look()
    told = await kept.week("customer:acme")
    health, up, misuse = (told[name] for name in ("health", "availability", "misuses_per_100h"))
    assert (health["value"], health["exposure"], health["coverage"]) == (0.95, 2, 0.5), (
        "nothing is said while it learns"
    )
    assert health["sd"] == pytest.approx(doubt(np.array([95.0]), np.array([5.0]))[0] / 100, abs=0.001)
    # To work from 6 to 18 o'clock, told of from 10 to 22, mended from 13 to 14 and otherwise standing since noon.
    assert (up["exposure"], up["coverage"]) == (8, pytest.approx(8 / 12, abs=1e-3))
    assert (up["value"], up["low"], up["high"]) == (0.875, pytest.approx(0.25, abs=0.01), 0.875)
    assert misuse["parts"] == {"Coasting in neutral": 1, "Idling for over five minutes": 1}
    assert misuse["exposure"] == pytest.approx(1.25, abs=0.01), "what was told of the hour before, too"
    assert misuse["value"] == pytest.approx(2 * misuse["sd"] / np.sqrt(2), rel=1e-3)
    assert told["fuel_l_per_h"]["value"] == 25
    await _what_comes_late_corrects_it_and_what_is_kept_no_more_leaves_it_as_it_was(kept)
    await _work_that_a_former_owner_began_is_not_told(kept)


async def _what_comes_late_corrects_it_and_what_is_kept_no_more_leaves_it_as_it_was(kept: Kept) -> None:
    with kept.database.admin() as connection:
        connection.execute("delete from diagnostics.verdict")
        connection.execute("update maintenance.work_order set downtime_h = 2")
        connection.execute("update telemetry.rollup_hour set readings = readings + 1")
        connection.execute("delete from telemetry.reading_row where time >= %s", [TUESDAY + timedelta(seconds=1500)])
        # A week that is long over is summed up once more where more is known of it.
        connection.execute("update benchmarking.week_uptime set taken_at = now() - interval '1 minute'")
    await kept.look()
    told = await kept.week("customer:acme")
    assert told["health"]["value"] == 0.95
    assert told["availability"]["value"] == 0.75
    assert told["misuses_per_100h"]["parts"] == {"Idling for over five minutes": 1}


async def _work_that_a_former_owner_began_is_not_told(kept: Kept) -> None:
    with kept.database.admin() as connection:
        connection.execute("update maintenance.work_order set created_at = %s", [WEEK - timedelta(days=3)])
        connection.execute(
            "update access.visibility set from_time = %s where viewer = 'customer:acme'", [WEEK - timedelta(days=1)]
        )
        connection.execute("update benchmarking.week_uptime set taken_at = %s", [WEEK])
    await kept.look()
    assert (await kept.week("customer:acme"))["availability"]["value"] == 1


VIEWS = {
    "diagnostics.health_v1": "diagnostics.verdict",
    "maintenance.work_v1": "maintenance.work_order",
    "site.shift_v1": "site.shift_plan",
}


async def test_each_is_told_to_those_who_may_have_it_and_to_a_purpose_as_far_as_consented(kept: Kept) -> None:
    await kept.look()
    week = [DataGroup.ENGINE, DataGroup.FUEL, DataGroup.PAYLOAD, DataGroup.POSITION, DataGroup.PRODUCTION]
    see(kept.database, TRUCK, "party:dealer", groups=[*week, DataGroup.DRIVELINE])
    see(kept.database, TRUCK, "party:doctor", groups=[*week, DataGroup.HEALTH])
    dealer, doctor = await kept.week("party:dealer"), await kept.week("party:doctor")
    assert {"health", "availability", "misuses_per_100h"} & dealer.keys() == {"misuses_per_100h"}
    assert {"health", "availability", "misuses_per_100h"} & doctor.keys() == {"health", "availability"}
    see(kept.database, TRUCK, "purpose:benchmarking", groups=[DataGroup.HEALTH], holder="acme")
    seen = {"purpose:benchmarking": (3, 1, 0), "purpose:training": (0, 0, 0), "party:dealer": (0, 0, 0)}
    seen |= {"customer:acme": (3, 1, 1), "": (0, 0, 0)}
    with psycopg.connect(kept.database.url("svc_benchmarking")) as connection:
        for viewer, rows in seen.items():
            connection.execute("select set_config('howdah.viewers', %s, true)", [viewer])
            assert tuple(_count(connection, view) for view in VIEWS) == rows, viewer
            assert _count(connection, "benchmarking.misuse_hour") == 0
            about = [_count(connection, f"benchmarking.week_{name}") for name in ("health", "misuse")]
            assert about == [int(rows[0] > 0), int(viewer in ("customer:acme", "party:dealer"))], viewer
        connection.execute("select set_config('howdah.viewers', 'all,worker', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from diagnostics.verdict")


def _count(connection: psycopg.Connection, relation: str) -> int:
    found = connection.execute(f"select count(*) from {relation}").fetchone()
    assert found
    return int(found[0])
