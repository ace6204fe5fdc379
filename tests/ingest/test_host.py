"""Does ingest behave as the host application that Sparkplug nodes expect?"""

import signal
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from models.sparkplug import REBIRTH, STATE_TOPIC, command_topic, decode_payload
from services.kit.mqtt import Message, Mqtt, Options, Subscription
from services.kit.testing import Database, see
from simulators.telematics.node import Node
from tests.ingest.broker import Broker
from tests.ingest.flow import SPEED, stored
from tests.ingest.intake import MACHINE, at
from tests.ingest.process import Process
from tests.patience import until, wait_for

HEARD = Options(subscriptions=(Subscription(command_topic(MACHINE)), Subscription(STATE_TOPIC)))


@pytest.fixture
def ingest(database: Database, broker: Broker, tmp_path: Path) -> Iterator[Process]:
    see(database, MACHINE, "customer:acme")
    running = Process(database.url("ingest"), broker.url("ingest"), tmp_path / "ingest.log").start()
    wait_for(running.is_ready)
    yield running
    running.kill()


async def test_a_node_is_asked_for_the_birth_that_was_missed_and_nothing_is_lost(
    ingest: Process, broker: Broker, database: Database
) -> None:
    unit = Node(MACHINE, (SPEED,), bd_seq=3)
    unit.birth(at(0), {SPEED: 1.0})
    async with Mqtt(broker.url(MACHINE), HEARD) as node:
        await node.wait_connected()
        for second in (1, 2):
            await node.publish(*unit.data([(at(second), {SPEED: 100.0 * second})]))
        asked = await heard(node, command_topic(MACHINE))
        assert [metric.name for metric in decode_payload(asked.payload).metrics] == [REBIRTH]
        assert stored(database) == []
        await node.publish(*unit.birth(at(3), {SPEED: 300.0}))
        await until(lambda: stored(database) == [100, 200, 300])
    assert ingest.signal(signal.SIGTERM) == 0


async def test_nodes_hear_whether_the_platform_listens(ingest: Process, broker: Broker) -> None:
    async with Mqtt(broker.url(MACHINE), HEARD) as node:
        begun = await state(node)
        assert begun["online"]
        assert ingest.signal(signal.SIGTERM) == 0
        assert await state(node) == {**begun, "online": False}
        again = ingest.start()
        assert (await state(node))["online"]
        again.signal(signal.SIGKILL)
        assert not (await state(node))["online"]


async def state(node: Mqtt) -> dict[str, object]:
    told: dict[str, object] = orjson.loads((await heard(node, STATE_TOPIC)).payload)
    return told


async def heard(node: Mqtt, topic: str) -> Message:
    async for message in node.messages():
        node.ack(message)
        if message.topic == topic:
            return message
    raise AssertionError("The connection has ended.")
