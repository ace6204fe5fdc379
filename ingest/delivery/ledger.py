"""How far is each boot of a machine settled, and what became of the messages that were noted?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from psycopg import AsyncCursor
from psycopg.rows import TupleRow, class_row

from ingest.database import Connection
from ingest.delivery.notice import GAP, REJECTED, STORED, UNNUMBERED
from ingest.delivery.shard import SHARDS, WHOLE
from ingest.statement import DELIVERY
from models.messages import MAX_REJECTED

DUPLICATE = "duplicate"

# So many are taken at a time; a second worker, or a long absence, leaves more.
_MOST_ROWS, _MOST_MESSAGES = 5_000, 1_000_000
_Ids = dict[str, list[int]]
_Boot = tuple[str, str]


class Mark(NamedTuple):
    """How far a boot is settled: every number up to `watermark`."""

    machine: str
    boot: str
    watermark: int


class Marks:
    """The marks of a pass, handed out some at a time: of a large fleet they are many."""

    def __init__(self, cursor: AsyncCursor[TupleRow] | None = None) -> None:
        self._cursor = cursor

    async def take(self, most: int) -> list[Mark]:
        """Return the next marks, none at the end."""
        rows = await self._cursor.fetchmany(most) if self._cursor else []
        return [Mark(*row[:3]) for row in rows]

    def __len__(self) -> int:
        return self._cursor.rowcount if self._cursor else 0


@dataclass
class Folded:
    """What a pass did: the boots it touched, their refused numbers, messages by outcome, and whether more waits.

    `parts` is how many passes it takes until all machines have had their turn.
    """

    marks: Marks = field(default_factory=Marks)
    refused: dict[_Boot, list[tuple[int, str]]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    more: bool = False
    parts: int = 1


@dataclass(frozen=True)
class _Noted:
    id: int
    shard: int
    outcome: str
    reason: str | None
    messages: int


async def fold(connection: Connection) -> Folded | None:
    """Bring what is known of the boots up to date with what batches noted; None while another process does so.

    One transaction, committed when this returns.
    """
    async with connection.transaction():
        row = await (await connection.execute(DELIVERY["lock_delivery"])).fetchone()
        if row is None or not row[0]:
            return None
        noted, more = await _take(connection)
        return await _fold(connection, noted, more=more) if noted else Folded()


async def changed(connection: Connection, seconds: float) -> Marks:
    """Return how far the boots are settled of which something came in the last so many seconds."""
    return Marks(await connection.execute(DELIVERY["changed"], {"seconds": seconds}))


async def _take(connection: Connection) -> tuple[list[_Noted], bool]:
    async with connection.cursor(row_factory=class_row(_Noted)) as cursor:
        await cursor.execute(DELIVERY["unfolded"], {"most": _MOST_ROWS})
        noted = await cursor.fetchall()
    messages = 0
    for place, one in enumerate(noted):
        messages += one.messages
        if messages > _MOST_MESSAGES:
            return noted[: place + 1], True
    return noted, len(noted) == _MOST_ROWS


async def _fold(connection: Connection, noted: Sequence[_Noted], *, more: bool) -> Folded:
    ids = {"ids": [one.id for one in noted]}
    arrived = Counter[str]()
    for one in noted:
        arrived[one.outcome] += one.messages
    refused = await _refused(connection, ids) if REJECTED in arrived else {}
    if GAP in arrived:
        await connection.execute(DELIVERY["put_declared"], ids)
    await connection.execute(DELIVERY["make_room"])
    cursor = await connection.execute(DELIVERY["fold"], ids, binary=True)
    stored = rejected = lost = 0
    if first := await cursor.fetchone():
        stored, rejected, lost = (number or 0 for number in first[3:])
        await cursor.scroll(0, "absolute")
    await connection.execute(DELIVERY["close_gaps"])
    outcomes = {
        STORED: stored,
        REJECTED: rejected + arrived[UNNUMBERED],
        GAP: lost,
        DUPLICATE: arrived[STORED] - stored + arrived[REJECTED] - rejected,
    }
    parts = 1 if noted[0].shard == WHOLE else SHARDS
    return Folded(Marks(cursor), refused, Counter(outcomes), more, parts)


async def _refused(connection: Connection, ids: _Ids) -> dict[_Boot, list[tuple[int, str]]]:
    found: dict[_Boot, list[tuple[int, str]]] = defaultdict(list)
    for machine, boot, first, last, reason in await (await connection.execute(DELIVERY["refused"], ids)).fetchall():
        room = MAX_REJECTED - len(found[machine, boot])
        found[machine, boot] += [(seq, reason) for seq in range(first, min(last + 1, first + room))]
    return found
