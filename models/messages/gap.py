"""Which messages of a machine will never come, and why?"""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum, unique

import orjson

from models.messages.document import BOOT, MAX_TIME_MS, integer, read_object, refuse_repeated_keys, text
from models.messages.rejection import Reason, Rejected
from models.messages.window import instant

REQUIRED = frozenset({"boot", "from_seq", "to_seq", "from_time_ms", "to_time_ms", "reason"})


@unique
class GapReason(StrEnum):
    """Why a machine cannot send messages that it had numbered; `sentence` says it to people."""

    _value_: str
    sentence: str

    def __new__(cls, value: str, sentence: str) -> "GapReason":
        """Return the member whose value is the code that is sent, stored and shown."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    OUTBOX_FULL = ("outbox_full", "The machine was offline for longer than its storage lasts, and the oldest went.")
    UNSENDABLE = ("unsendable", "The broker takes no such message, for example because it is too large.")
    STORAGE_FAILED = ("storage_failed", "The machine's storage was full or broken when they were to be kept.")
    NOT_KEPT = ("not_kept", "The platform asks for them, and the machine no longer has them.")


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a boot, from_seq to to_seq, both included, that the machine will never send, and when they were made.

    Of times the machine knows the nearest that it has; after a step of its clock the second may be the earlier one.
    """

    boot: str
    from_seq: int
    to_seq: int
    from_time_ms: int
    to_time_ms: int
    reason: GapReason

    @property
    def from_time(self) -> datetime:
        """Return the earlier of the two times, in UTC."""
        return instant(min(self.from_time_ms, self.to_time_ms))

    @property
    def to_time(self) -> datetime:
        """Return the later of the two times, in UTC."""
        return instant(max(self.from_time_ms, self.to_time_ms))


def decode_gap(payload: bytes) -> Gap:
    """Return the gap of a message, or raise `Rejected`."""
    message = read_object(payload, REQUIRED)
    gap = Gap(
        boot=text("boot", message["boot"], BOOT),
        from_seq=integer("from_seq", message["from_seq"]),
        to_seq=integer("to_seq", message["to_seq"]),
        from_time_ms=integer("from_time_ms", message["from_time_ms"], high=MAX_TIME_MS),
        to_time_ms=integer("to_time_ms", message["to_time_ms"], high=MAX_TIME_MS),
        reason=_reason(message["reason"]),
    )
    refuse_repeated_keys(payload, len(message))
    if gap.from_seq > gap.to_seq:
        raise Rejected(Reason.WRONG_VALUE, f"from_seq is {gap.from_seq}, which is after to_seq, {gap.to_seq}.")
    return gap


def encode_gap(gap: Gap) -> bytes:
    """Return the payload of a gap message."""
    return orjson.dumps(asdict(gap))


def _reason(value: object) -> GapReason:
    if value not in list(GapReason):
        raise Rejected(Reason.WRONG_VALUE, f"reason is not one of {', '.join(GapReason)}.")
    return next(reason for reason in GapReason if reason == value)
