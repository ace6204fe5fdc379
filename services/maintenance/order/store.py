"""Which work orders and verdicts are kept?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.errors import UnknownMachine
from services.kit.page import Cut
from services.maintenance.api import Label, OrderState, OrderTurn, UnderWayOrder, WorkOrder, WorkOrderHistory
from services.maintenance.order.refusal import UnderWay, UnknownWorkOrder

# Unfinished work orders by what they follow: (machine, mode, where).
Orders = Mapping[tuple[str, str, str], UnderWayOrder]
QUERIES = Queries(Path(__file__).parents[1] / "sql" / "order.sql")


@dataclass(frozen=True)
class Wanted:
    """Which work orders are asked for; None: of any."""

    machine: str | None = None
    state: str | None = None
    assignee: str | None = None
    mode: str | None = None


@dataclass(frozen=True)
class Draft:
    """A work order to be made."""

    machine: str
    mode: str | None
    place: str
    title: str
    now: datetime
    forecast: int | None = None
    advice: str | None = None


@dataclass(frozen=True)
class Act:
    """What somebody did about a work order."""

    at: datetime
    kind: str
    by: str
    by_name: str
    text: str | None = None
    assignee: str | None = None
    scheduled_for: datetime | None = None


@dataclass(frozen=True)
class Unfinished:
    """A work order on a suspicion that is not finished."""

    id: int
    machine: str
    mode: str
    where: str
    state: OrderState
    scheduled_for: datetime | None


class Held(WorkOrder):
    """A work order, and whether its machine is the caller's at this moment."""

    held: bool


class _WithAdvice(WorkOrder):
    advice: str | None


@dataclass(frozen=True)
class _Made:
    id: int


@dataclass(frozen=True)
class _Standing:
    id: int
    state: OrderState


async def list_orders(db: Connection, wanted: Wanted, cut: Cut) -> list[WorkOrder]:
    """Return the visible work orders of a page and one more, newest first."""
    (before,) = cut.behind(int)
    values = {**asdict(wanted), "before": before, "limit": cut.limit + 1}
    return await fetch_all(db, WorkOrder, QUERIES["list_orders"], values)


async def get_order(db: Connection, order: int) -> WorkOrderHistory:
    """Return a work order with its history; raises UnknownWorkOrder where the caller sees none of this id."""
    found = await fetch_one(db, _WithAdvice, QUERIES["get_order"], {"id": order})
    if found is None:
        raise UnknownWorkOrder(order)
    turns = await fetch_all(db, OrderTurn, QUERIES["list_turns"], {"order": order})
    advice = orjson.loads(found.advice) if found.advice else None
    return WorkOrderHistory(**found.model_dump(exclude={"advice"}), advice=advice, turns=turns)


async def lock_order(db: Connection, order: int) -> Held:
    """Return a work order, locked until the transaction ends; raises UnknownWorkOrder."""
    if found := await fetch_one(db, Held, QUERIES["lock_order"], {"id": order}):
        return found
    raise UnknownWorkOrder(order)


async def make_order(db: Connection, draft: Draft) -> int:
    """Return the id of a work order just made.

    Raises UnknownMachine where the caller does not see the machine, and UnderWay where its suspicion is worked on.
    """
    if draft.mode is not None:
        await _refuse_second(db, draft)
    made = await fetch_one(db, _Made, QUERIES["make_order"], asdict(draft))
    if made is None:
        raise UnknownMachine(draft.machine)
    return made.id


async def _refuse_second(db: Connection, draft: Draft) -> None:
    part = {"machine": draft.machine, "mode": draft.mode, "place": draft.place}
    await db.execute(QUERIES["lock_part"], {"part": " ".join(map(str, part.values()))})
    # An order of the time of another owner is theirs to finish: it is not seen here, and holds nobody up.
    if found := await fetch_one(db, _Standing, QUERIES["find_unfinished"], part):
        raise UnderWay(found.id, found.state)


async def list_unfinished(db: Connection, machines: Sequence[str]) -> list[Unfinished]:
    """Return the work orders on suspicions of machines that are not finished."""
    return await fetch_all(db, Unfinished, QUERIES["list_unfinished"], {"machines": list(machines)})


async def under_way(db: Connection, machines: Sequence[str]) -> Orders:
    """Return the unfinished work orders on suspicions of machines."""
    return {
        (one.machine, one.mode, one.where): UnderWayOrder(id=one.id, state=one.state, scheduled_for=one.scheduled_for)
        for one in await list_unfinished(db, machines)
    }


async def change(db: Connection, query: str, values: Mapping[str, Any]) -> None:
    """Change a work order by one of the named statements."""
    await db.execute(QUERIES[query], values)


async def keep_turn(db: Connection, order: int, act: Act) -> None:
    """Keep what somebody did about a work order."""
    await db.execute(QUERIES["keep_turn"], {"order": order, **asdict(act)})


async def list_labels(db: Connection, cut: Cut) -> list[Label]:
    """Return the visible verdicts of a page and one more, oldest first."""
    (behind,) = cut.behind(int)
    return await fetch_all(db, Label, QUERIES["list_labels"], {"behind": behind, "limit": cut.limit + 1})
