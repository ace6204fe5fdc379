"""Does the MQTT client keep its bounds, and lose nothing at them?"""

import asyncio

from services.kit.mqtt import Delivery, Message, Mqtt, Options
from tests.ingest.broker import Broker
from tests.ingest.receiver import DURABLE, take
from tests.patience import dawdle, until


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


async def test_a_full_queue_is_no_silence_for_the_broker(broker: Broker) -> None:
    options = Options(subscriptions=DURABLE.subscriptions, queue_messages=1, keepalive_s=1)
    async with Mqtt(broker.url(), options) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.publish("work/a", b"1")
        await sender.publish("work/a", b"2")
        # The broker ends a connection that is silent for one and a half times as long as it may be.
        await dawdle(2.5)
        assert [m.payload for m in await take(receiver, 2)] == [b"1", b"2"]
        assert receiver.connections == 1


async def test_a_broker_that_falls_silent_is_left(broker: Broker) -> None:
    async with Mqtt(broker.url(), Options(keepalive_s=1)) as mqtt:
        await mqtt.wait_connected()
        broker.pause()
        await until(lambda: mqtt.last_failure is not None)
        broker.resume()
        await until(lambda: mqtt.connected)
        assert mqtt.connections > 1


async def test_many_messages_are_acknowledged_at_once(broker: Broker) -> None:
    url = broker.url()
    async with Mqtt(url, DURABLE) as receiver, Mqtt(broker.url()) as sender:
        await receiver.wait_connected()
        await sender.wait_connected()
        await asyncio.gather(*(sender.send("work/a", str(i).encode()) for i in range(300)))
        messages = await take(receiver, 300)
        receiver.ack(*messages[:299])
        # The broker reads in order: once it answers this, it has every acknowledgement.
        await receiver.publish("done", b"")
    async with Mqtt(url, DURABLE) as receiver:
        assert [m.payload for m in await take(receiver, 1)] == [b"299"]


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
