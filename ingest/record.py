"""What became of a message: what it says, or why it is refused?"""

from dataclasses import dataclass

from ingest.source import Arrival
from models.messages import Block, Event, Gap, Rejected, Report, State, Telemetry

# Telemetry that was read together with that of others is in their block.
Content = Telemetry | Block | Event | State | Gap | Report


@dataclass(frozen=True, slots=True)
class Record:
    """A message after decoding: `content` is stored, and `rejected` says why the message, or a part of it, is not.

    `machine` is None where the message does not come from a known machine.
    """

    arrival: Arrival
    machine: str | None
    content: Content | None
    rejected: Rejected | None = None

    @property
    def telemetry(self) -> Telemetry | None:
        """Return the readings that it holds, None where it holds none."""
        if isinstance(self.content, Report):
            return self.content.telemetry
        return self.content if isinstance(self.content, Telemetry) else None

    @property
    def parts(self) -> tuple[object, ...]:
        """Return what else it holds, one by one."""
        if isinstance(self.content, Report):
            return self.content.parts
        return () if self.content is None or isinstance(self.content, Telemetry | Block) else (self.content,)
