"""How do bytes pass between paho and the broker without blocking, in few system calls?"""

import asyncio
import socket
import time
from typing import Any

from paho.mqtt.client import Client

_PIECE = 65_536


class Wire:
    """A connected socket for paho that reads ahead and collects what is written until it is flushed.

    paho reads each packet with three or more calls and writes each with one: unbuffered, system calls are most of the
    cost of small messages.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._read = b""
        self._position = 0
        self._unsent = bytearray()
        self.heard_at = time.monotonic()

    @property
    def read_ahead(self) -> bool:
        """Return whether bytes have been read that paho has not taken."""
        return self._position < len(self._read)

    def recv(self, buffer_size: int) -> bytes:
        """Return up to so many bytes; raises BlockingIOError when there are none yet."""
        if not self.read_ahead:
            self._read, self._position = self._socket.recv(max(buffer_size, _PIECE)), 0
            self.heard_at = time.monotonic()
        piece = self._read[self._position : self._position + buffer_size]
        self._position += len(piece)
        return piece

    def send(self, buffer: bytes | bytearray) -> int:
        """Take all bytes; they leave with the next flush."""
        self._unsent += buffer
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
