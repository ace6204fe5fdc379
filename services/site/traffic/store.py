"""Which drawings, passages and near misses are kept of sites?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from models.traffic.passage import Passages, joined
from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.page import Cut
from services.kit.parameter import Period
from services.positioning.api import FeatureCollection
from services.site.traffic.chart import Chart, chart_of
from services.site.traffic.record import RECORD, passages_of, records

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "traffic.sql")
# What is drawn when nobody said from when on holds for all the past.
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
# So much of the past is looked at anew where roads change.
AGAIN = timedelta(days=7)
HOUR_S = 3600
WINDOW_S = 600


@dataclass(frozen=True)
class RoadMap:
    """A drawing of a site and from when to before when it holds."""

    site: str
    from_time: datetime
    features: str
    to_time: datetime

    @property
    def chart(self) -> Chart | None:
        """Return what is drawn, None where that is nothing."""
        return chart_of(self.features)


@dataclass(frozen=True)
class KeptHour:
    """The passages of a machine on a site that began in an hour; `segments` are keys of segments."""

    site: str
    machine: str
    hour: int
    segments: list[str]
    passages: bytes


@dataclass(frozen=True)
class Seen:
    """What a span tells: on which site the machine was (None: on none), its passages over segments that `keys` name,
    in which hours it was there, in which windows of ten minutes (Unix seconds) it drove and told often enough to be
    looked at, and up to which moment its passages are known for good."""

    site: str | None
    keys: Sequence[str]
    passages: Passages
    hours: frozenset[int]
    windows: frozenset[int]
    settled_s: float


@dataclass(frozen=True)
class Window:
    """Ten minutes of a site, and the machines that may have been there."""

    site: str
    start_at: datetime
    machines: list[str]


@dataclass(frozen=True)
class KeptNearMiss:
    """A near miss as it is kept."""

    site: str
    at: datetime
    machine: str
    other: str
    kind: str
    latitude_deg: float
    longitude_deg: float
    segment: str | None
    margin_s: float
    error_s: float
    closing_mps: float
    probability: float
    severity: str


@dataclass(frozen=True)
class Known:
    """Up to when what a machine told is taken in."""

    machine: str
    until: datetime


@dataclass(frozen=True)
class _Adopted:
    site: str


async def list_maps(db: Connection) -> list[RoadMap]:
    """Return every drawing of every site that the viewers see, by site and time."""
    return await fetch_all(db, RoadMap, QUERIES["list_maps"])


async def find_map(db: Connection, site: str, at: datetime) -> RoadMap | None:
    """Return how a site is drawn at a time, None where that is not known."""
    return await fetch_one(db, RoadMap, QUERIES["get_map"], {"site": site, "at": at})


async def draw(db: Connection, site: str, features: FeatureCollection, from_: datetime, now: datetime) -> None:
    """Keep how a site is drawn from a time on, whatever was to hold from later; what machines told since, within a
    week, is taken in anew."""
    when = {"site": site, "from": from_, "features": features.model_dump_json()}
    await db.execute(QUERIES["forget_maps"], when)
    await db.execute(QUERIES["keep_map"], when)
    await db.execute(QUERIES["look_again"], {"site": site, "again": max(from_, now - AGAIN)})


async def adopt(db: Connection, site: str, features: FeatureCollection, now: datetime) -> None:
    """Keep how a site is drawn where nothing is known of that: it holds for all the past."""
    when = {"site": site, "from": ALWAYS, "features": features.model_dump_json()}
    if await fetch_one(db, _Adopted, QUERIES["adopt_map"], when):
        await db.execute(QUERIES["look_again"], {"site": site, "again": now - AGAIN})


async def list_hours(db: Connection, site: str, first: int, last: int) -> list[KeptHour]:
    """Return what is kept of a site's hours from the first to the last, of machines that the viewers see."""
    async with db.cursor(binary=True) as cursor:
        await cursor.execute(QUERIES["list_passing"], {"site": site, "first": first, "last": last})
        return [KeptHour(*row) for row in await cursor.fetchall()]


async def list_known(db: Connection, machines: Sequence[str]) -> list[Known]:
    """Return up to when what machines told is taken in."""
    return await fetch_all(db, Known, QUERIES["list_known"], {"machines": list(machines)})


async def list_near_misses(db: Connection, site: str, during: Period, cut: Cut) -> list[KeptNearMiss]:
    """Return the near misses of a page and one more, in order of time."""
    after, machine, other = cut.behind(datetime, str, str)
    page = {"after": after, "machine": machine, "other": other, "limit": cut.limit + 1}
    return await fetch_all(
        db, KeptNearMiss, QUERIES["list_near_misses"], {"site": site, "from": during.from_, "to": during.to, **page}
    )


