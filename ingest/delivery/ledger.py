"""How far is each boot of a machine settled, what is missing, and what became of the messages that were noted?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from psycopg.rows import class_row
from psycopg.types.multirange import Int8Multirange

from ingest.database import Connection
from ingest.delivery.notice import GAP, REJECTED, STORED, UNNUMBERED
from ingest.statement import DELIVERY
from models.messages import MAX_REJECTED

DUPLICATE = "duplicate"

_MOST_ROWS, _MOST_MESSAGES = 500, 100_000
_Boot = tuple[str, str]


class Mark(NamedTuple):
    """How far a boot is settled: every number up to `watermark`."""

    machine: str
    boot: str
    watermark: int


@dataclass
class Folded:
    """What a pass did: marks of the boots that it touched, refused numbers of them, messages by outcome, and more."""

    marks: list[Mark] = field(default_factory=list)
    refused: dict[_Boot, list[tuple[int, str]]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    more: bool = False


@dataclass(frozen=True)
class _Row:
    machine: str
    boot: str
    watermark: int
    stored: int
    rejected: int
    lost: int
    moved: bool
    holes: Int8Multirange | None
    known_top: int | None
    known_to: datetime | None
    bottom: int | None
    top: int | None
    from_time: datetime | None
    to_time: datetime | None


@dataclass(frozen=True)
class _Noted:
    id: int
    outcome: str
    reason: str | None
    messages: int


async def fold(connection: Connection) -> Folded | None:
    """Bring what is known of the boots up to date with what batches noted; None while another process does so.

    One transaction, committed when this returns. `more` says that not everything was taken at once.
    """
    async with connection.transaction():
        row = await (await connection.execute(DELIVERY["lock_delivery"])).fetchone()
        if row is None or not row[0]:
            return None
        noted, more = await _take(connection)
        return await _fold(connection, noted, more=more) if noted else Folded()


async def changed(connection: Connection, seconds: float) -> list[Mark]:
    """Return how far the boots are settled of which something came in the last so many seconds."""
    async with connection.cursor(row_factory=class_row(Mark)) as cursor:
        await cursor.execute(DELIVERY["changed"], {"seconds": seconds})
        return await cursor.fetchall()


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
    of_outcome = Counter[str]()
    for one in noted:
        of_outcome[one.outcome] += one.messages
    refused = await _refused(connection, ids) if any(one.outcome == REJECTED for one in noted) else {}
    if any(one.outcome == GAP for one in noted):
        await connection.execute(DELIVERY["put_declared"], ids)
    async with connection.cursor(row_factory=class_row(_Row)) as cursor:
        await cursor.execute(DELIVERY["fold"], ids)
        rows = await cursor.fetchall()
    await _mend_gaps(connection, [row for row in rows if row.moved])
    marks = [Mark(row.machine, row.boot, row.watermark) for row in rows]
    return Folded(marks, refused, _outcomes(of_outcome, rows), more)


def _outcomes(messages: Counter[str], rows: Sequence[_Row]) -> Counter[str]:
    """Return how many messages ended as what: those whose number was settled before are duplicates."""
    stored, rejected = sum(row.stored for row in rows), sum(row.rejected for row in rows)
    return Counter(
        {
            STORED: stored,
            REJECTED: rejected + messages[UNNUMBERED],
            GAP: sum(row.lost for row in rows),
            DUPLICATE: messages[STORED] - stored + messages[REJECTED] - rejected,
        }
    )


async def _refused(connection: Connection, ids: dict[str, list[int]]) -> dict[_Boot, list[tuple[int, str]]]:
    found: dict[_Boot, list[tuple[int, str]]] = defaultdict(list)
    for machine, boot, first, last, reason in await (await connection.execute(DELIVERY["refused"], ids)).fetchall():
        room = MAX_REJECTED - len(found[machine, boot])
        found[machine, boot] += [(seq, reason) for seq in range(first, min(last + 1, first + room))]
    return found


async def _mend_gaps(connection: Connection, rows: Sequence[_Row]) -> None:
    """Keep which numbers were passed over, and take from the known gaps what has come."""
    if not rows:
        return
    boots = {"machines": [row.machine for row in rows], "boots": [row.boot for row in rows]}
    await connection.execute(DELIVERY["narrow_gaps"], boots)
    await connection.execute(DELIVERY["close_gaps"], boots)
    if passed := [row for row in rows if row.holes]:
        spans = [_when(row) for row in passed]
        values = {
            "machines": [row.machine for row in passed],
            "boots": [row.boot for row in passed],
            "from_times": [span[0] for span in spans],
            "to_times": [span[1] for span in spans],
            "missing": [row.holes for row in passed],
        }
        await connection.execute(DELIVERY["put_holes"], values)


def _when(row: _Row) -> tuple[datetime | None, datetime | None]:
    """Return about when the numbers were measured that were passed over: between their neighbours, in even steps."""
    start = (row.known_top, row.known_to) if row.known_top is not None else (row.bottom, row.from_time)
    end = (row.top, row.to_time)
    if row.holes is None or start[1] is None or end[1] is None or start[0] is None or end[0] is None:
        return row.to_time, row.to_time
    first, last = row.holes[0].lower or 0, row.holes[-1].upper or 0
    return _between(first - 1, (start[0], start[1]), (end[0], end[1])), _between(
        last, (start[0], start[1]), (end[0], end[1])
    )


def _between(seq: int, start: tuple[int, datetime], end: tuple[int, datetime]) -> datetime:
    share = (seq - start[0]) / (end[0] - start[0]) if end[0] > start[0] else 0.0
    return start[1] + min(max(share, 0.0), 1.0) * max(end[1] - start[1], timedelta(0))
