"""Which connections has a process, and who writes down what was read over them?"""

import asyncio
from contextlib import suppress
from typing import Any

import psycopg
import structlog
from psycopg_pool import AsyncConnectionPool

from services.kit.witness import Ledger, Watched
from services.kit.witness.ledger import QUERIES, written

log = structlog.get_logger()


class Pool(AsyncConnectionPool[Watched]):
    """A pool that writes what is read over its connections into the log of access, now and then and when it closes."""

    def __init__(self, *arguments: Any, log_every_s: float, **named: Any) -> None:
        self.ledger = Ledger()
        self._log_every_s = log_every_s
        self._writing: asyncio.Task[None] | None = None
        super().__init__(*arguments, **named)

    async def open(self, *arguments: Any, **named: Any) -> None:
        """Open as the library does, and begin to write."""
        await super().open(*arguments, **named)
        if self._writing is None:
            self._writing = asyncio.create_task(self._keep_writing(), name=f"log of {self.name}")

    async def close(self, timeout: float = 5.0) -> None:
        """Write what is left, and close as the library does."""
        if self._writing is not None and not self.closed:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing
            await self.write_log()
        self._writing = None
        await super().close(timeout)

    async def write_log(self, *, everything: bool = True) -> None:
        """Write down what was read; what the database does not take is kept, and written with what comes."""
        notes = self.ledger.due(everything=everything)
        if not notes:
            return
        try:
            async with self.connection() as connection:
                await connection.execute(QUERIES["note_reads"], {"reads": written(notes)})
        except psycopg.Error as error:
            self.ledger.put_back(notes)
            log.error("reads_not_written", reads=sum(note.reads for note in notes.values()), exc_info=error)
        except asyncio.CancelledError:
            self.ledger.put_back(notes)
            raise

    async def _keep_writing(self) -> None:
        while True:
            await asyncio.sleep(self._log_every_s)
            await self.write_log(everything=False)
