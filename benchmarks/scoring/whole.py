"""How many machines of a large fleet are judged a second, from the database to what is stored of each?"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql
from psycopg.types.json import Jsonb
from threadpoolctl import threadpool_limits

from benchmarks.accuracy.recording import Order, Recording, record
from benchmarks.host import Host
from models.diagnosis.jump import jumps
from models.diagnosis.model import History, history_of
from models.diagnosis.scoring import deviate, offsets, score
from models.diagnosis.standing import Memory, remembered, usual_for
from models.machines import Kind
from services.diagnostics.diagnosis.scoring import score_waiting
from services.diagnostics.diagnosis.shelf import Judge, judge_of
from simulators.fleet import Fleet

_KIND = Kind.HAUL_TRUCK
_HOUR = 500_000
# Hours of a machine from which on it stands as it would in service: its own healthy time is known.
_LEARNED = 30
_ILL = 0.05
_DAYS = 5
_COLUMNS = {
    "machine": "text",
    "hour": "int4",
    "kind": "text",
    "version": "text",
    "judged": "int4",
    "renewed": "bool",
    "learned_h": "float4",
    "operating_h": "float8",
    "left_out": "jsonb",
    "recent": "bytea",
    "usual": "bytea",
    "deviations": "bytea",
    "jump": "bytea",
    "alarm": "bool",
    "run": "int2",
}
_OPTIONS = "-c search_path=diagnostics,public -c statement_timeout=300s"
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Scoring:
    """Machines judged a second, all at once and one by one, and the share of them that had to be weighed."""

    machines: int
    per_s: tuple[float, ...]
    loop_per_s: tuple[float, ...]
    suspected: float


class NoModel(ValueError):
    """There is no model to judge by."""


def measure(host: Host, shelf: Path, fleet: Fleet, machines: int, repeats: int) -> Scoring:
    """Judge an hour of so many machines, which stand as simulated ones do, in turn with some of them one by one.

    Raises NoModel where none lies on the shelf.
    """
    recordings = record(Order(fleet, 7, _DAYS))
    # A service has one processor for its mathematics, and PostgreSQL the other.
    with threadpool_limits(limits=1):
        return asyncio.run(_measure(host, shelf, recordings, (machines, repeats)))


async def _measure(host: Host, shelf: Path, recordings: Sequence[Recording], sizes: tuple[int, int]) -> Scoring:
    machines, repeats = sizes
    judge = await judge_of(shelf, _KIND)
    if judge is None:
        raise NoModel(f"No model that judges a {_KIND} lies in {shelf}; `howdah model add` puts one there.")
    rows = _standings(judge, recordings)
    whole, loop, suspected = [], [], 0.0
    async with _connected(host.admin_url) as admin, _connected(host.database_url("svc_diagnostics")) as db:
        await db.execute("select set_config('howdah.viewers', 'all,worker', false)")
        await _store(admin, _mixed(judge, rows, machines))
        for _ in range(repeats):
            whole.append(machines / await _scored(db, judge))
            suspected = await _share(admin, machines)
            await admin.execute("truncate verdict")
            loop.append(await _one_by_one(db, judge))
            await admin.execute("truncate verdict")
    return Scoring(machines, tuple(whole), tuple(loop), suspected)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[psycopg.AsyncConnection]:
    async with await psycopg.AsyncConnection.connect(url, options=_OPTIONS, autocommit=True) as connection:
        yield connection


def _standings(judge: Judge, recordings: Sequence[Recording]) -> list[Row]:
    told = [(one, history_of(one.kind, one.model, one.time_s / 60, one.values)) for one in recordings]
    return [row for one, history in told if history and one.kind is _KIND for row in _of(judge, one, history)]


def _of(judge: Judge, one: Recording, history: History) -> list[Row]:
    """Return how a machine stands after each hour in which its own time was known already."""
    account = judge.ready.model.account(history)
    memories, memory = [], Memory.of_nothing(judge.quantities)
    for sums in account.sums.astype(np.float32):
        memory = remembered(memory, sums, judge.ready.model.own.enough_min, None)
        memories.append(memory)
    usual = usual_for(memories, one.model, judge.ready.model.own)
    recent = np.array([memory.recent for memory in memories])
    away = deviate(judge.ready, recent, usual)
    jump = jumps(offsets(away).astype(np.float64)).astype(np.float16)
    return [
        (
            *(_HOUR, judge.kind.value, judge.version, memory.judged, False, 25.0, 1000.0, Jsonb({})),
            *(memory.recent.tobytes(), mine.tobytes(), off.tobytes(), sudden.tobytes(), False, 0),
        )
        for memory, mine, off, sudden in list(zip(memories, usual, away, jump, strict=True))[_LEARNED:]
    ]


def _mixed(judge: Judge, rows: Sequence[Row], machines: int) -> Iterator[Row]:
    """Yield how so many machines stand: one in twenty is suspected of something, as in a fleet that is looked after."""
    chance = np.random.default_rng(1)
    told = _suspected(judge, rows)
    kinds = [np.flatnonzero(~told), np.flatnonzero(told)]
    for ill in (chance.random(machines) < _ILL).tolist():
        yield rows[int(chance.choice(kinds[ill]))]


def _suspected(judge: Judge, rows: Sequence[Row]) -> NDArray[np.bool_]:
    kept, jump = (np.frombuffer(b"".join(row[at] for row in rows), np.float16) for at in (10, 11))
    kept, sudden = kept.reshape(len(rows), -1), jump.reshape(len(rows), -1).astype(np.float64)
    return np.asarray(score(judge.ready, kept, np.full(len(rows), _LEARNED), sudden).suspect >= 0)


async def _store(db: psycopg.AsyncConnection, rows: Iterable[Row]) -> None:
    query = sql.SQL("copy standing ({}) from stdin (format binary)").format(
        sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    )
    async with db.cursor() as cursor, cursor.copy(query) as copy:
        copy.set_types(list(_COLUMNS.values()))
        for number, row in enumerate(rows):
            await copy.write_row((f"m-{number:06}", *row))
    await db.execute("vacuum analyze standing")


async def _scored(db: psycopg.AsyncConnection, judge: Judge) -> float:
    """Return how many seconds it takes to judge every machine, committed after each batch."""
    began = time.perf_counter()
    async for _ in score_waiting(db, judge):
        pass
    return time.perf_counter() - began


async def _share(db: psycopg.AsyncConnection, machines: int) -> float:
    cursor = await db.execute("select count(*), count(suspect) from verdict")
    row = await cursor.fetchone()
    assert row is not None
    assert row[0] == machines
    return float(row[1] / machines)


async def _one_by_one(db: psycopg.AsyncConnection, judge: Judge, seconds: float = 3.0) -> float:
    """Return how many machines a second are judged by the same function, asked for one after the other."""
    began, count = time.perf_counter(), 0
    async for _ in score_waiting(db, judge, limit=1):
        count += 1
        if time.perf_counter() - began >= seconds:
            break
    return count / (time.perf_counter() - began)
