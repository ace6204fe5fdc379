"""Is it known in time whose messages are taken, without reading all machines again and again?"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from ingest.database import Connection, connect
from ingest.fleet import Fleet
from services.kit.testing import Database, see

UNTIL = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    see(database, "wl-01", "customer:acme")
    async with await connect(SecretStr(database.url("ingest")), "test") as made:
        yield made


async def heard(connection: Connection) -> Fleet:
    fleet = Fleet()
    await fleet.listen(connection)
    return fleet


async def test_a_machine_that_is_commissioned_is_heard_of(database: Database, connection: Connection) -> None:
    fleet = await heard(connection)
    assert len(fleet) == 1
    see(database, "wl-02", "customer:acme")
    await fleet.catch_up(connection)
    assert fleet.takes_until_ms("wl-02") == float("inf")


async def test_a_machine_that_is_decommissioned_is_heard_of(database: Database, connection: Connection) -> None:
    fleet = await heard(connection)
    with database.admin() as admin:
        admin.execute("update access.machine set decommissioned_at = %s", [UNTIL])
    await fleet.catch_up(connection)
    assert fleet.takes_until_ms("wl-01") == UNTIL.timestamp() * 1000


async def test_a_machine_that_is_deleted_is_unknown(database: Database, connection: Connection) -> None:
    fleet = await heard(connection)
    with database.admin() as admin:
        admin.execute("delete from access.visibility")
        admin.execute("delete from access.machine")
    await fleet.catch_up(connection)
    assert fleet.takes_until_ms("wl-01") is None
    assert len(fleet) == 0


async def test_many_machines_at_once_are_heard_of(database: Database, connection: Connection) -> None:
    fleet = await heard(connection)
    with database.admin() as admin:
        admin.execute(
            "insert into access.machine (machine, kind, model, generation, commissioned_at)"
            " select 'ht-' || n, 'haul_truck', 'test-model', 'json', '2020-01-01Z' from generate_series(1, 5000) n"
        )
    await fleet.catch_up(connection)
    assert len(fleet) == 5001


async def test_what_is_not_committed_is_not_known(database: Database, connection: Connection) -> None:
    fleet = await heard(connection)
    with database.admin() as admin, admin.transaction():
        admin.execute("update access.machine set decommissioned_at = %s", [UNTIL])
        await fleet.catch_up(connection)
        assert fleet.takes_until_ms("wl-01") == float("inf")
    await fleet.catch_up(connection)
    assert fleet.takes_until_ms("wl-01") == UNTIL.timestamp() * 1000
