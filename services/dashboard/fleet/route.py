"""Where is the list of machines, and how does it stay fresh?"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.dashboard.api import FleetQuery
from services.dashboard.fleet.row import Row, row, rows
from services.dashboard.fleet.selection import Selection, select
from services.dashboard.fleet.source import Fleet, Gathered, Source
from services.dashboard.page import fragment, render
from services.dashboard.partial import Missing
from services.dashboard.stream import beats, changed, event, streamed

router = APIRouter(include_in_schema=False)

Asked = Annotated[FleetQuery, Query()]

FRESH_S = 2.0


@router.get("/fleet", summary="Fleet", description="The machines that the user sees, searched, filtered and sorted.")
async def show_fleet(request: Request, query: Asked, source: Gathered) -> Response:
    fleet, selection = await _selected(source, query)
    template = "fleet_fragment.html" if request.headers.get("hx-target") == "results" else "fleet.html"
    return render(request, template, user=source.user, fleet=fleet, query=query, selection=selection)


@router.get("/fleet/live", summary="Fleet, live", description="The rows of one page of the list as they change.")
async def follow_fleet(query: Asked, source: Gathered) -> Response:
    return streamed(_changes(source, query))


async def _selected(source: Source, query: FleetQuery) -> tuple[Fleet, Selection]:
    fleet = await source.fleet(past=query.past)
    return fleet, select(fleet, rows(fleet), query)


async def _changes(source: Source, query: FleetQuery) -> AsyncIterator[bytes]:
    _, selection = await _selected(source, query)
    before = {one.id: one for one in selection.rows}
    async for _ in beats(FRESH_S):
        fresh = changed(before, await _fresh(source, query, list(before)))
        html = "".join(fragment("fleet_row.html", row=one) for one in fresh.values())
        yield event("swap", html) if html else event("pulse", {})


async def _fresh(source: Source, query: FleetQuery, names: Sequence[str]) -> dict[str, Row]:
    fleet = await source.fleet(past=query.past)
    latest = fleet.latest | (await Missing().attempt(source.latest(names)) or {})
    known = [name for name in names if name in fleet.machines or name in latest]
    return {name: row(replace(fleet, latest=latest), name) for name in known}
