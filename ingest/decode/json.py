"""What does a message of the platform's own JSON contract say?"""

from collections.abc import Callable, Mapping

from models.messages import (
    Event,
    Gap,
    Reason,
    Rejected,
    State,
    Stream,
    Telemetry,
    decode_event,
    decode_gap,
    decode_state,
    decode_telemetry,
)

_DECODERS: Mapping[Stream, Callable[[bytes], Telemetry | Event | State | Gap]] = {
    Stream.TELEMETRY: decode_telemetry,
    Stream.EVENT: decode_event,
    Stream.STATE: decode_state,
    Stream.GAP: decode_gap,
}


def decode(stream: Stream, payload: bytes) -> Telemetry | Event | State | Gap:
    """Return what the payload says; raises Rejected for one that does not follow the contract."""
    decoder = _DECODERS.get(stream)
    if decoder is None:
        raise Rejected(Reason.WRONG_TOPIC, f"Nothing is taken from '{stream}'.")
    return decoder(payload)
