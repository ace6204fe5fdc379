"""How does another service ask what should be done on machines?"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends

from services.kit.client import Neighbour, ServiceClient
from services.maintenance.api import (
    Costs,
    Feedback,
    LabelPage,
    MachineForecasts,
    Models,
    NewWorkOrder,
    OrderRemark,
    OrderSchedule,
    SitePlan,
    Triage,
    WorkOrderHistory,
    WorkOrderPage,
)


class MaintenanceClient(ServiceClient):
    """Forecasts, plans and work orders, as far as the caller may see them."""

    service = "maintenance"

    async def forecasts(self, machine: str, *, horizon_h: float | None = None) -> MachineForecasts:
        """Return the life of a machine's parts under suspicion; raises NotFound for an unknown machine."""
        return await self.get(f"/v1/machines/{machine}/forecasts", MachineForecasts, horizon_h=horizon_h)

    async def plan(self, site: str) -> SitePlan:
        """Return the stops of a site that cost least; raises NotFound for an unknown site."""
        return await self.get(f"/v1/sites/{site}/plan", SitePlan)

    async def triage(self, *, within_h: float | None = None) -> Triage:
        """Return the machines that need somebody, the most at stake first."""
        return await self.get("/v1/triage", Triage, within_h=within_h)

    async def work_orders(
        self, machine: str | None = None, *, state: str | None = None, limit: int = 100, after: str | None = None
    ) -> WorkOrderPage:
        """Return work orders, newest first, page by page; `state` may be "unfinished"."""
        return await self.get("/v1/work-orders", WorkOrderPage, machine=machine, state=state, limit=limit, after=after)

    async def work_order(self, order: int) -> WorkOrderHistory:
        """Return a work order with its history; raises NotFound for an unknown one."""
        return await self.get(f"/v1/work-orders/{order}", WorkOrderHistory)

    async def make_order(self, order: NewWorkOrder) -> WorkOrderHistory:
        """Make a work order; raises Refused where one on the same suspicion is not finished."""
        return await self.post("/v1/work-orders", WorkOrderHistory, order)

    async def schedule_order(self, order: int, at: datetime) -> WorkOrderHistory:
        """Say when the work is to be done; raises Refused where its state does not allow it."""
        body = OrderSchedule(scheduled_for=at)
        return await self.post(f"/v1/work-orders/{order}/schedule", WorkOrderHistory, body)

    async def start_order(self, order: int) -> WorkOrderHistory:
        """Say that the work begins; raises Refused where its state does not allow it."""
        return await self.post(f"/v1/work-orders/{order}/start", WorkOrderHistory, OrderRemark())

    async def close_order(self, order: int, feedback: Feedback) -> WorkOrderHistory:
        """Say what was found and done; raises Refused where its state does not allow it."""
        return await self.post(f"/v1/work-orders/{order}/close", WorkOrderHistory, feedback)

    async def labels(self, *, limit: int = 1000, after: str | None = None) -> LabelPage:
        """Return the verdicts of closed work orders, oldest first, page by page."""
        return await self.get("/v1/labels", LabelPage, limit=limit, after=after)

    async def costs(self, customer: str | None = None, make: str | None = None) -> Costs:
        """Return what a plan reckons with for a customer's machines of a make."""
        return await self.get("/v1/costs", Costs, customer=customer, make=make)

    async def models(self) -> Models:
        """Return how well each version of a model did, by the work orders that the caller sees."""
        return await self.get("/v1/models", Models)


Maintenance = Annotated[MaintenanceClient, Depends(Neighbour(MaintenanceClient))]
