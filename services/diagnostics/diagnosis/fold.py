"""How does a machine stand after each hour, by what was kept of it?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg.types.json import Jsonb

from models.diagnosis.alarm import STARTUP_HOURS
from models.diagnosis.condition import Flags
from models.diagnosis.jump import jumps
from models.diagnosis.repair import Repair, anew, touched
from models.diagnosis.scoring import Halves, deviate, offsets
from models.diagnosis.standing import Memory, Singles, learned_min, remembered, usual_for
from services.diagnostics.diagnosis.hour import Account
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.store import Alarm


@dataclass(frozen=True)
class Stand:
    """How a machine stands after an hour, whether it was repaired not long before, and what its account told beside."""

    hour: int
    memory: Memory
    renewed: bool
    account: Account


@dataclass(frozen=True)
class Past:
    """What is kept of a machine: how it stood after an hour, its accounts behind that, and its repairs."""

    hour: int
    memory: Memory
    accounts: Sequence[Account]
    repairs: Sequence[Repair]

    def stands(self, judge: Judge) -> list[Stand]:
        """Return how the machine stands after each judged hour; what a repair touched begins anew behind it."""
        judged = [account for account in self.accounts if account.sums is not None]
        begins = renewals(judge, [self.hour, *(account.hour for account in judged)], self.repairs)[1:]
        memory, found, since = self.memory, list[Stand](), STARTUP_HOURS
        for account, renewed in zip(judged, begins, strict=True):
            assert account.sums is not None
            since = 0 if renewed.any() else since + 1
            memory = remembered(
                memory.anew(renewed), account.sums, judge.ready.model.own.enough_min, account.operating_h
            )
            found.append(Stand(account.hour, memory, since < STARTUP_HOURS, account))
        return found


def renewals(judge: Judge, hours: Sequence[int], repairs: Sequence[Repair]) -> Flags:
    """Return in which judged hours each quantity begins anew; all of them where nobody said what was repaired."""
    found, named = judge.ready.signatures, list[Repair]()
    flags = np.zeros((len(hours), judge.quantities), dtype=bool)
    for one in repairs:
        if touched(found, one.mode, one.where).any():
            named.append(one)
        elif (first := int(np.searchsorted(hours, np.ceil(one.time_min / 60)))) < len(hours):
            flags[first] = True
    return flags | anew(found, np.array(hours), named)


@dataclass(frozen=True)
class Named:
    """Which machine stands so: its id and its model."""

    machine: str
    model: str


@dataclass(frozen=True)
class Left:
    """How a machine left what is usual for it: `usual` (hour, quantity, aspect), the deviations as they are kept, and
    how suddenly each quantity's offset came (hour, quantity)."""

    usual: Singles
    kept: Halves
    jump: Halves


def left(judge: Judge, model: str, stands: Sequence[Stand], track: Singles) -> Left:
    """Return how a machine of a model left what is usual for it in some hours, before which its offsets were those of
    `track` (hour, quantity)."""
    usual = usual_for([one.memory for one in stands], model, judge.ready.model.own)
    kept = deviate(judge.ready, np.array([one.memory.recent for one in stands]), usual)
    jump = jumps(np.concatenate([track, offsets(kept)]).astype(np.float64))[len(track) :]
    return Left(usual, kept, jump.astype(np.float16))


def rows_of(
    named: Named, judge: Judge, stands: Sequence[Stand], alarm: Alarm | None, track: Singles
) -> list[dict[str, Any]]:
    """Return how a machine stands after some hours as it is kept; before them it was as `alarm` says, and its offsets
    were those of `track` (hour, quantity)."""
    if not stands:
        return []
    away = left(judge, named.model, stands, track)
    return [
        {
            "machine": named.machine,
            "hour": one.hour,
            "kind": judge.kind.value,
            "version": judge.version,
            "judged": one.memory.judged,
            "renewed": one.renewed,
            "learned_h": learned_min(one.memory) / 60,
            "operating_h": one.memory.operating_h,
            "left_out": Jsonb(one.account.left_out),
            "recent": one.memory.recent.tobytes(),
            "usual": mine.tobytes(),
            "deviations": kept.tobytes(),
            "jump": sudden.tobytes(),
            "alarm": alarm.alarm if alarm else False,
            "run": alarm.run if alarm else 0,
        }
        for one, mine, kept, sudden in zip(stands, away.usual, away.kept, away.jump, strict=True)
    ]


def total(accounts: Sequence[Account]) -> Mapping[str, int]:
    """Return what was left out of several hours."""
    counts: Counter[str] = Counter()
    for account in accounts:
        counts.update(account.left_out)
    return dict(counts)
