"""Does what was gathered serve for as long as it should, and no longer?"""

import asyncio
from itertools import count

import pytest

from services.dashboard.fleet.memory import Held, Memory


class _Well:
    """Something to draw from, which counts how often somebody did."""

    def __init__(self) -> None:
        self.drawn = count(1)
        self.open = asyncio.Event()
        self.open.set()

    async def draw(self) -> int:
        await self.open.wait()
        return next(self.drawn)


def _always(_: int) -> bool:
    return True


async def test_what_is_fresh_is_not_gathered_again() -> None:
    memory, well = Memory[int](), _Well()
    assert [await memory.get("key", well.draw, _always) for _ in range(3)] == [1, 1, 1]
    assert await memory.get("another", well.draw, _always) == 2


async def test_all_who_wait_at_once_are_answered_by_one_gathering() -> None:
    memory, well = Memory[int](), _Well()
    assert await asyncio.gather(*(memory.get("key", well.draw, _always) for _ in range(9))) == [1] * 9


async def test_what_is_old_is_shown_once_more_while_it_is_gathered() -> None:
    memory, well = Memory[int](least_s=0.0, share=0.0), _Well()
    assert await memory.get("key", well.draw, _always) == 1
    well.open.clear()
    assert await memory.get("key", well.draw, _always) == 1
    well.open.set()
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    assert memory.held["key"].what == 2


async def test_what_is_too_old_is_never_shown() -> None:
    memory, well = Memory[int](), _Well()
    memory.held["key"] = Held(99, -1e9, 0.1)
    assert await memory.get("key", well.draw, _always) == 1


async def test_what_must_not_be_kept_is_gathered_each_time() -> None:
    memory, well = Memory[int](), _Well()
    assert [await memory.get("key", well.draw, lambda _: False) for _ in range(2)] == [1, 2]


async def test_one_who_goes_away_does_not_take_it_from_the_others() -> None:
    memory, well = Memory[int](), _Well()
    well.open.clear()
    async with asyncio.TaskGroup() as group:
        impatient = group.create_task(memory.get("key", well.draw, _always))
        patient = group.create_task(memory.get("key", well.draw, _always))
        group.create_task(_cancel(impatient, well))
    assert impatient.cancelled()
    assert patient.result() == 1


async def _cancel(task: asyncio.Task[int], well: _Well) -> None:
    task.cancel()
    well.open.set()


async def test_an_error_reaches_all_who_wait_and_is_forgotten() -> None:
    memory = Memory[int]()

    async def fail() -> int:
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            await memory.get("key", fail, _always)


async def test_it_keeps_a_limited_number_of_things() -> None:
    memory, well = Memory[int](most=3), _Well()
    for key in range(10):
        await memory.get(key, well.draw, _always)
    assert list(memory.held) == [7, 8, 9]


async def test_what_is_too_old_to_be_shown_is_let_go_when_something_else_is_kept() -> None:
    memory, well = Memory[int](), _Well()
    memory.held["old"] = Held(99, -1e9, 0.1)
    await memory.get("key", well.draw, _always)
    assert list(memory.held) == ["key"]


async def test_what_was_being_gathered_when_all_was_forgotten_is_not_kept() -> None:
    memory, well = Memory[int](), _Well()
    well.open.clear()
    waiting = asyncio.ensure_future(memory.get("key", well.draw, _always))
    await asyncio.wait([waiting], timeout=0)
    memory.forget()
    well.open.set()
    assert await waiting == 1
    assert await memory.get("key", well.draw, _always) == 2
