"""What became of a message: what it says, or why it is refused?"""

from dataclasses import dataclass

from ingest.source import Arrival
from models.messages import Event, Gap, Rejected, State, Telemetry

Content = Telemetry | Event | State | Gap


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
    def readings(self) -> int:
        """Return how many readings are to be stored."""
        return len(self.content.time_ms) if isinstance(self.content, Telemetry) else 0
