"""How is what somebody does about work orders taken down, and told to the others?"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends

from services.kit.announce import Announce, Announcer
from services.kit.auth import Principal, permitted
from services.kit.database import WORKER, Connection, Pool, transaction
from services.kit.health import Running
from services.maintenance.api import (
    Feedback,
    NewWorkOrder,
    Outcome,
    PartForecast,
    WorkOrder,
    WorkOrderClosed,
    WorkOrderHistory,
)
from services.maintenance.forecast import store as forecasts
from services.maintenance.order import store
from services.maintenance.order.life import Move, needs_the_machine, refusal
from services.maintenance.order.refusal import (
    NoFailure,
    NoLongerHeld,
    NoSuspicion,
    OtherSuspicion,
    UnknownForecast,
    WrongMove,
)
from services.maintenance.order.store import Act, Draft, Held

# So long before somebody sees to it nothing stands failed.
LONGEST = timedelta(days=366)
_LONGEST_TITLE = 200

Actor = Annotated[Principal, Depends(permitted("maintenance:write"))]


class Desk:
    """Where the acts of one caller on work orders that they see are taken down."""

    def __init__(self, actor: Actor, running: Running, announce: Announce) -> None:
        self.actor: Principal = actor
        self.pool: Pool = running.pool
        self.announce: Announcer = announce

    async def make(self, asked: NewWorkOrder) -> WorkOrderHistory:
        """Return a work order just made; raises UnknownForecast, UnknownMachine and UnderWay."""
        now = datetime.now(UTC)
        async with transaction(self.pool, self.actor.viewers) as db:
            order = await store.make_order(db, await _draft(db, asked, now))
            await store.keep_turn(db, order, self._act("created", now, asked.text))
            told = await store.get_order(db, order)
        self.announce.tell("work-order-created", told.machine, _public(told))
        return told

    async def take(
        self, order: int, move: Move, text: str | None, change: Mapping[str, Any] | None = None
    ) -> WorkOrderHistory:
        """Take an act down and return how the order stands; raises UnknownWorkOrder, WrongMove and NoLongerHeld."""
        now = datetime.now(UTC)
        async with transaction(self.pool, self.actor.viewers) as db:
            await _movable(db, order, move)
            if change is not None:
                await store.change(db, _CHANGES[move], {"id": order, "now": now, **change})
            kept = {name: value for name, value in (change or {}).items() if name in ("assignee", "scheduled_for")}
            await store.keep_turn(db, order, self._act(move, now, text, **kept))
            told = await store.get_order(db, order)
        self.announce.tell(f"work-order-{move}", told.machine, _public(told))
        return told

    async def close(self, order: int, feedback: Feedback) -> WorkOrderHistory:
        """Keep what was found and tell it; what was repaired is forecast no more. Raises as `take` does."""
        now = datetime.now(UTC)
        async with transaction(self.pool, self.actor.viewers) as db:
            held = await _movable(db, order, "closed")
            _fits(held, feedback, now)
            values = feedback.model_dump(exclude={"text"})
            await store.change(db, "close_order", {"id": order, "now": now, **values, "remark": feedback.text})
            await store.keep_turn(db, order, self._act("closed", now, feedback.text))
            told = await store.get_order(db, order)
        if feedback.repaired:
            await self._withdraw(told)
        self.announce.tell("work-order-closed", told.machine, _closed(told, now))
        return told

    async def _withdraw(self, order: WorkOrder) -> None:
        parts = {(mode, order.where) for mode in (order.mode, order.other_mode) if mode}
        # Answers are the service's own, and it alone changes them.
        async with transaction(self.pool, WORKER) as db:
            await forecasts.withdraw(db, order.machine, parts)

    def _act(self, kind: str, now: datetime, text: str | None, **more: Any) -> Act:
        return Act(now, kind, self.actor.subject, self.actor.name, text, **more)


async def _desk(actor: Actor, running: Running, announce: Announce) -> Desk:
    return Desk(actor, running, announce)


AtDesk = Annotated[Desk, Depends(_desk)]

_CHANGES: Mapping[Move, str] = {
    "assigned": "assign_order",
    "scheduled": "schedule_order",
    "started": "start_order",
    "cancelled": "cancel_order",
}


async def _movable(db: Connection, order: int, move: Move) -> Held:
    held = await store.lock_order(db, order)
    if wrong := refusal(move, held.state):
        raise WrongMove(order, held.state, wrong)
    if needs_the_machine(move) and not held.held:
        raise NoLongerHeld(order, held.machine)
    return held


async def _draft(db: Connection, asked: NewWorkOrder, now: datetime) -> Draft:
    if asked.forecast is None:
        assert asked.machine
        assert asked.title
        return Draft(asked.machine, asked.mode, asked.where, asked.title, now)
    found = await forecasts.get_forecast(db, asked.forecast)
    if found is None:
        raise UnknownForecast(asked.forecast)
    machine, part = found
    title = asked.title or _title(part)
    return Draft(machine, part.mode, part.where, title, now, forecast=asked.forecast, advice=part.model_dump_json())


def _title(part: PartForecast) -> str:
    title = f"{part.name[:1].upper()}{part.name[1:]}: {part.next_step}"
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def _fits(held: Held, feedback: Feedback, now: datetime) -> None:
    if feedback.outcome is Outcome.CONFIRMED:
        if held.mode is None and feedback.mode is None:
            raise NoSuspicion
        if held.mode and feedback.mode not in (None, held.mode):
            raise OtherSuspicion(held.mode)
    if feedback.failed_at and not held.created_at - LONGEST < feedback.failed_at <= now:
        raise NoFailure


def _public(order: WorkOrderHistory) -> WorkOrder:
    return WorkOrder.model_validate(order.model_dump(exclude={"advice", "turns"}))


def _closed(order: WorkOrder, now: datetime) -> WorkOrderClosed:
    assert order.outcome is not None
    return WorkOrderClosed(
        machine=order.machine,
        mode=order.mode,
        where=order.where,
        outcome=order.outcome,
        other_mode=order.other_mode,
        repaired=bool(order.repaired),
        closed_at=order.closed_at or now,
        order=order.id,
    )
