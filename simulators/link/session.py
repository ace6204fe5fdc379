"""When is a live unit connected, and when does it begin anew?"""

import asyncio
import math
from typing import Any, Protocol

from simulators.clock import Clock
from simulators.link.schedule import Link


class Sender(Protocol):
    """A telematics unit that sends while it runs."""

    machine: str

    def take(self, item: Any) -> None:
        """Take what its feed gives."""

    def reboot(self, at_s: float) -> None:
        """Begin anew, as what began at this moment of the story, and forget what was in memory only."""

    async def run(self) -> None:
        """Send until cancelled."""

    async def say_farewell(self) -> None:
        """Say that the machine goes offline."""


class Session:
    """A unit on its link: it sends while that holds, and begins anew when the schedule says that its power failed."""

    def __init__(self, unit: Sender, link: Link, clock: Clock) -> None:
        self.unit = unit
        self._link = link
        self._clock = clock
        self._before_s = math.nan
        self._rebooted = asyncio.Event()

    def take(self, item: Any) -> None:
        """Give the unit what it has to send next; a unit whose power failed since the item before begins anew first."""
        before_s, self._before_s = self._before_s, item.time_s
        if before_s <= item.time_s and (at_s := self._link.rebooted_s(before_s, item.time_s)) is not None:
            self.unit.reboot(at_s)
            self._rebooted.set()
        self.unit.take(item)

    async def run(self) -> None:
        """Let the unit send while its link holds, for ever."""
        while True:
            back_s = self._link.offline_until_s(self._clock.now())
            if back_s is None:
                await self._hold()
            else:
                await self._clock.sleep_until(back_s)

    async def _hold(self) -> None:
        """Return once the unit is offline, or has begun anew."""
        self._rebooted.clear()
        name = f"connection of {self.unit.machine}"
        tasks = [asyncio.create_task(self.unit.run(), name=name), asyncio.create_task(self._rebooted.wait())]
        try:
            while self._link.offline_until_s(now := self._clock.now()) is None and not self._rebooted.is_set():
                wait_s = self._clock.wait_s(self._link.offline_from_s(now))
                ended, _ = await asyncio.wait(tasks, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
                for task in ended:
                    task.result()
            if not self._rebooted.is_set():
                await self.unit.say_farewell()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
