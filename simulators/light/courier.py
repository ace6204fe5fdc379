"""How do the messages of many machines reach a broker at the least cost?"""

import socket
import struct
from urllib.parse import unquote, urlsplit

from simulators.light.field import Text
from simulators.light.press import length_of

# MQTT 5: CONNECT and CONNACK, PINGREQ and PINGRESP, DISCONNECT.
_CONNECT, _CONNACK = b"\x10", 0x20
_PING, _PONG, _FAREWELL = b"\xc0\x00", b"\xd0\x00", b"\xe0\x00"


# What a broker says most often; https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901079
_REASONS = {0x84: "it does not speak MQTT 5", 0x86: "bad user name or password", 0x87: "not authorized"}


class NoEntry(Exception):
    """The broker does not let us in, or ends the connection."""


class Courier:
    """One connection of a user who may publish for every machine; nothing is acknowledged, nothing is sent again.

    A broker knows it by its `client` id, the user's name where there is none, and keeps one connection of each.
    """

    def __init__(self, url: str, client: str | None = None) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((str(parts.hostname), parts.port or 1883), timeout=60)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        try:
            self._enter(_connect(client or user, user, password))
        except BaseException:
            self._socket.close()
            raise

    def send(self, packets: Text) -> None:
        """Send the packets that a press printed, all at once; return when the system has taken them."""
        self._socket.sendall(packets.data)

    def settle(self) -> None:
        """Return when the broker has taken all that was sent."""
        self._socket.sendall(_PING)
        if self._read(len(_PONG)) != _PONG:
            raise NoEntry("it does not answer as a broker does")

    def close(self) -> None:
        """Say farewell and close the connection."""
        self._socket.sendall(_FAREWELL)
        self._socket.close()

    def _enter(self, packet: bytes) -> None:
        self._socket.sendall(packet)
        head = self._read(2)
        answer = self._read(head[1])
        if head[0] != _CONNACK or answer[1]:
            why = _REASONS.get(answer[1], f"reason {answer[1]:#x}")
            raise NoEntry(f"the broker refuses the connection: {why}")

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self._socket.recv(count - len(data))
            if not piece:
                raise NoEntry("the broker ended the connection")
            data += piece
        return data


def _connect(client: str, user: str, password: str) -> bytes:
    # Clean start, with user name and password, no properties. Five minutes of keep-alive: mosquitto 2.0.21 ends who
    # asks for none, or for as much as its max_keepalive, at once when it has much to do.
    body = _text("MQTT") + b"\x05\xc2\x01\x2c\x00" + b"".join(map(_text, (client, user, password)))
    return _CONNECT + length_of(len(body)) + body


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()