async def replace_near_misses(db: Connection, windows: Sequence[Window], found: Sequence[KeptNearMiss]) -> None:
    """Keep the near misses of windows in place of those that were there, and that they were looked at."""
    looked = {"sites": [one.site for one in windows], "starts": [one.start_at for one in windows]}
    await db.execute(QUERIES["forget_near_misses"], {**looked, "seconds": WINDOW_S})
    if found:
        async with db.cursor() as cursor:
            await cursor.executemany(QUERIES["keep_near_miss"], [asdict(one) for one in found])
    await db.execute(QUERIES["end_windows"], looked)


async def list_windows(db: Connection, before: datetime, limit: int) -> list[Window]:
    """Return windows that began before a time and are to be looked at, the oldest first."""
    return await fetch_all(db, Window, QUERIES["list_windows"], {"before": before, "limit": limit})


async def keep_windows(db: Connection, seen: Seen) -> None:
    """Let the windows in which a machine drove be looked at for near misses."""
    starts = [datetime.fromtimestamp(start, UTC) for start in sorted(seen.windows)]
    if starts:
        await db.execute(QUERIES["keep_windows"], {"site": seen.site, "starts": starts})


async def replace_passages(db: Connection, machine: str, span_s: tuple[float, float], seen: Seen) -> None:
    """Keep the passages of a machine that began in a span of Unix seconds in place of those that were there."""
    begin, end = span_s
    bounds = {"machine": machine, "first": int(begin // HOUR_S), "last": int(end // HOUR_S)}
    rows: dict[tuple[str, int], list[tuple[Sequence[str], Passages]]] = {}
    for one in await fetch_all(db, KeptHour, QUERIES["list_hours_of"], bounds):
        old = _read(one)
        outside = old.where((old.enter_s < begin) | (old.enter_s >= end))
        rows.setdefault((one.site, one.hour), []).append((one.segments, outside))
    inside = seen.passages.where((seen.passages.enter_s >= begin) & (seen.passages.enter_s < end))
    hour = (inside.enter_s // HOUR_S).astype(np.int64)
    for number in sorted(seen.hours | set(hour.tolist())) if seen.site else ():
        rows.setdefault((seen.site or "", number), []).append((seen.keys, inside.where(hour == number)))
    changed = [_row((site, machine, number), parts) for (site, number), parts in rows.items()]
    async with db.cursor() as cursor:
        await cursor.executemany(QUERIES["keep_passing"], [asdict(one) for one in changed])


def _read(kept: KeptHour) -> Passages:
    told = np.frombuffer(kept.passages, RECORD)
    return passages_of(told, np.zeros(len(told), dtype=np.int64))


def _row(of: tuple[str, str, int], parts: Sequence[tuple[Sequence[str], Passages]]) -> KeptHour:
    keys, passages = together(parts)
    return KeptHour(*of, list(keys), records(passages).tobytes())


def together(parts: Sequence[tuple[Sequence[str], Passages]]) -> tuple[Sequence[str], Passages]:
    """Return the passages of one machine, whose segments several lists of keys name, with one list of those in use."""
    used = sorted({keys[place] for keys, one in parts for place in np.unique(one.segment).tolist()})
    number = {key: place for place, key in enumerate(used)}
    renamed = [
        replace(one, segment=np.array([*(number.get(key, -1) for key in keys), -1], dtype=np.int64)[one.segment])
        for keys, one in parts
    ]
    found = joined(renamed)
    return used, replace(found, machine=np.zeros(len(found), dtype=np.int64))


def passages_on(chart: Chart, kept: Sequence[KeptHour]) -> tuple[list[str], Passages]:
    """Return the machines of kept hours, and their passages over the segments of a drawing, machine by machine; segment
    -1 is one that is drawn otherwise there."""
    machines = sorted({one.machine for one in kept})
    number = {name: place for place, name in enumerate(machines)}
    place = {key: at for at, key in enumerate(chart.keys)}
    told = np.frombuffer(b"".join(one.passages for one in kept), RECORD)
    counts = [len(one.passages) // RECORD.itemsize for one in kept]
    machine = np.repeat(np.array([number[one.machine] for one in kept], dtype=np.int64), counts)
    first = np.repeat(np.cumsum([0, *(len(one.segments) for one in kept)])[:-1], counts)
    segments = np.array([place.get(key, -1) for one in kept for key in one.segments] or [-1], dtype=np.int64)
    read = passages_of(told, machine)
    return machines, replace(read, segment=segments[first + read.segment])
