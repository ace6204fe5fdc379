"""Which moment is it in a story that is told as fast as life, or faster?"""

import asyncio
import time
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Clock:
    """A clock that showed `start_s` when the world's showed `began_s`, and runs `speed` times as fast, in Unix seconds.

    Where it starts behind the present it runs with it once it has caught up.
    """

    start_s: float
    began_s: float
    speed: float = 1.0

    @staticmethod
    def of_life() -> "Clock":
        """Return the clock that everybody has."""
        return Clock(time.time(), time.time())

    def begun_now(self) -> "Clock":
        """Return the clock as if it began at this moment; one that began with the present shows the present."""
        if self.start_s == self.began_s:
            return replace(self, start_s=time.time(), began_s=time.time())
        return replace(self, began_s=time.time())

    def now(self) -> float:
        """Return the moment that it is in the story."""
        world_s = time.time()
        shown = self.start_s + (world_s - self.began_s) * self.speed
        return min(shown, world_s) if self.start_s <= self.began_s else shown

    def wait_s(self, time_s: float) -> float:
        """Return in how many seconds a moment of the story comes; 0 when it is past."""
        comes_s = self.began_s + (time_s - self.start_s) / self.speed
        if self.start_s <= self.began_s:
            comes_s = max(comes_s, time_s)
        return max(comes_s - time.time(), 0.0)

    async def sleep_until(self, time_s: float) -> None:
        """Return when a moment of the story has come."""
        await asyncio.sleep(self.wait_s(time_s))
