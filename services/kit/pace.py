"""How does a worker that goes on for ever leave time to the others?"""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def keep_pace(work: Callable[[], Awaitable[int]], *, share: float, pause_s: float) -> None:
    """Do `work` for ever, in no more than a share of the time while it says that it is behind (how much it did), and
    with a pause each time that it keeps up (0)."""
    while True:
        began = time.monotonic()
        done = await work()
        took_s = time.monotonic() - began
        await asyncio.sleep(took_s / share - took_s if done else pause_s)
