"""Where is the page of where machines stand, why, and what it would be worth?"""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.benchmarking.api import Benchmark, Funnel, Place, Regions
from services.dashboard import wording
from services.dashboard.benchmark.funnel import Drawn, drawn
from services.dashboard.fleet.source import Fleet, Source
from services.dashboard.neighbour import BenchmarkingOfUser
from services.dashboard.page import render
from services.dashboard.partial import Missing
from services.kit.auth import Role
from services.kit.errors import NotPermitted
from services.kit.parameter import MachineId

router = APIRouter(include_in_schema=False)

_WEEKS = 13
# Of a fleet that is larger, the list names those first that are worst, and the search of the fleet finds the others.
_MOST = 100


@dataclass(frozen=True)
class _Source(Source):
    """What the neighbours know of machines, and where they stand."""

    benchmarking: BenchmarkingOfUser

    async def regions(self) -> Regions | None:
        """Return what differs between regions, None for those to whom that is not told."""
        if self.user.role is Role.CUSTOMER:
            return None
        try:
            return await self.benchmarking.regions()
        except NotPermitted:
            return None


Asked = Annotated[_Source, Depends(_Source)]


@router.get("/benchmark", summary="Benchmark", description="Where one's machines stand among comparable ones.")
async def show_benchmark(request: Request, source: Asked) -> Response:
    missing = Missing()
    fleet, told, regions = await asyncio.gather(
        source.named(past=True), missing.attempt(source.benchmarking.all()), missing.attempt(source.regions())
    )
    return render(
        request,
        "benchmark.html",
        user=source.user,
        told=told,
        standing=_standing(told),
        most=_MOST,
        regions=regions,
        sentences=missing.sentences,
        **_around(fleet, told.funnel if told else None),
    )


@router.get("/benchmark/{machine}", summary="One machine", description="Where it stands, why, and what it is worth.")
async def show_machine(request: Request, machine: MachineId, source: Asked) -> Response:
    missing = Missing()
    ask = source.benchmarking.machine(machine, weeks=_WEEKS)
    fleet, told = await asyncio.gather(source.named(past=True), missing.attempt(ask))
    row = fleet.row(machine) if machine in fleet.machines else None
    return render(
        request,
        "benchmark_machine.html",
        user=source.user,
        machine=machine,
        told=told,
        local=row.local if row else wording.zone(None),
        sentences=missing.sentences,
        **_around(fleet, told.funnel if told else None),
    )


def _around(fleet: Fleet, funnel: Funnel | None) -> dict[str, Any]:
    names = {one.id: one.name for one in fleet.machines.values()}
    plot: Drawn | None = drawn(funnel, names) if funnel else None
    regions = {one.id: one.name for one in fleet.regions.values()}
    models = {one.id: f"{one.make} {one.model}" for one in fleet.machines.values()}
    return {"names": names, "models": models, "region_names": regions, "plot": plot}


def _standing(told: Benchmark | None) -> list[Place]:
    """Return the machines that are told where they stand, those that burn most beyond the typical first."""
    return sorted(told.machines, key=lambda one: (-_index(one), one.machine)) if told else []


def _index(place: Place) -> float:
    return place.standing.index if place.standing else 0.0
