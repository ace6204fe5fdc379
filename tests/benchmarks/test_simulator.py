"""Does the benchmark of the simulators measure what it says, and are they as fast as they must be?"""

from collections.abc import Iterator

import pytest

from benchmarks.ingest.broker import Broker
from benchmarks.simulator.command import measure
from benchmarks.simulator.plan import Plan
from deploy.stand import standing
from services.kit.mqtt import Mqtt, Options, Subscription
from simulators.light import Courier

SMALL = Plan(hours=1, machines=4_000, steps=1, messages=4_000)
USERS = ("one", "two")


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    """The platform's broker, with users who may publish for every machine."""
    with standing() as stand:
        server = stand.start_broker()
        server.wait_until_ready(60)
        made = Broker(stand, server.pid)
        made.admit(USERS)
        yield made


def test_the_figures_are_those_that_are_asked_for_and_good(broker: Broker) -> None:
    document = measure([broker.url(user) for user in USERS], broker.pid, SMALL)
    assert document["detailed_times_real"] > 200
    assert document["light_times_real"] > 1
    assert document["publish_per_cpu_s"] > 20_000
    assert document["publish_per_s"] > 1_000


async def test_what_a_courier_brings_is_what_a_subscriber_hears(broker: Broker) -> None:
    async with Mqtt(broker.url("one"), Options((Subscription("fleet/v1/+/telemetry"),))) as mqtt:
        await mqtt.wait_connected()
        courier = Courier(broker.url("two"))
        courier.send(["m-1", "m-2"], [b"{}", b"x" * 20_000])
        courier.settle()
        heard = [message for _ in range(2) for message in await mqtt.take(1)]
        courier.close()
    assert [(message.topic, message.payload) for message in heard] == [
        ("fleet/v1/m-1/telemetry", b"{}"),
        ("fleet/v1/m-2/telemetry", b"x" * 20_000),
    ]
