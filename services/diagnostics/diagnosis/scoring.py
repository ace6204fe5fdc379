"""What is said of many machines at once, from how they stand to what is kept of it?"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.alarm import next_alarm
from models.diagnosis.condition import Floats
from models.diagnosis.mode import Mode
from models.diagnosis.scoring import Halves, score
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.store import QUERIES
from services.kit.array import Numbers, Unread, unpacked
from services.kit.database import Connection

AT_A_TIME = 10_000


@dataclass(frozen=True)
class Waiting:
    """How machines stand after hours that are not judged, machine by machine in order of time, as columns.

    `deviations` is (row, quantity and aspect), `jump` (row, quantity); `alarm` and `run` are as before a machine's
    first row. What is only handed on stays `unread`, by name.
    """

    machine: list[str]
    judged: NDArray[np.int32]
    alarm: NDArray[np.bool_]
    run: NDArray[np.int16]
    deviations: Halves
    jump: Floats
    unread: Mapping[str, Unread]

    @property
    def firsts(self) -> NDArray[np.intp]:
        """Return the first row of each machine."""
        return np.flatnonzero([a != b for a, b in zip(self.machine, [None, *self.machine[:-1]], strict=True)])


async def score_waiting(
    db: Connection, judge: Judge, after: str = "", limit: int = AT_A_TIME
) -> AsyncIterator[list[str]]:
    """Judge the hours of machines of a kind behind one, so many at a time; yield the machines of which all is kept.

    It is the same for one hour of each of many machines and for many hours of one. The viewers of `db` are everybody's.
    While some are judged, what was said of those before is kept, and the next are read.
    """
    kept: list[str] = []
    told: dict[str, Any] = {}
    waiting = await gather(db, judge, after, limit)
    while waiting is not None:
        scoring = asyncio.create_task(asyncio.to_thread(_scored, judge, waiting))
        if kept:
            await db.execute(QUERIES["keep_verdicts"], told, binary=True)
        behind = await gather(db, judge, waiting.machine[-1], limit)
        told = await scoring
        if kept:
            yield kept
        kept, waiting = list(dict.fromkeys(waiting.machine)), behind
    if kept:
        await db.execute(QUERIES["keep_verdicts"], told, binary=True)
        yield kept


async def gather(db: Connection, judge: Judge, after: str, limit: int) -> Waiting | None:
    """Return what is to be judged of a kind of machines behind one, None where nothing is: hours of whole machines."""
    query = {"kind": judge.kind.value, "version": judge.version, "after": after, "limit": limit}
    async with db.cursor(binary=True) as cursor:
        await cursor.execute(QUERIES["gather_waiting"], query)
        row, result, columns = await cursor.fetchone(), cursor.pgresult, cursor.description
    if row is None or result is None or columns is None:
        return None
    return _waiting(row[0], {one.name: result.get_value(0, place) or b"" for place, one in enumerate(columns)})


def _waiting(machine: list[str], column: Mapping[str, bytes]) -> Waiting:
    rows = len(machine)
    return Waiting(
        machine,
        unpacked(column["judged"]),
        unpacked(column["alarm"]),
        unpacked(column["run"]),
        np.frombuffer(column["deviations"], np.dtype("<f2")).reshape(rows, -1),
        np.frombuffer(column["jump"], np.dtype("<f2")).reshape(rows, -1).astype(np.float64),
        {name: Unread(column[name]) for name in ("machine", "hour", "judged", "operating_h", "deviations")},
    )


def _scored(judge: Judge, waiting: Waiting) -> dict[str, Any]:
    scores = score(judge.ready, waiting.deviations, waiting.judged, waiting.jump)
    alarm, run = _alarms(waiting, scores.log_odds)
    modes = judge.ready.signatures.modes
    return {
        **waiting.unread,
        "width": waiting.deviations.itemsize * waiting.deviations.shape[1],
        "health": Numbers(scores.health.astype(np.float32)),
        "log_odds": Numbers(scores.log_odds.astype(np.float32)),
        "alarm": Numbers(alarm),
        "run": Numbers(run),
        # Places count from 1: none of them has a name.
        "suspect": Numbers((scores.suspect + 1).astype(np.int16)),
        "names": [key_of(mode) for mode in modes],
    }


def key_of(mode: Mode) -> str:
    """Return what a failure is called where it is kept."""
    return f"{mode.name} {mode.where}".strip()


def _alarms(waiting: Waiting, log_odds: Floats) -> tuple[NDArray[np.bool_], NDArray[np.int16]]:
    """Return alarm and run of each row: those of all machines' first rows at once, of their second ones, and so on."""
    alarm, run = waiting.alarm.copy(), waiting.run.copy()
    firsts = waiting.firsts
    lengths = np.diff(np.append(firsts, len(waiting.machine)))
    for step in range(int(lengths.max())):
        rows = firsts[lengths > step] + step
        past = rows - 1 if step else rows
        alarm[rows], run[rows] = next_alarm(alarm[past], run[past], log_odds[rows])
    return alarm, run
