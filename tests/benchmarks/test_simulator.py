"""Does the benchmark of the simulators measure what it says, and are they as fast as they must be?"""

import socket
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.ingest.broker import Broker
from benchmarks.simulator.command import measure, start_sink
from benchmarks.simulator.plan import Plan
from benchmarks.simulator.publishing import Flow, Receiver
from benchmarks.simulator.sink import Caller
from deploy.stand import Stand, standing
from services.kit.mqtt import Mqtt, Options, Subscription
from simulators.light import Courier, Press

SMALL = Plan(hours=1, machines=4_000, steps=1, messages=16_000)
USERS = ("one", "two")


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """The platform's servers, aside."""
    with standing() as made:
        yield made


@pytest.fixture(scope="module")
def broker(stand: Stand) -> Broker:
    """The platform's broker, with users who may publish for every machine."""
    server = stand.start_broker()
    server.wait_until_ready(60)
    made = Broker(stand, server.pid)
    made.admit(USERS)
    return made


def test_the_figures_are_those_that_are_asked_for_and_good(broker: Broker, stand: Stand) -> None:
    document = measure(Receiver(broker.pid, [broker.url(user) for user in USERS]), start_sink(stand), SMALL)
    assert document["detailed_times_real"] > 200
    assert document["light_times_real"] > 5
    assert document["publish_per_cpu_s"] > 60_000
    assert document["publish_per_s"] > 1_000
    assert document["publish_to_sink_per_cpu_s"] > 60_000
    assert document["publish_limited_by"] in ("broker", "senders", "cores", "others on the machine", "waiting")


async def test_what_a_courier_brings_is_what_a_subscriber_hears(broker: Broker) -> None:
    names, values = ("engine_speed_rpm", "fuel_rate_lph"), np.array([[800.0, 12.5], [1450.0, np.nan]])
    press = Press(names, ["m-1", "m-2"], "b-1")
    async with Mqtt(broker.url("one"), Options((Subscription("fleet/v1/+/telemetry"),))) as mqtt:
        await mqtt.wait_connected()
        courier = Courier(broker.url("two"))
        courier.send(press.print(values, 7, 1_794_895_200_000))
        courier.settle()
        heard = [message for _ in range(2) for message in await mqtt.take(1)]
        courier.close()
    assert [message.topic for message in heard] == ["fleet/v1/m-1/telemetry", "fleet/v1/m-2/telemetry"]
    assert [message.payload for message in heard] == press.payloads()


def test_a_sink_counts_packets_however_they_are_cut() -> None:
    press = Press(("engine_speed_rpm",), [f"m-{number}" for number in range(9)], "b-1")
    packets = b"\x10\x00" + press.print(np.full((9, 1), 800.0), 1, 2).tobytes() + b"\xc0\x00"
    for size in (1, 7, 100, len(packets)):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            caller = Caller(theirs)
            for place in range(0, len(packets), size):
                ours.sendall(packets[place : place + size])
                assert caller.hear()
            assert caller.packets == 11
            assert ours.recv(100) == b"\x20\x03\x00\x00\x00\xd0\x00"


def test_a_flow_says_what_kept_it_from_more() -> None:
    flow = Flow(messages=1, seconds=10, senders=2, senders_cpu_s=5, receiver_cpu_s=9.5, machine_cpu_s=15)
    assert flow.limited_by == "receiver"
    assert replace(flow, senders_cpu_s=19.5).limited_by == "receiver"
    assert replace(flow, senders_cpu_s=19.5, receiver_cpu_s=1).limited_by == "senders"
    assert replace(flow, senders_cpu_s=5, receiver_cpu_s=1, machine_cpu_s=6).limited_by == "waiting"
