"""How does a network between two processes fail: resetting, silent, slow, or repeating itself?"""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from benchmarks.faults.frame import Packets, Scrambler, is_numbered

_HOST = "127.0.0.1"
_PIECE = 262_144
_SLOW_BYTES = 4_000
_SLOW_PAUSE_S = 0.02
# What is held back goes on after so long without anything behind it.
_HOLD_S = 0.05
_RESET = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class _Pair:
    """The two ends of a connection."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def reset(self) -> None:
        """End both so that the peers see a reset rather than a farewell."""
        for writer in (self.near, self.far):
            _reset(writer)
        for task in self.tasks:
            task.cancel()


class Proxy:
    """Passes TCP connections on to `target`; what it does to them is switched while they stand.

    `delivered` counts the numbered messages that came from the target, where MQTT is spoken.
    """

    def __init__(self, port: int, target: int, chance: np.random.Generator, *, speaks_mqtt: bool = False) -> None:
        self.port = port
        self.scrambling = False
        self.slow = False
        self.delivered = 0
        self._target = target
        self._chance = chance
        self._speaks_mqtt = speaks_mqtt
        self._open = asyncio.Event()
        self._open.set()
        self._pairs: set[_Pair] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._connected, _HOST, self.port, backlog=1000)

    async def stop(self) -> None:
        """End all connections and listen no longer."""
        if self._server:
            self._server.close()
        self.cut()

    def cut(self) -> None:
        """Reset every connection; new ones are welcome at once."""
        for pair in list(self._pairs):
            pair.reset()

    def silence(self) -> None:
        """Let nothing through in either direction; connections stand and new ones get no answer."""
        self._open.clear()

    def heal(self) -> None:
        """Let through what waits and what comes."""
        self._open.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(_HOST, self._target)
        except OSError:
            _reset(writer)
            return
        for one in (writer, far_writer):
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pair = _Pair(writer, far_writer)
        self._pairs.add(pair)
        outward, inward = (self._disturb, self._count) if self._speaks_mqtt else (self._pump, self._pump)
        pair.tasks = [
            asyncio.create_task(outward(reader, far_writer), name="outward"),
            asyncio.create_task(inward(far_reader, writer), name="inward"),
        ]
        await asyncio.wait(pair.tasks, return_when=asyncio.FIRST_COMPLETED)
        self._pairs.discard(pair)
        pair.reset()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._pass(reader, writer, lambda data: iter((data,)), lambda: iter(()))

    async def _count(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        packets = Packets()

        def take(data: bytes) -> Iterator[bytes]:
            self.delivered += sum(map(is_numbered, packets.feed(data)))
            yield data

        await self._pass(reader, writer, take, lambda: iter(()))

    async def _disturb(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        packets, scrambler = Packets(), Scrambler(self._chance)

        def take(data: bytes) -> Iterator[bytes]:
            for packet in packets.feed(data):
                if self.scrambling:
                    yield from scrambler.pass_on(packet)
                else:
                    yield from scrambler.release()
                    yield packet

        await self._pass(reader, writer, take, scrambler.release)

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        take: Callable[[bytes], Iterator[bytes]],
        late: Callable[[], Iterator[bytes]],
    ) -> None:
        try:
            while True:
                data = await _read(reader) if self.scrambling else await reader.read(_PIECE)
                if data == b"":
                    return
                await self._open.wait()
                await self._write(writer, b"".join(take(data) if data else late()))
        except OSError:
            return

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        while self.slow and data:
            # Packets are split anywhere.
            size = int(self._chance.integers(1, _SLOW_BYTES))
            writer.write(data[:size])
            data = data[size:]
            await asyncio.sleep(_SLOW_PAUSE_S)
        if data:
            writer.write(data)
        await writer.drain()


async def _read(reader: asyncio.StreamReader) -> bytes | None:
    """Return what comes, b"" at the end, and None when nothing has come for a moment."""
    try:
        return await asyncio.wait_for(reader.read(_PIECE), _HOLD_S)
    except TimeoutError:
        return None


def _reset(writer: asyncio.StreamWriter) -> None:
    transport = writer.transport
    if not transport.is_closing():
        # Closing a socket that lingers for no time sends a reset.
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()
