"""Which conditions are kept, and which machines are to be examined?"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from services.diagnostics.api import Condition, ConditionSummary, State
from services.diagnostics.problem import problems, told_from
from services.diagnostics.summary import sentence
from services.kit.database import Connection, Queries, fetch_all, fetch_columns, fetch_one
from services.kit.page import Cut
from services.kit.telemetry import VisiblePeriod

QUERIES = Queries()
KEY = ("urgency", "machine")
# A machine of which nothing comes is examined too: what was known of it grows old.
AT_LEAST_EVERY = timedelta(hours=1)
# After this part of the time a machine of which nothing could be said is looked at again.
SOON = 1 / 6


@dataclass(frozen=True)
class Kept:
    """What was last found on a machine, by name."""

    source: str
    name: str
    severity: str


@dataclass(frozen=True)
class _Turn:
    mine: bool


async def list_conditions(db: Connection, state: State | None, cut: Cut) -> list[ConditionSummary]:
    """Return the conditions of a page and one more, most urgent first."""
    behind, machine = cut.behind(float, str)
    values = {"severity": state, "urgency": behind, "machine": machine, "limit": cut.limit + 1, "examined": True}
    return await fetch_all(db, ConditionSummary, QUERIES["list_conditions"], values)


async def list_columns(db: Connection, cut: Cut) -> dict[str, list[Any]]:
    """Return the conditions of a page and one more in columns, most urgent first."""
    behind, machine = cut.behind(float, str)
    values = {"severity": None, "urgency": behind, "machine": machine, "limit": cut.limit + 1, "examined": False}
    return await fetch_columns(db, QUERIES["list_conditions"], values)


async def take_turn(db: Connection) -> bool:
    """Return whether this process may examine until its transaction ends: one at a time does."""
    turn = await fetch_one(db, _Turn, QUERIES["take_turn"])
    return turn is not None and turn.mine


async def list_due(db: Connection, now: datetime, every: timedelta, limit: int) -> list[VisiblePeriod]:
    """Return machines that are to be examined, those first that waited longest."""
    values = {"before": now - every, "soon": now - SOON * every, "at_least": now - AT_LEAST_EVERY, "limit": limit}
    return await fetch_all(db, VisiblePeriod, QUERIES["list_due"], values)


async def list_problems(db: Connection, machine: str) -> list[Kept]:
    """Return what was last found on a machine."""
    return await fetch_all(db, Kept, QUERIES["list_problems"], {"machine": machine})


async def keep(db: Connection, condition: Condition, period: VisiblePeriod) -> None:
    """Keep a condition in place of the machine's last one."""
    data_from, data_until = told_from(condition, period)
    values = {
        "machine": condition.machine,
        "sentence": sentence(condition),
        "evaluated_at": condition.evaluated_at,
        "data_from": data_from,
        "data_until": data_until,
    }
    await db.execute(QUERIES["keep_examination"], values)
    await db.execute(QUERIES["forget_problems"], {"machine": condition.machine})
    for problem in problems(condition, period):
        await db.execute(QUERIES["keep_problem"], {"machine": condition.machine, **asdict(problem)})
