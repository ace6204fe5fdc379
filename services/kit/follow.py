"""Which readings of which machines has a worker not taken in, the newest ones and those that came late?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import numpy as np

from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.telemetry import TelemetryReader, statistics

QUERIES = Queries(Path(__file__).parent / "sql" / "follow.sql")
# Who tells something every second has something new at once: one that is no further behind keeps up.
_BEHIND = timedelta(seconds=20)
# What comes later than this is not taken in.
LATE = timedelta(hours=72)
# An hour is complete when nothing of it is on its way any more, usually.
_GRACE = timedelta(minutes=2)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_HOUR_US = 3_600_000_000


@dataclass(frozen=True)
class Following:
    """What a worker follows: machines of some `kinds`, whose hours are compared by the samples of one `signal`.

    The first look at a machine goes back so far (no less than what may come late). A look takes in no more of what is
    told every second than that of `at_once`, and up to a day of what is told seldom. The service has tables `followed`
    and `followed_hour` of its own, as `sql/follow.sql` shows them, and keeps its results in the transaction in which it
    keeps its place.
    """

    kinds: Sequence[str]
    signal: str
    first: timedelta = timedelta(days=7)
    at_once: timedelta = timedelta(hours=6)


@dataclass(frozen=True)
class Span:
    """What of a machine is to be taken in: [from_, to). Before `from_` nothing was under way; readings before `until`
    were taken in already and are read again. `hours` are the samples of the complete hours that lie in it whole."""

    machine: str
    kind: str
    model: str
    from_: datetime
    until: datetime
    to: datetime
    hours: Mapping[int, int]

    @property
    def is_behind(self) -> bool:
        """Return whether this is more of the past than a machine tells between two looks."""
        return self.to - self.until > _BEHIND


@dataclass(frozen=True)
class _Turn:
    mine: bool


@dataclass(frozen=True)
class _Due:
    machine: str
    kind: str
    model: str
    until: datetime | None
    resume: datetime | None
    heard: datetime


@dataclass(frozen=True)
class _Place:
    machine: str
    until: datetime


@dataclass(frozen=True)
class _Hour:
    machine: str
    hour: int
    samples: int
    resume: datetime | None


async def take_turn(db: Connection, what: str = "") -> bool:
    """Return whether this process may take readings in until its transaction ends: one of a service at a time does.

    A service that follows several things apart from one another, each with machines of its own, says `what`.
    """
    turn = await fetch_one(db, _Turn, QUERIES["take_turn"], {"what": what})
    return turn is not None and turn.mine


async def list_due(telemetry: TelemetryReader, following: Following, limit: int) -> list[Span]:
    """Return what is to be taken in of machines of which something newer came, those first that waited longest.

    The results of a span replace those that began in it. `telemetry` reads for everybody.
    """
    wanted = {"kinds": list(following.kinds), "limit": limit}
    due = await fetch_all(telemetry.connection, _Due, QUERIES["list_due"], wanted)
    counts = await _counts(telemetry, following, due)
    return [_span(one, following, counts.get(one.machine, {})) for one in due]


def _span(due: _Due, following: Following, counts: Mapping[int, int]) -> Span:
    """Return a span with the samples of the hours that lie in it whole and are complete; of some nothing came."""
    begin = _begin(due, following)
    from_ = due.resume or begin
    # The newest reading is in it.
    to = min(_reach(begin, following, counts), due.heard + timedelta(microseconds=1))
    whole = range(_hour_behind(from_), _hour_of(to - _GRACE))
    return Span(due.machine, due.kind, due.model, from_, begin, to, {hour: counts.get(hour, 0) for hour in whole})


def _begin(due: _Due, following: Following) -> datetime:
    return due.until or due.heard - following.first


def _reach(begin: datetime, following: Following, counts: Mapping[int, int]) -> datetime:
    """Return until when no more is told than every second of `at_once`, within a day."""
    hours = range(_hour_of(begin), _hour_of(begin + _DAY))
    told = accumulate(counts.get(hour, 0) for hour in hours)
    few = [hour for hour, samples in zip(hours, told, strict=True) if samples <= following.at_once.total_seconds()]
    return max(begin + following.at_once, _begin_of(few[-1] + 1) if few else begin)


async def _counts(telemetry: TelemetryReader, following: Following, due: Sequence[_Due]) -> dict[str, dict[int, int]]:
    times = [(one.resume or _begin(one, following), min(_begin(one, following) + _DAY, one.heard)) for one in due]
    long = [(one.machine, *time) for one, time in zip(due, times, strict=True) if time[1] - time[0] > _HOUR]
    if not long:
        return {}
    machines, first, behind = zip(*long, strict=True)
    return await _samples(telemetry, following.signal, machines, (min(first), max(behind)))


async def _samples(
    telemetry: TelemetryReader, signal: str, machines: Sequence[str], during: tuple[datetime, datetime]
) -> dict[str, dict[int, int]]:
    """Return how many samples of a signal came in hours of machines."""
    (counted,) = statistics([signal], "count")
    found = await telemetry.columns_of(machines, [counted], *during, resolution="hour")
    return {
        machine: dict(
            zip((columns.time_us // _HOUR_US).tolist(), columns.values[counted].astype(np.int64).tolist(), strict=True)
        )
        for machine, columns in found.items()
    }


async def keep_place(db: Connection, span: Span, resume: datetime) -> None:
    """Keep that a span is taken in, and that nothing was under way at `resume`, from which the next one is read."""
    place = {"machine": span.machine, "until": span.to, "resume": resume}
    await db.execute(QUERIES["keep_place"], place)
    await db.execute(QUERIES["keep_anchor"], {**place, "hour": _hour_behind(resume)})
    if span.hours:
        hours = {"hours": list(span.hours), "samples": list(span.hours.values())}
        await db.execute(QUERIES["keep_hours"], {**place, **hours})


async def rewind_late(telemetry: TelemetryReader, following: Following, every: timedelta, limit: int) -> list[str]:
    """Let hours of which other samples came than were taken in be taken in anew; return the machines of which any did.

    So are hours that were taken in while they went on, once they are complete: what came a little late is in them then.
    """
    db = telemetry.connection
    now = datetime.now(UTC)
    places = await fetch_all(db, _Place, QUERIES["list_compared"], {"before": now - every, "limit": limit})
    if not places:
        return []
    machines, first = [one.machine for one in places], _hour_behind(now - LATE)
    came = await _samples(telemetry, following.signal, machines, (_begin_of(first), now))
    oldest = {"machines": machines, "first": first}
    known: dict[str, dict[int, _Hour]] = {machine: {} for machine in machines}
    for hour in await fetch_all(db, _Hour, QUERIES["list_hours"], oldest):
        known[hour.machine][hour.hour] = hour
    rewound = [one.machine for one in places if await _rewind(db, one, known[one.machine], came.get(one.machine, {}))]
    await db.execute(QUERIES["keep_compared"], oldest)
    return rewound


async def _rewind(db: Connection, place: _Place, known: Mapping[int, _Hour], came: Mapping[int, int]) -> bool:
    complete = _hour_of(place.until - _GRACE)
    samples = {hour: one.samples for hour, one in known.items()}
    stale = [hour for hour in {*came, *known} if hour < complete and came.get(hour, 0) != samples.get(hour)]
    if not stale:
        return False
    hour = min(stale)
    begin = _begin_of(hour)
    anchors = [one.resume for one in known.values() if one.hour <= hour and one.resume is not None]
    resume = max(anchors, default=begin - _HOUR)
    await db.execute(QUERIES["rewind"], {"machine": place.machine, "hour": hour, "until": begin, "resume": resume})
    return True


def _hour_of(time: datetime) -> int:
    return int(time.timestamp()) // 3600


def _hour_behind(time: datetime) -> int:
    """Return the first hour that begins at a time or behind it."""
    return -int(-time.timestamp() // 3600)


def _begin_of(hour: int) -> datetime:
    return datetime.fromtimestamp(3600 * hour, UTC)
