"""How do people ask which machine needs somebody first?"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from models.machines import Kind
from models.plan import stake
from services.diagnostics.api import Alert
from services.diagnostics.client import Diagnostics, DiagnosticsClient
from services.kit.client import NeighbourDown
from services.kit.telemetry import Telemetry, TelemetryReader
from services.maintenance.api import MachineForecasts, Triage, TriagedMachine
from services.maintenance.cost.book import AtBook, Book
from services.maintenance.cost.sheet import prices_of, rates_of
from services.maintenance.cost.store import of_make
from services.maintenance.forecast import store as forecasts
from services.maintenance.order.store import under_way
from services.maintenance.plan.job import advised
from services.maintenance.triage.board import Known, board

router = APIRouter()

Within = Annotated[float, Query(ge=8, le=720, description="Hours of the calendar within which nobody comes.")]
# More alerts than anybody reads; beyond them it is said that some are missing.
_MOST = 5000
_PAGE = 1000
_CUT = f"There are more than {_MOST} unresolved alerts; those that are less bad are not in here."
_OWN, _COMMON = (
    "Costs are yours.",
    "Costs are those that hold for everybody; a site's plan reckons with its customer's.",
)


@router.get(
    "/v1/triage",
    summary="Which machine needs somebody first",
    description="Machines with unresolved alerts, ordered by what is lost on average when nobody comes within a time: "
    "the chance that a part fails by then, by its forecast where there is one, times the cost of that.",
)
async def get_triage(telemetry: Telemetry, diagnostics: Diagnostics, book: AtBook, *, within_h: Within = 168) -> Triage:
    try:
        alerts, missing = await _alerts(diagnostics)
    except NeighbourDown as down:
        alerts, missing = [], [f"The service '{down.service}' does not answer: nobody knows of alerts at the moment."]
    machines = await _board(telemetry, book, alerts, within_h)
    costs = _OWN if book.caller.customer else _COMMON
    return Triage(
        made_at=datetime.now(UTC),
        within_h=within_h,
        machines=machines,
        assumptions=[costs, stake.sentence()],
        missing=missing,
    )


async def _alerts(diagnostics: DiagnosticsClient) -> tuple[list[Alert], list[str]]:
    page = await diagnostics.unresolved_alerts(limit=_PAGE)
    found = list(page.items)
    while page.next and len(found) < _MOST:
        page = await diagnostics.unresolved_alerts(limit=_PAGE, after=page.next)
        found += page.items
    return found, [_CUT] if page.next else []


async def _board(
    telemetry: TelemetryReader, book: Book, alerts: Sequence[Alert], within_h: float
) -> list[TriagedMachine]:
    ill = sorted({one.machine for one in alerts})
    if not ill:
        return []
    told = await forecasts.list_outlooks(telemetry.connection, ill)
    orders = await under_way(telemetry.connection, ill)
    # A machine of another kind than before would have another id.
    kinds = {one.machine: Kind(one.kind) for one in await telemetry.machines(among=ill)}
    sheets = [kept.sheet for kept in of_make(await book.sheets(book.caller.customer), None)]
    prices, rates = prices_of(sheets), rates_of(sheets)

    def judged(told: Sequence[MachineForecasts]) -> list[TriagedMachine]:
        seen = [one for one in told if one.machine in kinds]
        each = [*advised(seen, kinds, dict.fromkeys(kinds, prices))]
        return board(alerts, Known(each, orders, kinds, rates, within_h))

    return await asyncio.to_thread(judged, told)
