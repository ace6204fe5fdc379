"""Which packets lie in the bytes that the broker sends, and which of them are messages?"""

import struct
import time
from collections.abc import Sequence

from services.kit.mqtt.contract import Message

_PUBLISH = 0x30
_KIND = 0xF0
_QOS = 0x06
_QOS_1 = 0x02
_RETAIN = 0x01
_PUBACK = 0x40_02_00_00
_MORE = 0x80
_LONGEST_NUMBER = 4


class Malformed(Exception):
    """The broker sent what is no MQTT; the connection is of no more use."""


class PacketStream:
    """Cuts the messages out of a connection's bytes; every other packet is left as it came."""

    def __init__(self, generation: int) -> None:
        self._generation = generation
        self._data = b""
        self._place = 0
        self._growing = bytearray()
        self._needed = 0
        self.cut_short = False

    def add(self, piece: bytes) -> None:
        """Take what came next, though not while the last cut is `cut_short`.

        A packet of which little has come is not looked at again before it can be whole.
        """
        if self._growing:
            self._growing += piece
            if len(self._growing) < self._needed:
                return
            piece = bytes(self._growing)
            self._growing.clear()
        self._data, self._place = piece, 0

    def cut(self, most: int) -> tuple[list[Message], bytes]:
        """Return the next messages, at most so many, and the other packets among them; raises Malformed.

        `cut_short` then says whether there may be more of them.
        """
        data, place, end = self._data, self._place, len(self._data)
        messages: list[Message] = []
        others = []
        now, generation = time.time(), self._generation
        while len(messages) < most:
            start, stop = _extent(data, place, end)
            if stop > end:
                self._keep(data[place:], stop - place)
                break
            head = data[place]
            if head & _KIND == _PUBLISH:
                topic, mid, payload = _message(data, head, start, stop)
                # As Message(…) does, in half of the time.
                fields = (topic, payload, (head & _QOS) >> 1, head & _RETAIN == 1, mid, generation, now)
                messages.append(tuple.__new__(Message, fields))
            else:
                others.append(data[place:stop])
            place = stop
        else:
            self._place = place
            self.cut_short = True
        return messages, b"".join(others)

    def _keep(self, rest: bytes, needed: int) -> None:
        self._data, self._place, self.cut_short = b"", 0, False
        if rest:
            self._growing += rest
            self._needed = needed


def acknowledgements(mids: Sequence[int]) -> bytes:
    """Return the PUBACK of each of these messages, in order."""
    return struct.pack(f">{len(mids)}I", *(_PUBACK | mid for mid in mids))


def _extent(data: bytes, place: int, end: int) -> tuple[int, int]:
    """Return where the packet at `place` has its content and where it ends: beyond `end` when it is not all there."""
    if end - place < 2:
        return end, place + 2
    length = data[place + 1]
    if length < _MORE:
        return place + 2, place + 2 + length
    # Most messages have between 128 and 16,383 bytes.
    if end - place > 2 and (more := data[place + 2]) < _MORE:
        return place + 3, place + 3 + (length & ~_MORE | more << 7)
    return _long_extent(data, place + 1, end)


def _long_extent(data: bytes, place: int, end: int) -> tuple[int, int]:
    length, start = _number(data, place, min(end, place + _LONGEST_NUMBER))
    if start:
        return start, start + length
    if end - place >= _LONGEST_NUMBER:
        raise Malformed("the length of a packet has no end")
    return end, end + 1


def _number(data: bytes, place: int, end: int) -> tuple[int, int]:
    """Return a number of variable length and where it ends, 0 when it does not end before `end`."""
    value = shift = 0
    for position in range(place, end):
        byte = data[position]
        value |= (byte & ~_MORE) << shift
        if byte < _MORE:
            return value, position + 1
        shift += 7
    return 0, 0


def _message(data: bytes, head: int, start: int, stop: int) -> tuple[str, int, bytes]:
    """Return topic, id (0 for none) and payload of a PUBLISH whose content is [start, stop)."""
    topic = start + 2
    behind = place = topic + (data[start] << 8 | data[start + 1]) if topic <= stop else stop + 1
    mid = 0
    if head & _QOS:
        if place + 2 > stop:
            raise Malformed("a message has no id")
        if head & _QOS != _QOS_1:
            raise Malformed("a message has a quality of service that nobody asked for")
        mid, place = data[place] << 8 | data[place + 1], place + 2
    if place >= stop:
        raise Malformed("a message is shorter than it says")
    if data[place]:
        length, place = _number(data, place, min(stop, place + _LONGEST_NUMBER))
        place = place + length if place else stop + 1
    else:
        place += 1
    if place > stop:
        raise Malformed("the properties of a message are longer than the message")
    try:
        return data[topic:behind].decode(), mid, data[place:stop]
    except UnicodeDecodeError:
        # No broker should let it pass; a name that no machine has keeps it out without ending the stream.
        return "\N{REPLACEMENT CHARACTER}", mid, data[place:stop]
