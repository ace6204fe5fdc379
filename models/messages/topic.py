"""On which MQTT topic does a machine speak?"""

import re
from enum import StrEnum, unique

from models.messages.rejection import Reason, Rejected

MACHINE_ID = r"^[a-z0-9][a-z0-9-]{0,62}$"

_TOPIC = re.compile(r"fleet/v1/([a-z0-9][a-z0-9-]{0,62})/([a-z-]+)")


@unique
class Stream(StrEnum):
    """What a topic of a machine carries."""

    TELEMETRY = "telemetry"
    EVENT = "event"
    STATE = "state"
    GAP = "gap"
    SNAPSHOT = "snapshot"
    ACK = "ack"
    COMMAND = "command"
    COMMAND_ACK = "command-ack"


def topic(machine: str, stream: Stream) -> str:
    """Return the topic of one machine's stream, for example "fleet/v1/l350-07/telemetry"."""
    return f"fleet/v1/{machine}/{stream.value}"


def parse_topic(text: str) -> tuple[str, Stream]:
    """Return the machine and the stream that a topic names, or raise `Rejected` as `wrong_topic`."""
    found = _TOPIC.fullmatch(text)
    if found is None or found[2] not in set(Stream):
        raise Rejected(Reason.WRONG_TOPIC, f"The topic is {text[:160]!r}.")
    return found[1], Stream(found[2])
