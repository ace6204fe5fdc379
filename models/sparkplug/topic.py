"""On which MQTT topic does a Sparkplug node speak, and on which is it spoken to?"""

import re
from enum import StrEnum, unique
from typing import NamedTuple

from models.messages.rejection import Reason, Rejected

PREFIX = "spBv1.0/"
# All machines are one group: who owns a machine is not in its topic, because machines are sold and rented.
GROUP = "howdah"
HOST = "howdah"
STATE_TOPIC = f"{PREFIX}STATE/{HOST}"

_TOPIC = re.compile(
    rf"spBv1\.0/{GROUP}/(?:(N(?:BIRTH|DEATH|DATA))/([a-z0-9][a-z0-9-]{{0,62}})"
    rf"|(D(?:BIRTH|DEATH|DATA))/([a-z0-9][a-z0-9-]{{0,62}})/([^/+#\x00]{{1,64}}))"
)


@unique
class Verb(StrEnum):
    """What a message of a node or of one of its devices is."""

    NBIRTH = "NBIRTH"
    NDATA = "NDATA"
    NDEATH = "NDEATH"
    DBIRTH = "DBIRTH"
    DDATA = "DDATA"
    DDEATH = "DDEATH"

    @property
    def is_of_device(self) -> bool:
        """Return whether a device of the node says it."""
        return self in (Verb.DBIRTH, Verb.DDATA, Verb.DDEATH)

    @property
    def is_birth(self) -> bool:
        """Return whether the message names metrics for those that follow."""
        return self in (Verb.NBIRTH, Verb.DBIRTH)

    @property
    def is_data(self) -> bool:
        """Return whether the message may name its metrics by aliases."""
        return self in (Verb.NDATA, Verb.DDATA)


class Place(NamedTuple):
    """Who says what: the edge node is the machine, a device is a part of it ("" is the node itself)."""

    verb: Verb
    machine: str
    device: str


def parse_topic(text: str) -> Place:
    """Return what a topic of Sparkplug names, or raise `Rejected` as `wrong_topic`."""
    found = _TOPIC.fullmatch(text)
    if found is None:
        raise Rejected(Reason.WRONG_TOPIC, f"The topic is {text[:160]!r}.")
    of_node, node, of_device, machine, device = found.groups()
    return Place(Verb(of_node), node, "") if of_node else Place(Verb(of_device), machine, device)


def topic(verb: Verb, machine: str, device: str = "") -> str:
    """Return the topic on which a machine, or a device of it, says something."""
    return f"{PREFIX}{GROUP}/{verb}/{machine}" + (f"/{device}" if device else "")


def command_topic(machine: str, device: str = "") -> str:
    """Return the topic on which a machine, or a device of it, is told what to do."""
    return f"{PREFIX}{GROUP}/DCMD/{machine}/{device}" if device else f"{PREFIX}{GROUP}/NCMD/{machine}"
