"""How are refused messages kept, so that a flood of them cannot fill the disk?"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from ingest.database import Connection
from ingest.record import Record
from ingest.statement import QUERIES
from models.messages import Rejected

_FIRST_DAY = date(1970, 1, 1).toordinal()
_Group = tuple[date, str, str]


async def keep(connection: Connection, records: Sequence[Record], *, most: int, most_bytes: int) -> None:
    """Keep the refused ones among the records, at most `most` of a machine, day and reason, and count all of them."""
    refused = [(record, record.rejected) for record in records if record.rejected is not None]
    if not refused:
        return
    room = await _count(connection, Counter(_group(*pair) for pair in refused), most)
    rows = []
    for record, rejected in refused:
        group = _group(record, rejected)
        if room[group] > 0:
            room[group] -= 1
            rows.append(_row(record, rejected, most_bytes))
    if rows:
        async with connection.cursor() as cursor:
            await cursor.executemany(QUERIES["insert_reject"], rows)


async def _count(connection: Connection, groups: Counter[_Group], most: int) -> dict[_Group, int]:
    """Count the refusals and return how many of each group may still be kept."""
    room = {}
    # In order, so that two workers never wait for each other in a circle.
    for group in sorted(groups):
        day, machine, reason = group
        values = {"day": day, "machine": machine, "reason": reason, "rejects": groups[group]}
        row = await (await connection.execute(QUERIES["count_rejects"], values)).fetchone()
        before = (row[0] if row else 0) - groups[group]
        room[group] = max(0, most - before)
    return room


def _group(record: Record, rejected: Rejected) -> _Group:
    # What comes under no known name counts together: names are invented faster than they could be counted.
    day = date.fromordinal(_FIRST_DAY + int(record.arrival.received_at // 86_400))
    return day, record.machine or "", rejected.reason.value


def _row(record: Record, rejected: Rejected, most_bytes: int) -> dict[str, object]:
    payload = record.arrival.payload
    return {
        "received_at": _time(record),
        "machine": record.machine,
        "reason": rejected.reason.value,
        "detail": storable(rejected.detail),
        "topic": storable(record.arrival.topic),
        "retain": record.arrival.retain,
        "payload_bytes": len(payload),
        "payload": payload[:most_bytes],
        "sha256": hashlib.sha256(payload).digest(),
    }


def _time(record: Record) -> datetime:
    return datetime.fromtimestamp(record.arrival.received_at, UTC)


def storable(text: str) -> str:
    """Return text as PostgreSQL takes it, which knows no NUL and no half of a character."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")[:2000]
