"""Where is the list of all alerts, and where is one with all that happened to it?"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from services.dashboard import wording
from services.dashboard.access.form import Filled, Sent, tried
from services.dashboard.alert.selection import DAYS, SEVERITIES, STATES, by_id, select, unknown
from services.dashboard.api import AlertQuery
from services.dashboard.fleet.source import Gathered, Source
from services.dashboard.page import render
from services.dashboard.partial import Missing, every
from services.dashboard.session import person
from services.diagnostics.api import Alert, AlertHistory

router = APIRouter(include_in_schema=False)

Asked = Annotated[AlertQuery, Query()]
Id = Annotated[int, Path(ge=1, le=2**53)]
WRITE = "diagnostics:write"
MOST = 5000


@router.get("/alerts", summary="Alerts", description="What was wrong with machines, and what became of it.")
async def show_alerts(request: Request, query: Asked, source: Gathered) -> Response:
    fleet, missing, now = await source.named(past=True), Missing(), datetime.now(UTC)
    query = by_id(query, fleet)
    wrong = unknown(query, fleet) if not fleet.missing.services else []
    alerts = [] if wrong else await missing.attempt(_all(source, query))
    return render(
        request,
        "alerts.html",
        user=source.user,
        query=query,
        wrong=wrong,
        selection=select(alerts or [], fleet, query, now),
        fleet=fleet,
        sites=[(one.id, one.name) for one in fleet.sites.values()],
        days=DAYS,
        severities=SEVERITIES,
        states=STATES,
        cut=MOST if alerts and len(alerts) >= MOST else None,
        known=alerts is not None,
        sentences=[*missing.sentences, *fleet.missing.sentences],
    )


async def _all(source: Source, query: AlertQuery) -> list[Alert]:
    wanted = {name: getattr(query, name) or None for name in ("machine", "state", "severity")}
    return await every(lambda after: source.diagnostics.alerts(**wanted, limit=1000, after=after), most=MOST)


@router.get("/alerts/{alert}", summary="An alert", description="What happened to it, and what was said about it.")
async def show_alert(request: Request, alert: Id, source: Gathered) -> Response:
    return await _page(request, source, await source.diagnostics.alert(alert))


async def _page(request: Request, source: Source, told: AlertHistory, form: Filled | None = None) -> Response:
    fleet = await source.named(past=True)
    row = fleet.row(told.machine) if told.machine in fleet.machines or told.machine in fleet.heard else None
    form = form or Filled()
    return render(
        request,
        "alert.html",
        user=source.user,
        status=form.status,
        form=form,
        alert=told,
        name=row.name if row else told.machine,
        local=row.local if row else wording.zone(None),
        states=STATES,
        person=person,
        severities=SEVERITIES,
        may_act=source.user.may(WRITE),
    )


@router.post("/alerts/{alert}/comment", summary="Comment", description="Keeps what somebody has to say.")
async def comment(request: Request, alert: Id, source: Gathered, form: Sent) -> Response:
    return await _said(request, source, alert, form)


@router.post("/alerts/{alert}/acknowledge", summary="Acknowledge", description="Somebody knows of it.")
async def acknowledge(request: Request, alert: Id, source: Gathered, form: Sent) -> Response:
    return await _said(request, source, alert, form, "acknowledge")


@router.post("/alerts/{alert}/take", summary="Take", description="Whoever asks looks after it.")
async def take(request: Request, alert: Id, source: Gathered, form: Sent) -> Response:
    return await _said(request, source, alert, form, "take")


@router.post("/alerts/{alert}/resolve", summary="Resolve", description="It is over.")
async def resolve(request: Request, alert: Id, source: Gathered, form: Sent) -> Response:
    return await _said(request, source, alert, form, "resolve")


@router.post("/alerts/{alert}/reopen", summary="Reopen", description="It is not over.")
async def reopen(request: Request, alert: Id, source: Gathered, form: Sent) -> Response:
    return await _said(request, source, alert, form, "reopen")


async def _said(request: Request, source: Source, alert: int, form: Filled, act: str = "comment") -> Response:
    told, text = source.diagnostics, form.value("text")

    async def say() -> AlertHistory:
        match act:
            case "acknowledge":
                return await told.acknowledge(alert, text or None)
            case "take":
                return await told.assign(alert, source.user.name, text or None)
            case "resolve":
                return await told.resolve(alert, text or None)
            case "reopen":
                return await told.reopen(alert, text or None)
        return await told.comment(alert, text)

    done, form = await tried(form, say())
    if done:
        # Who goes on by keyboard goes on from what happened, not from the top of the page.
        return RedirectResponse(f"/alerts/{alert}#happened", 303)
    return await _page(request, source, await told.alert(alert), form)
