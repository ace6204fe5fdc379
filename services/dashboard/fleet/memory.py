"""What was gathered lately, and for how long does it still serve?"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from services.kit.errors import Problem

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Held(Generic[Kept]):
    """Something that was gathered, when, and how long that took."""

    what: Kept
    at: float
    took_s: float


@dataclass(frozen=True)
class Memory(Generic[Kept]):
    """Keeps what was gathered, each for its own key: the longer gathering took, the longer it is kept.

    What is older than that is shown once more while it is gathered again, and nothing that is older than `oldest_s`.
    """

    least_s: float = 5.0
    oldest_s: float = 60.0
    share: float = 20.0
    most: int = 64
    held: dict[Hashable, Held[Kept]] = field(default_factory=dict)
    _gathering: dict[Hashable, asyncio.Task[Kept]] = field(default_factory=dict)

    async def get(self, key: Hashable, gather: Callable[[], Awaitable[Kept]], keep: Callable[[Kept], bool]) -> Kept:
        """Return what is kept under a key, gathered where it is missing or too old; `keep` says what may be kept."""
        held = self.held.get(key)
        age = time.monotonic() - held.at if held else self.oldest_s
        if held and age < max(self.least_s, self.share * held.took_s) and age < self.oldest_s:
            return held.what
        anothers = self._gathering.get(key)
        task = anothers or self._begin(key, gather, keep)
        if held and age < self.oldest_s:
            return held.what
        try:
            # Somebody who goes away must not take it away from the others who wait for it.
            return await asyncio.shield(task)
        except Problem:
            if not anothers:
                raise
        # What another may not do, whose session has ended, says nothing of those who waited with them.
        return await gather()

    def _begin(
        self, key: Hashable, gather: Callable[[], Awaitable[Kept]], keep: Callable[[Kept], bool]
    ) -> asyncio.Task[Kept]:
        task = asyncio.create_task(self._gather(key, gather, keep), name=f"gather {key}")
        self._gathering[key] = task
        task.add_done_callback(lambda done: self._end(key, done))
        return task

    async def _gather(self, key: Hashable, gather: Callable[[], Awaitable[Kept]], keep: Callable[[Kept], bool]) -> Kept:
        begun = time.monotonic()
        what = await gather()
        # What was begun before everything was forgotten tells of before.
        if keep(what) and self._gathering.get(key) is asyncio.current_task():
            self._make_room()
            self.held.pop(key, None)
            self.held[key] = Held(what, time.monotonic(), time.monotonic() - begun)
        return what

    def _make_room(self) -> None:
        """Let go of what is too old for anybody, and of what was kept first where that is not enough."""
        shown_since = time.monotonic() - self.oldest_s
        for key in [key for key, held in self.held.items() if held.at < shown_since]:
            del self.held[key]
        while len(self.held) >= self.most:
            del self.held[next(iter(self.held))]

    def _end(self, key: Hashable, done: asyncio.Task[Kept]) -> None:
        if self._gathering.get(key) is done:
            del self._gathering[key]
        # Whoever waited has been told; where nobody did, the next to ask gathers again.
        if not done.cancelled():
            done.exception()

    def forget(self) -> None:
        """Keep nothing."""
        self.held.clear()
        self._gathering.clear()
