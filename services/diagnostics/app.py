"""Which machines need attention, and what is the evidence?"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from services.diagnostics import store
from services.diagnostics.alert import route as alert
from services.diagnostics.api import Condition, ConditionColumns, ConditionPage, State
from services.diagnostics.challenge.worker import keep_challenging
from services.diagnostics.diagnosis import route as diagnosis
from services.diagnostics.diagnosis.worker import HEARS, keep_diagnosing, keep_hearing
from services.diagnostics.examination import examine
from services.diagnostics.model import route as model
from services.diagnostics.settings import DiagnosticsSettings
from services.diagnostics.webhook import route as webhook
from services.diagnostics.webhook.dispatch import keep_sending
from services.diagnostics.worker import keep_examining
from services.kit.app import service
from services.kit.database import Connection, Db
from services.kit.page import Cutting, WideCutting, cut_columns
from services.kit.parameter import MachineId
from services.kit.telemetry import Telemetry
from services.kit.together import Together

app = service(
    __name__,
    settings=DiagnosticsSettings,
    workers=[keep_examining, keep_diagnosing, keep_hearing, keep_challenging, keep_sending],
    listens=[HEARS],
)
for routes in (diagnosis, model, alert, webhook):
    app.include_router(routes.router)

OfState = Annotated[State | None, Query(description="Only machines of this state.")]


@app.get(
    "/v1/machines/{machine}/condition",
    summary="Condition of a machine",
    description="Signals outside their healthy bands with evidence, active fault codes, and what the data do not tell.",
)
async def get_condition(telemetry: Telemetry, machine: MachineId) -> Condition:
    periods = await telemetry.require(machine)
    return (await examine(telemetry, periods[-1:], datetime.now(UTC)))[0]


@app.get(
    "/v1/conditions",
    summary="Conditions of the fleet",
    description="Every machine that the caller sees at this moment, most urgent first, as last examined.",
)
async def list_conditions(db: Db, cut: Cutting, state: OfState = None) -> ConditionPage:
    page = cut.page(await store.list_conditions(db, state, cut), *store.KEY)
    # A machine that nobody examined yet is found to be so only when the page is looked up.
    return ConditionPage(items=[one for one in page.items if state in (None, one.state)], next=page.next)


@app.get(
    "/v1/columns/conditions",
    summary="Conditions of the fleet in columns",
    description="As `/v1/conditions` for very many machines, at a small part of the cost.",
    response_model=ConditionColumns,
)
async def list_condition_columns(together: Together, cut: WideCutting) -> Response:
    async def read(db: Connection) -> ConditionColumns:
        return ConditionColumns.model_validate(cut_columns(await store.list_columns(db, cut), cut, *store.KEY))

    return await together.answer(read)
