"""Does a browser hear of newer values as they come, of its own machines, until its token ends?"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from prometheus_client import REGISTRY

from services.kit.auth import Role
from services.kit.testing import Database, House, see
from services.telemetry.client import TelemetryClient
from tests.services.measurement import measure
from tests.services.telemetry.serving import events_of, limit_connections, listening, served

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PATH = "/v1/machines/wl-01/stream"


async def _open(house: House, heartbeat_s: float = 30.0) -> FastAPI:
    return await house.open("telemetry", stream_poll_s=0.02, stream_heartbeat_s=heartbeat_s)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.wait([asyncio.ensure_future(asyncio.to_thread(lambda: None))])


async def test_the_newest_values_come_first_and_then_only_what_changed(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    measure(database, "wl-01", MONDAY, engine_speed_rpm=800, fuel_level_percent=60)
    app = await _open(house)
    token = house.token(Role.CUSTOMER, "customer:acme")
    async with listening(app, token, PATH, signals="engine_speed_rpm,fuel_level_percent") as events:
        event, first = await anext(events)
        assert event == "latest"
        assert first["values"]["engine_speed_rpm"]["value"] == 800
        assert first["values"]["fuel_level_percent"]["value"] == 60
        measure(database, "wl-01", MONDAY + SECOND, engine_speed_rpm=900)
        event, then = await anext(events)
        newer = {"engine_speed_rpm": {"value": 900.0, "time": "2026-03-02T06:00:01Z"}}
        assert (event, then["values"], then["time"]) == ("latest", newer, "2026-03-02T06:00:01Z")
    await _until(lambda: not app.state.hub.listeners)


async def test_a_quiet_stream_says_that_it_lives(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    async with listening(await _open(house, 0.05), house.token(Role.CUSTOMER, "customer:acme"), PATH) as events:
        assert [await anext(events) for _ in range(3)] == [("heartbeat", {})] * 3


async def test_a_stream_ends_with_the_token(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    soon = datetime.now(UTC) + 2 * SECOND
    async with listening(await _open(house), house.token(Role.CUSTOMER, "customer:acme", exp=soon), PATH) as events:
        heard = [(event, data) async for event, data in events if event != "heartbeat"]
    assert [event for event, _ in heard] == ["end"]
    assert "token has expired" in heard[0][1]["reason"]
    assert datetime.now(UTC) < soon + 3 * SECOND


async def test_listeners_share_a_poll_and_hear_only_what_their_own_viewers_see(
    house: House, database: Database
) -> None:
    sold = MONDAY + 60 * SECOND
    see(database, "wl-01", "customer:a", None, sold)
    see(database, "wl-01", "customer:b", sold)
    see(database, "wl-02", "customer:a")
    measure(database, "wl-01", MONDAY, engine_speed_rpm=800)
    app = await _open(house)
    async with AsyncExitStack() as stack:
        of_a = await stack.enter_async_context(served(app, house.token(Role.CUSTOMER, "customer:a")))
        of_b = await stack.enter_async_context(served(app, house.token(Role.CUSTOMER, "customer:b")))
        streams = [await stack.enter_async_context(of_a.stream("GET", PATH)) for _ in range(8)]
        heard_by_a = [events_of(stream) for stream in streams]
        heard_by_b = events_of(await stack.enter_async_context(of_b.stream("GET", PATH)))
        for events in heard_by_a:
            assert (await anext(events))[1]["values"]["engine_speed_rpm"]["value"] == 800
        measure(database, "wl-01", sold + SECOND, engine_speed_rpm=950)
        assert (await anext(heard_by_b))[1]["values"] == {
            "engine_speed_rpm": {"value": 950.0, "time": "2026-03-02T06:01:01Z"}
        }
        rounds, queries = _count("polls"), _count("queries")
        await _until(lambda: _count("polls") >= rounds + 10)
        # Two sets of viewers, nine listeners: a round may be under way at each end.
        assert abs((_count("queries") - queries) - 2 * (_count("polls") - rounds)) <= 2
        assert {len(listener.row.values) if listener.row else 0 for listener in app.state.hub.listeners} == {0, 1}


def _count(what: str) -> float:
    return REGISTRY.get_sample_value(f"stream_{what}_total") or 0.0


async def test_a_database_that_is_away_makes_the_stream_stale_until_it_is_back(
    house: House, database: Database
) -> None:
    see(database, "wl-01", "customer:acme")
    measure(database, "wl-01", MONDAY, engine_speed_rpm=800)
    async with listening(await _open(house), house.token(Role.CUSTOMER, "customer:acme"), PATH) as events:
        assert (await anext(events))[0] == "latest"
        limit_connections(database, "svc_telemetry", 0)
        assert (await anext(events))[0] == "stale"
        limit_connections(database, "svc_telemetry", -1)
        event, again = await anext(events)
        assert (event, again["values"]) == ("latest", {})


async def test_more_streams_than_are_served_are_asked_to_come_back(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    app = await house.open("telemetry", most_streams=1)
    token = house.token(Role.CUSTOMER, "customer:acme")
    async with served(app, token) as client, client.stream("GET", PATH):
        refused = await client.get(PATH)
        assert (refused.status_code, refused.json()["code"]) == (503, "too-many-streams")


async def test_another_service_passes_a_stream_on_through_the_client(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    measure(database, "wl-01", MONDAY, engine_speed_rpm=800)
    async with served(await _open(house), house.token(Role.CUSTOMER, "customer:acme")) as http:
        stream = TelemetryClient(http).stream("wl-01", ["engine_speed_rpm"])
        assert b"event: latest" in await anext(stream)
        await stream.aclose()


async def test_a_stream_tells_nothing_more_that_was_withdrawn_while_it_is_open(
    house: House, database: Database
) -> None:
    see(database, "wl-01", "party:dealer")
    see(database, "wl-02", "party:dealer")
    measure(database, "wl-01", MONDAY, engine_speed_rpm=800)
    app = await _open(house, heartbeat_s=0.1)
    async with listening(app, house.token(Role.ENGINEER, "party:dealer"), PATH) as events, asyncio.timeout(10):
        assert (await anext(events))[0] == "latest"
        with database.admin() as connection:
            connection.execute("update access.visibility set open_to = now() where machine = 'wl-01'")
        measure(database, "wl-01", MONDAY + SECOND, engine_speed_rpm=900)
        rounds = _count("polls")
        await _until(lambda: _count("polls") >= rounds + 3)
        assert [(await anext(events))[0] for _ in range(3)] == ["heartbeat"] * 3
