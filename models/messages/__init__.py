"""What do machines say to the platform, and which of it is valid?"""

from models.messages.document import BOOT, MAX_PAYLOAD_BYTES
from models.messages.event import Event, Severity, decode_event, encode_event
from models.messages.rejection import Flaw, Reason, Rejected
from models.messages.state import State, decode_state, encode_state
from models.messages.telemetry import (
    MAX_EXTRA_SIGNALS,
    MAX_SAMPLES,
    SIGNAL_NAME,
    Telemetry,
    decode_telemetry,
    encode_telemetry,
    sample_keys,
)
from models.messages.topic import MACHINE_ID, Stream, parse_topic, topic
from models.messages.window import check_times, instant, milliseconds

__all__ = [
    "BOOT",
    "MACHINE_ID",
    "MAX_EXTRA_SIGNALS",
    "MAX_PAYLOAD_BYTES",
    "MAX_SAMPLES",
    "SIGNAL_NAME",
    "Event",
    "Flaw",
    "Reason",
    "Rejected",
    "Severity",
    "State",
    "Stream",
    "Telemetry",
    "check_times",
    "decode_event",
    "decode_state",
    "decode_telemetry",
    "encode_event",
    "encode_state",
    "encode_telemetry",
    "instant",
    "milliseconds",
    "parse_topic",
    "sample_keys",
    "topic",
]
