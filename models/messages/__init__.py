"""What do machines say to the platform, and which of it is valid?"""

from models.messages.ack import MAX_PATIENCE_S, MAX_REJECTED, PATIENCE_S, Ack, decode_ack, encode_ack
from models.messages.block import Block, decode_together
from models.messages.document import BOOT, MAX_PAYLOAD_BYTES
from models.messages.event import Event, Severity, decode_event, encode_event
from models.messages.form import Forms
from models.messages.gap import Gap, GapReason, decode_gap, encode_gap
from models.messages.layout import MAX_EXTRA_SIGNALS, SIGNAL_NAME
from models.messages.observation import Observation, Report, Row, Window, observe
from models.messages.rejection import Flaw, Reason, Rejected
from models.messages.snapshot import decode_snapshot
from models.messages.state import State, decode_state, encode_state
from models.messages.telemetry import (
    MAX_SAMPLES,
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
    "MAX_PATIENCE_S",
    "MAX_PAYLOAD_BYTES",
    "MAX_REJECTED",
    "MAX_SAMPLES",
    "PATIENCE_S",
    "SIGNAL_NAME",
    "Ack",
    "Block",
    "Event",
    "Flaw",
    "Forms",
    "Gap",
    "GapReason",
    "Observation",
    "Reason",
    "Rejected",
    "Report",
    "Row",
    "Severity",
    "State",
    "Stream",
    "Telemetry",
    "Window",
    "check_times",
    "decode_ack",
    "decode_event",
    "decode_gap",
    "decode_snapshot",
    "decode_state",
    "decode_telemetry",
    "decode_together",
    "encode_ack",
    "encode_event",
    "encode_gap",
    "encode_state",
    "encode_telemetry",
    "instant",
    "milliseconds",
    "observe",
    "parse_topic",
    "sample_keys",
    "topic",
]
