"""Where are the lanes below a machine's charts?"""

from typing import Annotated

from fastapi import APIRouter, Query

from services.dashboard.api import Lanes
from services.dashboard.machine.chart import AskedChart, period
from services.dashboard.machine.lane.period import Period
from services.dashboard.machine.lane.source import AskedLanes
from services.dashboard.wording import zone
from services.kit.parameter import MachineId

router = APIRouter(include_in_schema=False)

Zone = Annotated[str, Query(max_length=64, description="By whose days sums are made.")]


@router.get(
    "/machines/{machine}/lanes",
    summary="What a machine did",
    description="Haul cycles, loads, fuel, fault codes, events and alerts over a time, for the axis of its charts.",
)
async def read_lanes(machine: MachineId, query: AskedChart, source: AskedLanes, timezone: Zone = "UTC") -> Lanes:
    return await source.lanes(machine, Period(*period(query), zone(timezone).key))
