"""Does the checker see loss where loss must be, so that its silence elsewhere means something?"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np

from benchmarks.faults.opening import ready
from benchmarks.faults.orders import machine_url
from benchmarks.faults.patience import until
from benchmarks.faults.process import Process
from benchmarks.faults.sample import columns, measure
from benchmarks.faults.schedule import Target
from benchmarks.faults.stage import Stage
from benchmarks.faults.stored import looking, readings
from models.messages import Stream, encode_telemetry, topic
from services.kit.mqtt import Delivery, Mqtt, Options

MACHINES = ("control-0", "control-1", "control-2")
_READINGS = 10
_DAY_MS = 86_400_000
_WITHIN_S = 120.0
# The careless ingest takes few messages at a time, so that most of them wait when it acknowledges too late.
_FEW = "10"


@dataclass(frozen=True)
class Control:
    """What happened to the readings of a machine that forgets them once the broker has acknowledged them."""

    name: str
    must_lose: bool
    sent: int
    lost: int

    def __str__(self) -> str:
        """Return it as one phrase."""
        return f"{self.name}: {self.lost} of {self.sent} readings lost"


class Forgetful:
    """A machine without an outbox: what the broker has acknowledged, and has a subscriber for, it forgets."""

    def __init__(self, stage: Stage, number: int, password: str) -> None:
        self.sent = 0
        self._stage = stage
        self._number = number
        self._name = MACHINES[number]
        self._url = machine_url(self._name, password, stage.host.broker_port)
        self._begin_ms = int(time.time() * 1000) - _DAY_MS

    async def publish(self, messages: int) -> None:
        """Send so many messages and return when the broker has acknowledged each of them."""
        first = self.sent // _READINGS
        async with Mqtt(self._url, Options(window=100)) as mqtt:
            await asyncio.gather(*(self._send(mqtt, self._payload(seq)) for seq in range(first, first + messages)))
        self.sent += messages * _READINGS

    def stored(self) -> set[int]:
        """Return which readings are stored."""
        with looking(self._stage.host.admin_url) as connection:
            return set(readings(connection, self._name).serial.tolist())

    async def _send(self, mqtt: Mqtt, payload: bytes) -> None:
        to, taken = topic(self._name, Stream.TELEMETRY), Delivery.NO_SUBSCRIBER
        while taken is Delivery.NO_SUBSCRIBER:
            taken = await mqtt.publish(to, payload, within_s=_WITHIN_S)

    def _payload(self, seq: int) -> bytes:
        serials = np.arange(seq * _READINGS, (seq + 1) * _READINGS)
        times_ms = (self._begin_ms + serials * 1000).tolist()
        return encode_telemetry("control", seq, times_ms, columns(measure(self._number, serials)))


async def without_watermark(stage: Stage, password: str) -> Control:
    """Kill the broker while it holds what ingest has not seen: a machine that trusts the broker loses that."""
    machine = Forgetful(stage, 0, password)
    async with _away(stage.ingest):
        await machine.publish(100)
        stage.broker.kill()
    return await _result(stage, machine, "machine forgets at PUBACK, broker killed with a backlog", must_lose=True)


async def late_acknowledgements(stage: Stage, number: int, password: str, *, careful: bool) -> Control:
    """Let ingest commit messages of one connection while the next one has begun, and then lose its power.

    Only what is published after the broker is back counts: the broker loses none of that, unless it is told to.
    """
    machine = Forgetful(stage, number, password)
    options = ("--careful",) if careful else ()
    variant = Process(
        "variant",
        lambda: stage.start_ingest("benchmarks.faults.careless", *options, HOWDAH_BATCH_MESSAGES=_FEW),
    )
    async with _away(stage.ingest):
        variant.begin()
        try:
            before = await _disturb(stage, machine, variant)
        finally:
            await variant.end()
    name = f"late acknowledgements {'guarded' if careful else 'not guarded'}, broker killed before"
    return await _result(stage, machine, name, must_lose=not careful, after=before)


async def _disturb(stage: Stage, machine: Forgetful, variant: Process) -> int:
    """Return how many readings were sent before the broker came back."""
    # The broker writes down the session with the numbers that it has reached, and will start from these again.
    await ready(stage)
    await stage.broker.restart()
    await ready(stage)
    await machine.publish(200)
    await until(lambda: len(machine.stored()) == machine.sent, "the control's first messages", _WITHIN_S)
    stage.database.pause()
    try:
        await _give(stage, machine, 50)
        stage.broker.kill()
        before = machine.sent
        await _give(stage, machine, 400)
    finally:
        stage.database.resume()
    await until(lambda: not variant.runs, "the late acknowledgement", _WITHIN_S)
    return before


async def _give(stage: Stage, machine: Forgetful, messages: int) -> None:
    """Publish messages and return when the network has brought them to ingest."""
    line = stage.proxies[Target.TO_INGEST]
    wanted = line.delivered + messages
    await machine.publish(messages)
    await until(lambda: line.delivered >= wanted, "messages to reach ingest", _WITHIN_S)


async def _result(stage: Stage, machine: Forgetful, name: str, *, must_lose: bool, after: int = 0) -> Control:
    """Return what is lost from a reading on, once a message is stored that came after all others."""
    await ready(stage)
    await machine.publish(1)
    await until(_holds(machine, machine.sent - 1), "the control's last message", _WITHIN_S)
    lost = set(range(after, machine.sent)) - machine.stored()
    return Control(name, must_lose, machine.sent - after, len(lost))


def _holds(machine: Forgetful, serial: int) -> Callable[[], bool]:
    return lambda: serial in machine.stored()


@asynccontextmanager
async def _away(process: Process) -> AsyncIterator[None]:
    """Keep a process down meanwhile."""
    process.hold()
    await process.restart()
    try:
        yield
    finally:
        process.release()
