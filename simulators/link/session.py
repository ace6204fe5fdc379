"""When is a live unit connected?"""

import asyncio
from typing import Protocol

from simulators.clock import Clock
from simulators.link.schedule import Link


class Sender(Protocol):
    """A telematics unit that sends while it runs."""

    machine: str

    async def run(self) -> None:
        """Send until cancelled."""

    async def say_farewell(self) -> None:
        """Say that the machine goes offline."""


async def connect(unit: Sender, link: Link, clock: Clock) -> None:
    """Let a unit send while its link holds, for ever."""
    while link.often:
        if (back_s := link.offline_until_s(clock.now())) is not None:
            await clock.sleep_until(back_s)
            continue
        running = asyncio.create_task(unit.run(), name=f"connection of {unit.machine}")
        try:
            ended, _ = await asyncio.wait([running], timeout=clock.wait_s(link.offline_from_s(clock.now())))
            for task in ended:
                task.result()
            await unit.say_farewell()
        finally:
            running.cancel()
            await asyncio.wait([running])
    await unit.run()
