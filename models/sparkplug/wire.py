"""Which fields does a protobuf message hold?"""

import struct
from functools import lru_cache

from models.messages.rejection import Reason, Rejected

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

# A number has at most ten bytes of seven bits each.
_SHIFTS = range(7, 70, 7)
MASK = 2**64 - 1

# The field's tag (its number and wire type), its value or where its bytes start, and where it ends.
Field = tuple[int, int, int]

_double = struct.Struct("<d").unpack_from
_float = struct.Struct("<f").unpack_from


def read_fields(data: bytes, start: int, stop: int) -> list[Field]:
    """Return the fields of the message in data[start:stop] in order; raise `Rejected` where it is no protobuf."""
    fields = []
    at = start
    try:
        while at < stop:
            name, at = data[at], at + 1
            if name > 0x7F:
                name, at = _long(data, at, name)
            kind = name & 7
            if kind == VARINT:
                value, at = data[at], at + 1
                if value > 0x7F:
                    value, at = _long(data, at, value)
            elif kind == FIXED64:
                value, at = at, at + 8
            elif kind == FIXED32:
                value, at = at, at + 4
            elif kind == BYTES:
                length, value = data[at], at + 1
                if length > 0x7F:
                    length, value = _long(data, value, length)
                at = value + length
            else:
                raise Rejected(Reason.INVALID_PROTOBUF, f"Wire type {kind} at byte {at}, which Sparkplug does not use.")
            fields.append((name, value, at))
    except IndexError:
        at = stop + 1
    if at > stop:
        raise Rejected(Reason.INVALID_PROTOBUF, f"A field reaches beyond byte {stop}, where its message ends.")
    return fields


def tag(number: int, kind: int) -> int:
    """Return the tag of a field by its number and wire type."""
    return number << 3 | kind


def double(data: bytes, at: int) -> float:
    """Return the number in the eight bytes of a FIXED64 field."""
    value: float = _double(data, at)[0]
    return value


def single(data: bytes, at: int) -> float:
    """Return the number in the four bytes of a FIXED32 field."""
    value: float = _float(data, at)[0]
    return value


def varint_field(tagged: int, value: int) -> bytes:
    """Return a VARINT field."""
    return _varint_bytes(tagged) + _varint_bytes(value)


def bytes_field(tagged: int, value: bytes) -> bytes:
    """Return a BYTES field."""
    return _varint_bytes(tagged) + _varint_bytes(len(value)) + value


def double_field(tagged: int, value: float) -> bytes:
    """Return a FIXED64 field that holds a double."""
    return _varint_bytes(tagged) + struct.pack("<d", value)


def single_field(tagged: int, value: float) -> bytes:
    """Return a FIXED32 field that holds a float."""
    return _varint_bytes(tagged) + struct.pack("<f", value)


def _long(data: bytes, at: int, first: int) -> tuple[int, int]:
    """Return a number of more than one byte, of which the first is read, and where it ends."""
    value = first & 0x7F
    for shift in _SHIFTS:
        byte = data[at]
        at += 1
        if byte < 0x80:
            return (value | byte << shift) & MASK, at
        value |= (byte & 0x7F) << shift
    raise Rejected(Reason.INVALID_PROTOBUF, f"A number before byte {at} has more than ten bytes.")


# The numbers of a payload are few: tags, aliases, lengths, and the time that all metrics of a reading share.
@lru_cache(maxsize=4096)
def _varint_bytes(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)
