"""How does the telematics unit of a machine send live?"""

import asyncio
from typing import Any, Protocol

import structlog

from models.machines import Generation
from services.kit.mqtt import NotConnected, NotDelivered
from simulators.feed import Feed, Sent
from simulators.outbox import Message, Outbox, Store
from simulators.outbox.presence import Presence
from simulators.telematics.edge import NodeUnit
from simulators.telematics.message import Reading, Told
from simulators.telematics.node import NodeFeed
from simulators.telematics.snapshot import SnapshotFeed
from simulators.world import MachineStory

log = structlog.get_logger()

_AGAIN_S = 1.0

Item = Sent | Told | Reading
LiveFeed = Feed | SnapshotFeed | NodeFeed


class Unit(Protocol):
    """A telematics unit: takes what is due, and sends it while it runs."""

    machine: str

    def take(self, item: Any) -> None:
        """Take what its feed gives."""

    async def run(self) -> None:
        """Send until cancelled."""

    async def say_farewell(self) -> None:
        """Say that the machine goes offline on purpose."""


class JsonUnit(Outbox):
    """A unit that speaks the platform's own JSON, from a durable outbox."""

    def take(self, item: Sent) -> None:
        """Keep a message, to be sent until the platform has it."""
        self.put(Message(item.seq, item.stream, round(1000 * item.time_s), item.payload))


class SnapshotUnit:
    """An old unit: it sends the newest snapshot, and knows no other."""

    def __init__(self, machine: str, boot: str, url: str) -> None:
        self.machine = machine
        self.sent = 0
        self._presence = Presence(machine, boot, url, window=1)
        self._mqtt = self._presence.connection()
        self._newest: Told | None = None
        self._due = asyncio.Event()

    def take(self, item: Told) -> None:
        """Send a snapshot in place of one that did not get out."""
        self._newest = item
        self._due.set()

    async def run(self) -> None:
        """Send until cancelled; say on every connection that the machine is online, before anything else."""
        self._mqtt = self._presence.connection()
        async with self._mqtt, asyncio.TaskGroup() as group:
            group.create_task(self._announce(), name=f"presence of {self.machine}")
            while True:
                await self._due.wait()
                self._due.clear()
                if self._newest and not await self._publish(self._newest):
                    await asyncio.sleep(_AGAIN_S)
                    self._due.set()

    async def say_farewell(self) -> None:
        """Tell the broker that the machine goes offline on purpose: a proper end publishes no will."""
        if self._mqtt.connected:
            await self._presence.tell(self._mqtt, online=False)

    async def _announce(self) -> None:
        while True:
            await self._mqtt.wait_connected()
            if await self._presence.tell(self._mqtt, online=True):
                await self._mqtt.wait_lost()
            else:
                await asyncio.sleep(_AGAIN_S)

    async def _publish(self, snapshot: Told) -> bool:
        try:
            await self._mqtt.publish(snapshot.topic, snapshot.payload)
        except (NotDelivered, NotConnected) as error:
            log.warning("snapshot_not_delivered", machine=self.machine, reason=str(error))
            return False
        self.sent += 1
        return True


def feed_of(story: MachineStory, boot: str, period_s: float) -> LiveFeed:
    """Return what a machine has to say, by its generation of telematics."""
    match story.unit.machine.generation:
        case Generation.LEGACY:
            return SnapshotFeed(story)
        case Generation.SPARKPLUG:
            return NodeFeed(story, period_s)
        case Generation.JSON:
            return Feed(story, boot, period_s, batch=1)


def fit(story: MachineStory, boot: str, url: str, store: Store) -> Unit:
    """Return the unit of a machine, by its generation of telematics."""
    machine = story.unit.machine
    match machine.generation:
        case Generation.LEGACY:
            return SnapshotUnit(machine.id, boot, url)
        case Generation.SPARKPLUG:
            return NodeUnit(machine.id, url)
        case Generation.JSON:
            return JsonUnit(machine.id, boot, url, store)
