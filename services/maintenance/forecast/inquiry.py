"""How are many who ask at the same time answered by one statement?"""

import asyncio
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from models.consent import DataGroup
from services.kit.database import Pool
from services.kit.witness import reader_of
from services.maintenance.api import Role
from services.maintenance.forecast import store
from services.maintenance.forecast.store import Asked

# A second statement is under way while the first one's answers are written; more only share the same processors.
_AT_A_TIME = 2


@dataclass
class _Batch:
    asked: list[Asked] = field(default_factory=list)
    answers: asyncio.Task[list[str | None]] | None = None


class Inquiry:
    """Collects who asks while a statement is under way, and answers them all with the next one.

    Each is answered with what their own viewers see. Nobody waits for anybody where few ask.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turn = asyncio.Semaphore(_AT_A_TIME)
        self._next = _Batch()

    async def answer(self, viewers: tuple[str, ...], machine: str, role: Role) -> str | None:
        """Return the answer about a machine as JSON, None where nothing that the viewers see is kept."""
        batch = self._next
        place = len(batch.asked)
        batch.asked.append(Asked(viewers, machine, role))
        if batch.answers is None:
            batch.answers = asyncio.create_task(self._ask(batch), name="outlooks")
        # Who goes away takes the answer from nobody else.
        told = (await asyncio.shield(batch.answers))[place]
        if told is not None:
            self._pool.ledger.note(reader_of(self._pool.name, viewers), machine, DataGroup.HEALTH.bit)
        return told

    async def _ask(self, batch: _Batch) -> list[str | None]:
        async with self._turn:
            if self._next is batch:
                self._next = _Batch()
            return await store.get_outlooks(self._pool, batch.asked)


_INQUIRIES: WeakKeyDictionary[Pool, Inquiry] = WeakKeyDictionary()


def inquiry_of(pool: Pool) -> Inquiry:
    """Return the one inquiry of a process's pool."""
    if pool not in _INQUIRIES:
        _INQUIRIES[pool] = Inquiry(pool)
    return _INQUIRIES[pool]
