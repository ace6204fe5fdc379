"""Which passes and loads are kept, and with which zero does a machine go on?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.weighing.load import Carried, Load
from models.weighing.payload import Passes
from models.weighing.zero import Zero
from services.kit.database import Connection, Queries, fetch_all, fetch_columns, fetch_one
from services.kit.parameter import Period

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "record.sql")


@dataclass(frozen=True)
class Put:
    """Where the passes of a machine went: the truck of each (None: not known), and where the machine itself stood."""

    trucks: Sequence[str | None]
    latitude_deg: Sequence[float | None]
    longitude_deg: Sequence[float | None]


@dataclass(frozen=True)
class Unmatched:
    """A pass of which no truck is known: when it was, in Unix seconds, and where its machine stood."""

    machine: str
    begun_s: float
    lifted_s: float
    ended_s: float
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True)
class Filling:
    """The load that a digger is making, or made last."""

    digger: str
    truck: str | None
    begun: datetime
    lifted: datetime
    passes: int
    payload_kg: float
    sd_kg: float


@dataclass(frozen=True)
class Box:
    """Between which degrees something lies."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True)
class _Begun:
    begun_s: float
    truck: str | None


@dataclass(frozen=True)
class _Zero:
    at_s: float
    kg: float
    variance: float
    slope: list[float]
    refused: int


def moment(seconds: float) -> datetime:
    """Return the time of Unix seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def nullable(values: NDArray[np.float64]) -> list[float | None]:
    """Return numbers with None for NaN."""
    return [None if np.isnan(value) else float(value) for value in values.tolist()]


async def replace_passes(
    db: Connection, machine: str, during: Period, passes: Passes, put: Put
) -> dict[float, str | None]:
    """Keep the passes that began in a span instead of those kept, with the sums of its hours; return what was kept: by
    when it began, the truck."""
    span = {"machine": machine, "from": during.from_, "to": during.to}
    before = await fetch_all(db, _Begun, QUERIES["forget_passes"], span)
    names = ("payload_kg", "sd_kg", "common_kg")
    rows = {name: nullable(getattr(passes, name)) for name in names}
    plain = {name: getattr(passes, name).tolist() for name in ("begin_s", "at_s", "end_s", "zero_kg", "flaws")}
    where = {
        "truck": list(put.trucks),
        "latitude_deg": list(put.latitude_deg),
        "longitude_deg": list(put.longitude_deg),
    }
    await db.execute(QUERIES["keep_passes"], {"machine": machine, **rows, **plain, **where})
    await db.execute(QUERIES["forget_production"], span)
    await db.execute(QUERIES["keep_production"], span)
    return {one.begun_s: one.truck for one in before}


async def get_zero(db: Connection, machine: str, at: datetime) -> Zero | None:
    """Return what is known of a machine's zero at a moment, None where nothing is."""
    found = await fetch_one(db, _Zero, QUERIES["get_zero"], {"machine": machine, "at": at})
    return None if found is None else Zero(found.at_s, found.kg, found.variance, tuple(found.slope), found.refused)


async def keep_zero(db: Connection, machine: str, at: datetime, zero: Zero) -> None:
    """Keep a machine's zero as it is at a moment."""
    state = {"kg": zero.kg, "variance": zero.variance, "slope": list(zero.slope), "refused": zero.refused}
    await db.execute(QUERIES["keep_zero"], {"machine": machine, "at": at, **state})


async def list_unmatched(db: Connection, during: Period, box: Box) -> list[Unmatched]:
    """Return passes in a place and a time of which no truck is known."""
    return await fetch_all(
        db, Unmatched, QUERIES["list_unmatched"], {"from": during.from_, "to": during.to, **asdict(box)}
    )


async def keep_truck(db: Connection, truck: str, passes: Sequence[Unmatched]) -> None:
    """Keep that passes went into a truck."""
    places = {"machines": [one.machine for one in passes], "begun_s": [one.begun_s for one in passes]}
    await db.execute(QUERIES["keep_truck"], {"truck": truck, **places})


async def replace_carried(db: Connection, truck: str, during: Period, loads: Sequence[Carried]) -> None:
    """Keep the loads by a truck's own scale that began in a span instead of those kept."""
    await db.execute(QUERIES["forget_carried"], {"truck": truck, "from": during.from_, "to": during.to})
    rows = [{"truck": truck, **{k: None if np.isnan(v) else v for k, v in asdict(one).items()}} for one in loads]
    async with db.cursor() as cursor:
        await cursor.executemany(QUERIES["keep_carried"], rows)


async def keep_filling(db: Connection, load: Load, lifted_s: float) -> Filling | None:
    """Keep the load that a digger is making; return it where it changed."""
    told = {"digger": load.digger, "truck": load.truck, "begun_s": load.begin_s, "lifted_s": lifted_s}
    weight = {"passes": load.passes, "payload_kg": load.payload_kg, "sd_kg": load.sd_kg}
    return await fetch_one(db, Filling, QUERIES["keep_filling"], {**told, **weight})


async def get_filling(db: Connection, machine: str) -> Filling | None:
    """Return the visible load that a digger is making, or that a truck gets; None where none is known."""
    return await fetch_one(db, Filling, QUERIES["list_filling"], {"machine": machine})


async def list_columns(
    db: Connection, during: Period, machine: str | None = None
) -> tuple[dict[str, tuple[Passes, list[str | None]]], dict[str, list[Carried]]]:
    """Return the visible passes of diggers with their trucks, and the loads by trucks' own scales, of a time.

    Where a machine is named: its own passes, or those of the diggers that loaded it; and its own loads.
    """
    wanted = {"machine": machine, "from": during.from_, "to": during.to}
    told = await fetch_columns(db, QUERIES["list_all_passes"], wanted)
    own = await fetch_columns(db, QUERIES["list_carried"], wanted)
    return _by_digger(told), _by_truck(own)


def _by_digger(told: dict[str, list[Any]]) -> dict[str, tuple[Passes, list[str | None]]]:
    columns = {name: np.array(told[name], dtype=np.float64) for name in Passes.__dataclass_fields__ if name != "flaws"}
    passes = Passes(**columns, flaws=np.array(told["flaws"], dtype=np.int64))
    machines = np.array(told["machine"], dtype=object)
    found = {}
    for machine in dict.fromkeys(told["machine"]):
        kept = np.asarray(machines == machine, dtype=np.bool_)
        found[machine] = passes.only(kept), [told["truck"][place] for place in np.flatnonzero(kept).tolist()]
    return found


def _by_truck(told: dict[str, list[Any]]) -> dict[str, list[Carried]]:
    found: dict[str, list[Carried]] = {truck: [] for truck in told["truck"]}
    for truck, *values in zip(*told.values(), strict=True):
        found[truck].append(Carried(*(np.nan if value is None else value for value in values)))
    return found
