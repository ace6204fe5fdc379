"""Why is a message, or a value in it, not stored?"""

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Reason(StrEnum):
    """Why a message was refused; `sentence` says what is wrong and what would be right."""

    _value_: str
    sentence: str

    def __new__(cls, value: str, sentence: str) -> "Reason":
        """Return the member whose value is the code that is stored, counted and shown."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    WRONG_TOPIC = (
        "wrong_topic",
        "The topic is not one that a machine publishes on; right is fleet/v1/{machine}/telemetry, event, state, gap or "
        "snapshot, or a node's spBv1.0/howdah/NDATA/{machine} and the like.",
    )
    UNKNOWN_MACHINE = (
        "unknown_machine",
        "No machine with this id was in commission at that time; register and commission it first.",
    )
    RETAINED = (
        "retained",
        "The message was published as retained, and only state messages may be; publish it without the retain flag.",
    )
    TOO_LARGE = ("too_large", "The payload has more bytes than the platform takes; send fewer samples in a message.")
    INVALID_JSON = ("invalid_json", "The payload is not JSON in UTF-8; send one JSON object by RFC 8259.")
    INVALID_PROTOBUF = (
        "invalid_protobuf",
        "The payload is not protobuf; send the Payload message of Sparkplug B, with its field numbers.",
    )
    NO_BIRTH = (
        "no_birth",
        "The message names metrics by aliases that no birth explains; publish NBIRTH and DBIRTH when you are asked to.",
    )
    NOT_FINITE = (
        "not_finite",
        "A number is NaN, infinite or too large for a double; send null where a value is missing.",
    )
    REPEATED_KEY = ("repeated_key", "An object names the same key twice; name every key once.")
    WRONG_SHAPE = ("wrong_shape", "The message does not have the contract's fields; send exactly those it lists.")
    WRONG_TYPE = ("wrong_type", "A field has the wrong type; send numbers as JSON numbers, not as text or true.")
    WRONG_VALUE = ("wrong_value", "A field has a value that the contract does not allow; see its pattern or range.")
    LENGTH_MISMATCH = (
        "length_mismatch",
        "A signal has more or fewer values than the message has times; send one value, or null, for every time.",
    )
    REPEATED_TIME = ("repeated_time", "The message holds the same time twice; send every time once in a message.")
    OUT_OF_RANGE = (
        "out_of_range",
        "Values lie outside what their sensor can report and were left out; the rest of the message was stored.",
    )
    FUTURE_TIME = ("future_time", "The message is from the future; set the machine's clock to UTC.")
    TOO_OLD = ("too_old", "The message is older than the platform keeps readings; set the machine's clock to UTC.")
    SEQUENCE_REUSED = (
        "sequence_reused",
        "Another message bears the same boot and number, with other content; number every message of a boot once.",
    )
    FLOOD = (
        "flood",
        "Its machine sent so much that is refused that this was not looked at; mend that, and send this again.",
    )
    UNSTORABLE = ("unstorable", "The database refuses what the message holds; report it with the bytes kept here.")


class Rejected(Exception):
    """A message is refused for a `reason`; `detail` points at the place in this message, and may be empty."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason.sentence} {detail}".strip())


@dataclass(frozen=True, slots=True)
class Flaw:
    """Values of one signal that were left out, because its sensor cannot report them."""

    signal: str
    count: int
    example: float

    def __str__(self) -> str:
        """Return the flaw as one phrase for people."""
        return f"{self.signal}: {self.count} out of range, for example {self.example:g}"
