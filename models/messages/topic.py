"""On which MQTT topic does a machine speak?"""

import re
from enum import StrEnum, unique

from models.messages.rejection import Reason, Rejected

MACHINE_ID = r"^[a-z0-9][a-z0-9-]{0,62}$"

_TOPIC = re.compile(r"fleet/v1/([a-z0-9][a-z0-9-]{0,62})/([a-z-]+)")
# What the rest of it says is for `models.sparkplug` to read.
_NODE = re.compile(r"spBv1\.0/[^/]+/[A-Z]+/([a-z0-9][a-z0-9-]{0,62})(?:/.*)?")


@unique
class Stream(StrEnum):
    """What a topic of a machine carries; `sparkplug` stands for all topics of a node, which have names of their own."""

    TELEMETRY = "telemetry"
    EVENT = "event"
    STATE = "state"
    GAP = "gap"
    SNAPSHOT = "snapshot"
    SPARKPLUG = "sparkplug"
    ACK = "ack"
    COMMAND = "command"
    COMMAND_ACK = "command-ack"


_SPOKEN = frozenset(Stream) - {Stream.SPARKPLUG}


def topic(machine: str, stream: Stream) -> str:
    """Return the topic of one machine's stream, for example "fleet/v1/l350-07/telemetry"."""
    return f"fleet/v1/{machine}/{stream.value}"


def parse_topic(text: str) -> tuple[str, Stream]:
    """Return the machine and the stream that a topic names, or raise `Rejected` as `wrong_topic`."""
    if found := _NODE.fullmatch(text):
        return found[1], Stream.SPARKPLUG
    found = _TOPIC.fullmatch(text)
    if found is None or found[2] not in _SPOKEN:
        raise Rejected(Reason.WRONG_TOPIC, f"The topic is {text[:160]!r}.")
    return found[1], Stream(found[2])
