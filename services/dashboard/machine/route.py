"""Where is the page of a machine, and what does it load afterwards?"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.dashboard import wording
from services.dashboard.api import Chart
from services.dashboard.machine import chart, live
from services.dashboard.machine.chart import SPANS, AskedChart
from services.dashboard.machine.source import Asked, Known
from services.dashboard.machine.telematics import describe
from services.dashboard.neighbour import TelemetryOfUser
from services.dashboard.page import render
from services.dashboard.stream import streamed
from services.kit.parameter import MachineId

router = APIRouter(include_in_schema=False)

Signals = Annotated[str, Query(max_length=1000)]
After = Annotated[str, Query(max_length=500)]
Zone = Annotated[str, Query(max_length=64)]


@router.get("/machines/{machine}", summary="Machine", description="One machine: findings, values, charts, events.")
async def show_machine(request: Request, machine: MachineId, query: AskedChart, source: Asked) -> Response:
    known = await source.known(machine)
    if not known.kind:
        return render(request, "machine_away.html", user=source.user, known=known, status=503)
    signals = chart.chosen(query, known.kind, known.condition, known.latest)
    return render(request, "machine.html", user=source.user, query=query, charted=signals, **_told(known, query))


def _told(known: Known, query: AskedChart) -> dict[str, Any]:
    begin, end = chart.period(query)
    telematics = describe(known.generation, known.capability, whole=known.groups is None)
    return {**live.shown(known), "telematics": telematics, "spans": SPANS, "begin": begin, "end": end}


@router.get(
    "/machines/{machine}/chart", summary="Lines of a machine", description="What the charts of a machine's page draw."
)
async def read_chart(machine: MachineId, query: AskedChart, telemetry: TelemetryOfUser) -> Chart:
    begin, end = chart.period(query)
    names = chart.known_signals(query.names)
    return chart.chart(await telemetry.history(machine, names, begin, end, points=query.points))


@router.get(
    "/machines/{machine}/live", summary="Machine, live", description="Values and points of a machine as they come."
)
async def follow_machine(machine: MachineId, source: Asked, signals: Signals = "") -> Response:
    known = await source.known(machine)
    return streamed(live.follow(source, known, chart.known_signals(signals.split(","))))


@router.get("/machines/{machine}/events", summary="Events of a machine", description="Older events, page by page.")
async def show_events(
    request: Request, machine: MachineId, source: Asked, after: After, zone: Zone = "UTC"
) -> Response:
    page = await source.older(machine, after)
    template = "events.html" if "hx-request" in request.headers else "events_page.html"
    return render(
        request,
        template,
        user=source.user,
        events=page.items,
        after=page.next,
        machine_id=machine,
        local=wording.zone(zone),
    )
