"""Do the views show what they should, to whom they should, fast enough, and does old data go?"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from ingest.database import connect
from ingest.housekeeping import expire
from ingest.statement import STAGING
from services.kit.testing import Database, see
from tests.ingest.intake import MACHINE, START, Intake, arrival, at, event, ingest_settings, state, telemetry

SPEED, COOLANT = "engine_speed_rpm", "coolant_temperature_c"
ROLLUPS = ("rollup_minute", "rollup_hour", "rollup_day")
VIEWS = ("reading", "latest", *ROLLUPS, "event", "state", "reject", "machine", "delivery", "gap")
HANDOVER = START + timedelta(minutes=30)


def seen(database: Database, viewers: str, query: str) -> list[Any]:
    """Return what a reader with these viewers sees, in a role that has nothing but the readers' rights."""
    with database.admin() as connection, connection.transaction(force_rollback=True):
        connection.execute("set local role telemetry_reader")
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewers])
        return connection.execute(query.encode()).fetchall()


@pytest.fixture
async def sold(intake: Intake) -> Intake:
    """A machine that acme sold to bolt after half an hour, with data of both."""
    with intake.database.admin() as connection:
        connection.execute("update access.visibility set to_time = %s where machine = %s", [HANDOVER, MACHINE])
    see(intake.database, MACHINE, "customer:bolt", HANDOVER)
    await intake.give(
        telemetry([0, 1799], {SPEED: [1, 2], COOLANT: [70, 71]}),
        telemetry([1801], {SPEED: [3]}, seq=1),
        event(seq=1, time_ms=at(10)),
        event(seq=2, time_ms=at(1900)),
        state(time_ms=at(0)),
        arrival(f"fleet/v1/{MACHINE}/telemetry", b"garbage"),
        arrival("fleet/v1/nobody/telemetry", b"garbage"),
    )
    await intake.roll_up()
    return intake


def test_each_owner_sees_the_data_of_their_time(sold: Intake) -> None:
    database = sold.database
    speeds = {c: seen(database, f"customer:{c}", f"select {SPEED} from telemetry.reading_v1") for c in ("acme", "bolt")}
    assert speeds == {"acme": [(1,), (2,)], "bolt": [(3,)]}
    codes = {c: seen(database, f"customer:{c}", "select seq from telemetry.event_v1") for c in ("acme", "bolt")}
    assert codes == {"acme": [(1,)], "bolt": [(2,)]}
    both = seen(database, "customer:acme,customer:bolt", f"select {SPEED} from telemetry.reading_v1 order by time")
    assert both == [(1,), (2,), (3,)]


def test_a_latest_value_of_another_owners_time_is_not_shown(sold: Intake) -> None:
    query = f"select {SPEED}, {COOLANT}, {COOLANT}_time from telemetry.latest_v1"
    assert seen(sold.database, "customer:acme", query) == []
    assert seen(sold.database, "customer:bolt", query) == [(3, None, None)]


def test_a_bucket_in_which_a_machine_changed_hands_is_nobodys(sold: Intake) -> None:
    database = sold.database
    minutes = "select bucket from telemetry.rollup_minute_v1 order by 1"
    assert seen(database, "customer:acme", minutes) == [(START,), (START + timedelta(minutes=29),)]
    assert seen(database, "customer:bolt", minutes) == [(START + timedelta(minutes=30),)]
    for view in ("rollup_hour_v1", "rollup_day_v1"):
        assert seen(database, "customer:acme", f"select from telemetry.{view}") == []
        assert len(seen(database, "customer:acme,customer:bolt", f"select from telemetry.{view}")) == 0
        see_all(database)
        assert len(seen(database, "all", f"select from telemetry.{view}")) == 1


def see_all(database: Database) -> None:
    with database.admin() as connection:
        connection.execute(
            "insert into access.visibility select 'all', machine, '-infinity', 'infinity' from access.machine"
            " on conflict do nothing"
        )


def test_a_state_and_a_refusal_belong_to_the_present_owner(sold: Intake) -> None:
    database = sold.database
    assert seen(database, "customer:acme", "select from telemetry.state_v1 where machine = 'wl-01'") == []
    assert seen(database, "customer:bolt", "select time from telemetry.state_v1") == [(HANDOVER,)]
    assert seen(database, "customer:acme", "select from telemetry.reject_v1") == []
    assert seen(database, "customer:bolt", "select machine, payload from telemetry.reject_v1") == [
        (MACHINE, b"garbage")
    ]
    assert seen(database, "all", "select machine from telemetry.reject_v1") == [(None,)]


def test_visible_periods_are_joined_and_have_an_end_that_programs_can_read(sold: Intake) -> None:
    query = "select from_time, to_time from telemetry.machine_v1 where machine = 'wl-01' order by from_time"
    assert seen(sold.database, "customer:bolt", query) == [(HANDOVER, datetime(9999, 12, 30, tzinfo=UTC))]
    [(first, last)] = seen(sold.database, "customer:acme,customer:bolt", query)
    assert (first.year, last.year) == (1, 9999)


