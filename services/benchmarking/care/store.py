"""Of which hours and weeks is it to be worked out how machines were, and what is kept of it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec

from models.benchmarking.uptime import Work
from models.misuse.watch import LOOK_BACK_S, Watched
from services.benchmarking.week.store import Asked, monday
from services.kit.database import Connection, Queries, fetch_all, fetch_one

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "care.sql")
# Of an hour in which it told less often nobody sees what seconds hold.
_LEAST = 360
# Who tells late has told by then, and a work order is closed.
_SETTLES = timedelta(days=10)
_COMPLETE = timedelta(hours=1, minutes=2)
About = Literal["health", "uptime", "misuse"]


@dataclass(frozen=True)
class Hour:
    """An hour of a machine that is to be watched, and of how many samples it is made."""

    machine: str
    kind: str
    model: str
    from_time: datetime
    samples: int

    @property
    def number(self) -> int:
        """Return which hour since 1970 it is."""
        return int(self.from_time.timestamp()) // 3600


@dataclass(frozen=True)
class Part:
    """A week of a machine, or the part of it in which one owner had it, and the site on which it hauled most (empty: it
    did not haul)."""

    machine: str
    site: str
    from_time: datetime
    to_time: datetime

    @property
    def bounds(self) -> dict[str, Any]:
        """Return which part it is, as statements ask for it."""
        return {"machine": self.machine, "from": self.from_time, "to": self.to_time}


@dataclass(frozen=True)
class Judged:
    """What was judged of an hour: health (0 to 100) and the log odds that anything is wrong."""

    health: float
    log_odds: float


@dataclass(frozen=True)
class Shifts:
    """The shifts of a site, JSON, and its clock."""

    timezone: str
    plan: str


@dataclass(frozen=True)
class Treated:
    """What was watched of an hour; `misuse` is JSON."""

    watched_h: float
    misuse: str


async def list_unwatched(db: Connection, asked: Asked, limit: int) -> list[Hour]:
    """Return hours of machines since a time that are to be watched, the newest first; the viewers of `db` see all."""
    times = {"since": asked.since, "behind": asked.now - _COMPLETE, "look_back": timedelta(seconds=LOOK_BACK_S)}
    values = {"machines": list(asked.machines), "least": _LEAST, **times, "limit": limit}
    return await fetch_all(db, Hour, QUERIES["list_unwatched"], values)


async def keep_hour(db: Connection, hour: Hour, watched: Watched) -> None:
    """Keep what was watched of an hour."""
    of = {"machine": hour.machine, "hour": hour.number, "samples": hour.samples}
    told = {"watched_h": watched.watched_h, "misuse": msgspec.json.encode(watched.counts).decode()}
    await db.execute(QUERIES["keep_hour"], of | told)


async def list_parts(db: Connection, asked: Asked, limit: int) -> list[Part]:
    """Return parts of weeks of which it is to be summed up how machines were; the viewers of `db` see all."""
    times = {"since": monday(asked.since), "before": asked.now - asked.every, "settles": _SETTLES}
    values = {"machines": list(asked.machines), **times, "limit": limit}
    return await fetch_all(db, Part, QUERIES["list_parts"], values)


async def list_health(db: Connection, part: Part) -> list[Judged]:
    """Return what was judged of the hours of a part."""
    return await fetch_all(db, Judged, QUERIES["list_health"], part.bounds)


async def list_works(db: Connection, part: Part) -> list[Work]:
    """Return the work on a machine in a part."""
    return await fetch_all(db, Work, QUERIES["list_works"], part.bounds)


async def get_shifts(db: Connection, part: Part) -> Shifts | None:
    """Return the shifts of the site of a part, None where nobody set any."""
    return await fetch_one(db, Shifts, QUERIES["get_shifts"], {"site": part.site})


async def list_watched(db: Connection, part: Part) -> list[Treated]:
    """Return what was watched of the hours of a part."""
    return await fetch_all(db, Treated, QUERIES["list_watched"], part.bounds)


async def keep(db: Connection, part: Part, about: About, sums: Mapping[str, Any]) -> None:
    """Keep sums of a part, by name."""
    await db.execute(QUERIES[f"keep_{about}"], part.bounds | {"sums": msgspec.json.encode(sums).decode()})
