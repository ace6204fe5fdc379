"""How does a Sparkplug node keep its session with the broker, from birth to death?"""

import asyncio
import time
from collections import deque

import structlog

from models.sparkplug import REBIRTH, command_topic, decode_payload
from services.kit.mqtt import Message, Mqtt, NotConnected, NotDelivered, Options, Subscription, Will
from simulators.telematics.message import Reading
from simulators.telematics.node import Node

log = structlog.get_logger()

# A quarter of an hour in memory, as such units have it; readings that wait go out together.
_KEPT, _TOGETHER = 900, 50
_BD_SEQS = 256
_AGAIN_S = 1.0


class NodeUnit:
    """A node that is its machine; each connection is a session with a number of its own, which its will bears."""

    def __init__(self, machine: str, url: str) -> None:
        self.machine = machine
        self.sent = self.lost = self.births = 0
        self._url = url
        # A will of the process before may come late: it must not look like one of this one's.
        self._bd_seq = int(time.time()) % _BD_SEQS
        self._node: Node | None = None
        self._mqtt: Mqtt | None = None
        self._waiting: deque[Reading] = deque()
        self._due = asyncio.Event()
        self._is_born = False

    @property
    def is_asked(self) -> bool:
        """Return whether a birth is to be published before anything else."""
        return not self._is_born

    def take(self, item: Reading) -> None:
        """Keep a reading to be sent; when too many wait, the oldest is lost."""
        if len(self._waiting) == _KEPT:
            self._waiting.popleft()
            self.lost += 1
        self._waiting.append(item)
        self._due.set()

    def reboot(self, at_s: float) -> None:
        """Forget what waits: it was in memory."""
        log.info("unit_rebooted", machine=self.machine, at_s=at_s, lost=len(self._waiting))
        self.lost += len(self._waiting)
        self._waiting.clear()
        self._due.clear()

    async def run(self) -> None:
        """Send until cancelled, in one session after the other."""
        while True:
            await self._due.wait()
            self._bd_seq = (self._bd_seq + 1) % _BD_SEQS
            self._node = node = Node(self.machine, list(self._waiting[0].values), self._bd_seq)
            will = Will(*node.death(_now_ms()), retain=False)
            options = Options(subscriptions=(Subscription(command_topic(self.machine)),), will=will)
            async with Mqtt(self._url, options) as mqtt:
                self._mqtt = mqtt
                await mqtt.wait_connected()
                try:
                    await self._live(mqtt, node)
                except (NotConnected, NotDelivered) as error:
                    log.info("session_ended", machine=self.machine, reason=str(error))
            await asyncio.sleep(_AGAIN_S)

    async def say_farewell(self) -> None:
        """Publish the death that the broker would publish if the connection was lost."""
        if self._mqtt is not None and self._node is not None and self._mqtt.connected:
            await self._mqtt.publish(*self._node.death(_now_ms()))

    async def _live(self, mqtt: Mqtt, node: Node) -> None:
        """Tell births and data until the connection is lost; raises NotConnected then."""
        self._is_born = False
        listening = asyncio.create_task(self._listen(mqtt), name=f"commands of {self.machine}")
        try:
            while True:
                await self._due.wait()
                if not self._is_born:
                    newest = self._waiting[-1]
                    self._is_born = True
                    await mqtt.send(*node.birth(newest.time_ms, newest.values))
                    self.births += 1
                await self._tell(mqtt, node)
        finally:
            listening.cancel()
            await asyncio.wait([listening])

    async def _tell(self, mqtt: Mqtt, node: Node) -> None:
        some = list(self._waiting)[:_TOGETHER]
        await mqtt.send(*node.data([(one.time_ms, one.values) for one in some], historical=len(some) > 1))
        for one in some:
            # What waited may be gone meanwhile: the oldest when there was no room, all of it when the unit began anew.
            if self._waiting and self._waiting[0] is one:
                self._waiting.popleft()
        self.sent += len(some)
        if not self._waiting:
            self._due.clear()

    async def _listen(self, mqtt: Mqtt) -> None:
        async for message in mqtt.messages():
            mqtt.ack(message)
            if _asks_for_birth(message):
                self._is_born = False


def _asks_for_birth(message: Message) -> bool:
    metrics = decode_payload(message.payload).metrics
    return any(metric.name == REBIRTH and metric.value for metric in metrics)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
