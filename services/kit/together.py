"""How do several who may see the same, and ask the same at one time, share one look at the database?"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from services.kit.auth import Caller
from services.kit.database import Connection, Pool, transaction
from services.kit.witness import Reader, reader_of

Read = Callable[[Connection], Awaitable[BaseModel]]
Key = tuple[tuple[str, ...], str]


@dataclass
class _Look:
    readers: list[Reader] = field(default_factory=list)
    answer: asyncio.Task[bytes] | None = None


@dataclass(frozen=True)
class Looks:
    """Who asks while a look is under way is answered by the next one, with all who ask the same with the same rights.

    Nothing is kept: a look begins after everybody asked whom it answers. Each of them stands in the log of access.
    """

    _next: dict[Key, _Look] = field(default_factory=dict)
    _last: dict[Key, asyncio.Task[bytes]] = field(default_factory=dict)

    async def answer(self, pool: Pool, viewers: tuple[str, ...], question: str, read: Read) -> bytes:
        """Return as JSON what a look with the rights of viewers finds; `question` says what `read` asks."""
        key = (viewers, question)
        look = self._next.get(key)
        if look is None:
            look = self._next[key] = _Look()
            look.answer = asyncio.create_task(self._take(pool, key, look, read), name=f"look {question}")
            look.answer.add_done_callback(lambda done: self._end(key, done))
        look.readers.append(reader_of(pool.name, viewers))
        assert look.answer is not None
        # Who goes away takes the answer from nobody else.
        return await asyncio.shield(look.answer)

    async def _take(self, pool: Pool, key: Key, look: _Look, read: Read) -> bytes:
        mine, before = asyncio.current_task(), self._last.get(key)
        assert mine is not None
        self._last[key] = mine
        if before is not None:
            await asyncio.wait([before])
        del self._next[key]
        async with transaction(pool, key[0], readers=look.readers) as db:
            return (await read(db)).model_dump_json(by_alias=True).encode()

    def _end(self, key: Key, done: asyncio.Task[bytes]) -> None:
        if self._last.get(key) is done:
            del self._last[key]
        # Whoever waited has been told.
        if not done.cancelled():
            done.exception()


@dataclass(frozen=True)
class _Asker:
    """Somebody who asks over a route whose answer follows from its address and the rights of whoever asks alone."""

    looks: Looks
    pool: Pool
    viewers: tuple[str, ...]
    address: str

    async def answer(self, read: Read) -> Response:
        """Return what a look finds, shared with those who ask the same at this time."""
        found = await self.looks.answer(self.pool, self.viewers, self.address, read)
        return Response(found, media_type="application/json")


async def _asker(request: Request, caller: Caller) -> _Asker:
    resources = request.app.state.resources
    return _Asker(resources.looks, resources.pool, caller.viewers, f"{request.url.path}?{request.url.query}")


Together = Annotated[_Asker, Depends(_asker)]
