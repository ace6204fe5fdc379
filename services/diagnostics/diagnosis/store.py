"""What is kept of machines' own health, hour by hour?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg.types.json import Jsonb

from models.diagnosis.account import SUMS
from models.diagnosis.deviation import Aspect
from models.diagnosis.jump import LOOK_BACK
from models.diagnosis.repair import Repair
from models.diagnosis.scoring import offsets
from models.diagnosis.standing import Memory, Singles
from models.machines import Kind
from services.diagnostics.diagnosis.hour import HOUR_S, Account
from services.diagnostics.diagnosis.shelf import Judge
from services.kit.database import Connection, Queries, fetch_all, fetch_columns, fetch_one
from services.kit.parameter import Period
from services.maintenance.api import WorkOrderClosed

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "diagnosis.sql")


@dataclass(frozen=True)
class Due:
    """A machine that is to be looked at, what came of it, and how it stood before its oldest account (None: never)."""

    machine: str
    kind: str
    model: str
    heard_until: datetime
    received_at: datetime
    hour: int | None
    judged: int | None
    operating_h: float | None
    own: bytes | None
    recent: bytes | None
    version: str | None


@dataclass(frozen=True)
class KeptAccount:
    """An account as it is kept, and of which machine."""

    machine: str
    hour: int
    samples: int
    operating_h: float | None
    sums: bytes | None
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class Renewal:
    """That a machine was repaired, and what was: a failure's mode, None where nobody said."""

    machine: str
    closed_at: datetime
    mode: str | None
    place: str
    other_mode: str | None

    @property
    def repair(self) -> Repair:
        """Return it as models know it."""
        return Repair(self.closed_at.timestamp() / 60, self.other_mode or self.mode or "", self.place)


@dataclass(frozen=True)
class Alarm:
    """Whether a machine was in alarm at its newest judged hour, and for how many in a row above the limit."""

    machine: str
    alarm: bool
    run: int


@dataclass(frozen=True)
class _Turn:
    mine: bool


@dataclass(frozen=True)
class _Machine:
    machine: str


