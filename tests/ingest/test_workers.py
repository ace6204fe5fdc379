"""Do several workers share the stream, and is nothing lost or doubled when one of them is killed?"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.source import connect
from services.kit.mqtt import Mqtt
from services.kit.testing import Database, see
from tests.ingest.broker import Broker
from tests.ingest.flow import publish, running, stored
from tests.ingest.intake import MACHINE, ingest_settings, state, telemetry
from tests.ingest.process import Process
from tests.patience import until, wait_for

SPEED = "engine_speed_rpm"


@pytest.fixture
def workers(database: Database, broker: Broker, tmp_path: Path) -> Iterator[list[Process]]:
    """Two workers that are ready."""
    see(database, MACHINE, "customer:acme")
    urls = [broker.url("ingest"), broker.url("ingest-2")]
    made = [
        Process(database.url("ingest"), url, tmp_path / f"log-{n}", {"HOWDAH_WORKER": str(n), "HOWDAH_WORKERS": "2"})
        for n, url in enumerate(urls, 1)
    ]
    for worker in made:
        worker.start()
    wait_for(lambda: all(worker.is_ready() for worker in made))
    yield made
    for worker in made:
        worker.kill()


def taken(worker: Process) -> float:
    """Return how many messages a worker has taken so far."""
    metrics = worker.get("/metrics")
    assert metrics is not None
    name = "mqtt_messages_received_total "
    return next(float(line.removeprefix(name)) for line in metrics.text.splitlines() if line.startswith(name))


async def test_two_workers_share_the_stream_and_killing_one_loses_and_doubles_nothing(
    workers: list[Process], database: Database, broker: Broker
) -> None:
    async with Mqtt(broker.url()) as sender:
        await publish(sender, *range(100))
        await until(lambda: len(stored(database)) == 100)
        assert [taken(worker) for worker in workers] == [50, 50]
        sending = asyncio.create_task(publish(sender, *range(100, 500)))
        await until(lambda: len(stored(database)) > 150)
        await asyncio.to_thread(workers[1].kill)
        # What the broker chose for the one that is gone waits for it; the other goes on.
        await sending
        await until(lambda: len(stored(database)) >= 299)
        workers[1].start()
        await until(lambda: len(stored(database)) >= 500)
    assert stored(database) == list(range(500))


async def test_a_worker_that_leaves_for_good_leaves_its_share_to_the_others(database: Database, broker: Broker) -> None:
    see(database, MACHINE, "customer:acme")
    second = ingest_settings(database, mqtt_url=broker.url("ingest-2"), worker=2, workers=2)
    async with connect(second) as mqtt:
        await mqtt.wait_connected()
    env = {"HOWDAH_DATABASE_URL": database.url("ingest"), "HOWDAH_MQTT_URL": broker.url("ingest-2")}
    command = [sys.executable, "-m", "ingest", "--leave"]
    done = await asyncio.to_thread(subprocess.run, command, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    async with running(ingest_settings(database, mqtt_url=broker.url("ingest"))), Mqtt(broker.url()) as sender:
        await publish(sender, *range(20))
        await until(lambda: stored(database) == list(range(20)))


async def test_a_worker_alone_hears_all_and_the_flag_of_what_is_retained(database: Database, broker: Broker) -> None:
    see(database, MACHINE, "customer:acme")
    told = state(online=True)
    async with Mqtt(broker.url()) as sender:
        await sender.publish(told.topic, told.payload, retain=True)
        async with running(ingest_settings(database, mqtt_url=broker.url("ingest"))) as (pipeline, _):
            await publish(sender, 1, 2)
            flagged = telemetry([3], {SPEED: [3]}, seq=3)
            await sender.publish(flagged.topic, flagged.payload, retain=True)
            await until(lambda: pipeline.tally.refused == 1)
            await until(lambda: stored(database) == [1, 2])
    with database.admin() as connection:
        assert connection.execute("select machine, online from telemetry.state").fetchall() == [(MACHINE, True)]


@pytest.mark.parametrize("workers", [1, 2])
async def test_a_kept_session_hears_each_message_once_when_the_workers_become_more_or_fewer(
    database: Database, broker: Broker, workers: int
) -> None:
    before = ingest_settings(database, mqtt_url=broker.url("ingest"), workers=3 - workers)
    async with connect(before) as mqtt:
        await mqtt.wait_connected()
    settings = ingest_settings(database, mqtt_url=broker.url("ingest"), workers=workers)
    async with connect(settings) as mqtt, Mqtt(broker.url()) as sender:
        await mqtt.wait_connected()
        # The broker reads in order: once it answers this, nothing is left of the former subscriptions.
        await mqtt.publish("done", b"")
        await publish(sender, 1, 2, 3)
        await until(lambda: mqtt.waiting >= 3)
        assert mqtt.waiting == 3


async def test_what_comes_after_a_restart_of_the_broker_waits_for_a_worker_that_is_alone(
    database: Database, broker: Broker
) -> None:
    see(database, MACHINE, "customer:acme")
    settings = ingest_settings(database, mqtt_url=broker.url("ingest"))
    async with connect(settings) as mqtt:
        await mqtt.wait_connected()
    broker.stop()
    broker.start()
    async with Mqtt(broker.url()) as sender:
        await publish(sender, 1, 2)
    async with running(settings):
        await until(lambda: stored(database) == [1, 2])
