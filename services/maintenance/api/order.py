"""What is told and asked about work orders?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from models.messages import MACHINE_ID
from services.kit.page import Page

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Hours = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
Money = Annotated[float, Field(ge=0, le=100_000_000, allow_inf_nan=False)]


class OrderState(StrEnum):
    """How far a work order is."""

    OPEN = "open"
    SCHEDULED = "scheduled"
    STARTED = "started"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What became of the suspicion: it was right, nothing was found, or something else was the cause."""

    CONFIRMED = "confirmed"
    NOT_FOUND = "not_found"
    OTHER_CAUSE = "other_cause"


Found = Literal["worn", "failed"]


class _Sent(BaseModel):
    # A field that is not known is an error, because it would otherwise be lost silently.
    model_config = ConfigDict(extra="forbid")


class NewWorkOrder(_Sent):
    """Work to be done: on the advice of a forecast, or on a machine and what is suspected there by hand."""

    forecast: int | None = Field(None, ge=1, le=2**62, description="the id of the forecast whose advice is followed")
    machine: Annotated[str, StringConstraints(pattern=MACHINE_ID)] | None = None
    mode: Word | None = Field(None, description="the failure that is suspected; null: it is not known")
    where: Annotated[str, StringConstraints(max_length=64)] = ""
    title: Title | None = Field(None, description="what is to be done; of advice it is made where none is given")
    text: Text | None = None

    @model_validator(mode="after")
    def _either(self) -> "NewWorkOrder":
        if (self.forecast is None) == (self.machine is None):
            raise PydanticCustomError("either", "send either 'forecast', to follow its advice, or 'machine'")
        if self.forecast is not None and (self.mode or self.where):
            raise PydanticCustomError("of_advice", "the forecast says 'mode' and 'where' already; leave them out")
        if self.forecast is None and self.title is None:
            raise PydanticCustomError("title", "an order that follows no forecast needs a 'title'")
        return self


class OrderRemark(_Sent):
    """What somebody has to say, if anything."""

    text: Text | None = None


class OrderComment(_Sent):
    """What somebody has to say."""

    text: Text


class OrderAssignment(OrderRemark):
    """Who is to do the work."""

    assignee: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class OrderSchedule(OrderRemark):
    """When the work is to be done."""

    scheduled_for: AwareDatetime


class Feedback(OrderRemark):
    """What was found and done; it becomes a label from which models learn."""

    outcome: Outcome
    mode: Word | None = Field(None, description="confirmed: what it was, where the order names no suspicion")
    other_mode: Word | None = Field(None, description="other_cause: what it was instead")
    found: Found | None = Field(None, description="confirmed: whether the part was worn or had failed in function")
    failed_at: AwareDatetime | None = Field(None, description="when it failed; null: when the order was made")
    repaired: bool = Field(description="whether the cause was put right, so that the machine is as good as healthy")
    labour_h: Hours | None = None
    downtime_h: Hours | None = Field(None, description="hours for which the machine stood")
    cost: Money | None = Field(None, description="all that it cost, in the currency of the cost sheet")

    @model_validator(mode="after")
    def _fits(self) -> "Feedback":
        if (self.outcome is Outcome.OTHER_CAUSE) != (self.other_mode is not None):
            raise PydanticCustomError("other_mode", "'other_mode' says what it was, with the outcome other_cause alone")
        if self.outcome is not Outcome.CONFIRMED and (self.found or self.mode):
            raise PydanticCustomError("confirmed", "'found' and 'mode' go with the outcome confirmed alone")
        if self.outcome is Outcome.NOT_FOUND and self.repaired:
            raise PydanticCustomError("not_found", "where nothing was found, nothing is 'repaired'; send false")
        if self.failed_at and self.found != "failed":
            raise PydanticCustomError("failed_at", "'failed_at' goes with 'found': 'failed' alone")
        return self


class WorkOrder(BaseModel):
    """Work on a machine, how far it is, and what was found."""

    id: int
    machine: str
    mode: str | None
    where: str
    title: str
    state: OrderState
    created_at: datetime
    assignee: str | None
    scheduled_for: datetime | None
    started_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    forecast: int | None = Field(description="the forecast whose advice it follows")
    outcome: Outcome | None
    other_mode: str | None
    found: Found | None
    failed_at: datetime | None
    repaired: bool | None
    labour_h: float | None
    downtime_h: float | None
    cost: float | None
    remark: str | None = Field(description="what was said when it was closed")


class OrderTurn(BaseModel):
    """Something that somebody did about a work order."""

    at: datetime
    kind: Literal["created", "assigned", "scheduled", "started", "closed", "cancelled", "commented"]
    by: str
    by_name: str
    text: str | None
    assignee: str | None
    scheduled_for: datetime | None


class WorkOrderHistory(WorkOrder):
    """A work order with the advice that it follows, word for word, and everything that happened to it."""

    advice: dict[str, Any] | None
    turns: list[OrderTurn]


class WorkOrderClosed(BaseModel):
    """What the event `work-order-closed` tells: what was found on a machine, and whether it was put right."""

    machine: str
    mode: str | None
    where: str
    outcome: Outcome
    other_mode: str | None
    repaired: bool
    closed_at: datetime
    order: int


class Label(BaseModel):
    """One verdict of people on a suspicion, as a row to learn from."""

    order: int
    machine: str
    mode: str | None = Field(description="what was suspected; null: nothing in particular")
    where: str
    outcome: Outcome
    true_mode: str | None = Field(description="what it was; null: nothing was found, or nobody said")
    found: Found | None
    failed_at: datetime | None
    repaired: bool
    created_at: datetime
    started_at: datetime | None
    closed_at: datetime
    forecast: int | None
    probability: float | None = Field(description="as the forecast told it")
    operating_h: float | None = Field(description="at the forecast")
    diagnosis_version: str | None
    life_version: str | None


WorkOrderPage = Page[WorkOrder]
LabelPage = Page[Label]
