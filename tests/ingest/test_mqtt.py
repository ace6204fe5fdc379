"""Does the MQTT client stay connected, lose nothing and say what happened?"""

import asyncio

import pytest

from services.kit.mqtt import (
    Delivery,
    Message,
    Mqtt,
    NotConnected,
    NotDelivered,
    Options,
    Subscription,
    Will,
)
from tests.ingest.broker import Broker
from tests.patience import dawdle, until

DURABLE = Options(subscriptions=(Subscription("work/#", live_retain_flag=True),), session_expiry_s=3600)


async def take(mqtt: Mqtt, count: int, within_s: float = 10.0) -> list[Message]:
    messages: list[Message] = []
    async with asyncio.timeout(within_s):
        while len(messages) < count:
            messages += await mqtt.take()
    return messages


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


async def test_reading_stops_while_the_queue_is_full_and_nothing_is_lost(broker: Broker) -> None:
    options = Options(subscriptions=DURABLE.subscriptions, receive_maximum=2000, queue_messages=10)
    async with Mqtt(broker.url(), options) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.wait_connected()
        async with asyncio.TaskGroup() as group:
            for i in range(500):
                group.create_task(sender.publish("work/a", str(i).encode()))
        assert receiver.waiting == 10
        messages: list[Message] = []
        async with asyncio.timeout(10):
            while len(messages) < 500:
                assert receiver.waiting <= 10
                taken = await receiver.take()
                messages += taken
                for message in taken:
                    receiver.ack(message)
        assert sorted(int(m.payload) for m in messages) == list(range(500))


async def test_a_large_backlog_before_the_subscription_is_confirmed_is_no_silence(broker: Broker) -> None:
    url = broker.url()
    async with Mqtt(url, DURABLE) as receiver:
        await receiver.wait_connected()
    async with Mqtt(broker.url()) as sender:
        await sender.wait_connected()
        await asyncio.gather(*(sender.send("work/a", str(i).encode()) for i in range(400)))
    slow = Options(subscriptions=DURABLE.subscriptions, session_expiry_s=3600, queue_messages=10, answer_within_s=0.2)
    received: list[int] = []
    async with Mqtt(url, slow) as receiver:
        async with asyncio.timeout(30):
            while len(received) < 400:
                for message in await receiver.take():
                    received.append(int(message.payload))
                    receiver.ack(message)
                await dawdle(0.02)
        await receiver.wait_connected()
        assert receiver.connections == 1
    assert received == list(range(400))


async def test_a_window_smaller_than_the_load_is_kept_and_everything_arrives(broker: Broker) -> None:
    broker.stop()
    broker.inflight = 5
    broker.start()
    async with Mqtt(broker.url(), DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.wait_connected()
        answers = await asyncio.gather(*(sender.send("work/a", str(i).encode()) for i in range(300)))
        assert set(answers) == {Delivery.DELIVERED}
        received: list[Message] = []
        while len(received) < 300:
            for message in await take(receiver, 1):
                received.append(message)
                receiver.ack(message)
        assert [int(m.payload) for m in received] == list(range(300))


async def test_bytes_bound_a_batch_too(broker: Broker) -> None:
    async with Mqtt(broker.url(), DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        for _ in range(4):
            await sender.publish("work/a", bytes(1000))
        await until(lambda: receiver.waiting == 4)
        assert len(await receiver.take(100, most_bytes=1500)) == 2


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
