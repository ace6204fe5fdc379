"""What has the platform made safe of what a machine sent, so that the machine may forget it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from reprlib import repr as quoted
from typing import Any

import orjson

from models.messages.document import BOOT, integer, read_object, refuse_repeated_keys, text
from models.messages.rejection import Reason, Rejected

# The platform keeps every refusal; what does not fit here can be asked for there.
MAX_REJECTED = 100
REASON = r"^[a-z][a-z0-9_]{0,62}$"
PATIENCE_S = 4
MAX_PATIENCE_S = 3600
REQUIRED = frozenset({"boot", "watermark", "rejected"})
OPTIONAL = frozenset({"patience_s"})


@dataclass(frozen=True, slots=True)
class Ack:
    """Every number of the boot up to `watermark` is settled: stored, refused or declared as a gap; -1: none yet.

    `rejected` holds numbers that were refused, each with its reason. A machine that hears of no progress for
    `patience_s` seconds sends again.
    """

    boot: str
    watermark: int
    rejected: tuple[tuple[int, str], ...] = ()
    patience_s: int = PATIENCE_S


def decode_ack(payload: bytes) -> Ack:
    """Return the acknowledgement of a message, or raise `Rejected`."""
    message = read_object(payload, REQUIRED, OPTIONAL)
    ack = Ack(
        boot=text("boot", message["boot"], BOOT),
        watermark=integer("watermark", message["watermark"], low=-1),
        rejected=_rejected(message["rejected"]),
        patience_s=integer("patience_s", message.get("patience_s", PATIENCE_S), low=1, high=MAX_PATIENCE_S),
    )
    refuse_repeated_keys(payload, len(message))
    return ack


def encode_ack(ack: Ack) -> bytes:
    """Return the payload of an acknowledgement."""
    return orjson.dumps(
        {
            "boot": ack.boot,
            "watermark": ack.watermark,
            "rejected": ack.rejected,
            "patience_s": ack.patience_s,
        }
    )


def _rejected(pairs: Any) -> tuple[tuple[int, str], ...]:
    if not isinstance(pairs, list):
        raise Rejected(Reason.WRONG_TYPE, f"rejected is {quoted(pairs)}, not a list.")
    if len(pairs) > MAX_REJECTED:
        raise Rejected(Reason.WRONG_SHAPE, f"rejected holds {len(pairs)} numbers, at most {MAX_REJECTED} may be.")
    return tuple(_pair(pair) for pair in pairs)


def _pair(pair: Sequence[Any]) -> tuple[int, str]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise Rejected(Reason.WRONG_SHAPE, f"rejected holds {quoted(pair)}, not a number with its reason.")
    return integer("a number in rejected", pair[0]), text("a reason in rejected", pair[1], REASON)
