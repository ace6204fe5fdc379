"""How do people read alerts, and say what they do about them?"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from models import alert as life
from services.diagnostics.alert import course, store
from services.diagnostics.alert.store import Act
from services.diagnostics.api import (
    AlertHistory,
    AlertPage,
    AlertState,
    Assignment,
    Comment,
    Remark,
    Severity,
    Snooze,
)
from services.diagnostics.webhook import dispatch
from services.kit.announce import Announce, Announcer
from services.kit.auth import Principal, permitted
from services.kit.database import WORKER, Db, Pool, transaction
from services.kit.health import Running
from services.kit.page import Cutting

router = APIRouter()

Actor = Annotated[Principal, Depends(permitted("diagnostics:write"))]
OfMachine = Annotated[str | None, Query(description="Only alerts of this machine.")]
OfState = Annotated[AlertState | Literal["unresolved"] | None, Query(description="Only alerts of this state.")]
OfSeverity = Annotated[Severity | None, Query(description="Only alerts of this severity.")]


class Desk:
    """Where the acts of one caller on alerts that they see are taken down."""

    def __init__(self, actor: Actor, running: Running, announce: Announce) -> None:
        self.actor: Principal = actor
        self.pool: Pool = running.pool
        self.announce: Announcer = announce

    async def take(self, alert: int, kind: life.Kind, text: str | None, **more: Any) -> AlertHistory:
        """Take an act down and return how the alert stands; raises UnknownAlert and WrongMove."""
        now = datetime.now(UTC)
        done = Act(now, kind.value, self.actor.subject, self.actor.name, text, **more)
        async with transaction(self.pool, self.actor.viewers) as db:
            await store.get_alert(db, alert, now)
        # Evidence crosses handovers, and who acts reads none of it.
        async with transaction(self.pool, WORKER) as db:
            change = await course.act(db, alert, done)
            await dispatch.enqueue(db, [change], now)
        self.announce.tell(f"alert-{change.kind}", change.alert.machine, change.alert)
        async with transaction(self.pool, self.actor.viewers) as db:
            return await _history(db, alert, now)


async def _desk(actor: Actor, running: Running, announce: Announce) -> Desk:
    return Desk(actor, running, announce)


AtDesk = Annotated[Desk, Depends(_desk)]


async def _history(db: Db, alert: int, now: datetime) -> AlertHistory:
    told = await store.get_alert(db, alert, now)
    return AlertHistory(**told.model_dump(exclude={"rank"}), turns=await store.list_turns(db, alert))


@router.get(
    "/v1/alerts",
    summary="Alerts",
    description="Alerts of the times in which the machine is the caller's to see, the worst first.",
)
async def list_alerts(
    db: Db, cut: Cutting, machine: OfMachine = None, state: OfState = None, severity: OfSeverity = None
) -> AlertPage:
    wanted = store.Wanted(machine, state, severity)
    page = cut.page(await store.list_alerts(db, wanted, cut, datetime.now(UTC)), "rank", "id")
    return AlertPage(items=list(page.items), next=page.next)


@router.get(
    "/v1/alerts/{alert}",
    summary="An alert with its history",
    description="What happened to it by the evidence, and who did what about it and when.",
)
async def get_alert(db: Db, alert: int) -> AlertHistory:
    return await _history(db, alert, datetime.now(UTC))


@router.post(
    "/v1/alerts/{alert}/acknowledge",
    summary="Acknowledge an alert",
    description="Somebody knows of it. It waits for somebody again when it gets worse or comes back.",
)
async def acknowledge_alert(alert: int, remark: Remark, desk: AtDesk) -> AlertHistory:
    return await desk.take(alert, life.Kind.ACKNOWLEDGED, remark.text)


@router.post(
    "/v1/alerts/{alert}/assign",
    summary="Assign an alert",
    description="Say who looks after it.",
)
async def assign_alert(alert: int, assignment: Assignment, desk: AtDesk) -> AlertHistory:
    return await desk.take(alert, life.Kind.ASSIGNED, assignment.text, assignee=assignment.assignee)


@router.post(
    "/v1/alerts/{alert}/snooze",
    summary="Let an alert sleep",
    description="It is quiet until a time, at most 30 days ahead, or until it gets worse.",
)
async def snooze_alert(alert: int, snooze: Snooze, desk: AtDesk) -> AlertHistory:
    return await desk.take(alert, life.Kind.SNOOZED, snooze.text, until=snooze.until)


@router.post(
    "/v1/alerts/{alert}/comment",
    summary="Comment on an alert",
    description="Keeps what somebody has to say, whatever state the alert is in.",
)
async def comment_alert(alert: int, comment: Comment, desk: AtDesk) -> AlertHistory:
    return await desk.take(alert, life.Kind.COMMENTED, comment.text)


@router.post(
    "/v1/alerts/{alert}/resolve",
    summary="Resolve an alert",
    description="It is over. What is still found an hour later, or comes back, reopens it.",
)
async def resolve_alert(alert: int, remark: Remark, desk: AtDesk) -> AlertHistory:
    return await desk.take(alert, life.Kind.RESOLVED, remark.text)


@router.post(
    "/v1/alerts/{alert}/reopen",
    summary="Reopen an alert",
    description="It is not over. It is resolved by itself once the problem was looked for in vain for an hour again.",
)
async def reopen_alert(alert: int, remark: Remark, desk: AtDesk) -> AlertHistory:
    return await desk.take(alert, life.Kind.REOPENED, remark.text)
