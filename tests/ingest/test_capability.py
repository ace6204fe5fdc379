"""Is it known of each machine what it really sends, how often and how fresh?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingest.capability import refresh_capability
from ingest.database import connect
from services.kit.testing import see
from tests.ingest.intake import MACHINE, Intake, arrival, telemetry
from tests.ingest.intake import at as after_start

HOUR = timedelta(hours=6)


def now_s() -> float:
    """Return the seconds from the beginning of the tests' messages to this moment."""
    return (int(datetime.now(UTC).timestamp() * 1000) - after_start(0)) / 1000


async def refresh(intake: Intake, every: timedelta = HOUR) -> int:
    await intake.roll_up()
    async with await connect(intake.settings.database_url, "test") as connection:
        return await refresh_capability(connection, every)


def known(intake: Intake, machine: str = MACHINE) -> dict[str, dict[str, Any]]:
    rows = intake.rows("select * from telemetry.capability where machine = %s", machine)
    return {row["signal"]: row for row in rows}


async def test_pace_and_freshness_are_those_of_what_came(intake: Intake) -> None:
    often: dict[str, list[float | None]] = {"engine_speed_rpm": [1500.0] * 6, "grease_percent": [1.0] * 6}
    signals = {**often, "fuel_level_percent": [50.0, *[None] * 5]}
    starts = [now_s() - 7200 + 60 * minute for minute in range(90)]
    seconds = [[start + second for second in range(0, 60, 10)] for start in starts]
    await intake.give(*(telemetry(times, signals, seq=number) for number, times in enumerate(seconds)))
    assert await refresh(intake) == 1
    found = known(intake)
    assert set(found) == {"engine_speed_rpm", "fuel_level_percent", "grease_percent"}
    assert found["engine_speed_rpm"]["interval_s"] == pytest.approx(10)
    assert found["fuel_level_percent"]["interval_s"] == pytest.approx(60)
    assert found["engine_speed_rpm"]["delay_s"] == pytest.approx(7200 - 5400 + 600, abs=120)
    assert found["engine_speed_rpm"]["last_time"] == intake.one("select max(time) as t from telemetry.reading")["t"]
    round_ = intake.one("select * from telemetry.capability_round")
    assert found["engine_speed_rpm"]["hours"] == round_["hours"] in (2, 3)


async def test_what_comes_once_an_hour_is_known_from_the_rollups(intake: Intake) -> None:
    speeds: list[float | None] = [1500.0] * 300
    seldom: list[float | None] = [*[None] * 150, 50.0, *[None] * 149]
    signals = {"engine_speed_rpm": speeds, "fuel_level_percent": seldom}
    starts = [now_s() - 21_600 + 3600 * hour for hour in range(6)]
    seconds = [[start + 10 * sample for sample in range(300)] for start in starts]
    await intake.give(*(telemetry(times, signals, seq=number) for number, times in enumerate(seconds)))
    await refresh(intake)
    assert known(intake)["fuel_level_percent"]["interval_s"] == pytest.approx(3600, rel=0.2)


async def test_a_machine_is_looked_at_again_after_as_long_as_it_was_known(intake: Intake) -> None:
    await intake.give(telemetry([now_s() - 60], {"engine_speed_rpm": [1]}))
    assert await refresh(intake) == 1
    assert await refresh(intake) == 0
    with intake.database.admin() as connection:
        connection.execute("update telemetry.capability_round set refreshed_at = refreshed_at - interval '2 minutes'")
        connection.execute("update telemetry.capability_round set first_time = refreshed_at - interval '1 minute'")
    assert await refresh(intake) == 1
    with intake.database.admin() as connection:
        connection.execute("update telemetry.capability_round set refreshed_at = refreshed_at - interval '2 minutes'")
        connection.execute("update telemetry.capability_round set first_time = refreshed_at - interval '1 hour'")
    assert await refresh(intake) == 0


async def test_an_earlier_holders_data_say_nothing_to_the_next(intake: Intake) -> None:
    await intake.give(telemetry([now_s() - 7200], {"fuel_level_percent": [1]}))
    await intake.give(telemetry([now_s() - 60], {"engine_speed_rpm": [1]}, seq=1))
    await refresh(intake)
    assert set(known(intake)) == {"engine_speed_rpm", "fuel_level_percent"}
    sold = datetime.now(UTC) - timedelta(hours=1)
    with intake.database.admin() as connection:
        connection.execute("update access.visibility set to_time = %s where viewer = 'customer:acme'", [sold])
        connection.execute("update telemetry.capability_round set refreshed_at = %s", [sold - timedelta(hours=1)])
    see(intake.database, MACHINE, "customer:bolt", sold)
    assert await refresh(intake) == 1
    assert set(known(intake)) == {"engine_speed_rpm"}
    assert seen(intake, "customer:bolt") == {"engine_speed_rpm"}
    assert seen(intake, "customer:acme") == seen(intake, "customer:other") == set()


async def test_elements_of_a_snapshot_have_their_own_pace(intake: Intake) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
    snapshots = []
    for number in range(18):
        at = start + timedelta(minutes=10 * number)
        hours = at - timedelta(minutes=10 * (number % 2))
        body = f'{{"FuelRemaining": {{"datetime": "{at:%FT%TZ}", "Percent": 50}},'
        body += f'"CumulativeOperatingHours": {{"datetime": "{hours:%FT%TZ}", "Hour": 5}}}}'
        snapshots.append(arrival(f"fleet/v1/{MACHINE}/snapshot", body.encode()))
    await intake.give(*snapshots)
    await refresh(intake)
    found = known(intake)
    assert found["fuel_level_percent"]["interval_s"] == pytest.approx(600)
    assert found["engine_hours_h"]["interval_s"] == pytest.approx(1200)


def seen(intake: Intake, viewer: str) -> set[str]:
    with intake.database.admin() as connection:
        connection.execute("set role svc_registry")
        connection.execute("select set_config('howdah.viewers', %s, false)", [viewer])
        rows = connection.execute("select signal from telemetry.capability_v1 where machine = %s", [MACHINE])
        return {signal for (signal,) in rows.fetchall()}
