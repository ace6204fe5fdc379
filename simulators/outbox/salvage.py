"""What can still be read of a broken file, so that only the rest is lost?"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import structlog

from simulators.outbox.log import Log

log = structlog.get_logger()

_AT_A_TIME = 200
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BOTH_WAYS = {
    "boot": ("select * from boot order by number", "select * from boot order by number desc"),
    "gap": ("select * from gap order by boot, from_seq", "select * from gap order by boot desc, from_seq desc"),
    "message": ("select * from message order by boot, seq", "select * from message order by boot desc, seq desc"),
}


def is_broken(error: sqlite3.Error) -> bool:
    """Return whether an error says that the file itself is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN


def open_log(path: Path) -> tuple[Log, bool]:
    """Return the log that lies at a path, and whether it had to be made anew from what could be read of it.

    The broken file stays beside it as `.broken`. Raises sqlite3.Error or OSError when there is no room for a file.
    """
    try:
        return _checked(path), False
    except sqlite3.Error as error:
        if not is_broken(error):
            raise
        log.error("outbox_broken", path=str(path), error=str(error), meaning="what cannot be read is declared lost")
    aside = path.with_name(f"{path.name}.broken")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(f"{path.name}{ending}")
        with contextlib.suppress(FileNotFoundError):
            part.replace(aside.with_name(f"{aside.name}{ending}"))
    made = Log(path)
    made.begin()
    for table, queries in _BOTH_WAYS.items():
        made.copy(table, _readable(aside, queries))
    made.commit()
    return made, True


def _checked(path: Path) -> Log:
    opened = Log(path)
    try:
        opened.check()
    except sqlite3.Error:
        opened.close()
        raise
    return opened


def _readable(path: Path, queries: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table from its beginning, and where these end too early from its end."""
    for query in queries:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as file:
            rows = file.execute(query)
            while some := rows.fetchmany(_AT_A_TIME):
                yield from some
            return
