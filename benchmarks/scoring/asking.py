"""How long do answers take when so many connections ask a service?"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Answers:
    """How long each answer took in seconds, from when it was due, over how long all of them took."""

    latency_s: tuple[float, ...]
    took_s: float

    def quantile_ms(self, share: float) -> float:
        """Return a quantile of the latencies in milliseconds."""
        return 1000 * float(np.quantile(self.latency_s, share))

    @property
    def per_s(self) -> float:
        """How many answers came a second."""
        return len(self.latency_s) / self.took_s


@dataclass(frozen=True)
class Asking:
    """Whom to ask, with which header lines, over how many connections that stay open."""

    port: int
    headers: Sequence[str]
    connections: int

    def ask(self, path_of: Callable[[int], str], seconds: float, per_s: float | None) -> Answers:
        """Ask for paths for so long: at a fixed rate whether or not answers keep up, without one as fast as they come.

        At a rate a latency counts from when the question was due. Raises RuntimeError for an answer other than 200.
        """
        return asyncio.run(self._ask(path_of, seconds, per_s))

    async def _ask(self, path_of: Callable[[int], str], seconds: float, per_s: float | None) -> Answers:
        found: list[float] = []
        began = time.perf_counter()
        every = self.connections / per_s if per_s else None
        tasks = [self._one(number, path_of, (began, seconds, every), found) for number in range(self.connections)]
        await asyncio.gather(*tasks)
        return Answers(tuple(found), time.perf_counter() - began)

    async def _one(
        self,
        number: int,
        path_of: Callable[[int], str],
        clock: tuple[float, float, float | None],
        found: list[float],
    ) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        began, seconds, every = clock
        turn = 0
        while time.perf_counter() - began < seconds:
            due = time.perf_counter()
            if every:
                due = began + every * (turn + number / self.connections)
                await asyncio.sleep(max(due - time.perf_counter(), 0))
            await self._exchange(reader, writer, path_of(turn * self.connections + number))
            found.append(time.perf_counter() - due)
            turn += 1
        writer.close()
        await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *self.headers, "", ""]
        writer.write("\r\n".join(lines).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        body = await reader.readexactly(length)
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"{path} was answered with {head[:20]!r}: {body[:300]!r}")
