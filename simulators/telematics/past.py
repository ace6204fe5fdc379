"""How is a machine's past told in the messages of its generation of telematics?"""

import math
from collections.abc import Iterator, Sequence
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
KEPT = 900


class Past(Protocol):
    """The messages of one machine; calls must follow one another in time."""

    def messages(self, start_s: float, stop_s: float) -> Sequence[Told]:
        """Return the messages of the moments from start to before stop, in order of time."""

    def rest(self) -> Sequence[Told]:
        """Return what waits at the end, as it arrives later."""


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

    def rest(self) -> list[Told]:
        """Return nothing: all is told at once."""
        return []


@dataclass
class NodePast:
    """Sparkplug B: a birth, and then data as it was told when it was measured, a reading in each message."""

    feed: NodeFeed
    line: Line[Reading] | None = None
    _node: Node | None = field(default=None)

    def messages(self, start_s: float, stop_s: float) -> list[Told]:
        """Return the birth, when these are the first, and data."""
        readings = self.feed.messages(start_s, stop_s)
        readings = self.line.carry(readings, stop_s) if self.line else readings
        return [told for reading in readings for told in self._told(reading)]

    def rest(self) -> list[Told]:
        """Return the data that wait for the link."""
        waiting = self.line.carry([], math.inf) if self.line else []
        return [told for reading in waiting for told in self._told(reading)]

    def _told(self, reading: Reading) -> Iterator[Told]:
        sample = (reading.time_ms, reading.values)
        if self._node is None:
            self._node = Node(reading.machine, list(reading.values))
            yield Told(reading.time_s, reading.machine, *self._node.birth(*sample))
        yield Told(reading.time_s, reading.machine, *self._node.data([sample]), readings=1)


@dataclass
class LatePast:
    """Messages that come late, twice, out of order, or not at all."""

    past: Past
    line: Line[Told]

    def messages(self, start_s: float, stop_s: float) -> list[Told]:
        """Return the messages that arrive from start to before stop, in the order in which they do."""
        return self.line.carry(self.past.messages(start_s, stop_s), stop_s)

    def rest(self) -> list[Told]:
        """Return the messages that wait for the link."""
        return self.line.carry([], math.inf)


def past_of(story: MachineStory, boot: str, step_s: float, batch: int) -> Past:
    """Return how a machine tells its past, with a reading every `step_s` and so many in a message."""
    link = Link.of(story.unit) if story.unit.link else None
    match story.unit.machine.generation:
        case Generation.LEGACY:
            snapshots = SnapshotFeed(story)
            return LatePast(snapshots, Line(link, keeps=1, again=False)) if link else snapshots
        case Generation.SPARKPLUG:
            return NodePast(NodeFeed(story, step_s, link), Line(link, keeps=KEPT, again=False) if link else None)
        case Generation.JSON:
            told = JsonPast(Feed(story, boot, step_s, batch, link=link))
            return LatePast(told, Line(link)) if link else told
