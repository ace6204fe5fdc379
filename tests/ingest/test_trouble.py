"""Is a message acknowledged only when it is safe, and stored once, whatever fails meanwhile?"""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from deploy.account import private_folder
from deploy.child import Child
from deploy.port import free_port
from deploy.servers import Postgres
from ingest.settings import IngestSettings
from services.kit.migrate import migrate, owners
from services.kit.mqtt import Mqtt
from services.kit.testing import Database, see
from tests.conftest import Servers
from tests.ingest.broker import Broker
from tests.ingest.flow import publish, running, stored
from tests.ingest.intake import MACHINE, ingest_settings
from tests.ingest.process import Process
from tests.patience import until, wait_for


@pytest.fixture
def settings(database: Database, broker: Broker) -> IngestSettings:
    see(database, MACHINE, "customer:acme")
    return ingest_settings(database, mqtt_url=broker.url("ingest"))


async def test_what_is_published_is_stored(settings: IngestSettings, database: Database, broker: Broker) -> None:
    async with running(settings), Mqtt(broker.url()) as sender:
        await publish(sender, 1, 2, 3)
        await until(lambda: stored(database) == [1, 2, 3])


async def test_nothing_is_acknowledged_while_the_database_is_away(
    settings: IngestSettings, database: Database, broker: Broker
) -> None:
    async with running(settings) as (pipeline, _), Mqtt(broker.url()) as sender:
        await publish(sender, 1)
        await until(lambda: stored(database) == [1])
        name = psycopg.conninfo.conninfo_to_dict(database.admin_url)["dbname"]
        close_door(database, str(name))
        await publish(sender, 2)
        await until(lambda: pipeline.pulse.trouble is not None)
    # Ingest has ended with the message in its hands: the broker still has it.
    open_door(database, str(name))
    async with running(settings):
        await until(lambda: stored(database) == [1, 2])


def close_door(database: Database, name: str) -> None:
    with elsewhere(database) as connection:
        connection.execute(sql.SQL("alter database {} allow_connections false").format(sql.Identifier(name)))
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])


def open_door(database: Database, name: str) -> None:
    with elsewhere(database) as connection:
        connection.execute(sql.SQL("alter database {} allow_connections true").format(sql.Identifier(name)))


def elsewhere(database: Database) -> psycopg.Connection:
    return psycopg.connect(database.admin_url.rsplit("/", 1)[0] + "/postgres", autocommit=True)


async def test_ingest_goes_on_when_the_broker_comes_back(
    settings: IngestSettings, database: Database, broker: Broker
) -> None:
    async with running(settings) as (_, mqtt), Mqtt(broker.url()) as sender:
        await publish(sender, 1)
        await until(lambda: stored(database) == [1])
        broker.stop()
        await until(lambda: not mqtt.connected)
        broker.start()
        await publish(sender, 2)
        await until(lambda: stored(database) == [1, 2])
        assert mqtt.sessions_lost == 0


async def test_what_comes_while_ingest_is_away_waits_at_the_broker(
    settings: IngestSettings, database: Database, broker: Broker
) -> None:
    async with running(settings):
        pass
    async with Mqtt(broker.url()) as sender:
        await publish(sender, *range(50))
    broker.stop()
    broker.start()
    async with running(settings):
        await until(lambda: stored(database) == list(range(50)))


async def test_a_message_of_an_old_connection_that_is_stored_late_is_stored_once(
    settings: IngestSettings, database: Database, broker: Broker
) -> None:
    async with running(settings) as (pipeline, mqtt), Mqtt(broker.url()) as sender:
        await publish(sender, 0)
        await until(lambda: stored(database) == [0])
        with database.admin() as holding:
            holding.autocommit = False
            holding.execute("lock table telemetry.latest in access exclusive mode")
            await publish(sender, 1)
            await until(lambda: pipeline.pulse.waiting_since is not None)
            broker.stop()
            await until(lambda: not mqtt.connected)
            broker.start()
            await until(lambda: mqtt.connected)
            holding.rollback()
        await publish(sender, 2)
        await until(lambda: stored(database) == [0, 1, 2])
        await until(lambda: pipeline.tally.duplicates == 1)
        assert mqtt.stale_acks == 1


@pytest.fixture
def own_postgres(servers: Servers) -> Iterator[tuple[Postgres, Database, list[Child]]]:
    """A PostgreSQL of this test's own, to be killed: the server, its database and its process."""
    folder = private_folder(servers.folder / "own-postgres")
    server = Postgres(servers.installation, folder, free_port(), "howdah", durable=False)
    children = [Child(server.prepare()).wait_until_ready(30)]
    passwords = {owner.role: "secret" for owner in owners() if owner.role}
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("create database howdah")
    url = server.admin_url.rsplit("/", 1)[0] + "/howdah"
    migrate(url, passwords)
    yield server, Database(url, passwords), children
    children[-1].stop()


async def test_killing_the_database_between_messages_loses_and_doubles_nothing(
    own_postgres: tuple[Postgres, Database, list[Child]], broker: Broker
) -> None:
    server, database, children = own_postgres
    see(database, MACHINE, "customer:acme")
    settings = ingest_settings(database, mqtt_url=broker.url("ingest"))
    async with running(settings) as (pipeline, _), Mqtt(broker.url()) as sender:
        sending = asyncio.create_task(publish(sender, *range(300)))
        await until(lambda: pipeline.tally.rows > 20)
        await asyncio.to_thread(children[-1].stop, 0)
        await until(lambda: pipeline.pulse.trouble is not None)
        children.append(Child(server.prepare()))
        await asyncio.to_thread(children[-1].wait_until_ready, 30)
        await sending
        await until(lambda: len(stored(database)) >= 300)
    assert stored(database) == list(range(300))


def test_the_process_says_how_it_is_and_ends_when_told(
    settings: IngestSettings, database: Database, broker: Broker, tmp_path: Path
) -> None:
    process = Process(database.url("ingest"), broker.url("ingest"), tmp_path / "log").start()
    wait_for(process.is_ready)
    health = process.get("/health")
    assert health is not None
    assert health.headers["content-type"] == "application/health+json"
    assert health.json()["status"] == "pass"
    assert health.json()["version"]
    metrics = process.get("/metrics")
    assert metrics is not None
    assert "ingest_rows_written_total" in metrics.text
    broker.stop()
    wait_for(lambda: not process.is_ready())
    assert process.signal(signal.SIGTERM) == 0


async def test_a_process_that_is_killed_loses_nothing(
    settings: IngestSettings, database: Database, broker: Broker, tmp_path: Path
) -> None:
    process = Process(database.url("ingest"), broker.url("ingest"), tmp_path / "log").start()
    await asyncio.to_thread(wait_for, process.is_ready)
    async with Mqtt(broker.url()) as sender:
        sending = asyncio.create_task(publish(sender, *range(400)))
        await until(lambda: len(stored(database)) > 50)
        await asyncio.to_thread(process.kill)
        process.start()
        await sending
        await until(lambda: len(stored(database)) >= 400)
    assert stored(database) == list(range(400))
    assert await asyncio.to_thread(process.signal, signal.SIGTERM) == 0
