"""Does whoever may hear of a load that grows hear of it at once, and nobody any more from whom it was withdrawn?"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import numpy as np
import pytest
from fastapi import FastAPI

from services.kit.auth import Role
from services.kit.testing import Database, House, see
from services.weighing.api import LoadChanged
from services.weighing.client import WeighingClient
from tests.conftest import Servers
from tests.services.hearing import hearing
from tests.services.telemetry.serving import limit_connections, listening
from tests.services.weighing.conftest import QUIET, Ask, Weigh
from tests.services.weighing.past import LOADER, PASS_S, TRUCK, commission, lately, load_truck, stand_under

LOADS = [8200.0, 8600.0, 7900.0, 8400.0]
ACME, DEALER = "customer:acme", "party:dealer"
STREAM = f"/v1/machines/{TRUCK}/load/stream"


@pytest.fixture
async def app(house: House, servers: Servers) -> FastAPI:
    """The service at a real broker, whose workers wait; it soon says that its database is away."""
    return await house.open("weighing", **QUIET, mqtt_url=servers.mosquitto.url("svc-weighing"), pool_wait_s=3.0)


def fill(database: Database, begun: datetime, passes: int, *, first: int = 0) -> None:
    """Let a truck stand under a loader that lifts its passes from `first` on until it has so many."""
    count = PASS_S * (passes - first)
    load_truck(database, LOADS[first:passes], begun + timedelta(seconds=PASS_S * passes))
    stand_under(database, begun + timedelta(seconds=PASS_S * first), np.zeros(count))


def began(database: Database) -> datetime:
    """Commission a loader and a truck, and return when the first pass of the load begins: four of them are over."""
    commission(database, ACME)
    commission(database, ACME, TRUCK, "norrberg-a40")
    return lately() - timedelta(seconds=PASS_S * len(LOADS))


async def test_a_load_that_grows_is_told_with_the_passes_still_needed(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    fill(database, began(database), 3)
    await weigh()
    client = WeighingClient(await ask(ACME))
    for machine in (LOADER, TRUCK):
        load = await client.load(machine)
        assert (load.digger, load.truck, load.passes, load.passes_needed) == (LOADER, TRUCK, 3, 2)
        assert load.missing_kg == pytest.approx(39_000 - sum(LOADS[:3]), abs=500)


async def test_an_event_tells_each_load_that_changed(
    database: Database, app: FastAPI, weigh: Weigh, servers: Servers
) -> None:
    begun = began(database)
    async with hearing(servers, "weighing/load-changed") as told, asyncio.timeout(20):
        for passes in (2, 3):
            fill(database, begun, passes, first=0 if passes == 2 else 2)
            await weigh()
            event = await told.get()
            load = LoadChanged.model_validate(event.data)
            assert (event.type, event.subject) == ("howdah.weighing.load-changed", TRUCK)
            assert (load.digger, load.passes, load.passes_needed) == (LOADER, passes, 5 - passes)
        await weigh()
        assert told.empty()


async def test_the_stream_tells_the_load_until_its_token_ends(house: House, database: Database, weigh: Weigh) -> None:
    fill(database, began(database), 2)
    await weigh()
    token = house.token(Role.CUSTOMER, ACME, exp=datetime.now(UTC) + timedelta(seconds=3))
    async with listening(house.apps["weighing"], token, STREAM) as events, asyncio.timeout(20):
        told = [(event, data) async for event, data in events if event != "heartbeat"]
    assert [(event, data.get("passes")) for event, data in told] == [("load", 2), ("end", None)]


async def test_a_stream_tells_nothing_of_what_is_withdrawn_while_it_is_open(
    house: House, app: FastAPI, database: Database, weigh: Weigh
) -> None:
    begun = began(database)
    for machine in (LOADER, TRUCK):
        see(database, machine, DEALER)
    fill(database, begun, 2)
    await weigh()
    theirs, own = house.token(Role.ENGINEER, DEALER), house.token(Role.CUSTOMER, ACME)
    async with listening(app, theirs, STREAM) as to_dealer, listening(app, own, STREAM) as to_owner:
        async with asyncio.timeout(20):
            assert [await _passes(one) for one in (to_dealer, to_owner)] == [2, 2]
            _open_to(database, "now()")
            for passes in (3, 4):
                fill(database, begun, passes, first=passes - 1)
                await weigh()
                assert await _passes(to_owner) == passes
            # Given again, the next thing that the same stream tells is what is there by then.
            _open_to(database, "'infinity'")
            assert await _passes(to_dealer) == 4


def _open_to(database: Database, moment: LiteralString) -> None:
    with database.admin() as connection:
        connection.execute(f"update access.visibility set open_to = {moment} where viewer = %s", [DEALER])


async def _passes(events: AsyncIterator[tuple[str, dict[str, Any]]]) -> int:
    """Return how many passes the next load has that a stream tells."""
    async for event, data in events:
        if event == "load":
            return int(data["passes"])
    raise AssertionError("The stream ended.")


async def test_a_database_that_is_away_makes_the_stream_stale_until_it_is_back(
    house: House, app: FastAPI, database: Database, weigh: Weigh
) -> None:
    fill(database, began(database), 2)
    await weigh()
    async with listening(app, house.token(Role.CUSTOMER, ACME), STREAM) as events, asyncio.timeout(30):
        assert await _passes(events) == 2
        limit_connections(database, "svc_weighing", 0)
        async for event, _ in events:
            if event != "heartbeat":
                assert event == "stale"
                break
        limit_connections(database, "svc_weighing", -1)
        assert await _passes(events) == 2
