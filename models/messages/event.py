"""Which fault or other event did a machine report?"""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum, unique

import orjson

from models.messages.document import BOOT, MAX_TIME_MS, integer, read_object, refuse_repeated_keys, text, truth
from models.messages.rejection import Reason, Rejected
from models.messages.window import instant

KIND = r"^[a-z][a-z0-9_-]{0,62}$"
CODE = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,62}$"
# PostgreSQL keeps no NUL in text.
TEXT = r"^[^\u0000]{0,500}$"
MAX_COUNT = 2**31 - 1
REQUIRED = frozenset({"boot", "seq", "time_ms", "kind", "code", "severity", "active"})
OPTIONAL = frozenset({"text", "count"})


@unique
class Severity(StrEnum):
    """How bad an event is, from a note to a machine that must stop."""

    INFO = "info"
    WARNING = "warning"
    DERATE = "derate"
    SHUTDOWN = "shutdown"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a machine; `active` turns false when a fault is gone, `count` is how often it was seen so far.

    The `code` of a fault is "SPN-FMI" by J1939, for example "110-0", or the maker's own.
    """

    boot: str
    seq: int
    time_ms: int
    kind: str
    code: str
    severity: Severity
    active: bool
    text: str = ""
    count: int = 1

    @property
    def time(self) -> datetime:
        """Return when it happened, in UTC."""
        return instant(self.time_ms)


def decode_event(payload: bytes) -> Event:
    """Return the event of a message, or raise `Rejected`."""
    message = read_object(payload, REQUIRED, OPTIONAL)
    event = Event(
        boot=text("boot", message["boot"], BOOT),
        seq=integer("seq", message["seq"]),
        time_ms=integer("time_ms", message["time_ms"], high=MAX_TIME_MS),
        kind=text("kind", message["kind"], KIND),
        code=text("code", message["code"], CODE),
        severity=_severity(message["severity"]),
        active=truth("active", message["active"]),
        text=text("text", message.get("text", ""), TEXT),
        count=integer("count", message.get("count", 1), low=1, high=MAX_COUNT),
    )
    refuse_repeated_keys(payload, len(message))
    return event


def encode_event(event: Event) -> bytes:
    """Return the payload of an event message."""
    return orjson.dumps(asdict(event))


def _severity(value: object) -> Severity:
    if value not in list(Severity):
        raise Rejected(Reason.WRONG_VALUE, f"severity is not one of {', '.join(Severity)}.")
    return Severity(str(value))
