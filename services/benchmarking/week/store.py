"""Which weeks of machines are to be summed up, and which sums are kept?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from services.benchmarking.api import Source
from services.benchmarking.week.row import Part, Sums
from services.kit.database import Connection, Queries, fetch_all, fetch_columns

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "week.sql")
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class KeptWeek:
    """A week of a machine as it is kept; `week` holds the sums as JSON."""

    machine: str
    kind: str
    model: str
    region: str
    site: str
    way: str
    from_time: datetime
    to_time: datetime
    source: Source
    told_h: float
    counted: int | None
    week: str


def monday(time: datetime) -> datetime:
    """Return when the week of a time began (UTC)."""
    midnight = time.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday())


@dataclass(frozen=True)
class Asked:
    """Of which machines the weeks that end within [since, now] are asked for, unless taken in a short while before."""

    machines: Sequence[str]
    since: datetime
    now: datetime
    every: timedelta


async def list_machines(db: Connection, after: str, limit: int) -> list[str]:
    """Return the machines behind another, by id."""
    found = await fetch_columns(db, QUERIES["list_machines"], {"after": after, "limit": limit})
    return found["machine"]


async def list_due(db: Connection, asked: Asked, limit: int) -> list[Part]:
    """Return parts of weeks that are to be summed up, those that never were first; the viewers of `db` see all."""
    bounds = {"since": monday(asked.since), "until": monday(asked.now) + _WEEK, "before": asked.now - asked.every}
    values = {"machines": list(asked.machines), **bounds, "limit": limit}
    return await fetch_all(db, Part, QUERIES["list_due"], values)


async def list_cycles(db: Connection, part: Part) -> dict[str, list[Any]]:
    """Return the haul cycles of a part of a week, as columns."""
    values = {"machine": part.machine, "from": part.from_time, "to": part.to_time}
    return await fetch_columns(db, QUERIES["list_cycles"], values)


async def keep(db: Connection, part: Part, sums: Sums) -> None:
    """Keep what a part of a week comes to, in place of what was kept of it."""
    await db.execute(QUERIES["forget_weeks"], asdict(part))
    await db.execute(QUERIES["keep_week"], asdict(part) | sums.written)


async def list_weeks(db: Connection, machine: str, since: datetime) -> list[KeptWeek]:
    """Return the weeks of a machine since a time that the viewers see, oldest first."""
    return await fetch_all(db, KeptWeek, QUERIES["list_weeks"], {"machine": machine, "since": since})
