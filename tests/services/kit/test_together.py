"""Do those who may see the same and ask the same at one time share a look, and nobody else?"""

import asyncio
from typing import Any

import pytest
from pydantic import BaseModel

from services.kit.auth import Role
from services.kit.database import Connection
from services.kit.pool import Pool
from services.kit.testing import Database, House, see
from services.kit.together import Looks


class _Told(BaseModel):
    look: int
    viewers: list[str]


class _Room:
    """Counts the looks; each waits until it may go on."""

    def __init__(self) -> None:
        self.looks = 0
        self.begun, self.open = asyncio.Event(), asyncio.Event()

    async def read(self, db: Connection) -> _Told:
        self.looks += 1
        self.begun.set()
        look = self.looks
        await self.open.wait()
        row = await (await db.execute("select access.viewers()")).fetchone()
        assert row is not None
        return _Told(look=look, viewers=row[0])


@pytest.fixture
async def pool(house: House) -> Pool:
    found: Pool = (await house.open("template")).state.resources.pool
    return found


async def _ask(looks: Looks, pool: Pool, room: _Room, viewer: str, question: str = "q") -> _Told:
    return _Told.model_validate_json(await looks.answer(pool, (viewer,), question, room.read))


async def test_who_asks_while_a_look_is_under_way_shares_the_next_one(pool: Pool) -> None:
    looks, room = Looks(), _Room()
    first = asyncio.ensure_future(_ask(looks, pool, room, "customer:a"))
    await room.begun.wait()
    later = [asyncio.ensure_future(_ask(looks, pool, room, "customer:a")) for _ in range(9)]
    # All of them have asked by then.
    await asyncio.wait(later, timeout=0)
    room.open.set()
    assert (await first).look == 1
    assert {(await one).look for one in later} == {2}
    # Nothing is kept: who asks behind them has a look of their own.
    assert (await _ask(looks, pool, room, "customer:a")).look == 3


async def test_others_rights_and_other_questions_have_looks_of_their_own(pool: Pool) -> None:
    looks, room = Looks(), _Room()
    room.open.set()
    told = await asyncio.gather(
        _ask(looks, pool, room, "customer:a"),
        _ask(looks, pool, room, "customer:b"),
        _ask(looks, pool, room, "customer:a", "another"),
    )
    assert [one.viewers for one in told] == [["customer:a"], ["customer:b"], ["customer:a"]]
    assert len({one.look for one in told}) == 3


async def test_who_goes_away_takes_the_answer_from_nobody_else(pool: Pool) -> None:
    looks, room = Looks(), _Room()
    impatient, patient = (asyncio.ensure_future(_ask(looks, pool, room, "customer:a")) for _ in range(2))
    await room.begun.wait()
    impatient.cancel()
    room.open.set()
    assert (await patient).look == 1


async def test_a_look_that_fails_fails_for_those_who_shared_it_alone(pool: Pool) -> None:
    looks, room = Looks(), _Room()

    async def fail(_: Connection) -> _Told:
        raise ValueError

    failed = await asyncio.gather(
        *(looks.answer(pool, ("customer:a",), "q", fail) for _ in range(2)), return_exceptions=True
    )
    assert [type(one) for one in failed] == [ValueError] * 2
    room.open.set()
    assert (await _ask(looks, pool, room, "customer:a")).look == 1


async def test_each_who_shared_a_look_stands_in_the_log(house: House, database: Database) -> None:
    see(database, "wl-01", "region:n")
    see(database, "wl-02", "region:n")
    pool: Pool = (await house.open("telemetry")).state.resources.pool
    with database.admin() as connection:
        connection.execute(
            "insert into telemetry.latest (time, received_at, machine, engine_speed_rpm) select now(), now(), m, 900"
            " from unnest('{wl-01,wl-02}'::text[]) m"
        )
    tokens = [house.token(Role.ENGINEER, "region:n", sub=f"user:{name}") for name in ("eva", "ola")]
    apis = [await house.api("telemetry", token) for token in tokens]
    asked = {"signals": "engine_speed_rpm"}
    answers = await asyncio.gather(*(api.get("/v1/columns/latest", params=asked) for api in apis))
    assert [answer.json()["machine"] for answer in answers] == [["wl-01", "wl-02"]] * 2
    notes: dict[Any, Any] = pool.ledger.due(everything=True)
    readers = {key[0]: note.seen.machines for key, note in notes.items()}
    assert readers == {"user:eva": {"wl-01", "wl-02"}, "user:ola": {"wl-01", "wl-02"}}
