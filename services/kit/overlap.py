"""How does a worker read what one machine told while it works out another?"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


async def overlapping(
    given: Sequence[Given], work: Callable[[Given], Awaitable[Found]], at_once: int = 2
) -> list[Found]:
    """Return what `work` makes of each, in their order, with so many under way at once.

    They may share a connection, which takes one statement at a time: while the database reads for one, another is
    worked out. The first that fails ends the others, and an exception group is raised.
    """
    free = asyncio.Semaphore(at_once)

    async def done(one: Given) -> Found:
        async with free:
            return await work(one)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(done(one)) for one in given]
    return [task.result() for task in tasks]