def test_who_is_not_named_sees_nothing(sold: Intake) -> None:
    nobody = ("", "customer:nobody", "customer:acm", "all")
    found = {
        (view, viewers): len(seen(sold.database, viewers, f"select from telemetry.{view}_v1"))
        for view in VIEWS
        for viewers in nobody
    }
    # What came under no machine's name is for those who see everything.
    assert {key: rows for key, rows in found.items() if rows} == {("reject", "all"): 1}


def test_a_reader_has_no_way_to_the_tables(database: Database) -> None:
    for table in (
        "reading",
        "latest",
        *ROLLUPS,
        "dirty",
        "event",
        "state",
        "reject",
        "visible",
        "settled",
        "delivery",
        "gap",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            seen(database, "all", f"select from telemetry.{table}")


def test_a_reader_may_not_drop_history(database: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        seen(database, "all", "select telemetry.drop_expired(now(), now(), now())")


def plan(database: Database, viewers: str, query: str) -> str:
    return "\n".join(line for (line,) in seen(database, viewers, f"explain (analyze, costs off) {query}"))


@pytest.fixture
def fleet(database: Database) -> Database:
    """Five thousand machines of fifty customers with latest values, and ten days of readings of some."""
    with database.admin() as connection:
        connection.execute(
            "insert into access.machine select 'm-' || g, 'crusher', 'm', 'json', '2020-01-01Z'"
            " from generate_series(1, 5000) g"
        )
        connection.execute(
            "insert into access.visibility select v, 'm-' || g, '-infinity', 'infinity'"
            " from generate_series(1, 5000) g, unnest(array['all', 'customer:c' || g % 50]) v"
        )
        connection.execute(
            "insert into telemetry.latest (time, received_at, machine, engine_speed_rpm)"
            " select now(), now(), 'm-' || g, g from generate_series(1, 5000) g"
        )
        connection.execute("insert into telemetry.machine_key (machine) select 'm-' || g from generate_series(1, 40) g")
        connection.execute(
            "insert into telemetry.reading_row (time, delay_s, sample, machine, engine_speed_rpm)"
            " select t, 0, 1, key, 1 from telemetry.machine_key,"
            " generate_series('2026-01-01Z'::timestamptz, '2026-01-10Z', '5 min') t"
        )
        connection.execute("vacuum analyze")
    return database


def test_a_machines_range_is_read_by_index_from_its_own_chunks(fleet: Database) -> None:
    query = (
        "select time, engine_speed_rpm from telemetry.reading_v1"
        " where machine = 'm-7' and time >= '2026-01-03Z' and time < '2026-01-05Z' order by time"
    )
    found = plan(fleet, "customer:c7", query)
    assert "Seq Scan on _hyper" not in found
    assert len(set(re.findall(r"_hyper_\d+_\d+_chunk", found))) == 2
    assert len(seen(fleet, "customer:c7", query)) == 576


def test_the_latest_values_of_a_whole_fleet_take_no_loop_over_machines(fleet: Database) -> None:
    found = plan(fleet, "all", "select machine, engine_speed_rpm from telemetry.latest_v1")
    assert "rows=5000 loops=1" in found
    assert "loops=5000" not in found
    one = plan(fleet, "customer:c7", "select machine, engine_speed_rpm from telemetry.latest_v1 where machine = 'm-7'")
    assert "Seq Scan" not in one


def _numbered(statement: str) -> str:
    """Return a statement with its parameters as the server names them."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
    return re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", statement)


def test_every_statement_of_staging_can_be_planned(database: Database) -> None:
    with psycopg.connect(database.url("ingest")) as connection:
        connection.execute("set search_path to telemetry, public")
        for name, statement in STAGING.items():
            if name.startswith("create_"):
                connection.execute(statement)
            elif not name.startswith("copy_"):
                connection.execute(f"explain (generic_plan) {_numbered(statement)}".encode())


async def test_old_readings_go_with_their_chunks_and_new_ones_stay(intake: Intake) -> None:
    now = datetime.now(UTC)
    settings = ingest_settings(intake.database, retention_days=5, minute_retention_days=5, hour_retention_days=70)
    await intake.give(telemetry([-20 * 86_400, 0], {SPEED: [1, 2]}), event(time_ms=at(0)))
    await intake.give(arrival(f"fleet/v1/{MACHINE}/telemetry", b"garbage"))
    await intake.roll_up()
    async with await connect(settings.database_url, "test") as connection:
        assert await expire(connection, settings, now) >= 1
        assert await expire(connection, settings, now) == 0
    assert intake.one(f"select {SPEED} from telemetry.reading")[SPEED] == 2
    assert len(intake.rows("select from telemetry.rollup_hour")) == 2
    assert len(intake.rows("select from telemetry.event")) == len(intake.rejects()) == 1
    async with await connect(settings.database_url, "test") as connection:
        await expire(connection, settings, now + timedelta(days=500))
    assert intake.rows("select from telemetry.event") == intake.rows("select from telemetry.reject") == []


def test_rollups_may_not_go_before_what_they_are_computed_from(database: Database) -> None:
    with pytest.raises(ValueError, match="coarser rollups are computed from finer ones"):
        ingest_settings(database, retention_days=90, minute_retention_days=30)
