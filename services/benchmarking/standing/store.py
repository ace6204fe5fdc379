"""Where was a machine said to stand, as far as the viewers see it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from models.benchmarking.indicator import Week
from models.benchmarking.typical import Typical
from services.benchmarking.week.row import read_week
from services.kit.database import Connection, Queries, fetch_all

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "standing.sql")


@dataclass(frozen=True)
class KeptStanding:
    """What was told of a machine, of its weeks of [from_time, to_time): nothing but how many cycles are missing where
    these were too few."""

    machine: str
    from_time: datetime
    to_time: datetime
    region: str
    model: str
    missing_cycles: int
    cycles: int
    index: float | None
    low: float | None
    high: float | None
    rank_low: float | None
    rank_high: float | None
    worst_tenth: float | None


@dataclass(frozen=True)
class _Typical:
    region: str
    model: str
    habits: str


@dataclass(frozen=True)
class _Own:
    week: str


@dataclass(frozen=True)
class _Machine:
    machine: str


async def list_standings(db: Connection, quarter: str, machine: str | None = None) -> dict[str, KeptStanding]:
    """Return where machines stood in a quarter, or the one that is named."""
    values = {"quarter": quarter, "machines": None if machine is None else [machine]}
    found = await fetch_all(db, KeptStanding, QUERIES["list_standings"], values)
    return {one.machine: one for one in found}


async def list_consented(db: Connection, moments: Mapping[str, datetime]) -> set[str]:
    """Return which machines may be compared by any data of a moment, which is named for each."""
    values = {"machines": list(moments), "moments": list(moments.values())}
    return {one.machine for one in await fetch_all(db, _Machine, QUERIES["list_consented"], values)}


async def list_typical(db: Connection, quarter: str) -> dict[tuple[str, str], Typical]:
    """Return how machines work, by region and model (empty: all), where the viewers see a machine in the group."""
    found = await fetch_all(db, _Typical, QUERIES["list_typical"], {"quarter": quarter})
    return {(one.region, one.model): msgspec.json.decode(one.habits, type=Typical) for one in found}


async def list_own(db: Connection, standing: KeptStanding) -> list[Week]:
    """Return the sums of those weeks of a machine in which it hauled, of the time of which its standing tells."""
    values = {"machine": standing.machine, "from": standing.from_time, "to": standing.to_time}
    return [read_week(one.week) for one in await fetch_all(db, _Own, QUERIES["list_own"], values)]
