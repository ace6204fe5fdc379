"""How is asked what is on a truck that is being filled?"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from services.kit.auth import Caller
from services.kit.errors import NotFound
from services.kit.health import Running
from services.kit.parameter import MachineId
from services.kit.telemetry import Telemetry, reading
from services.weighing.api import LoadChanged
from services.weighing.live.stream import Desk, events
from services.weighing.live.telling import changed
from services.weighing.record import store
from services.weighing.settings import WeighingSettings

router = APIRouter()


class NoLoad(NotFound):
    """No load of this machine is known."""

    code, title = "no-load", "No load is known"


@router.get(
    "/v1/machines/{machine}/load",
    summary="Load that a digger makes or a truck gets",
    description="What is on the truck so far, with the passes that it still needs to its rated payload.",
)
async def get_load(telemetry: Telemetry, machine: MachineId) -> LoadChanged:
    await telemetry.require(machine)
    filling = await store.get_filling(telemetry.connection, machine)
    if filling is None:
        raise NoLoad(f"No pass of '{machine}' was weighed lately; ask again when it loads, or is loaded.")
    return await changed(telemetry, filling)


async def _seat(request: Request, running: Running, caller: Caller, machine: MachineId) -> AsyncIterator[None]:
    settings = running.settings
    assert isinstance(settings, WeighingSettings)
    async with reading(running.pool, caller.viewers) as telemetry:
        await telemetry.require(machine)
    desk: Desk | None = getattr(request.app.state, "desk", None)
    if desk is None:
        desk = request.app.state.desk = Desk()
    with desk.seat(settings.most_streams):
        yield


@router.get(
    "/v1/machines/{machine}/load/stream",
    response_class=EventSourceResponse,
    summary="Load as it grows",
    description="Server-sent events: `load` whenever a pass changed it, heartbeats, `end` with the token.",
)
async def stream_load(
    running: Running, caller: Caller, machine: MachineId, seat: Annotated[None, Depends(_seat)]
) -> AsyncIterator[ServerSentEvent]:
    del seat
    async for event in events(running, caller, machine):
        yield event
