"""What do the messages of a batch hold, columnar where they are many and one by one where they are few?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.readings import Readings
from ingest.record import Record
from ingest.source import Arrival

# What can be read of a payload that is no JSON: a number that is cut off has nothing behind it.
_BOOT = re.compile(rb'"boot"\s*:\s*"([A-Za-z0-9._-]{1,64})"')
_SEQ = re.compile(rb'"seq"\s*:\s*(\d{1,16})(?:\.0*)?\s*[,}]')


class Number(NamedTuple):
    """By what a machine counts its messages: the `seq` of a `boot`, without a gap."""

    machine: str
    boot: str
    seq: int


@dataclass(frozen=True)
class Batch:
    """Judged messages: `readings.message[i]` is the place in `arrivals` of the message that row i came in.

    `records` are, by their place in `arrivals`, the messages that are more, or other, than plain telemetry: events,
    states, and what is refused in whole or in part. `numbers` are those of all messages of known machines that bear
    one, refused ones too: once the batch is stored, the machine need not send them again.
    """

    arrivals: Sequence[Arrival]
    readings: Readings | None
    records: Mapping[int, Record]
    numbers: Sequence[Number]


def read_number(machine: str, payload: bytes) -> Number | None:
    """Return the number of a message, also of one that is no JSON; None where it cannot be told for certain."""
    boots, seqs = set(_BOOT.findall(payload)), set(_SEQ.findall(payload))
    if len(boots) != 1 or len(seqs) != 1:
        return None
    return Number(machine, boots.pop().decode(), int(seqs.pop()))
