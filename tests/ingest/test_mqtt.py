"""Does the MQTT client stay connected, lose nothing and say what happened?"""

import asyncio

import pytest

from services.kit.mqtt import Delivery, Mqtt, NotConnected, NotDelivered, Options, Will
from tests.ingest.broker import Broker
from tests.ingest.receiver import DURABLE, take
from tests.patience import until


async def test_a_message_arrives_as_it_was_published(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        assert await sender.publish("work/a", b"\x00\xff payload") is Delivery.DELIVERED
        [message] = await take(receiver, 1)
        assert (message.topic, message.payload, message.qos, message.retain) == (
            "work/a",
            b"\x00\xff payload",
            1,
            False,
        )


async def test_a_message_that_nobody_subscribed_to_is_told_apart(broker: Broker) -> None:
    async with Mqtt(broker.url()) as sender:
        assert await sender.publish("nobody/listens", b"x") is Delivery.NO_SUBSCRIBER


async def test_a_live_message_keeps_its_retain_flag(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.publish("work/a", b"x", retain=True)
        assert (await take(receiver, 1))[0].retain


async def test_what_is_not_acknowledged_comes_again_and_what_is_does_not(broker: Broker) -> None:
    url = broker.url()
    async with Mqtt(url, DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.publish("work/a", b"done")
        await sender.publish("work/b", b"not done")
        messages = await take(receiver, 2)
        receiver.ack(messages[0])
        await sender.publish("work/c", b"later")
    async with Mqtt(url, DURABLE) as receiver:
        assert [m.payload for m in await take(receiver, 2)] == [b"not done", b"later"]


async def test_an_acknowledgement_of_an_earlier_connection_is_dropped(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.publish("work/a", b"first")
        [first] = await take(receiver, 1)
        broker.stop()
        await until(lambda: not receiver.connected)
        broker.start()
        [again] = await take(receiver, 1)
        assert again.payload == b"first"
        assert again.generation > first.generation
        receiver.ack(first)
        assert receiver.stale_acks == 1
        receiver.ack(again)


async def test_it_connects_again_after_the_broker_was_away_and_finds_its_session(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.wait_connected()
        broker.stop()
        publishing = asyncio.create_task(sender.publish("work/a", b"patient", within_s=20))
        await until(lambda: not receiver.connected)
        broker.start()
        assert await publishing is Delivery.DELIVERED
        assert [m.payload for m in await take(receiver, 1)] == [b"patient"]
        assert receiver.sessions_lost == 0


async def test_it_waits_for_a_broker_that_is_not_there_yet(broker: Broker) -> None:
    broker.stop()
    async with Mqtt(broker.url()) as mqtt:
        await until(lambda: mqtt.last_failure is not None)
        with pytest.raises(NotConnected):
            mqtt.send("work/a", b"x")
        broker.start()
        async with asyncio.timeout(10):
            await mqtt.wait_connected()


async def test_publishing_gives_up_after_its_time(broker: Broker) -> None:
    async with Mqtt(broker.url()) as mqtt:
        await mqtt.wait_connected()
        broker.pause()
        with pytest.raises(NotDelivered, match="no acknowledgement"):
            await mqtt.publish("work/a", b"x", within_s=0.2)
        broker.resume()


async def test_an_invalid_topic_costs_only_its_own_message(broker: Broker) -> None:
    async with Mqtt(broker.url()) as mqtt:
        await mqtt.wait_connected()
        with pytest.raises(NotDelivered):
            await mqtt.publish("work/+", b"x")
        await mqtt.publish("work/a", b"x")


async def test_a_farewell_keeps_the_will_back(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        async with Mqtt(broker.url(), Options(will=Will("work/will", b"gone"))) as leaving:
            await leaving.wait_connected()
        await sender.publish("work/a", b"after")
        assert [m.payload for m in await take(receiver, 1)] == [b"after"]


async def test_a_connection_that_breaks_leaves_its_will(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as receiver:
        await receiver.wait_connected()
        async with Mqtt(broker.url("machine"), Options(will=Will("work/will", b"gone"))) as first:
            await first.wait_connected()
            # The broker ends the connection of whoever held the name before.
            async with Mqtt(broker.url("machine")) as second:
                await second.wait_connected()
                assert (await take(receiver, 1))[0].payload == b"gone"


async def test_many_connections_share_one_thread(broker: Broker) -> None:
    async with asyncio.TaskGroup() as group:
        machines = [Mqtt(broker.url(f"machine-{i}")) for i in range(60)]
        for machine in machines:
            await machine.__aenter__()
        for machine in machines:
            group.create_task(machine.wait_connected())
    answers = await asyncio.gather(*(machine.publish("work/a", b"x") for machine in machines))
    assert len(answers) == 60
    for machine in machines:
        await machine.__aexit__(None, None, None)


async def test_who_waits_for_messages_learns_that_the_client_was_closed(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as mqtt:
        await mqtt.wait_connected()
        waiting = asyncio.create_task(mqtt.take())
    with pytest.raises(NotConnected):
        await waiting


def test_an_address_that_is_none_is_explained() -> None:
    with pytest.raises(ValueError, match="mqtt://user:password@host:port"):
        Mqtt("http://somewhere:1883")
