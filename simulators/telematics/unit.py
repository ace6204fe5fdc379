"""How does the telematics unit of a machine send live?"""

import asyncio
from dataclasses import dataclass

import structlog

from models.machines import Generation
from services.kit.mqtt import NotConnected, NotDelivered
from simulators.clock import Clock
from simulators.feed import Feed, Sent, boot_after
from simulators.link import Link
from simulators.link.detour import Detour
from simulators.link.session import Session
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


@dataclass(frozen=True)
class Fitting:
    """With what a machine's unit is fitted: its story and its link, its boot's name, and how often it measures."""

    story: MachineStory
    link: Link
    boot: str
    period_s: float
    clock: Clock


class JsonUnit(Outbox):
    """A unit that speaks the platform's own JSON, from a durable outbox."""

    def __init__(self, fitting: Fitting, url: str, store: Store) -> None:
        way = Detour(fitting.link, fitting.clock, fitting.period_s).send
        super().__init__(fitting.story.unit.machine.id, fitting.boot, url, store, way=way)

    def reboot(self, at_s: float) -> None:
        """Begin the boot that the feed begins; what is kept on disk is sent first."""
        self.begin_boot(boot_after(self.boot, at_s))

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

    def reboot(self, at_s: float) -> None:
        """Forget the snapshot that did not get out."""
        log.info("unit_rebooted", machine=self.machine, at_s=at_s)
        self._newest = None

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


def feed_of(fitting: Fitting) -> LiveFeed:
    """Return what a machine has to say, by its generation of telematics."""
    story, period_s, link = fitting.story, fitting.period_s, fitting.link
    match story.unit.machine.generation:
        case Generation.LEGACY:
            return SnapshotFeed(story)
        case Generation.SPARKPLUG:
            return NodeFeed(story, period_s, link)
        case Generation.JSON:
            return Feed(story, fitting.boot, period_s, batch=1, link=link)


def fit(fitting: Fitting, url: str, store: Store) -> Session:
    """Return the unit of a machine on its link, by its generation of telematics."""
    return Session(_unit(fitting, url, store), fitting.link, fitting.clock)


def _unit(fitting: Fitting, url: str, store: Store) -> SnapshotUnit | NodeUnit | JsonUnit:
    machine = fitting.story.unit.machine
    match machine.generation:
        case Generation.LEGACY:
            return SnapshotUnit(machine.id, fitting.boot, url)
        case Generation.SPARKPLUG:
            return NodeUnit(machine.id, url)
        case Generation.JSON:
            return JsonUnit(fitting, url, store)
