"""Does a simulated fleet behave on a real broker as machines do?"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.machines import Generation
from models.messages import Stream, decode_state, decode_telemetry, parse_topic
from services.kit.mqtt import Message, Mqtt, Options, Subscription
from simulators.clock import Clock
from simulators.fleet import Fleet, Shift
from simulators.publish import Pace, publish_live
from simulators.world import World
from tests.ingest.broker import Broker

WATCH = Options(subscriptions=(Subscription("fleet/v1/#", live_retain_flag=True),), session_expiry_s=600)


@pytest.fixture(scope="module")
def world(demo: Fleet) -> World:
    """Return some machines whose shift began an hour ago: their engines run and their breaks are far."""
    start = datetime.now(UTC) - timedelta(hours=1)
    every_day = demo.sites[1].shifts[0].days
    shift = Shift(id="day", start=f"{start:%H:%M}", hours=12, days=every_day)
    site = replace(demo.sites[1], timezone="UTC", shifts=(shift,))
    chosen = {"yar-ht-04", "yar-ht-01", "yar-ex-01", "yar-ex-02"}
    machines = tuple(replace(machine, shifts=("day",)) for machine in demo.machines if machine.id in chosen)
    return World.begin(replace(demo, sites=(site,), machines=machines), 1, start.timestamp())


class Heard:
    """What a watcher heard of the fleet, by topic."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def of(self, machine: str, stream: Stream) -> list[Message]:
        """Return a machine's messages of one stream."""
        return [message for message in self.messages if parse_topic(message.topic) == (machine, stream)]

    def online(self, machine: str) -> list[bool]:
        """Return what a machine's state said, one after the other."""
        return [decode_state(message.payload).online for message in self.of(machine, Stream.STATE)]

    def seqs(self, machine: str) -> set[int]:
        """Return which of a machine's messages came."""
        return {decode_telemetry(message.payload).seq for message in self.of(machine, Stream.TELEMETRY)}


async def until(heard: Heard, watcher: Mqtt, enough: Callable[[Heard], bool], within_s: float = 30.0) -> None:
    """Listen until enough was heard."""
    async with asyncio.timeout(within_s):
        while not enough(heard):
            for message in await watcher.take():
                heard.messages.append(message)
                watcher.ack(message)


@asynccontextmanager
async def publishing(world: World, broker: Broker, folder: Path) -> AsyncIterator[asyncio.Event]:
    """Let the fleet publish five times a second until the end."""
    stop = asyncio.Event()
    urls = {machine: broker.url(machine) for machine in world.machines}
    task = asyncio.create_task(publish_live(world, urls, folder / "outbox.db", Pace(0.2, Clock.of_life()), stop))
    yield stop
    stop.set()
    await asyncio.wait_for(task, 10)


async def test_every_machine_says_that_it_is_online_sends_and_says_farewell(
    world: World, broker: Broker, tmp_path: Path
) -> None:
    heard = Heard()
    async with Mqtt(broker.url(), WATCH) as watcher:
        await watcher.wait_connected()
        async with publishing(world, broker, tmp_path):
            await until(heard, watcher, lambda h: all(h.online(machine) == [True] for machine in world.machines))
        await until(heard, watcher, lambda h: all(h.online(machine) == [True, False] for machine in world.machines))
    assert all(message.retain for machine in world.machines for message in heard.of(machine, Stream.STATE))


async def test_messages_arrive_when_they_are_due_numbered_without_gaps(
    world: World, broker: Broker, tmp_path: Path
) -> None:
    heard, running = Heard(), ["yar-ht-04", "yar-ht-01", "yar-ex-01"]
    async with Mqtt(broker.url(), WATCH) as watcher, publishing(world, broker, tmp_path):
        await until(heard, watcher, lambda h: all(len(h.seqs(machine)) >= 10 for machine in running))
    for machine in running:
        told = [decode_telemetry(message.payload) for message in heard.of(machine, Stream.TELEMETRY)]
        assert sorted(heard.seqs(machine)) == list(range(len(heard.seqs(machine))))
        late_s = [
            message.received_at - one.time_ms[-1] / 1000
            for message, one in zip(heard.of(machine, Stream.TELEMETRY), told, strict=True)
        ]
        assert all(-0.05 < seconds < 5 for seconds in late_s)


async def test_a_fleet_that_is_killed_is_offline_by_its_wills(demo: Fleet, broker: Broker, tmp_path: Path) -> None:
    credentials = {machine.id: {"username": machine.id, "password": "p"} for machine in demo.machines}
    (tmp_path / "credentials.json").write_text(json.dumps(credentials), encoding="utf-8")
    arguments = ["--credentials", str(tmp_path / "credentials.json"), "--mqtt", f"mqtt://127.0.0.1:{broker.port}"]
    heard = Heard()
    machines = [machine.id for machine in demo.machines if machine.generation is not Generation.SPARKPLUG]
    async with Mqtt(broker.url("watch"), WATCH) as watcher:
        await watcher.wait_connected()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "simulators", "live", *arguments, env=dict(os.environ)
        )
        await until(heard, watcher, lambda h: all(h.online(machine) == [True] for machine in machines), within_s=90)
        process.send_signal(signal.SIGKILL)
        await until(heard, watcher, lambda h: all(h.online(machine) == [True, False] for machine in machines))
        await process.wait()


async def test_a_past_that_is_published_faster_than_life_arrives_faster(
    world: World, broker: Broker, tmp_path: Path
) -> None:
    heard, stop, now = Heard(), asyncio.Event(), datetime.now(UTC).timestamp()
    urls = {machine: broker.url(machine) for machine in world.machines}
    pace = Pace(10.0, Clock(now - 1800, now, speed=200.0))
    async with Mqtt(broker.url(), WATCH) as watcher:
        await watcher.wait_connected()
        task = asyncio.create_task(publish_live(world, urls, tmp_path / "outbox.db", pace, stop))
        await until(heard, watcher, lambda h: len(h.seqs("yar-ht-01")) >= 60)
        stop.set()
        await asyncio.wait_for(task, 10)
    times = sorted(decode_telemetry(one.payload).time_ms[-1] / 1000 for one in heard.of("yar-ht-01", Stream.TELEMETRY))
    assert times[0] < now - 1700
    assert times[-1] - times[0] > 500
    assert times[-1] - times[0] > 10 * (datetime.now(UTC).timestamp() - now)
