"""What do the run and the processes of its fleet tell each other?"""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.faults.process import Process
from benchmarks.host import Child

_LOOK_EVERY_S = 0.02


@dataclass
class Half:
    """One process of the fleet: how far its machines are, as they said last.

    `made` and `waiting` count readings made and messages not confirmed; `fresh_s` is when the newest confirmed message
    was made, `finished` that all is confirmed and nothing more will come.
    """

    process: Process
    writer: asyncio.StreamWriter | None = None
    made: int = 0
    waiting: int = 0
    finished: bool = False
    boot: int = -1
    confirmed: list[tuple[float, float]] = field(default_factory=list)


class Fleets:
    """The processes in which the machines run, each with every n-th machine.

    `rate` is how many readings a second they were told to make, 0 as long as it is what they were started with.
    """

    def __init__(self, socket: Path, machines: int, starts: Sequence[Callable[[], Child]]) -> None:
        self.machines = machines
        self._socket = socket
        self._halves = [Half(Process(f"fleet {number}", start)) for number, start in enumerate(starts)]
        self._finishing = False
        self.rate = 0.0

    @property
    def processes(self) -> list[Process]:
        """The processes, to be begun and supervised."""
        return [half.process for half in self._halves]

    @property
    def made(self) -> int:
        """How many readings the machines have made."""
        return sum(half.made for half in self._halves)

    @property
    def waiting(self) -> int:
        """How many messages are not confirmed."""
        return sum(half.waiting for half in self._halves)

    @property
    def finished(self) -> bool:
        """Whether everything is confirmed and nothing more will come."""
        return all(half.finished for half in self._halves)

    async def listen(self) -> asyncio.Server:
        """Begin to hear the processes; they connect when they start."""
        return await asyncio.start_unix_server(self._heard, self._socket)

    def process_of(self, which: int) -> Process:
        """Return the process in which a machine, counted round, runs."""
        return self._half(which).process

    def ended_boot(self, which: int) -> int:
        """Return the boot of a machine that ended in order, -1 when its power was cut last or it never finished."""
        half = self._half(which)
        return half.boot if half.finished else -1

    def tell(self, which: int, deed: str, **details: float) -> None:
        """Tell a machine, counted round, to do something; one whose power is cut does not hear it."""
        message = {"do": deed, "machine": which % self.machines, **details}
        _send(self._half(which).writer, message)

    def set_rate(self, rate: float) -> None:
        """Let all machines together make so many readings a second from here on."""
        self.rate = rate
        for half in self._halves:
            _send(half.writer, {"do": "rate", "rate": rate})

    def finish(self) -> None:
        """Let no machine make more, and have what is made confirmed."""
        self._finishing = True
        for half in self._halves:
            _send(half.writer, {"do": "finish"})

    async def confirmed_after(self, moment_s: float, within_s: float) -> float | None:
        """Return when the first message made after a moment was confirmed, None when that takes too long."""
        while time.monotonic() < moment_s + within_s:
            found = [at for half in self._halves for made, at in half.confirmed if made > moment_s]
            if found:
                return min(found)
            await asyncio.sleep(_LOOK_EVERY_S)
        return None

    def forget_confirmed(self) -> None:
        """Start to listen for confirmations afresh."""
        for half in self._halves:
            half.confirmed.clear()

    def _half(self, which: int) -> Half:
        return self._halves[which % self.machines % len(self._halves)]

    async def _heard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        half: Half | None = None
        try:
            while line := await reader.readline():
                half = self._note(json.loads(line), writer)
        except OSError:
            pass
        finally:
            if half is not None and half.writer is writer:
                half.writer = None
            writer.close()

    def _note(self, said: dict[str, Any], writer: asyncio.StreamWriter) -> Half:
        half = self._halves[int(said["fleet"])]
        if half.writer is not writer:
            half.writer = writer
            if self.rate:
                _send(writer, {"do": "rate", "rate": self.rate})
            if self._finishing:
                _send(writer, {"do": "finish"})
        half.made, half.waiting, half.boot = said["made"], said["waiting"], said["boot"]
        half.finished = said["finished"]
        half.confirmed += [(made, at) for made, at in said["confirmed"]]
        return half


def _send(writer: asyncio.StreamWriter | None, message: dict[str, Any]) -> None:
    if writer is not None and not writer.is_closing():
        writer.write(json.dumps(message).encode() + b"\n")
