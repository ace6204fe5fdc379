"""Where is a time cut in which a machine passed from one to another, so that each of them sees their part?"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.kit.database import Connection, Queries, fetch_all

_QUERIES = Queries(Path(__file__).parents[1] / "sql" / "haulage.sql")


@dataclass(frozen=True)
class _Handover:
    moment: datetime


async def list_handovers(db: Connection, machine: str, from_: datetime, to: datetime) -> list[datetime]:
    """Return when a machine passed from one to another within a time, in order."""
    during = {"machine": machine, "from": from_, "to": to}
    return [one.moment for one in await fetch_all(db, _Handover, _QUERIES["list_handovers"], during)]


def parts(begin: datetime, end: datetime | None, handovers: list[datetime]) -> list[tuple[datetime, datetime | None]]:
    """Return the parts of [begin, end) between handovers, in order; the last of what goes on (None) goes on."""
    within = [moment for moment in handovers if begin < moment and (end is None or moment < end)]
    return list(zip([begin, *within], [*within, end], strict=True))
