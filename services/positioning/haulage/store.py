"""Which visits and haul cycles are kept, and how far machines are known?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from models.positioning import cycle as model
from models.positioning.progress import Place
from models.positioning.zone import Visit as FoundVisit
from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.follow import LATE, Span
from services.kit.page import Cut
from services.kit.parameter import Period
from services.positioning.api import Cycle, Phase, PhaseSpan, Visit
from services.positioning.haulage.part import list_handovers, parts
from services.positioning.site import Site

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "haulage.sql")
_BORDERS = (
    "start_at", "queue_at", "spot_at", "loading_at", "hauling_at",
    "dump_queue_at", "dump_spot_at", "dumping_at", "stop_at",
)  # fmt: skip
# The model tells moments in seconds, and calls the first and the last one otherwise.
_MODEL = {"start_at": "start_s", "stop_at": "stop_s"}
_AMOUNTS = ("payload_kg", "distance_m", "loaded_m", "climb_m", "queue_s", "dump_queue_s", "hole_s")


@dataclass(frozen=True)
class KeptCycle:
    """A haul cycle as it is kept."""

    machine: str
    site: str | None
    start_at: datetime
    queue_at: datetime
    spot_at: datetime
    loading_at: datetime
    hauling_at: datetime
    dump_queue_at: datetime
    dump_spot_at: datetime
    dumping_at: datetime
    stop_at: datetime
    loaded_at: str | None
    dumped_at: str | None
    payload_kg: float | None
    distance_m: float
    loaded_m: float | None
    climb_m: float | None
    queue_s: float
    dump_queue_s: float
    hole_s: float

    @property
    def told(self) -> Cycle:
        """Return it as it is told."""
        edges = [getattr(self, name) for name in _BORDERS]
        spans = zip(Phase, edges[:-1], edges[1:], strict=True)
        amounts = {name: getattr(self, name) for name in _AMOUNTS}
        return Cycle(
            machine=self.machine,
            site=self.site,
            start=self.start_at,
            stop=self.stop_at,
            phases=[PhaseSpan(phase=phase, start=start, stop=stop) for phase, start, stop in spans],
            loaded_at=self.loaded_at,
            dumped_at=self.dumped_at,
            **amounts,
        )


@dataclass(frozen=True)
class KeptVisit:
    """A visit as it is kept."""

    machine: str
    site: str
    zone: str
    entered_at: datetime
    left_at: datetime | None

    @property
    def told(self) -> Visit:
        """Return it as it is told."""
        dwell_s = (self.left_at - self.entered_at).total_seconds() if self.left_at else None
        return Visit(**self.__dict__, dwell_s=dwell_s)


@dataclass(frozen=True)
class Total:
    """What the cycles of a machine come to; the payload is None where none was weighed."""

    cycles: int
    payload_kg: float | None
    distance_m: float
    queue_s: float
    dump_queue_s: float
    seconds: float


@dataclass(frozen=True)
class _Standing:
    at: datetime
    from_rest: bool
    full_kg: float | None


@dataclass(frozen=True)
class _Inside:
    zone: str
    entered_at: datetime


@dataclass(frozen=True)
class _Until:
    until: datetime


@dataclass(frozen=True)
class _Begun:
    start_at: datetime
    stop_at: datetime


async def list_cycles(
    db: Connection, during: Period, cut: Cut, *, machine: str | None = None, site: str | None = None
) -> list[KeptCycle]:
    """Return the cycles of a page and one more that began in a period, in order of time."""
    after, behind = cut.behind(datetime, str)
    values = {"machine": machine, "site": site, "after": after, "behind": behind, "limit": cut.limit + 1}
    return await fetch_all(db, KeptCycle, QUERIES["list_cycles"], values | _bounds(during))


async def list_visits(
    db: Connection, during: Period, cut: Cut, *, machine: str | None = None, site: str | None = None
) -> list[KeptVisit]:
    """Return the visits of a page and one more that touch a period, in order of time."""
    after, behind, zone = cut.behind(datetime, str, str)
    where = {"machine": machine, "site": site, "limit": cut.limit + 1}
    page = {"after": after, "behind": behind, "zone": zone}
    return await fetch_all(db, KeptVisit, QUERIES["list_visits"], where | page | _bounds(during))


async def total(db: Connection, machine: str, during: Period) -> Total:
    """Return what the cycles of a machine that began in a period come to."""
    found = await fetch_one(db, Total, QUERIES["summarise"], {"machine": machine, **_bounds(during)})
    return found or Total(0, None, 0.0, 0.0, 0.0, 0.0)


async def known_until(db: Connection, machine: str) -> datetime | None:
    """Return up to when what a machine told is taken in, None if nothing is."""
    found = await fetch_one(db, _Until, QUERIES["known_until"], {"machine": machine})
    return found.until if found else None


def _bounds(during: Period) -> dict[str, datetime]:
    return {"from": during.from_, "to": during.to}


async def find_place(db: Connection, span: Span) -> Place | None:
    """Return how a machine stood where a span begins, None if nothing is known of it by then."""
    when = {"machine": span.machine, "at": span.from_}
    kept = await fetch_one(db, _Standing, QUERIES["get_standing"], when)
    if kept is None:
        return None
    inside = await fetch_all(db, _Inside, QUERIES["list_inside"], when)
    zones = {one.zone: one.entered_at.timestamp() for one in inside}
    # Where a span begins elsewhere than one ended, a cycle may be under way.
    return Place(span.from_.timestamp(), kept.from_rest and kept.at == span.from_, zones, kept.full_kg)


async def keep_place(db: Connection, span: Span, place: Place, at: datetime, site: str | None) -> None:
    """Keep how a machine stood at the place up to which it is known."""
    bounds = {"machine": span.machine, "from": span.from_, "to": span.to, "before": at - LATE - timedelta(days=7)}
    await db.execute(QUERIES["forget_standings"], bounds)
    row = {"at": at, "site": site, "from_rest": place.from_rest, "full_kg": place.full_kg}
    await db.execute(QUERIES["keep_standing"], {"machine": span.machine, **row})


async def replace_visits(
    db: Connection, span: Span, site: Site, found: Iterable[FoundVisit]
) -> tuple[list[KeptVisit], list[KeptVisit]]:
    """Keep the visits of a span in place of those that were there; return both, those that were there first."""
    gone = await fetch_all(db, KeptVisit, QUERIES["list_touched"], _of(span))
    told = [(one.zone, moment(one.entered_s), _left(one)) for one in found]
    first = min((entered for _, entered, _ in told), default=span.from_)
    handovers = await list_handovers(db, span.machine, first, span.to)
    kept = [
        KeptVisit(span.machine, site.id, zone, *part)
        for zone, entered, left in told
        for part in parts(entered, left, handovers)
    ]
    keys = {(one.site, one.zone, one.entered_at) for one in kept}
    never = [one.__dict__ for one in gone if (one.site, one.zone, one.entered_at) not in keys]
    same = set(gone)
    changed = [one.__dict__ for one in kept if one not in same]
    async with db.cursor() as cursor:
        await cursor.executemany(QUERIES["forget_visit"], never)
        await cursor.executemany(QUERIES["keep_visit"], changed)
    return gone, kept


async def replace_cycles(
    db: Connection, span: Span, site: Site | None, found: Sequence[model.Cycle]
) -> tuple[list[datetime], list[KeptCycle]]:
    """Keep the cycles of a span in place of those that were there; return when those ended, and those that are kept."""
    gone = await fetch_all(db, _Begun, QUERIES["list_begun"], _of(span))
    if gone:
        await db.execute(QUERIES["forget_cycles"], _of(span))
    kept = [_kept(span.machine, site.id if site else None, one) for one in found]
    rows = [one.__dict__ | {"places": _places(site, cycle)} for one, cycle in zip(kept, found, strict=True)]
    async with db.cursor() as cursor:
        await cursor.executemany(QUERIES["keep_cycle"], rows)
    return [one.stop_at for one in gone], kept


def _of(span: Span) -> Mapping[str, Any]:
    return {"machine": span.machine, "from": span.from_, "to": span.to}


def moment(time_s: float) -> datetime:
    """Return Unix seconds as a time, to the microsecond."""
    return datetime.fromtimestamp(time_s, UTC)


def _left(visit: FoundVisit) -> datetime | None:
    return None if visit.left_s is None else moment(visit.left_s)


def _kept(machine: str, site: str | None, one: model.Cycle) -> KeptCycle:
    borders = {name: moment(getattr(one, _MODEL.get(name, f"{name}_s"))) for name in _BORDERS}
    amounts = {name: getattr(one, name) for name in _AMOUNTS}
    told: dict[str, Any] = {**borders, **amounts}
    return KeptCycle(machine=machine, site=site, loaded_at=one.loaded_at, dumped_at=one.dumped_at, **told)


def _places(site: Site | None, one: model.Cycle) -> list[float | None]:
    """Return where a truck set out, was loaded and dumped: latitude and longitude of each, None where not known."""
    if site is None:
        return [None] * 6
    east, north = np.array([one.start_m, one.loading_m, one.dumping_m]).T
    degrees = np.column_stack(site.ground.degrees(east, north)).ravel().tolist()
    return [None if np.isnan(value) else value for value in degrees]
