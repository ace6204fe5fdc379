"""Does a customer read its own machines, of its own time, by every route, and does nothing else exist for it?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from services.kit.auth import Role
from services.kit.testing import Database, House, see
from tests.services.telemetry.past import remember

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
SOLD = BEGIN + timedelta(minutes=30)
HOUR = {"from": "2026-03-02T06:00:00Z", "to": "2026-03-02T07:00:00Z"}
SPEED = {**HOUR, "signals": "engine_speed_rpm"}
# The engine's speed tells in whose time a value was measured: below 1000 in the seller's.
OF_A, OF_B = {float(speed) for speed in range(600, 1000)}, {float(speed) for speed in range(1000, 1400)}


def _sell(database: Database) -> None:
    """Machine wl-01 was a's and is b's, with a reading, event and refused message each minute; wl-02 is b's alone."""
    see(database, "wl-01", "customer:a", None, SOLD)
    see(database, "wl-01", "customer:b", SOLD)
    see(database, "wl-02", "customer:b")
    minute = timedelta(minutes=1)
    remember(database, "wl-01", BEGIN, minute, 60, engine_speed_rpm="970 + i", latitude_deg="50")
    remember(database, "wl-02", BEGIN, minute, 60, engine_speed_rpm="1300")
    with database.admin() as connection:
        connection.execute(
            "insert into telemetry.latest (machine, time, received_at, engine_speed_rpm, engine_speed_rpm_time)"
            " select 'wl-01', time, time, 1029, time from (select max(time) as time from telemetry.reading) newest"
        )
        connection.execute(
            "insert into telemetry.event (time, received_at, seq, machine, boot, kind, code, severity, active)"
            " select time, time, row_number() over (), machine, 'b', 'fault', engine_speed_rpm::int::text, 'warning',"
            " true from telemetry.reading"
        )
        connection.execute(
            "insert into telemetry.reject (received_at, machine, reason, detail, topic, payload_bytes, payload, sha256)"
            " select time, machine, 'invalid_json', '', '', 4, engine_speed_rpm::int::text::bytea, ''"
            " from telemetry.reading"
        )


async def _ask(house: House, customer: str, path: str, **query: str) -> Any:
    api = await house.api("telemetry", house.token(Role.CUSTOMER, f"customer:{customer}"))
    answer = await api.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.text if answer.headers["content-type"].startswith("text/csv") else answer.json()


async def test_history_of_every_resolution_holds_only_the_callers_time(house: House, database: Database) -> None:
    _sell(database)
    for resolution in ("raw", "minute", "hour", "day", "auto"):
        for customer, own in (("a", OF_A), ("b", OF_B)):
            answer = await _ask(house, customer, "/v1/machines/wl-01/history", **SPEED, resolution=resolution)
            told = answer["signals"]["engine_speed_rpm"]
            assert {*told["mean"], *told["min"], *told["max"]} - {None} <= own, (resolution, customer)
            # The hour in which the machine changed hands is nobody's.
            assert bool(told["mean"]) == (resolution not in ("hour", "day")), (resolution, customer)


async def test_a_customer_is_told_when_its_time_began_and_ended(house: House, database: Database) -> None:
    _sell(database)
    periods = {
        customer: (await _ask(house, customer, "/v1/machines/wl-01/history", **SPEED))["visible"]
        for customer in ("a", "b")
    }
    sold = "2026-03-02T06:30:00Z"
    assert periods == {"a": [{"from": None, "to": sold}], "b": [{"from": sold, "to": None}]}


async def test_latest_values_are_the_present_owners_alone(house: House, database: Database) -> None:
    _sell(database)
    assert (await _ask(house, "a", "/v1/machines/wl-01/latest"))["values"] == {}
    assert (await _ask(house, "b", "/v1/machines/wl-01/latest"))["values"]["engine_speed_rpm"]["value"] == 1029
    fleets = {c: (await _ask(house, c, "/v1/latest", signals="engine_speed_rpm"))["items"] for c in ("a", "b", "c")}
    machines = {customer: [item["machine"] for item in items] for customer, items in fleets.items()}
    assert machines == {"a": [], "b": ["wl-01", "wl-02"], "c": []}
    columns = {c: await _ask(house, c, "/v1/columns/latest", signals="engine_speed_rpm") for c in ("a", "b", "c")}
    assert {customer: told["machine"] for customer, told in columns.items()} == machines
    assert columns["b"]["values"] == {"engine_speed_rpm": [1029, None]}
    assert columns["b"]["time"] == [one["time"] for one in fleets["b"]]
    assert columns["b"]["connection"] == ["unknown", "unknown"]


async def test_events_and_refused_messages_are_those_of_the_callers_time(house: House, database: Database) -> None:
    _sell(database)
    for customer, own, machines in (("a", OF_A, {"wl-01"}), ("b", OF_B, {"wl-01", "wl-02"})):
        events = (await _ask(house, customer, "/v1/events", **HOUR))["items"]
        refused = (await _ask(house, customer, "/v1/rejected", **HOUR))["items"]
        assert {event["machine"] for event in events} == {message["machine"] for message in refused} == machines
        assert {float(event["code"]) for event in events} <= own
        assert {float(message["payload_start"]) for message in refused} <= own
        of_one = (await _ask(house, customer, "/v1/machines/wl-01/events", **HOUR))["items"]
        assert {float(event["code"]) for event in of_one} <= own
        assert len(of_one) == len((await _ask(house, customer, "/v1/machines/wl-01/rejected", **HOUR))["items"]) == 30
    for path in ("/v1/events", "/v1/rejected"):
        assert (await _ask(house, "c", path, **HOUR))["items"] == []


async def test_an_export_ends_where_the_callers_time_does(house: House, database: Database) -> None:
    _sell(database)
    for customer, own in (("a", OF_A), ("b", OF_B)):
        lines = (await _ask(house, customer, "/v1/machines/wl-01/export", **SPEED)).splitlines()[1:]
        speeds = {float(line.split(",")[1]) for line in lines}
        assert len(speeds) == 30
        assert speeds <= own


async def test_a_comparison_with_anothers_machine_finds_none(house: House, database: Database) -> None:
    _sell(database)
    api = await house.api("telemetry", house.token(Role.CUSTOMER, "customer:a"))
    query = {**HOUR, "signal": "engine_speed_rpm", "machines": "wl-01,wl-02"}
    answer = await api.get("/v1/history", params=query)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-machine")


async def test_a_cursor_of_another_customer_opens_nothing(house: House, database: Database) -> None:
    _sell(database)
    of_b = await house.api("telemetry", house.token(Role.CUSTOMER, "customer:b"))
    cursor = (await of_b.get("/v1/events", params={**HOUR, "limit": "1"})).json()["next"]
    assert cursor
    events = (await _ask(house, "a", "/v1/events", **HOUR, after=cursor))["items"]
    assert {float(event["code"]) for event in events} <= OF_A


def test_the_services_role_reads_no_table_beneath_the_views(database: Database) -> None:
    tables = ("reading", "latest", "rollup_minute", "rollup_hour", "rollup_day", "event", "state", "reject", "dirty")
    with psycopg.connect(database.url("svc_telemetry"), autocommit=True) as connection:
        for table in tables:
            with pytest.raises(InsufficientPrivilege):
                connection.execute(sql.SQL("select from telemetry.{}").format(sql.Identifier(table)))
