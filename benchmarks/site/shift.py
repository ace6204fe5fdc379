"""How long do the workers of each service take for a shift of machines from stored readings?"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from psycopg import sql

from benchmarks import usage
from benchmarks.site.ground import Ground
from services.kit.resources import Resources
from services.kit.settings import Settings
from services.positioning.haulage.worker import take_in_due
from services.positioning.settings import PositioningSettings
from services.site.settings import SiteSettings
from services.site.traffic import worker as traffic
from services.weighing.settings import WeighingSettings
from services.weighing.worker import load_due, weigh_due

Work = Callable[[Resources], Awaitable[int]]


@dataclass(frozen=True)
class Service:
    """A service whose workers take readings in: its settings, their functions, the tables of what it keeps, and a
    query that counts the passes, cycles or passages in them."""

    settings: type[Settings]
    work: tuple[Work, ...]
    kept: tuple[str, ...]
    counted: LiteralString


SERVICES: Mapping[str, Service] = {
    "weighing": Service(
        WeighingSettings,
        (weigh_due, load_due),
        ("pass", "carried", "production"),
        "select count(*) from weighing.pass",
    ),
    "positioning": Service(
        PositioningSettings,
        (take_in_due,),
        ("cycle", "visit", "standing", "hauled", "present"),
        "select count(*) from positioning.cycle",
    ),
    "site": Service(
        SiteSettings,
        (traffic.take_in_due,),
        ("passing", "meeting_window", "near_miss"),
        "select coalesce(sum(octet_length(passages)), 0) / 24 from site.passing",
    ),
}


@dataclass(frozen=True)
class Taken:
    """How many seconds a service took, the processor seconds of its process and of the database meanwhile, and how many
    passes, cycles or passages over segments of roads it found."""

    seconds: float
    own_cpu_s: float
    database_cpu_s: float
    kept: int


async def take_in(ground: Ground, begin: datetime) -> dict[str, Taken]:
    """Return what taking in all that is stored since a moment took, one service after the other, each in one process.

    Each stands where it was at the begin of the shift, as one does that was away since.
    """
    return {name: await _taken_in(ground, name, begin) for name in SERVICES}


async def _taken_in(ground: Ground, name: str, begin: datetime) -> Taken:
    service = SERVICES[name]
    stand(ground, name, begin)
    async with ground.service(name, service.settings) as resources:
        before = usage.read({"database": [ground.database]})
        for work in service.work:
            while await work(resources):
                pass
        took = usage.read({"database": [ground.database]}).since(before)
    return Taken(took.at, took.parts[usage.OURSELVES], took.parts["database"], _count(ground, name))


def _count(ground: Ground, name: str) -> int:
    with ground.admin() as connection:
        row = connection.execute(SERVICES[name].counted).fetchone()
    return int(row[0]) if row else 0


def stand(ground: Ground, name: str, at: datetime) -> None:
    """Let a service have taken in all up to a moment, and nothing since, and have kept nothing."""
    tables = [sql.Identifier(name, table) for table in ("followed", "followed_hour", *SERVICES[name].kept)]
    query = sql.SQL("insert into {} select machine, %(at)s, %(at)s, now(), now() from access.machine")
    with ground.admin() as connection:
        connection.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(tables)))
        connection.execute(query.format(tables[0]), {"at": at})
