"""How many messages can be published to a reader that counts them and does nothing else?"""

import socket
import sys
from collections.abc import Iterator
from selectors import EVENT_READ, DefaultSelector

_ROOM = 1 << 20
# MQTT 5: CONNECT is answered with CONNACK, PINGREQ with PINGRESP; the upper half of the first byte is the kind.
_ANSWERS = {0x10: b"\x20\x03\x00\x00\x00", 0xC0: b"\xd0\x00"}


class Caller:
    """A client: the packets that it sent are counted, and what remains of the last waits for the rest of it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray(_ROOM)
        self._held = 0
        self.packets = 0

    def hear(self) -> bool:
        """Take what has arrived, answer what asks for it, and return whether the client is still there."""
        read = self._connection.recv_into(memoryview(self._buffer)[self._held :])
        if not read:
            return False
        self._held += read
        end = 0
        for kind, stop in self._packets():
            self.packets, end = self.packets + 1, stop
            if answer := _ANSWERS.get(kind):
                self._connection.sendall(answer)
        self._buffer[: self._held - end] = self._buffer[end : self._held]
        self._held -= end
        return True

    def _packets(self) -> Iterator[tuple[int, int]]:
        """Yield the kind of every whole packet, and where it ends."""
        buffer, start, held = self._buffer, 0, self._held
        while True:
            length, shift, place = 0, 0, start + 1
            while place < held and (shift == 0 or buffer[place - 1] & 0x80):
                length |= (buffer[place] & 0x7F) << shift
                shift, place = shift + 7, place + 1
            if shift == 0 or buffer[place - 1] & 0x80 or place + length > held:
                return
            kind, start = buffer[start] & 0xF0, place + length
            yield kind, start


def serve(listener: socket.socket) -> None:
    """Take clients until the process is ended."""
    selector = DefaultSelector()
    selector.register(listener, EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.data is None:
                connection, _address = listener.accept()
                selector.register(connection, EVENT_READ, Caller(connection))
            elif not key.data.hear():
                selector.unregister(key.fileobj)


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as opened:
        serve(opened)
