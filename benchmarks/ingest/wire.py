"""How are messages published over MQTT 5 with QoS 1 at the least cost, so that the sender is never what is measured?"""

import select
import socket
import struct
import time
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote, urlsplit

_PIECE = 65_536
_NO_SUBSCRIBER = 0x10
_FIRST_FAILURE = 0x80
_RECEIVE_MAXIMUM = 0x21
# Sizes of the values of CONNACK's properties by their identifier; the others are texts with a length before them.
_SIZES = {0x11: 4, 0x13: 2, 0x21: 2, 0x22: 2, 0x24: 1, 0x25: 1, 0x27: 4, 0x28: 1, 0x29: 1, 0x2A: 1}


class BrokerRefuses(Exception):
    """The broker does not let us in, does not take a message, or ends the connection."""


class Sender:
    """One connection of a user who may publish for every machine; at most `window` messages wait for their PUBACK."""

    def __init__(self, url: str, window: int = 4000) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((str(parts.hostname), parts.port or 1883), timeout=20)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(_connect(unquote(parts.username or ""), unquote(parts.password or "")))
        self._window = min(window, _receive_maximum(self._read_packet()))
        self._socket.setblocking(False)
        self._unsent, self._unread = bytearray(), b""
        self.sent = self.acknowledged = self.unheard = 0

    @property
    def room(self) -> int:
        """Return how many messages may be sent at this moment."""
        return self._window - (self.sent - self.acknowledged)

    def put(self, messages: Iterable[tuple[bytes, bytes]]) -> None:
        """Take messages (topic, payload) to be sent; there must be room for them."""
        for topic, payload in messages:
            self._unsent += publish_packet(topic, payload, self.sent % 65_535 + 1)
            self.sent += 1

    def exchange(self, timeout_s: float) -> None:
        """Send and read what can be sent and read; wait at most so long for either."""
        readable, writable, _ = select.select(
            [self._socket], [self._socket] if self._unsent else [], [], max(0.0, timeout_s)
        )
        if writable:
            del self._unsent[: self._socket.send(self._unsent[: 4 * _PIECE])]
        if readable:
            received = self._socket.recv(_PIECE)
            if not received:
                raise BrokerRefuses("The broker ended the sender's connection.")
            self._take(self._unread + received)

    def finish(self, within_s: float = 60.0) -> None:
        """Return when everything that was put is acknowledged; raises TimeoutError."""
        end = time.monotonic() + within_s
        while self.acknowledged < self.sent:
            if time.monotonic() > end:
                raise TimeoutError(f"{self.sent - self.acknowledged} messages are not acknowledged.")
            self.exchange(1.0)

    def close(self) -> None:
        """Say farewell and close the connection."""
        self._socket.setblocking(True)
        self._socket.sendall(b"\xe0\x00")
        self._socket.close()

    def _take(self, data: bytes) -> None:
        whole = len(data) // 4
        # Nearly all that comes are acknowledgements without a reason, four bytes each.
        if data[0 : whole * 4 : 4] == b"\x40" * whole and data[1 : whole * 4 : 4] == b"\x02" * whole:
            self.acknowledged += whole
            self._unread = data[whole * 4 :]
            return
        place = 0
        while len(data) >= place + 2 and len(data) >= place + 2 + data[place + 1]:
            self._take_packet(data[place], data[place + 2 : place + 2 + data[place + 1]])
            place += 2 + data[place + 1]
        self._unread = data[place:]

    def _take_packet(self, kind: int, body: bytes) -> None:
        if kind >> 4 != 4:
            raise BrokerRefuses(f"The broker sent packet type {kind >> 4} to the sender: {body.hex()}.")
        reason = body[2] if len(body) > 2 else 0
        if reason >= _FIRST_FAILURE:
            raise BrokerRefuses(f"The broker refuses a message with reason {reason:#x}.")
        self.unheard += reason == _NO_SUBSCRIBER
        self.acknowledged += 1

    def _read_packet(self) -> bytes:
        head = self._read_exactly(2)
        return head + self._read_exactly(head[1])

    def _read_exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self._socket.recv(count - len(data))
            if not piece:
                raise BrokerRefuses("The broker refuses the sender's connection.")
            data += piece
        return data


def publish_packet(topic: bytes, payload: bytes, number: int) -> bytes:
    """Return a PUBLISH with QoS 1 and without properties."""
    length = _length(len(topic) + len(payload) + 5)
    return b"\x32%b%b%b%b\x00%b" % (length, len(topic).to_bytes(2), topic, number.to_bytes(2), payload)


def _connect(user: str, password: str) -> bytes:
    # Clean start, with user name and password, a minute of keep-alive, no properties. The client id is the user name.
    body = b"\x00\x04MQTT\x05\xc2\x00\x3c\x00" + b"".join(map(_text, (user, user, password)))
    return b"\x10" + _length(len(body)) + body


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()


@cache
def _length(value: int) -> bytes:
    encoded = b""
    while True:
        value, digit = divmod(value, 128)
        encoded += bytes([digit | 0x80 if value else digit])
        if not value:
            return encoded


def _receive_maximum(connack: bytes) -> int:
    if connack[0] != 0x20 or connack[3]:
        raise BrokerRefuses(f"The broker refuses the sender's connection: {connack.hex()}.")
    place = 5
    while place < len(connack):
        kind, size = connack[place], _SIZES.get(connack[place])
        if kind == _RECEIVE_MAXIMUM:
            return int.from_bytes(connack[place + 1 : place + 3])
        place += 1 + (size if size is not None else 2 + int.from_bytes(connack[place + 1 : place + 3]))
    return 65_535
