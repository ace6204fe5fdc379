"""How is a part of the platform killed, paused, stopped and, as a supervisor would, started again?"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable

from benchmarks.host import Child
from benchmarks.usage import family

_LOOK_EVERY_S = 0.02
_PAUSE_S = (0.0, 0.1, 0.3, 0.5)
_SHORT_S = 1.0


class Process:
    """A part that is started again whenever it ends, save while it is held down.

    `crashes` counts the ends that nobody here brought about.
    """

    def __init__(self, name: str, start: Callable[[], Child]) -> None:
        self.name = name
        self.crashes = 0
        self.starts = 0
        self._start = start
        self._held = 0
        self._doomed = False
        self._started_at = self._excused_until = 0.0
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, None while there is none."""
        return None if self._child is None else self._child.pid

    @property
    def runs(self) -> bool:
        """Whether there is a process and it has not ended."""
        return self._child is not None and self._child.exit_code() is None

    def begin(self) -> None:
        """Start it."""
        self._child = self._start()
        self._started_at = time.monotonic()
        self._doomed = False
        self.starts += 1

    async def supervise(self) -> None:
        """Start it again whenever it has ended since `begin`, at once at first and then ever more patiently."""
        tries = 0
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            if self._child is not None and self._child.exit_code() is not None:
                self.crashes += not self._doomed and time.monotonic() > self._excused_until
                self._child = None
                tries = tries + 1 if time.monotonic() - self._started_at < _SHORT_S else 0
                await asyncio.sleep(_PAUSE_S[min(tries, len(_PAUSE_S) - 1)])
            if self.starts and self._child is None and not self._held:
                self.begin()

    def kill(self) -> None:
        """End it and everything that it started at once, as a power cut would."""
        if self._child is not None:
            self._doomed = True
            self._signal(signal.SIGSTOP)
            self._signal(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze it and everything that it started; connections stand."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on; nothing happens when another has taken its place."""
        self._signal(signal.SIGCONT)

    async def restart(self) -> None:
        """Ask it to end, and let the supervisor start it again."""
        child = self._child
        if child is not None:
            self._doomed = True
            self.resume()
            await asyncio.to_thread(child.stop)

    def hold(self) -> None:
        """Let nobody start it again until `release`."""
        self._held += 1

    def release(self) -> None:
        """Let it be started again, when nobody else holds it."""
        self._held -= 1

    async def end(self) -> None:
        """End it for good."""
        self.hold()
        await self.restart()

    def excuse(self, seconds: float) -> None:
        """Let it end by itself for so long without counting that: what is done to it may be more than it bears."""
        self._excused_until = time.monotonic() + seconds

    def _signal(self, number: signal.Signals) -> None:
        if self._child is None or self._child.exit_code() is not None:
            return
        for pid in family(self._child.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
