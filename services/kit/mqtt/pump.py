"""When are packets read, written and asked for, in an event loop and without a thread?"""

import asyncio
import time
from collections.abc import Callable

from services.kit.mqtt.inbox import Inbox
from services.kit.mqtt.stream import Malformed, PacketStream
from services.kit.mqtt.wire import WiredClient

_PINGREQ = b"\xc0\x00"

End = Callable[[str | Exception], None]


class Pump:
    """Moves the bytes of one connection: messages into the inbox while it has room, all other packets to paho.

    It also keeps the connection alive, because only here is it known what came. Whatever ends the connection goes to
    `on_end`: a reason, or the exception of a mistake, which in a thread of paho's own would end that thread unseen.
    """

    def __init__(
        self, client: WiredClient, stream: PacketStream, inbox: Inbox, *, keepalive_s: float, on_end: End
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._client = client
        self._wire = client.wire
        self._stream = stream
        self._inbox = inbox
        self._keepalive_s = keepalive_s
        self._on_end = on_end
        self._pinged_at = 0.0
        self._reading: asyncio.Handle | None = None
        self._writing: asyncio.Handle | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._stopped = False
        client.on_socket_register_write = lambda _client, _userdata, _socket: self.write_soon()
        client.on_socket_close = lambda _client, _userdata, _socket: self.stop()

    def start(self) -> None:
        """Begin to read and to keep time."""
        self._resume()
        self._beat()

    def stop(self) -> None:
        """Leave the wire alone; what was written and fits is still sent when it closes."""
        if self._stopped:
            return
        self._stopped = True
        for handle in (self._reading, self._writing, self._tick):
            if handle:
                handle.cancel()
        self._loop.remove_reader(self._wire.fileno())
        self._loop.remove_writer(self._wire.fileno())

    def send(self, packets: bytes) -> None:
        """Send packets that paho knows nothing of."""
        self._wire.send(packets)
        self.write_soon()

    def write_soon(self) -> None:
        """Send what is to be sent when this round of the event loop is over."""
        if self._writing is None:
            self._writing = self._loop.call_soon(self.write)

    def write(self) -> None:
        """Send what is to be sent, as far as the socket takes it, and the rest when it takes more."""
        self._writing = None
        if not self._stopped:
            self._guard(self._client.loop_write)
        if self._stopped:
            return
        if self._wire.flush():
            self._loop.remove_writer(self._wire.fileno())
        else:
            self._loop.add_writer(self._wire.fileno(), self.write)

    def _resume(self) -> None:
        if self._stopped:
            return
        self._inbox.on_room = self._resume
        # What was not read is not silence.
        self._wire.heard_at = time.monotonic()
        self._loop.add_reader(self._wire.fileno(), self._read)
        self._read_soon()

    def _read_soon(self) -> None:
        if self._reading is None:
            self._reading = self._loop.call_soon(self._read)

    def _read(self) -> None:
        if self._reading:
            self._reading.cancel()
            self._reading = None
        if self._stopped:
            return
        if self._inbox.full:
            self._loop.remove_reader(self._wire.fileno())
            return
        self._guard(self._read_piece)
        if self._stream.cut_short:
            self._read_soon()

    def _read_piece(self) -> None:
        if not self._stream.cut_short:
            piece = self._wire.receive()
            if piece is None:
                return
            if not piece:
                self._on_end("the broker closed it")
                return
            self._stream.add(piece)
        messages, others = self._stream.cut(self._inbox.room)
        self._inbox.put(messages)
        self._wire.give(others)
        while self._wire.has_given and not self._stopped:
            self._client.loop_read()

    def _beat(self) -> None:
        self._tick = self._loop.call_later(1.0, self._beat)
        now = time.monotonic()
        # While reading is stopped the answers to pings lie unread: the connection is not dead, we are slow.
        if not self._inbox.full and now - self._wire.heard_at > self._keepalive_s:
            self._on_end("the broker is silent")
        elif now - min(self._wire.heard_at, self._wire.sent_at) > self._keepalive_s / 2 < now - self._pinged_at:
            self._pinged_at = now
            self.send(_PINGREQ)

    def _guard(self, step: Callable[[], object]) -> None:
        try:
            step()
        except (Malformed, OSError) as error:
            self._on_end(str(error) or type(error).__name__)
        except Exception as error:
            self._on_end(error)
            raise
