"""What does a machine say whose telematics does not speak the platform's own JSON?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.decode.snapshot import SnapshotReport, Snapshots
from ingest.decode.sparkplug.desk import Desk, Message
from ingest.record import Record
from ingest.source import Arrival, Waiting
from models.messages import Report, Stream, Window
from models.sparkplug import parse_topic

FOREIGN = frozenset({Stream.SNAPSHOT, Stream.SPARKPLUG})


@dataclass
class Generations:
    """Reads snapshots and the messages of Sparkplug nodes, each with what its machine said before."""

    desk: Desk = field(default_factory=Desk)
    snapshots: Snapshots = field(default_factory=Snapshots)

    def read(self, machine: str, stream: Stream, arrival: Arrival, window: Window) -> Report:
        """Return all that a message says; raises `Rejected` where it says nothing that can be taken."""
        if stream is Stream.SNAPSHOT:
            return self.snapshots.read(machine, arrival.payload, window)
        again = isinstance(arrival.receipt, Waiting)
        message = Message(arrival.payload, int(arrival.received_at * 1000), window, again)
        return self.desk.read(parse_topic(arrival.topic), message)

    def stored(self, records: Mapping[int, Record]) -> int:
        """Take it that these are stored, and return how many readings were left out because they were before."""
        repeated = 0
        for record in records.values():
            if isinstance(record.content, SnapshotReport) and record.machine is not None:
                self.snapshots.remember(record.machine, record.content)
                repeated += record.content.repeated
        return repeated
