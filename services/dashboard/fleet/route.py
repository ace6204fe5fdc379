"""Where is the list of machines, and how does it stay fresh?"""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.dashboard.api import FleetQuery
from services.dashboard.fleet.row import Row
from services.dashboard.fleet.selection import select
from services.dashboard.fleet.source import Gathered, Source
from services.dashboard.page import fragment, render
from services.dashboard.stream import beats, changed, event, streamed

router = APIRouter(include_in_schema=False)

Asked = Annotated[FleetQuery, Query()]

FRESH_S = 2.0


@router.get("/fleet", summary="Fleet", description="The machines that the user sees, searched, filtered and sorted.")
async def show_fleet(request: Request, query: Asked, source: Gathered) -> Response:
    fleet = await source.fleet(past=query.past)
    selection = select(fleet, query)
    rows = await _fresh(source, query, [row.id for row in selection.rows])
    template = "fleet_fragment.html" if request.headers.get("hx-target") == "results" else "fleet.html"
    return render(request, template, user=source.user, fleet=fleet, query=query, selection=selection, rows=rows)


@router.get("/fleet/live", summary="Fleet, live", description="The rows of one page of the list as they change.")
async def follow_fleet(query: Asked, source: Gathered) -> Response:
    return streamed(_changes(source, query))


async def _changes(source: Source, query: FleetQuery) -> AsyncIterator[bytes]:
    names = [row.id for row in select(await source.fleet(past=query.past), query).rows]
    before: dict[str, Row] = {}
    async for _ in beats(FRESH_S):
        fresh = changed(before, {row.id: row for row in await _fresh(source, query, names)})
        hears = (await source.fleet(past=query.past)).hears
        html = "".join(fragment("fleet_row.html", row=one, hears=hears) for one in fresh.values())
        yield event("swap", html) if html else event("pulse", {})


async def _fresh(source: Source, query: FleetQuery, names: Sequence[str]) -> list[Row]:
    fleet = (await source.fleet(past=query.past)).with_latest(await source.latest(names))
    return [fleet.row(name) for name in names if name in fleet.machines or name in fleet.heard]
