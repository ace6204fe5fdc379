"""How does a test let messages flow from a broker into the database?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ingest.delivery import Confirmer
from ingest.fleet import Fleet
from ingest.pipeline import Pipeline
from ingest.settings import IngestSettings
from ingest.source import MqttSource, connect
from ingest.store import Store
from services.kit.mqtt import Delivery, Mqtt
from services.kit.testing import Database
from tests.ingest.intake import telemetry

SPEED = "engine_speed_rpm"


@asynccontextmanager
async def running(settings: IngestSettings, *, confirms: bool = False) -> AsyncIterator[tuple[Pipeline, Mqtt]]:
    """Yield a pipeline at work, and its connection to the broker; with `confirms` machines hear what is safe."""
    store = Store(settings.database_url, kept_rejects=10, kept_reject_bytes=1000)
    async with connect(settings) as mqtt:
        confirmer = Confirmer(mqtt, settings)
        pipeline = Pipeline(MqttSource(mqtt, settings), store, Fleet(), settings, on_awaited=confirmer.hurry)
        working = {asyncio.create_task(pipeline.run())}
        if confirms:
            working.add(asyncio.create_task(confirmer.run()))
        await mqtt.wait_connected()
        yield pipeline, mqtt
        for task in working:
            task.cancel()
        await asyncio.wait(working)
        await store.reset()


async def publish(mqtt: Mqtt, *seqs: int) -> None:
    """Publish a message a number, each with one reading that holds the number."""
    for seq in seqs:
        message = telemetry([seq], {SPEED: [seq % 4000]}, seq=seq)
        assert await mqtt.publish(message.topic, message.payload, within_s=20) is Delivery.DELIVERED


def stored(database: Database) -> list[int]:
    """Return the numbers that are stored, in order."""
    with database.admin() as connection:
        rows = connection.execute("select engine_speed_rpm::integer from telemetry.reading order by 1").fetchall()
    return [seq for (seq,) in rows]
