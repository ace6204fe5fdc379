"""How does somebody take the readings of a machine home?"""

from collections.abc import AsyncIterator
from datetime import UTC
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from starlette.responses import StreamingResponse

from services.dashboard.machine.chart import AskedChart, known_signals, period
from services.dashboard.neighbour import TelemetryOfUser
from services.kit.parameter import MachineId

router = APIRouter(include_in_schema=False)

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
Form = Annotated[Literal["csv", "parquet"], Path()]


@router.get(
    "/machines/{machine}/export.{form}", summary="Readings as a file", description="The charted signals and time."
)
async def export_readings(
    machine: MachineId, form: Form, query: AskedChart, telemetry: TelemetryOfUser
) -> StreamingResponse:
    begin, end = period(query)
    chunks = telemetry.export(machine, known_signals(query.names), begin, end, form=form)
    # What can fail at once fails before the first byte, and is told as a page instead of a broken file.
    first = await anext(chunks, b"")
    name = f"{machine}_{begin.astimezone(UTC):%Y%m%dT%H%M%SZ}_{end.astimezone(UTC):%Y%m%dT%H%M%SZ}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_all(first, chunks), media_type=MEDIA_TYPES[form], headers=headers)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
