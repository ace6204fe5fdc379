"""How is something waited for, and what is said when it does not come?"""

import asyncio
import time
from collections.abc import Callable

import httpx
import psycopg

_LOOK_EVERY_S = 0.05


class NeverCame(Exception):
    """What a run waited for did not come in its time."""


async def until(reached: Callable[[], bool], awaited: str, within_s: float = 60.0) -> None:
    """Return once it is so, asked from a thread; raises NeverCame after the time."""
    end = time.monotonic() + within_s
    while not await asyncio.to_thread(_is, reached):
        if time.monotonic() > end:
            raise NeverCame(f"After {within_s:.0f} s the run still waits for {awaited}.")
        await asyncio.sleep(_LOOK_EVERY_S)


def _is(reached: Callable[[], bool]) -> bool:
    try:
        return reached()
    except (psycopg.Error, httpx.TransportError):
        return False
