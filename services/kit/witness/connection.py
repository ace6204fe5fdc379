"""How does a connection look on at what is read over it?"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from psycopg import AsyncConnection, AsyncCursor, AsyncServerCursor
from psycopg.rows import TupleRow

from services.kit.witness.watch import Watch

Row = TypeVar("Row")


class Watched(AsyncConnection[TupleRow]):
    """A connection whose cursors tell the watch of its transaction, where there is one, what they read."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.watch: Watch | None = None
        self.cursor_factory = WatchedCursor
        self.server_cursor_factory = WatchedServerCursor


class WatchedCursor(AsyncCursor[Row]):
    """A cursor that tells what it found."""

    async def execute(self, query: Any, params: Any = None, **how: Any) -> "WatchedCursor[Row]":
        """Execute as psycopg does; raises what psycopg raises."""
        await super().execute(query, params, **how)
        _tell(self, params, self.pgresult)
        return self


class WatchedServerCursor(AsyncServerCursor[Row]):
    """A cursor of the server that tells what it was asked: what it finds is fetched later."""

    async def execute(self, query: Any, params: Any = None, **how: Any) -> "WatchedServerCursor[Row]":
        """Execute as psycopg does; raises what psycopg raises."""
        await super().execute(query, params, **how)
        _tell(self, params, None)
        return self


def _tell(cursor: AsyncCursor[Any], params: Sequence[Any] | Mapping[str, Any] | None, found: Any) -> None:
    watch: Watch | None = getattr(cursor.connection, "watch", None)
    if watch is not None and cursor._query is not None:
        watch.look(cursor._query.query, params, found)
