"""What did the machines say, at this moment and before?"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response, StreamingResponse

from models.machines import Kind
from services.kit.app import service
from services.kit.auth import Caller, permitted
from services.kit.database import Connection, Db
from services.kit.page import Cutting, WideCutting
from services.kit.parameter import MachineId
from services.kit.telemetry import Telemetry
from services.kit.together import Together
from services.telemetry import catalogue, coverage, export, history, latest, store, stream
from services.telemetry.api import (
    Asked,
    Catalogue,
    EventPage,
    FleetHistory,
    History,
    LatestColumns,
    LatestPage,
    MachineCoverage,
    MachineLatest,
    RejectedPage,
)
from services.telemetry.parameter import FewSignals, Machines, OneSignal, Range, Signals, SomeMachines, required
from services.telemetry.settings import TelemetrySettings

app = service(__name__, settings=TelemetrySettings)

Points = Annotated[int, Query(ge=10, le=5000, description="Points per signal, at most.")]
Resolution = Annotated[Asked, Query(description="What to read; `auto` takes what gives enough points quickly.")]
EventKind = Annotated[str | None, Query(max_length=64, description="Only events of this kind, such as `fault`.")]
Active = Annotated[bool | None, Query(description="Only what began (true) or ended (false).")]


@app.get(
    "/v1/signals",
    summary="The signal catalogue",
    description="What machines can report: units, physical ranges, healthy bands, J1939 and ISO 15143-3 names.",
    dependencies=[Depends(permitted("telemetry:read"))],
)
async def list_signals(kind: Kind | None = None) -> Catalogue:
    return catalogue.listed(kind)


@app.get(
    "/v1/latest",
    summary="Newest values of the fleet",
    description="The newest values of the chosen signals for every machine that the caller sees at this moment, by id.",
)
async def list_latest(telemetry: Telemetry, signals: FewSignals, machines: Machines, cut: Cutting) -> LatestPage:
    return await latest.of_fleet(telemetry, signals, machines, cut)


@app.get(
    "/v1/columns/latest",
    summary="Newest values of the fleet in columns",
    description="As `/v1/latest` for very many machines, at a small part of the cost.",
    response_model=LatestColumns,
)
async def list_latest_columns(together: Together, signals: FewSignals, cut: WideCutting) -> Response:
    async def read(db: Connection) -> LatestColumns:
        return await latest.columns(db, signals, cut)

    return await together.answer(read)


@app.get(
    "/v1/machines/{machine}/latest",
    summary="Newest values of a machine",
    description="The newest value of each signal with its own time; of all signals of its kind where none is named.",
)
async def get_latest(telemetry: Telemetry, machine: MachineId, signals: Signals) -> MachineLatest:
    return await latest.of_machine(telemetry, machine, signals)


@app.get(
    "/v1/machines/{machine}/stream",
    response_class=EventSourceResponse,
    summary="Newest values as they come",
    description="Server-sent events: `latest` with what changed, `stale` while nobody can know, `end` with the token.",
)
async def stream_latest(
    listening: stream.Listening, caller: Caller, heartbeat: stream.Heartbeat
) -> AsyncIterator[ServerSentEvent]:
    async for event in stream.events(listening, caller, heartbeat):
        yield event


@app.get(
    "/v1/machines/{machine}/history",
    summary="History of a machine",
    description="Signals over time, at most `points` points each: peaks kept, gaps shown, and how complete they are.",
)
async def get_history(
    telemetry: Telemetry,
    machine: MachineId,
    signals: FewSignals,
    during: Range,
    points: Points = 1000,
    *,
    resolution: Resolution = "auto",
) -> History:
    periods = await telemetry.require(machine)
    chosen = history.choose(resolution, during, points)
    found = await history.read(telemetry, machine, required(signals), during, chosen)
    delivery = await coverage.of_period(telemetry, periods, during)
    return history.told(periods, found, during, chosen, points, delivery=delivery)


@app.get(
    "/v1/machines/{machine}/coverage",
    summary="Completeness of a machine's messages",
    description="How much of a period is covered by what the machine sent, what is lost, and what may still come.",
)
async def get_coverage(telemetry: Telemetry, machine: MachineId, during: Range) -> MachineCoverage:
    return await coverage.of_machine(telemetry, machine, during)


@app.get(
    "/v1/machines/{machine}/export",
    response_class=StreamingResponse,
    summary="Export a range",
    description="Every reading of a range as a file, streamed; a failure midway breaks the download off.",
    responses={200: {"content": export.CONTENT}},
    dependencies=[Depends(permitted("telemetry:read")), Depends(export.slot)],
)
async def export_readings(file: export.Exported) -> StreamingResponse:
    return file


@app.get(
    "/v1/history",
    summary="History of one signal of several machines",
    description="One signal over time for each machine named, at most 50, to compare them.",
)
async def compare_history(
    telemetry: Telemetry, signal: OneSignal, machines: SomeMachines, during: Range, points: Points = 300
) -> FleetHistory:
    return await history.compared(telemetry, signal, machines, during, points)


@app.get(
    "/v1/machines/{machine}/events",
    summary="Events of a machine",
    description="What the machine reported in a period, such as fault codes, newest first.",
)
async def list_machine_events(
    telemetry: Telemetry,
    machine: MachineId,
    during: Range,
    cut: Cutting,
    kind: EventKind = None,
    *,
    active: Active = None,
) -> EventPage:
    await telemetry.require(machine)
    found = await store.list_events(telemetry.connection, during, cut, store.Wanted(machine, kind, active))
    return cut.page(found, *store.EVENT_KEY)


@app.get(
    "/v1/events",
    summary="Events of the fleet",
    description="What all visible machines reported in a period, newest first.",
)
async def list_events(
    db: Db, during: Range, cut: Cutting, kind: EventKind = None, *, active: Active = None
) -> EventPage:
    return cut.page(await store.list_events(db, during, cut, store.Wanted(None, kind, active)), *store.EVENT_KEY)


@app.get(
    "/v1/machines/{machine}/rejected",
    summary="Refused messages of a machine",
    description="Which messages were refused, or lost values, in a period, and why; newest first.",
)
async def list_machine_rejected(telemetry: Telemetry, machine: MachineId, during: Range, cut: Cutting) -> RejectedPage:
    await telemetry.require(machine)
    return cut.page(await store.list_rejected(telemetry.connection, during, cut, machine), *store.REJECTED_KEY)


@app.get(
    "/v1/rejected",
    summary="Refused messages of the fleet",
    description="Which messages were refused, or lost values, in a period, and why; newest first.",
)
async def list_rejected(db: Db, during: Range, cut: Cutting) -> RejectedPage:
    return cut.page(await store.list_rejected(db, during, cut, None), *store.REJECTED_KEY)
