"""What is kept of a challenger, and how does it compare with the champion?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.diagnosis.standing import Memory, Singles
from models.machines import Kind
from services.diagnostics.challenge.verdict import Said, Sofar
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.store import sums_of
from services.kit.database import Connection, Queries, fetch_all, fetch_one

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "challenge.sql")


@dataclass(frozen=True)
class Due:
    """A machine that the champion has judged further than the challenger, until which hour, and how it stands by the
    challenger (None: it did not look at it yet)."""

    machine: str
    kind: str
    model: str
    until: int
    hour: int | None
    judged: int | None
    operating_h: float | None
    own: bytes | None
    recent: bytes | None
    offsets: bytes | None
    alarm: bool | None
    run: int | None

    def sofar(self, quantities: int) -> Sofar:
        """Return how the machine stands by the challenger."""
        if self.own is None or self.recent is None:
            return Sofar(Memory.of_nothing(quantities), _offsets(self.offsets or b"", quantities))
        memory = Memory(self.judged or 0, sums_of(self.own), sums_of(self.recent), self.operating_h or 0.0)
        return Sofar(memory, _offsets(self.offsets or b"", quantities), bool(self.alarm), self.run or 0)


@dataclass(frozen=True)
class Hours:
    """In how many hours both versions judged, were both in alarm or only one of them, and named the same; of how many
    machines each is in alarm at the newest of them, and how many hours each judged in that time."""

    hours: int
    machines: int
    until: int | None
    both: int
    champion: int
    challenger: int
    alike: int
    champion_machines: int
    challenger_machines: int
    champion_hours: int
    challenger_hours: int


@dataclass(frozen=True)
class Labelled:
    """Whether a closed work order found a failure, and what each version had said of it."""

    is_failure: bool
    champion: bool
    champion_named: bool | None
    challenger: bool
    challenger_named: bool | None


@dataclass(frozen=True)
class _Turn:
    mine: bool


def _offsets(content: bytes, quantities: int) -> Singles:
    return np.frombuffer(content, np.dtype("<f2")).astype(np.float32).reshape(-1, quantities)


async def take_turn(db: Connection) -> bool:
    """Return whether this process may let challengers judge until its transaction ends: one at a time does."""
    turn = await fetch_one(db, _Turn, QUERIES["take_turn"])
    return turn is not None and turn.mine


async def forget_others(db: Connection, judges: Mapping[Kind, Judge]) -> None:
    """Forget what was said by versions that challenge no more."""
    await db.execute(QUERIES["forget_others"], {"versions": sorted({judge.version for judge in judges.values()})})


async def list_due(db: Connection, kinds: Sequence[Kind], settled: int, limit: int) -> list[Due]:
    """Return machines of which the champion has judged more hours before `settled`, those first that wait longest."""
    wanted = {"kinds": [kind.value for kind in kinds], "settled": settled, "limit": limit}
    return await fetch_all(db, Due, QUERIES["list_due"], wanted)


async def keep(db: Connection, due: Due, judge: Judge, hour: int, said: Said) -> None:
    """Keep what a challenger says of hours of a machine, and how it stands after the last that it looked at."""
    of, memory = {"machine": due.machine, "version": judge.version}, said.after.memory
    sums = {"own": memory.own.tobytes(), "recent": memory.recent.tobytes()} if memory.judged else {}
    standing = {"hour": hour, "judged": memory.judged, "operating_h": memory.operating_h, "own": None, "recent": None}
    offsets = said.after.offsets.astype(np.float16).tobytes()
    alarm = {"offsets": offsets, "alarm": said.after.alarm, "run": said.after.run}
    await db.execute(QUERIES["keep_challenger"], of | standing | sums | alarm)
    told = {"hour": said.hour, "log_odds": said.log_odds, "alarm": said.alarm, "suspect": said.suspect}
    await db.execute(QUERIES["keep_challenge"], of | told)


async def forget_old(db: Connection, machines: Sequence[str], hour: int) -> None:
    """Forget what was said of hours before one."""
    await db.execute(QUERIES["forget_old_challenges"], {"machines": list(machines), "hour": hour})


async def compare_hours(db: Connection, champion: str, challenger: str) -> Hours:
    """Return how two versions agree in the hours that both judged and that the viewers see."""
    found = await fetch_one(db, Hours, QUERIES["compare_hours"], {"champion": champion, "challenger": challenger})
    assert found is not None
    return found


async def compare_labels(db: Connection, champion: str, challenger: str) -> list[Labelled]:
    """Return what two versions had said of what closed work orders, which the viewers see, found or did not find."""
    return await fetch_all(db, Labelled, QUERIES["compare_labels"], {"champion": champion, "challenger": challenger})
