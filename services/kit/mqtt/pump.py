"""When does paho read, write and look at its clock, in an event loop and without a thread?"""

import asyncio
import time
from collections.abc import Callable

from services.kit.mqtt.inbox import Inbox
from services.kit.mqtt.wire import WiredClient

_PACKETS_AT_A_TIME = 200


class Pump:
    """Drives one paho client over its wire: reads while the inbox has room, writes when asked, pings by the clock.

    An exception on the way goes to `on_error`: in a thread of paho's own it would end that thread unseen.
    """

    def __init__(self, client: WiredClient, inbox: Inbox, on_error: Callable[[Exception], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._client = client
        self._wire = client.wire
        self._inbox = inbox
        self._on_error = on_error
        self._more: asyncio.Handle | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._stopped = False
        client.on_socket_register_write = lambda _client, _userdata, _socket: self._write_soon()
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
        for handle in (self._more, self._tick):
            if handle:
                handle.cancel()
        self._loop.remove_reader(self._wire.fileno())
        self._loop.remove_writer(self._wire.fileno())

    def write(self) -> None:
        """Send what paho wants to send, as far as the socket takes it, and the rest when it takes more."""
        if self._stopped:
            return
        self._guard(self._client.loop_write)
        if self._stopped:
            return
        if self._wire.flush():
            self._loop.remove_writer(self._wire.fileno())
        else:
            self._loop.add_writer(self._wire.fileno(), self.write)

    def _write_soon(self) -> None:
        self._loop.call_soon(self.write)

    def _resume(self) -> None:
        if self._stopped:
            return
        self._inbox.on_room = self._resume
        # What was not read is not silence.
        self._wire.heard_at = time.monotonic()
        self._loop.add_reader(self._wire.fileno(), self._read)
        self._more = self._loop.call_soon(self._read)

    def _read(self) -> None:
        if self._more:
            self._more.cancel()
            self._more = None
        for _ in range(_PACKETS_AT_A_TIME):
            if self._stopped:
                return
            if self._inbox.full:
                self._loop.remove_reader(self._wire.fileno())
                return
            self._guard(self._client.loop_read)
            if not self._wire.read_ahead:
                return
        self._more = self._loop.call_soon(self._read)

    def _beat(self) -> None:
        self._tick = self._loop.call_later(1.0, self._beat)
        # While reading is stopped the answers to pings lie unread: the connection is not dead, we are slow.
        if not self._inbox.full:
            self._guard(self._client.loop_misc)

    def _guard(self, step: Callable[[], object]) -> None:
        try:
            step()
        except Exception as error:
            self._on_error(error)
            raise
