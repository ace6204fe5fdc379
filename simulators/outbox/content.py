"""What does an outbox hold, within which limits, and by which rules is it sent?"""

from dataclasses import dataclass
from typing import NamedTuple

from models.messages import MAX_PAYLOAD_BYTES, Stream

# What remains of the broker's largest packet for the payload, when the topic and the header are taken off.
MAX_MESSAGE_BYTES = MAX_PAYLOAD_BYTES - 1024


class Message(NamedTuple):
    """A numbered message; `time_ms` is when it was measured, and the payload names the boot and the same number."""

    seq: int
    stream: Stream
    time_ms: int
    payload: bytes


class Boot(NamedTuple):
    """A start of a machine, by the store's own order and by its name."""

    number: int
    name: str


@dataclass
class Chapter:
    """A boot of which something is kept: numbers up to `confirmed` are settled, and up to `last` were given."""

    boot: Boot
    confirmed: int = -1
    last: int = -1


@dataclass(frozen=True)
class Limits:
    """How much of each machine is kept: beyond it the oldest telemetry goes, and is declared as a gap; events stay."""

    most_messages: int = 100_000
    most_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True)
class Rule:
    """How a machine sends.

    At most `window` messages wait for the broker's PUBACK, and at most `most_unconfirmed` for the platform's word.
    """

    window: int = 200
    most_unconfirmed: int = 5_000
    longest_pause_s: float = 60.0
