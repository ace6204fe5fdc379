"""How do a machine's messages reach the broker, in order, over lost connections?"""

import asyncio
import time
from collections import deque

import structlog

from models.messages import State, Stream, encode_state, topic
from services.kit.mqtt import Mqtt, NotDelivered, Options, Will
from simulators.feed import Sent

log = structlog.get_logger()

SOFTWARE = "howdah-simulator"
# A quarter of an hour at one message a second: what a machine remembers while it has no connection.
_KEPT = 900
_LOOKS_EVERY_S = 1.0
_SECOND = 1000


class Outbox:
    """The messages of one machine that the broker has not acknowledged; when full, the oldest is lost and counted."""

    def __init__(self, machine: str, boot: str, url: str) -> None:
        self.machine = machine
        self.boot = boot
        self.lost = 0
        self.sent = 0
        self._waiting: deque[Sent] = deque()
        self._filled = asyncio.Event()
        self._announced = 0
        self.mqtt = Mqtt(url, Options(will=Will(topic(machine, Stream.STATE), self._state(online=False)), window=20))

    def put(self, message: Sent) -> None:
        """Take a message to be sent after those taken before it."""
        if len(self._waiting) == _KEPT:
            self._waiting.popleft()
            self.lost += 1
        self._waiting.append(message)
        self._filled.set()

    async def run(self) -> None:
        """Send for ever; announce the machine as online on every connection, before anything else."""
        async with self.mqtt:
            while True:
                await self.mqtt.wait_connected()
                await self._announce()
                await self._send_first()

    async def say_farewell(self) -> None:
        """Tell the broker that the machine goes offline on purpose: a proper end publishes no will."""
        if self.mqtt.connected:
            await self._publish(topic(self.machine, Stream.STATE), self._state(online=False), retain=True)

    async def _announce(self) -> None:
        connection = self.mqtt.connections
        if connection != self._announced and await self._publish(
            topic(self.machine, Stream.STATE), self._state(online=True), retain=True
        ):
            self._announced = connection

    async def _send_first(self) -> None:
        """Send the oldest message, or wait a moment for one: a lost connection must be noticed when nothing is sent."""
        if not self._waiting:
            self._filled.clear()
            try:
                await asyncio.wait_for(self._filled.wait(), _LOOKS_EVERY_S)
            except TimeoutError:
                return
        message = self._waiting[0]
        if await self._publish(message.topic, message.payload) and self._waiting and self._waiting[0] is message:
            self._waiting.popleft()
            self.sent += 1

    async def _publish(self, to: str, payload: bytes, *, retain: bool = False) -> bool:
        try:
            await self.mqtt.publish(to, payload, retain=retain)
        except NotDelivered as error:
            log.warning("message_not_delivered", machine=self.machine, reason=str(error))
            await asyncio.sleep(_LOOKS_EVERY_S)
            return False
        return True

    def _state(self, *, online: bool) -> bytes:
        return encode_state(State(self.boot, int(time.time() * _SECOND), online, SOFTWARE))
