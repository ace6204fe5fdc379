"""Which fields have the messages of Sparkplug B, by the numbers of its sparkplug_b.proto?"""

from models.sparkplug.wire import BYTES, FIXED32, FIXED64, VARINT, tag

# https://sparkplug.eclipse.org/specification/version/3.0
TIMESTAMP, METRICS, SEQ = tag(1, VARINT), tag(2, BYTES), tag(3, VARINT)

NAME = tag(1, BYTES)
ALIAS, TIME, DATATYPE, IS_HISTORICAL, IS_NULL = (tag(number, VARINT) for number in (2, 3, 4, 5, 7))

INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, _EXTENSION = 10, 11, 12, 13, 14, 15, 19
NUMBERS = {
    tag(INT, VARINT): INT,
    tag(LONG, VARINT): LONG,
    tag(FLOAT, FIXED32): FLOAT,
    tag(DOUBLE, FIXED64): DOUBLE,
    tag(BOOLEAN, VARINT): BOOLEAN,
}
OTHERS = {tag(number, BYTES): number for number in range(STRING, _EXTENSION + 1)}
