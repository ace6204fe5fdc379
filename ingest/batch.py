"""What do the messages of a batch hold, columnar where they are many and one by one where they are few?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.readings import Readings
from ingest.record import Record
from ingest.source import Arrival


class Number(NamedTuple):
    """By what a machine counts its messages: the `seq` of a `boot`, without a gap."""

    machine: str
    boot: str
    seq: int


@dataclass(frozen=True)
class Batch:
    """Judged messages: `readings.message[i]` is the place in `arrivals` of the message that row i came in.

    `records` are the messages that are more, or other, than plain telemetry: events, states, and what is refused in
    whole or in part. `numbers` are those of all messages of known machines that bear one, refused ones too: once the
    batch is stored, the machine need not send them again.
    """

    arrivals: Sequence[Arrival]
    readings: Readings | None
    records: Sequence[Record]
    numbers: Sequence[Number]
