"""How do bytes pass between paho and the broker without blocking, in few system calls?"""

import asyncio
import socket
import time
from typing import Any

from paho.mqtt.client import Client

_PIECE = 65_536


class Wire:
    """A connected socket that collects what is written until it is flushed.

    To paho it is the socket itself, on which whole packets come that were read and given to it. Left to itself paho
    reads each packet with three or more system calls and writes each with one, most of the cost of small messages.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._given = b""
        self._position = 0
        self._unsent = bytearray()
        self.heard_at = self.sent_at = time.monotonic()

    def receive(self) -> bytes | None:
        """Return what came, None while nothing does, and no byte at the end; raises OSError for a broken connection."""
        try:
            piece = self._socket.recv(_PIECE)
        except BlockingIOError:
            return None
        self.heard_at = time.monotonic()
        return piece

    def give(self, packets: bytes) -> None:
        """Let paho read these, after all that it was given before has been read."""
        self._given, self._position = packets, 0

    @property
    def has_given(self) -> bool:
        """Return whether there is something that paho has not read."""
        return self._position < len(self._given)

    def recv(self, buffer_size: int) -> bytes:
        """Return up to so many bytes of what was given; raises BlockingIOError when there are none."""
        if not self.has_given:
            raise BlockingIOError
        piece = self._given[self._position : self._position + buffer_size]
        self._position += len(piece)
        return piece

    def send(self, buffer: bytes | bytearray) -> int:
        """Take all bytes; they leave with the next flush."""
        self._unsent += buffer
        self.sent_at = time.monotonic()
        return len(buffer)

    def flush(self) -> bool:
        """Send what was written, as far as the socket takes it; return whether nothing is left."""
        try:
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
        except BlockingIOError:
            return False
        except OSError:
            # The reader meets the same broken connection and ends it: there is one place that does so.
            self._unsent.clear()
        return True

    def close(self) -> None:
        """Send what can be sent at once, a farewell above all, and close the socket."""
        self.flush()
        self._socket.close()

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return self._socket.fileno()

    def setblocking(self, flag: bool) -> None:
        """Accept only what the socket is: not blocking."""
        if flag:
            raise ValueError("A wire never blocks.")


class WiredClient(Client):
    """A paho client on a wire that was connected beforehand, so that paho itself never waits for the network."""

    def __init__(self, wire: Wire, *paho_arguments: Any, **paho_options: Any) -> None:
        self.wire = wire
        super().__init__(*paho_arguments, **paho_options)

    def _create_socket(self) -> Wire:
        return self.wire


async def connect_wire(host: str, port: int) -> Wire:
    """Return a wire to the first address that answers; raises OSError when none does."""
    loop = asyncio.get_running_loop()
    failure = OSError(f"'{host}' has no address")
    for family, kind, protocol, _, address in await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        connecting = socket.socket(family, kind, protocol)
        try:
            connecting.setblocking(False)
            connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await loop.sock_connect(connecting, address)
        except OSError as error:
            connecting.close()
            failure = error
        except BaseException:
            connecting.close()
            raise
        else:
            return Wire(connecting)
    raise failure
