"""Do machines hear what is safe, once it is safe, whatever happens to the broker?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from prometheus_client import REGISTRY

from ingest.settings import IngestSettings
from models.messages import Ack, Stream, decode_ack, encode_telemetry, topic
from services.kit.mqtt import Mqtt, Options, Subscription
from services.kit.testing import Database, see
from tests.ingest.broker import Broker
from tests.ingest.flow import publish, running
from tests.ingest.intake import MACHINE, at, ingest_settings, state
from tests.patience import dawdle, until
from tests.simulators.platform import MACHINE as SIMULATED
from tests.simulators.platform import machine, put

ACKS = topic(MACHINE, Stream.ACK)
LISTEN = Options(subscriptions=(Subscription(ACKS),))


def told(database: Database, broker: Broker, every_s: float = 0.2) -> IngestSettings:
    """Return settings of an ingest that confirms several times a second, for machines that are known."""
    for known in (MACHINE, SIMULATED):
        see(database, known, "customer:acme")
    return ingest_settings(database, mqtt_url=broker.url("ingest"), ack_every_s=every_s)


@asynccontextmanager
async def confirming(settings: IngestSettings) -> AsyncIterator[Mqtt]:
    """Yield the broker's connection of an ingest at work that confirms."""
    async with running(settings, confirms=True) as (_, mqtt):
        yield mqtt


async def next_ack(mqtt: Mqtt, watermark: int) -> Ack:
    """Return the acknowledgement that tells of this watermark."""
    async with asyncio.timeout(20):
        async for message in mqtt.messages():
            mqtt.ack(message)
            if (ack := decode_ack(message.payload)).watermark == watermark:
                return ack
    raise AssertionError


async def test_a_machine_hears_how_far_its_messages_are_safe(database: Database, broker: Broker) -> None:
    async with confirming(told(database, broker)), Mqtt(broker.url(MACHINE), LISTEN) as hearer:
        await hearer.wait_connected()
        await publish(hearer, 0, 1, 2)
        assert await next_ack(hearer, 2) == Ack("boot-1", 2)
        await publish(hearer, 4, 1)
        assert await next_ack(hearer, 2) == Ack("boot-1", 2)
        await publish(hearer, 3)
        await next_ack(hearer, 4)
    async with Mqtt(broker.url(MACHINE), LISTEN) as later:
        assert await next_ack(later, 4) == Ack("boot-1", 4)


async def test_a_machine_that_comes_online_hears_it_again(database: Database, broker: Broker) -> None:
    async with confirming(told(database, broker)), Mqtt(broker.url(MACHINE), LISTEN) as hearer:
        await hearer.wait_connected()
        online = state(boot="boot-9")
        await hearer.publish(online.topic, online.payload, retain=True)
        assert await next_ack(hearer, -1) == Ack("boot-9", -1)


async def test_a_machine_that_waits_hears_it_at_once_and_others_in_their_turn(
    database: Database, broker: Broker
) -> None:
    async with confirming(told(database, broker, every_s=600)), Mqtt(broker.url(MACHINE), LISTEN) as hearer:
        await hearer.wait_connected()
        online = state(boot="boot-1")
        await hearer.publish(online.topic, online.payload, retain=True)
        await next_ack(hearer, -1)
        await publish(hearer, 0, 1)
        # Sent again, it asks.
        await publish(hearer, 0)
        assert await next_ack(hearer, 1) == Ack("boot-1", 1, patience_s=1200)


async def test_what_was_not_told_while_the_broker_was_away_is_told_afterwards(
    database: Database, broker: Broker
) -> None:
    settings = told(database, broker)
    async with confirming(settings) as mqtt:
        async with Mqtt(broker.url("sender")) as sender:
            await publish(sender, 0)
        async with Mqtt(broker.url(MACHINE), LISTEN) as hearer:
            await next_ack(hearer, 0)
        async with Mqtt(broker.url("sender")) as sender:
            await publish(sender, 1)
        await until(lambda: folded(database) == 0 or not mqtt.connected)
        broker.stop()
        broker.start()
        async with Mqtt(broker.url(MACHINE), LISTEN) as hearer:
            await next_ack(hearer, 1)


async def test_a_database_that_stood_still_for_once_does_not_silence_ingest(database: Database, broker: Broker) -> None:
    async with confirming(told(database, broker)), Mqtt(broker.url(MACHINE), LISTEN) as hearer:
        await hearer.wait_connected()
        await publish(hearer, 0)
        await next_ack(hearer, 0)
        with database.admin() as connection, connection.transaction():
            connection.execute("lock table telemetry.delivery in access exclusive mode")
            await publish(hearer, 1)
            await dawdle(3)
        await next_ack(hearer, 1)
        await publish(hearer, 2)
        await next_ack(hearer, 2)


def folded(database: Database) -> int:
    """Return how many batches are noted and not yet folded."""
    with database.admin() as connection:
        row = connection.execute("select count(*) from telemetry.settled").fetchone()
    return int(row[0]) if row else 0


async def test_every_message_of_a_simulated_machine_ends_as_one_outcome(
    database: Database, broker: Broker, tmp_path: Path
) -> None:
    before = outcomes()
    async with confirming(told(database, broker)), machine(broker, tmp_path / "outbox.db") as outbox:
        put(outbox, 300, some)
        put(outbox, 5, lambda _boot, _seq: b"x" * 300_000)
        await until(lambda: outbox.unconfirmed == 0)
    after = {outcome: value - before.get(outcome, 0) for outcome, value in outcomes().items()}
    assert after == {"stored": 270, "rejected": 30, "gap": 5, "duplicate": after["duplicate"]}


def outcomes() -> dict[str, float]:
    """Return how many messages have ended as what so far."""
    [family] = [one for one in REGISTRY.collect() if one.name == "ingest_messages"]
    return {sample.labels["outcome"]: sample.value for sample in family.samples if sample.name.endswith("_total")}


def some(boot: str, seq: int) -> bytes:
    """Return a message, every tenth of them broken off."""
    if seq % 10 == 0:
        return b'{"boot": "%s", "seq": %d,' % (boot.encode(), seq)
    return encode_telemetry(boot, seq, [at(seq)], {"engine_speed_rpm": [800]})
