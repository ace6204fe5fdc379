"""What do machines say that speak Sparkplug B?"""

from models.sparkplug.datatype import DataType, is_number, number
from models.sparkplug.field import BOOLEAN, DOUBLE, FLOAT, INT, LONG, STRING
from models.sparkplug.host import BD_SEQ, REBIRTH, host_state, rebirth_command
from models.sparkplug.payload import Metric, Payload, decode_payload, encode_payload
from models.sparkplug.shape import Sample, Shape, learn
from models.sparkplug.topic import GROUP, HOST, PREFIX, STATE_TOPIC, Place, Verb, command_topic, parse_topic, topic

__all__ = [
    "BD_SEQ",
    "BOOLEAN",
    "DOUBLE",
    "FLOAT",
    "GROUP",
    "HOST",
    "INT",
    "LONG",
    "PREFIX",
    "REBIRTH",
    "STATE_TOPIC",
    "STRING",
    "DataType",
    "Metric",
    "Payload",
    "Place",
    "Sample",
    "Shape",
    "Verb",
    "command_topic",
    "decode_payload",
    "encode_payload",
    "host_state",
    "is_number",
    "learn",
    "number",
    "parse_topic",
    "rebirth_command",
    "topic",
]
