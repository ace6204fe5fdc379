"""How do people read work orders, and say what they do about them?"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from services.kit.database import Db
from services.kit.page import Cutting
from services.maintenance.api import (
    Feedback,
    LabelPage,
    NewWorkOrder,
    OrderAssignment,
    OrderComment,
    OrderRemark,
    OrderSchedule,
    WorkOrderHistory,
    WorkOrderPage,
)
from services.maintenance.order import store
from services.maintenance.order.desk import AtDesk
from services.maintenance.order.refusal import WrongTime

router = APIRouter()

FARTHEST = timedelta(days=730)
OrderFilter = Literal["open", "scheduled", "started", "closed", "cancelled", "unfinished"]

OrderId = Annotated[int, Path(ge=1, le=2**62, description="The work order's id.")]
OfMachine = Annotated[str | None, Query(max_length=63, description="Only work on this machine.")]
OfState = Annotated[OrderFilter | None, Query(description="Only work orders of this state.")]
OfAssignee = Annotated[str | None, Query(max_length=100, description="Only what this person is to do.")]
OfMode = Annotated[str | None, Query(max_length=64, description="Only work on suspicions of this failure.")]


@router.get(
    "/v1/work-orders",
    summary="Work orders",
    description="Those made at times in which the machine was the caller's to see, newest first.",
)
async def list_work_orders(
    db: Db,
    cut: Cutting,
    machine: OfMachine = None,
    state: OfState = None,
    assignee: OfAssignee = None,
    *,
    mode: OfMode = None,
) -> WorkOrderPage:
    page = cut.page(await store.list_orders(db, store.Wanted(machine, state, assignee, mode), cut), "id")
    return WorkOrderPage(items=page.items, next=page.next)


@router.post(
    "/v1/work-orders",
    status_code=201,
    summary="Make a work order",
    description="On the advice of a forecast, which is kept with it word for word, or on a machine by hand.",
)
async def make_work_order(asked: NewWorkOrder, desk: AtDesk) -> WorkOrderHistory:
    return await desk.make(asked)


@router.get(
    "/v1/work-orders/{order}",
    summary="A work order with its history",
    description="The advice that it follows, who did what about it and when, and what was found.",
)
async def get_work_order(db: Db, order: OrderId) -> WorkOrderHistory:
    return await store.get_order(db, order)


@router.post(
    "/v1/work-orders/{order}/assign",
    summary="Assign a work order",
    description="Say who does the work; it can be said again as long as the work is not over.",
)
async def assign_work_order(order: OrderId, assignment: OrderAssignment, desk: AtDesk) -> WorkOrderHistory:
    return await desk.take(order, "assigned", assignment.text, {"assignee": assignment.assignee})


@router.post(
    "/v1/work-orders/{order}/schedule",
    summary="Schedule a work order",
    description="Say when the work is to be done; it can be moved until it begins.",
)
async def schedule_work_order(order: OrderId, schedule: OrderSchedule, desk: AtDesk) -> WorkOrderHistory:
    if not timedelta() < schedule.scheduled_for - datetime.now(UTC) < FARTHEST:
        raise WrongTime
    return await desk.take(order, "scheduled", schedule.text, {"scheduled_for": schedule.scheduled_for})


@router.post(
    "/v1/work-orders/{order}/start",
    summary="Start a work order",
    description="The work begins.",
)
async def start_work_order(order: OrderId, remark: OrderRemark, desk: AtDesk) -> WorkOrderHistory:
    return await desk.take(order, "started", remark.text, {})


@router.post(
    "/v1/work-orders/{order}/close",
    summary="Close a work order",
    description="Say what was found and done: it becomes a label, and the event `work-order-closed`.",
)
async def close_work_order(order: OrderId, feedback: Feedback, desk: AtDesk) -> WorkOrderHistory:
    return await desk.close(order, feedback)


@router.post(
    "/v1/work-orders/{order}/cancel",
    summary="Cancel a work order",
    description="The work is not done, and nothing is learned from it.",
)
async def cancel_work_order(order: OrderId, remark: OrderRemark, desk: AtDesk) -> WorkOrderHistory:
    return await desk.take(order, "cancelled", remark.text, {})


@router.post(
    "/v1/work-orders/{order}/comment",
    summary="Comment on a work order",
    description="Keeps what somebody has to say, whatever state the order is in.",
)
async def comment_work_order(order: OrderId, comment: OrderComment, desk: AtDesk) -> WorkOrderHistory:
    return await desk.take(order, "commented", comment.text)


@router.get(
    "/v1/labels",
    summary="What people found, as rows to learn from",
    description="The verdict of every closed work order with the forecast that it followed, oldest first.",
)
async def list_labels(db: Db, cut: Cutting) -> LabelPage:
    page = cut.page(await store.list_labels(db, cut), "order")
    return LabelPage(items=page.items, next=page.next)
