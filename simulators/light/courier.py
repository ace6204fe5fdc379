"""How do the messages of many machines reach a broker at the least cost?"""

import socket
import struct
from collections.abc import Iterable, Sequence
from functools import cache
from urllib.parse import unquote, urlsplit

from models.messages import Stream, topic

# MQTT 5: CONNECT and CONNACK, PINGREQ and PINGRESP, DISCONNECT, and a PUBLISH with QoS 0.
_CONNECT, _CONNACK, _PUBLISH = b"\x10", 0x20, b"\x30"
_PING, _PONG, _FAREWELL = b"\xc0\x00", b"\xd0\x00", b"\xe0\x00"


class NoEntry(Exception):
    """The broker does not let us in, or ends the connection."""


class Courier:
    """One connection of a user who may publish for every machine; nothing is acknowledged, nothing is sent again."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((str(parts.hostname), parts.port or 1883), timeout=60)
        self._socket.sendall(_connect(unquote(parts.username or ""), unquote(parts.password or "")))
        head = self._read(2)
        answer = self._read(head[1])
        if head[0] != _CONNACK or answer[1]:
            raise NoEntry(f"The broker refuses the connection with reason {answer[1]:#x}.")

    def send(self, machines: Sequence[str], payloads: Iterable[bytes]) -> None:
        """Publish one payload of telemetry for each machine; return when the system has taken them."""
        packets = [
            b"%b%b%b%b" % (_PUBLISH, _length(len(name) + len(payload)), name, payload)
            for name, payload in zip(map(_addressed, machines), payloads, strict=True)
        ]
        self._socket.sendall(b"".join(packets))

    def settle(self) -> None:
        """Return when the broker has taken all that was sent."""
        self._socket.sendall(_PING)
        if self._read(len(_PONG)) != _PONG:
            raise NoEntry("The broker does not answer as a broker does.")

    def close(self) -> None:
        """Say farewell and close the connection."""
        self._socket.sendall(_FAREWELL)
        self._socket.close()

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self._socket.recv(count - len(data))
            if not piece:
                raise NoEntry("The broker ended the connection.")
            data += piece
        return data


@cache
def _addressed(machine: str) -> bytes:
    """Return what stands before a payload of this machine: its topic, and no properties."""
    return _text(topic(machine, Stream.TELEMETRY)) + b"\x00"


def _connect(user: str, password: str) -> bytes:
    # Clean start, with user name and password, a minute of keep-alive, no properties. The client id is the user name.
    body = _text("MQTT") + b"\x05\xc2\x00\x3c\x00" + b"".join(map(_text, (user, user, password)))
    return _CONNECT + _length(len(body)) + body


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()


@cache
def _length(value: int) -> bytes:
    low, high = value & 0x7F, value >> 7
    return bytes([low]) if not high else bytes([low | 0x80]) + _length(high)
