"""What is said of many machines at once, from how they stand to what is kept of it?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.account import SUMS
from models.diagnosis.alarm import next_alarm
from models.diagnosis.condition import Floats
from models.diagnosis.deviation import Aspect
from models.diagnosis.mode import Mode
from models.diagnosis.scoring import Scores, deviate, score, suspected
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.store import QUERIES
from services.kit.database import Connection

AT_A_TIME = 20_000


@dataclass(frozen=True)
class Waiting:
    """How machines stand after hours that are not judged, machine by machine in order of time, as columns.

    `recent` is (row, quantity, sum), `usual` (row, quantity, aspect), `jump` (row, quantity); `alarm` and `run` are as
    before a machine's first row.
    """

    machine: list[str]
    hour: list[int]
    judged: NDArray[np.int64]
    operating_h: list[float]
    alarm: NDArray[np.bool_]
    run: NDArray[np.int64]
    recent: NDArray[np.float32]
    usual: NDArray[np.float32]
    jump: Floats

    @property
    def firsts(self) -> NDArray[np.intp]:
        """Return the first row of each machine."""
        return np.flatnonzero([a != b for a, b in zip(self.machine, [None, *self.machine[:-1]], strict=True)])


async def score_waiting(db: Connection, judge: Judge, after: str = "", limit: int = AT_A_TIME) -> list[str]:
    """Judge up to so many hours of machines of a kind behind one, keep what is said of them, and return their machines.

    It is the same for one hour of each of many machines and for many hours of one. The viewers of `db` are everybody's.
    """
    waiting = await gather(db, judge, after, limit)
    if waiting is None:
        return []
    told = await asyncio.to_thread(_scored, judge, waiting)
    await db.execute(QUERIES["keep_verdicts"], told, binary=True)
    return list(dict.fromkeys(waiting.machine))


async def gather(db: Connection, judge: Judge, after: str, limit: int) -> Waiting | None:
    """Return what is to be judged of a kind of machines behind one, None where nothing is."""
    query = {"kind": judge.kind.value, "version": judge.version, "after": after, "limit": limit}
    async with db.cursor(binary=True) as cursor:
        await cursor.execute(QUERIES["gather_waiting"], query)
        row = await cursor.fetchone()
    return None if row is None else _waiting(judge, row)


def _waiting(judge: Judge, row: Sequence[Any]) -> Waiting:
    machine, hour, judged, operating_h, alarm, run, recent, usual, jump = row
    shape = (len(machine), judge.quantities)
    return Waiting(
        machine,
        hour,
        np.array(judged),
        operating_h,
        np.array(alarm),
        np.array(run),
        np.frombuffer(recent, np.dtype("<f4")).reshape(*shape, len(SUMS)),
        np.frombuffer(usual, np.dtype("<f4")).reshape(*shape, len(Aspect)),
        np.frombuffer(jump, np.dtype("<f2")).reshape(shape).astype(np.float64),
    )


def _scored(judge: Judge, waiting: Waiting) -> dict[str, Any]:
    kept = deviate(judge.ready, waiting.recent, waiting.usual)
    scores = score(judge.ready, kept, waiting.judged, waiting.jump)
    return _columns(waiting, scores, judge.ready.signatures.modes) | {
        "deviations": kept.tobytes(),
        "width": kept.itemsize * kept.shape[1],
    }


def _columns(waiting: Waiting, scores: Scores, modes: Sequence[Mode]) -> dict[str, Any]:
    alarm, run = _alarms(waiting, scores.log_odds)
    return {
        "machine": waiting.machine,
        "hour": waiting.hour,
        "judged": waiting.judged.tolist(),
        "operating_h": waiting.operating_h,
        "health": scores.health.tolist(),
        "log_odds": scores.log_odds.tolist(),
        "alarm": alarm.tolist(),
        "run": run.tolist(),
        "suspect": suspected([key_of(mode) for mode in modes], scores.suspect),
    }


def key_of(mode: Mode) -> str:
    """Return what a failure is called where it is kept."""
    return f"{mode.name} {mode.where}".strip()


def _alarms(waiting: Waiting, log_odds: Floats) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return alarm and run of each row: those of all machines' first rows at once, of their second ones, and so on."""
    alarm, run = waiting.alarm.copy(), waiting.run.copy()
    firsts = waiting.firsts
    lengths = np.diff(np.append(firsts, len(waiting.machine)))
    for step in range(int(lengths.max())):
        rows = firsts[lengths > step] + step
        past = rows - 1 if step else rows
        alarm[rows], run[rows] = next_alarm(alarm[past], run[past], log_odds[rows])
    return alarm, run
