"""What was told of a quarter, and of what is it made?"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from models.benchmarking.cell import Path as GroupPath
from models.benchmarking.quarter import Quarter
from services.benchmarking.release.group import Before
from services.benchmarking.release.making import Made, RegionPart
from services.benchmarking.release.market import WorkRow
from services.kit.database import Connection, Queries, fetch_all, fetch_one

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "release.sql")


@dataclass(frozen=True)
class KeptRelease:
    """What is to be known of a release; `cv` is by how much cycles differ for no reason, `beyond` how unsure an index
    stays after however many; None where nothing is told."""

    quarter: str
    from_time: datetime
    to_time: datetime
    made_at: datetime
    told: bool
    sentence: str
    simulated_owners: int
    cv: float | None
    beyond: float | None


@dataclass(frozen=True)
class _Found:
    found: bool


@dataclass(frozen=True)
class _Group:
    region: str
    model: str
    owners: list[str]


async def has_release(db: Connection, quarter: Quarter) -> bool:
    """Return whether the release of a quarter was made."""
    found = await fetch_one(db, _Found, QUERIES["has_release"], {"quarter": quarter.name})
    return found is not None and found.found


async def list_work(db: Connection, quarter: Quarter) -> list[WorkRow]:
    """Return what machines hauled in a quarter, by owner and machine; the viewers of `db` name the purpose."""
    return await fetch_all(db, WorkRow, QUERIES["list_work"], {"from": quarter.start, "to": quarter.stop})


async def list_before(db: Connection) -> Before:
    """Return whose machines were in each group when it was told of last."""
    found = await fetch_all(db, _Group, QUERIES["list_groups_before"])
    return {_path(one.region, one.model): one.owners for one in found}


async def keep(db: Connection, quarter: Quarter, made: Made, seed: int) -> None:
    """Keep a release, which is never changed; the viewers of `db` are everybody's."""
    of: dict[str, Any] = {"quarter": quarter.name}
    about = {"told": made.told, "sentence": made.sentence, "simulated_owners": made.simulated_owners}
    unsure = {"cv": made.cv, "beyond": made.beyond}
    await db.execute(QUERIES["keep_release"], of | about | unsure | {"from": quarter.start, "to": quarter.stop})
    await db.execute(QUERIES["keep_secret"], of | {"seed": str(seed)})
    rows: Mapping[str, Iterable[Mapping[str, Any]]] = {
        "keep_group": ({**_names(one.path), "owners": sorted(one.owners), "told": one.told} for one in made.groups),
        "keep_typical": ({**_names(path), "habits": msgspec.json.encode(one).decode()} for path, one in made.typical),
        "keep_part": map(asdict, made.parts),
        "keep_standing": (
            {
                **{name: getattr(one.unit, name) for name in ("machine", "from_time", "to_time", "region", "model")},
                **asdict(one.answer),
                "cycles": one.cycles,
            }
            for one in made.placed
        ),
    }
    async with db.cursor() as cursor:
        for name, told in rows.items():
            await cursor.executemany(QUERIES[name], [of | dict(one) for one in told])


async def forget_withdrawn(db: Connection) -> int:
    """Forget where machines stood whose owners do not let them be compared any more; return how many these were."""
    return (await db.execute(QUERIES["forget_withdrawn"])).rowcount


async def newest(db: Connection) -> KeptRelease | None:
    """Return the newest release, None before the first."""
    return await fetch_one(db, KeptRelease, QUERIES["newest_release"])


async def list_parts(db: Connection, quarter: str) -> list[RegionPart]:
    """Return why litres a tonne differ in regions, as far as the viewers serve any."""
    return await fetch_all(db, RegionPart, QUERIES["list_parts"], {"quarter": quarter})


def _path(region: str, model: str) -> GroupPath:
    return tuple(name for name in (region, model) if name)


def _names(path: GroupPath) -> dict[str, str]:
    region, model = [*path, "", ""][:2]
    return {"region": region, "model": model}
