"""How does another service ask for the condition of machines?"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends

from services.diagnostics.api import (
    AlertHistory,
    AlertPage,
    Assignment,
    Comment,
    Condition,
    ConditionColumns,
    ConditionPage,
    Diagnosis,
    Remark,
    Snooze,
    State,
)
from services.kit.client import Neighbour, ServiceClient


class DiagnosticsClient(ServiceClient):
    """Which machines need attention and why, as far as the caller may see them."""

    service = "diagnostics"

    async def condition(self, machine: str) -> Condition:
        """Return a machine's condition with evidence; raises NotFound for an unknown machine."""
        return await self.get(f"/v1/machines/{machine}/condition", Condition)

    async def diagnosis(self, machine: str) -> Diagnosis:
        """Return what is wrong with a machine, how sure and why; raises NotFound for an unknown machine."""
        return await self.get(f"/v1/machines/{machine}/diagnosis", Diagnosis)

    async def conditions(
        self, state: State | None = None, *, limit: int = 100, after: str | None = None
    ) -> ConditionPage:
        """Return the conditions of all visible machines, most urgent first, page by page."""
        return await self.get("/v1/conditions", ConditionPage, state=state, limit=limit, after=after)

    async def condition_columns(self) -> ConditionColumns:
        """Return the conditions of all visible machines in columns, most urgent first."""
        return await self.get("/v1/columns/conditions", ConditionColumns)

    async def unresolved_alerts(
        self, machine: str | None = None, *, limit: int = 100, after: str | None = None
    ) -> AlertPage:
        """Return what waits for somebody or is being worked on, the worst first, page by page."""
        wanted = {"state": "unresolved", "machine": machine, "limit": limit, "after": after}
        return await self.get("/v1/alerts", AlertPage, **wanted)

    async def alerts(
        self,
        machine: str | None = None,
        *,
        state: str | None = None,
        severity: str | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> AlertPage:
        """Return alerts, those that are over too, the worst first and of these the newest, page by page."""
        wanted = {"machine": machine, "state": state, "severity": severity, "limit": limit, "after": after}
        return await self.get("/v1/alerts", AlertPage, **wanted)

    async def alert(self, alert: int) -> AlertHistory:
        """Return an alert with everything that happened to it; raises NotFound."""
        return await self.get(f"/v1/alerts/{alert}", AlertHistory)

    async def comment(self, alert: int, text: str) -> AlertHistory:
        """Keep what somebody has to say about an alert."""
        return await self.post(f"/v1/alerts/{alert}/comment", AlertHistory, Comment(text=text))

    async def resolve(self, alert: int, text: str | None = None) -> AlertHistory:
        """Say that an alert is over; raises Refused where its state does not allow it."""
        return await self.post(f"/v1/alerts/{alert}/resolve", AlertHistory, Remark(text=text))

    async def reopen(self, alert: int, text: str | None = None) -> AlertHistory:
        """Say that an alert is not over; raises Refused where its state does not allow it."""
        return await self.post(f"/v1/alerts/{alert}/reopen", AlertHistory, Remark(text=text))

    async def acknowledge(self, alert: int, text: str | None = None) -> AlertHistory:
        """Say that somebody knows of an alert; raises Refused where its state does not allow it."""
        return await self.post(f"/v1/alerts/{alert}/acknowledge", AlertHistory, Remark(text=text))

    async def assign(self, alert: int, assignee: str, text: str | None = None) -> AlertHistory:
        """Say who looks after an alert; raises Refused where its state does not allow it."""
        body = Assignment(assignee=assignee, text=text)
        return await self.post(f"/v1/alerts/{alert}/assign", AlertHistory, body)

    async def snooze(self, alert: int, until: datetime, text: str | None = None) -> AlertHistory:
        """Let an alert be quiet until a time; raises Refused where its state does not allow it."""
        return await self.post(f"/v1/alerts/{alert}/snooze", AlertHistory, Snooze(until=until, text=text))


Diagnostics = Annotated[DiagnosticsClient, Depends(Neighbour(DiagnosticsClient))]
