"""How does a test wait for a condition, with a deadline?"""

import asyncio
import select
import time
from collections.abc import Callable

_LOOK_EVERY_S = 0.02


async def until(condition: Callable[[], bool], within_s: float = 20.0) -> None:
    """Return once the condition holds, while the event loop goes on; raises TimeoutError after the time."""
    async with asyncio.timeout(within_s):
        while not condition():
            await dawdle(_LOOK_EVERY_S)


async def dawdle(seconds: float) -> None:
    """Be as slow as a busy consumer is; no condition is waited for."""
    loop = asyncio.get_running_loop()
    moment: asyncio.Future[None] = loop.create_future()
    loop.call_later(seconds, _pass, moment)
    await moment


def _pass(moment: asyncio.Future[None]) -> None:
    if not moment.done():
        moment.set_result(None)


def wait_for(condition: Callable[[], bool], within_s: float = 30.0) -> None:
    """Return once the condition holds; fails after the time."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "the condition did not come to hold in time"
        select.select([], [], [], _LOOK_EVERY_S)