async def list_health(db: Connection, machine: str, during: Period) -> dict[str, list[Any]]:
    """Return the health of a machine in the judged hours of a period that the viewers see, as columns."""
    hours = {"from": -(-during.from_.timestamp() // HOUR_S), "to": -(-during.to.timestamp() // HOUR_S)}
    return await fetch_columns(db, QUERIES["list_health"], {"machine": machine, **hours})


async def take_turn(db: Connection) -> bool:
    """Return whether this process may diagnose until its transaction ends: one at a time does."""
    turn = await fetch_one(db, _Turn, QUERIES["take_turn"])
    return turn is not None and turn.mine


async def list_due(db: Connection, judges: Mapping[Kind, Judge], before: datetime, limit: int) -> list[Due]:
    """Return machines that are to be looked at, those first that waited longest."""
    versions = {kind.value: judge.version for kind, judge in judges.items()}
    wanted = {"kinds": list(versions), "versions": list(versions.values()), "before": before, "limit": limit}
    return await fetch_all(db, Due, QUERIES["list_due"], wanted)


async def forget_machine(db: Connection, machine: str) -> None:
    """Forget what another model made of a machine."""
    await db.execute(QUERIES["forget_machine"], {"machine": machine})


async def keep_memory(db: Connection, machine: str, memory: Memory, **more: Any) -> None:
    """Keep how a machine stood before its oldest account, by which version, and when it was looked at."""
    sums = {"own": memory.own.tobytes(), "recent": memory.recent.tobytes()} if memory.judged else {}
    standing = {"judged": memory.judged, "operating_h": memory.operating_h}
    values = {"machine": machine, **standing, "own": None, "recent": None, **sums, **more}
    await db.execute(QUERIES["keep_memory"], values)


async def list_accounts(db: Connection, machines: Sequence[str]) -> dict[str, list[Account]]:
    """Return what is kept of the hours of machines, in order."""
    found: dict[str, list[Account]] = {machine: [] for machine in machines}
    for row in await fetch_all(db, KeptAccount, QUERIES["list_accounts"], {"machines": list(machines)}):
        sums = None if row.sums is None else sums_of(row.sums)
        found[row.machine].append(Account(row.hour, row.samples, row.operating_h, sums, row.left_out))
    return found


def sums_of(content: bytes) -> Singles:
    """Return sums (quantity, sum) as they are kept."""
    return np.frombuffer(content, np.dtype("<f4")).reshape(-1, len(SUMS))


async def keep_accounts(db: Connection, machine: str, accounts: Iterable[Account]) -> None:
    """Keep what hours of a machine tell."""
    rows = [
        {
            "machine": machine,
            **asdict(one),
            "sums": None if one.sums is None else one.sums.tobytes(),
            "left_out": Jsonb(one.left_out),
        }
        for one in accounts
    ]
    async with db.cursor() as cursor:
        await cursor.executemany(QUERIES["keep_account"], rows)


async def forget_accounts(db: Connection, machine: str, hour: int) -> None:
    """Forget the accounts up to an hour, that the machine's memory holds."""
    await db.execute(QUERIES["forget_accounts"], {"machine": machine, "hour": hour})


async def list_renewals(db: Connection, machines: Sequence[str]) -> list[Renewal]:
    """Return when machines were repaired, in order."""
    return await fetch_all(db, Renewal, QUERIES["list_renewals"], {"machines": list(machines)})


async def forget_verdicts(db: Connection, machine: str, hour: int) -> None:
    """Forget how a machine stood and what was said of it from an hour on."""
    await db.execute(QUERIES["forget_verdicts"], {"machine": machine, "hour": hour})


async def list_alarms(db: Connection, machines: Sequence[str]) -> dict[str, Alarm]:
    """Return whether machines are in alarm; one of which nothing was judged is missing."""
    found = await fetch_all(db, Alarm, QUERIES["list_alarms"], {"machines": list(machines)})
    return {one.machine: one for one in found}


async def keep_standings(db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep how machines stand after hours."""
    async with db.cursor() as cursor:
        await cursor.executemany(QUERIES["keep_standing"], rows)


async def list_ill(db: Connection, machines: Sequence[str]) -> list[str]:
    """Return those machines of which something is suspected, or was told before."""
    return [one.machine for one in await fetch_all(db, _Machine, QUERIES["list_ill"], {"machines": list(machines)})]


async def forget_old_verdicts(db: Connection, machines: Sequence[str], hour: int) -> None:
    """Forget what was said of hours before one."""
    await db.execute(QUERIES["forget_old_verdicts"], {"machines": list(machines), "hour": hour})


async def list_tracks(db: Connection, before: Mapping[str, int], quantities: int) -> dict[str, NDArray[np.float32]]:
    """Return the offsets (hour, quantity) of machines in the judged hours before one of each, as far as jumps go."""
    query = {"machines": list(before), "hours": list(before.values()), "limit": LOOK_BACK}
    found: dict[str, NDArray[np.float32]] = {}
    async with db.cursor(binary=True) as cursor:
        await cursor.execute(QUERIES["gather_track"], query)
        async for machine, hours, deviations in cursor:
            kept = np.frombuffer(deviations, np.dtype("<f2"))
            found[machine] = offsets(kept.reshape(hours, quantities * len(Aspect)))
    return found


def no_track(quantities: int) -> NDArray[np.float32]:
    """Return the offsets of a machine of which nothing was judged."""
    return np.zeros((0, quantities), dtype=np.float32)


@dataclass(frozen=True)
class _Samples:
    machine: str
    hour: int
    samples: int


async def list_samples(db: Connection, machines: Sequence[str]) -> dict[str, dict[int, int]]:
    """Return from how many samples each hour of machines was accounted for."""
    found: dict[str, dict[int, int]] = {}
    for row in await fetch_all(db, _Samples, QUERIES["list_samples"], {"machines": list(machines)}):
        found.setdefault(row.machine, {})[row.hour] = row.samples
    return found


async def forget_standings(db: Connection, machines: Sequence[str]) -> None:
    """Forget how machines stood before their newest hour, once that is judged."""
    await db.execute(QUERIES["forget_standings"], {"machines": list(machines)})


async def look_again(db: Connection, machine: str, hour: int) -> None:
    """Let a machine be looked at again, and its hours from one on be judged anew."""
    await db.execute(QUERIES["look_again"], {"machine": machine, "hour": hour})


async def keep_label(db: Connection, closed: WorkOrderClosed) -> None:
    """Keep what people found when they looked at a machine; told twice it is kept once."""
    values = {"place": closed.where, "work_order": closed.order}
    await db.execute(QUERIES["keep_label"], closed.model_dump() | values)
