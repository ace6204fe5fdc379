"""Is one thing read while another is worked out, and does what fails end the rest?"""

import asyncio

import pytest

from services.kit.overlap import overlapping


async def test_two_are_under_way_at_once_and_results_come_in_order() -> None:
    under_way: list[int] = []
    most = 0
    second = asyncio.Event()

    async def work(number: int) -> int:
        nonlocal most
        under_way.append(number)
        most = max(most, len(under_way))
        if number == 1:
            second.set()
        # The first ends behind the second, which must have begun meanwhile.
        await second.wait()
        under_way.remove(number)
        return 10 * number

    assert await overlapping(range(5), work) == [0, 10, 20, 30, 40]
    assert most == 2


async def test_what_fails_ends_what_goes_on() -> None:
    ended: list[str] = []

    async def work(number: int) -> None:
        if number:
            raise ValueError(number)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("first")

    with pytest.raises(ExceptionGroup) as told:
        await overlapping([0, 1], work)
    assert told.group_contains(ValueError)
    assert ended == ["first"]
