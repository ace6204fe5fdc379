"""How is a machine's past told in the messages of its generation of telematics?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from models.machines import Generation
from simulators.feed import Feed
from simulators.link import Line, Link
from simulators.telematics.message import Reading, Told
from simulators.telematics.node import Node, NodeFeed
from simulators.telematics.snapshot import SnapshotFeed
from simulators.world import MachineStory

# What a node keeps in memory while it is offline: a quarter of an hour of seconds.
_KEPT = 900


class Past(Protocol):
    """The messages of one machine; calls must follow one another in time."""

    def messages(self, start_s: float, stop_s: float) -> Sequence[Told]:
        """Return the messages of the moments from start to before stop, in order of time."""


@dataclass
class JsonPast:
    """The platform's own JSON."""

    feed: Feed

    def messages(self, start_s: float, stop_s: float) -> list[Told]:
        """Return telemetry and events."""
        before = self.feed.readings
        found = [Told(one.time_s, one.machine, one.topic, one.payload) for one in self.feed.messages(start_s, stop_s)]
        # How many of these each message holds is not asked for.
        return [*found[:-1], found[-1]._replace(readings=self.feed.readings - before)] if found else []


@dataclass
class NodePast:
    """Sparkplug B: a birth, and then readings that are marked as historical."""

    feed: NodeFeed
    batch: int
    line: Line[Reading] | None = None
    _node: Node | None = field(default=None)

    def messages(self, start_s: float, stop_s: float) -> list[Told]:
        """Return the birth, when these are the first, and data."""
        readings = self.feed.messages(start_s, stop_s)
        readings = self.line.carry(readings, stop_s) if self.line else readings
        found: list[Told] = []
        for first in range(0, len(readings), self.batch):
            some = [(self._time_ms(one), one.values) for one in readings[first : first + self.batch]]
            if self._node is None:
                self._node = Node(self.feed.machine, list(some[0][1]))
                found.append(Told(readings[0].time_s, self.feed.machine, *self._node.birth(*some[0])))
            time_s = readings[min(first + self.batch, len(readings)) - 1].time_s
            data = self._node.data(some, historical=True)
            found.append(Told(time_s, self.feed.machine, *data, readings=len(some)))
        return found

    def _time_ms(self, reading: Reading) -> int:
        """Return when a reading was, by the machine's own clock."""
        ahead_s = self.line.link.ahead_s(reading.time_s) if self.line else 0.0
        return round(1000 * (reading.time_s + ahead_s))


@dataclass
class LatePast:
    """Messages that come late, twice, out of order, or not at all."""

    past: Past
    line: Line[Told]

    def messages(self, start_s: float, stop_s: float) -> list[Told]:
        """Return the messages that arrive from start to before stop, in the order in which they do."""
        return self.line.carry(self.past.messages(start_s, stop_s), stop_s)


def past_of(story: MachineStory, boot: str, step_s: float, batch: int) -> Past:
    """Return how a machine tells its past, with a reading every `step_s` and so many in a message."""
    link = Link.of(story.unit) if story.unit.link else None
    match story.unit.machine.generation:
        case Generation.LEGACY:
            snapshots = SnapshotFeed(story)
            return LatePast(snapshots, Line(link, keeps=1, again=False)) if link else snapshots
        case Generation.SPARKPLUG:
            return NodePast(NodeFeed(story, step_s), batch, Line(link, keeps=_KEPT, again=False) if link else None)
        case Generation.JSON:
            told = JsonPast(Feed(story, boot, step_s, batch, link=link))
            return LatePast(told, Line(link)) if link else told
