"""What does a challenger say of some more hours of a machine?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.diagnosis.alarm import next_alarm
from models.diagnosis.condition import Floats
from models.diagnosis.jump import LOOK_BACK
from models.diagnosis.repair import Repair
from models.diagnosis.scoring import offsets, score, suspected
from models.diagnosis.standing import Memory, Singles
from services.diagnostics.diagnosis.fold import Past, left
from services.diagnostics.diagnosis.hour import Account
from services.diagnostics.diagnosis.scoring import key_of
from services.diagnostics.diagnosis.shelf import Judge


@dataclass(frozen=True)
class Sofar:
    """How a machine stands by a challenger: its sums, the offsets of its last hours, and its alarm."""

    memory: Memory
    offsets: Singles
    alarm: bool = False
    run: int = 0


@dataclass(frozen=True)
class Said:
    """What a challenger says of hours, a row each, and how the machine stands after them."""

    hour: list[int]
    log_odds: list[float]
    alarm: list[bool]
    suspect: list[str | None]
    after: Sofar


def judged(
    judge: Judge, model: str, sofar: Sofar, accounts: Sequence[Account], *, repairs: Sequence[Repair], before: int
) -> Said:
    """Return what is said of the accounts of hours behind the hour `before`, in order, of a machine of a model."""
    stands = Past(before, sofar.memory, accounts, repairs).stands(judge)
    if not stands:
        return Said([], [], [], [], sofar)
    away = left(judge, model, stands, sofar.offsets)
    scores = score(
        judge.ready, away.kept, np.array([one.memory.judged for one in stands]), away.jump.astype(np.float64)
    )
    alarm, run = _alarms(sofar, scores.log_odds)
    names = [key_of(mode) for mode in judge.ready.signatures.modes]
    track = np.concatenate([sofar.offsets, offsets(away.kept)])[-LOOK_BACK:]
    return Said(
        [one.hour for one in stands],
        scores.log_odds.tolist(),
        alarm,
        suspected(names, scores.suspect),
        Sofar(stands[-1].memory, track, alarm[-1], run),
    )


def _alarms(sofar: Sofar, log_odds: Floats) -> tuple[list[bool], int]:
    alarm, run, found = np.array([sofar.alarm]), np.array([sofar.run]), list[bool]()
    for value in log_odds:
        alarm, run = next_alarm(alarm, run, np.array([value]))
        found.append(bool(alarm[0]))
    return found, int(run[0])
