"""Which readings of a batch are new, and how do they get into the table, each once?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import LiteralString

import numpy as np
from numpy.typing import NDArray

from ingest.binary import HEADER, TRAILER
from ingest.database import Connection
from ingest.rows import Rows, pack
from ingest.statement import STAGING

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Another worker may take a reading's microsecond between looking and storing; never so often.
_MOST_ATTEMPTS = 5
# While such a share of a batch comes again, nothing that comes is expected to be new.
_BURST = 0.1
_NONE = np.empty(0, dtype=np.intp)


@dataclass(frozen=True)
class Inserted:
    """What became of rows: the new ones with the times at which they are kept, and which others are no duplicates.

    `odd` are the places of readings that say something else than what is stored under their name, and `crowded` of
    those that find no room, because so many others bear their time.
    """

    new: Rows
    odd: NDArray[np.intp]
    crowded: NDArray[np.intp]

    def plus(self, other: "Inserted") -> "Inserted":
        """Return what became of the rows of both."""
        return Inserted(
            Rows.together([self.new, other.new]),
            np.concatenate([self.odd, other.odd]),
            np.concatenate([self.crowded, other.crowded]),
        )


class Inserter:
    """Stores rows quickly where it expects them to be new, and looks closely where it has cause to doubt it.

    Messages come again in bursts, after a connection or a process was lost, or a clock was set back: machines of which
    a reading was stored already, or shares its time with another one, are in doubt until all that they send is new.
    """

    def __init__(self) -> None:
        self._doubted: set[int] = set()
        self._doubts_all = False

    def doubt_all(self) -> None:
        """Expect nothing until it is seen to be new."""
        self._doubts_all = True

    def trusts(self, rows: Rows) -> bool:
        """Return whether all of the rows are expected to be new: then they are stored, or it is an error."""
        return not self._doubts_all and not (self._doubted and np.isin(rows.machine, list(self._doubted)).any())

    async def insert(self, connection: Connection, rows: Rows) -> Inserted:
        """Store what is new; raises UniqueViolation, and is to be asked again when it doubts all, where it erred."""
        if self.trusts(rows):
            return await insert_at_once(connection, rows)
        if self._doubts_all:
            return self._learned(rows, await insert_carefully(connection, rows))
        doubtful = np.isin(rows.machine, list(self._doubted))
        doubted = rows.take(doubtful)
        seen = self._learned(doubted, await insert_carefully(connection, doubted))
        return seen if doubtful.all() else (await insert_at_once(connection, rows.take(~doubtful))).plus(seen)

    def _learned(self, rows: Rows, inserted: Inserted) -> Inserted:
        machines, new = set(rows.machine.tolist()), inserted.new
        old = rows.machine[np.isin(rows.place, new.place, invert=True)]
        moved = new.machine[new.time_us % 1000 > 0]
        self._doubted = self._doubted - machines | set(old.tolist()) | set(moved.tolist())
        self._doubts_all = self._doubts_all and len(old) > _BURST * len(rows)
        return inserted


async def copy(connection: Connection, statement: LiteralString, rows: Iterable[bytes]) -> None:
    """Send packed rows, each piece while the server works on the one before."""
    async with connection.cursor() as cursor, cursor.copy(statement) as writing:
        await writing.write(HEADER)
        for piece in rows:
            await writing.write(piece)
        await writing.write(TRAILER)


async def insert_at_once(connection: Connection, rows: Rows) -> Inserted:
    """Store rows that are new; raises UniqueViolation when the time of one of them is taken."""
    await copy(connection, STAGING["copy_rows"], pack(rows))
    return Inserted(rows, _NONE, _NONE)


async def insert_carefully(connection: Connection, rows: Rows) -> Inserted:
    """Store those of the rows that are not stored yet."""
    await connection.execute(STAGING["create_staged"])
    await copy(connection, STAGING["copy_staged"], pack(rows, placed=True))
    bounds = {"first": _time(rows.time_us.min()), "last": _time(rows.time_us.max() + 999)}
    added: list[tuple[int, int, int]] = []
    for _ in range(_MOST_ATTEMPTS):
        # Planned for these bounds: only with them known does the planner leave the other chunks alone.
        stored = await connection.execute(STAGING["insert_new"], bounds, prepare=False)
        added += await stored.fetchall()
        if len(added) == len(rows):
            return Inserted(_found(rows, added), _NONE, _NONE)
        found = await (await connection.execute(STAGING["find_odd"], bounds, prepare=False)).fetchall()
        missing = np.array([place for place, is_missing in found if is_missing], dtype=np.intp)
        if not len(missing):
            break
    odd = np.array([place for place, is_missing in found if not is_missing], dtype=np.intp)
    return Inserted(_found(rows, added), odd, missing)


def _found(rows: Rows, added: Sequence[tuple[int, int, int]]) -> Rows:
    """Return those rows that were added, in order, each with the time at which it is kept."""
    names = zip(rows.machine.tolist(), (rows.time_us // 1000).tolist(), rows.sample.tolist(), strict=True)
    # Of the same reading twice in a batch, the one that came first was added.
    at = {name: row for row, name in reversed(list(enumerate(names)))}
    kept = sorted((at[machine, time_us // 1000, sample], time_us) for machine, time_us, sample in added)
    chosen = np.array([row for row, _ in kept], dtype=np.intp)
    return replace(rows.take(chosen), time_us=np.array([time_us for _, time_us in kept], dtype=np.int64))


def _time(time_us: np.int64) -> datetime:
    return _EPOCH + timedelta(microseconds=int(time_us))
