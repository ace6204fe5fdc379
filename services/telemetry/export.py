"""How is a range of readings sent as a file, so that a broken one is never taken for a whole one?"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from starlette.responses import StreamingResponse

from services.kit.auth import Caller
from services.kit.column import Columns
from services.kit.errors import Unavailable
from services.kit.parameter import MachineId, Period
from services.kit.telemetry import reading
from services.telemetry.latest import of_kind
from services.telemetry.parameter import Range, Signals
from services.telemetry.slice import Slice, blocks
from services.telemetry.table import Csv, Parquet, Table

Format = Annotated[Literal["csv", "parquet"], Query(alias="format", description="The file's format.")]
CONTENT: dict[str, Any] = {
    kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in (Csv, Parquet)
}


class TooManyExports(Unavailable):
    """As many exports run as this process serves at once."""

    code, title = "too-many-exports", "Too many exports"


async def slot(request: Request) -> AsyncIterator[None]:
    """Hold one of the process's few exports until the file is sent: each costs processor time and memory."""
    state = request.app.state
    running: int = getattr(state, "exports", 0)
    if running >= state.resources.settings.most_exports:
        raise TooManyExports(f"{running} exports are running, as many as run at once; try again in a moment.")
    state.exports = running + 1
    try:
        yield
    finally:
        state.exports -= 1


async def _exported(
    request: Request,
    machine: MachineId,
    during: Range,
    *,
    signals: Signals,
    caller: Caller,
    form: Format = "csv",
) -> StreamingResponse:
    pool = request.app.state.resources.pool
    async with reading(pool, caller.viewers) as telemetry:
        kind = (await telemetry.require(machine))[-1].kind
    wanted = Slice(caller.viewers, machine, signals or of_kind(kind), during.from_, during.to)
    rest = blocks(pool, wanted)
    # What can fail at once fails before the first byte, as problem details.
    first = await anext(rest, None)
    table = Csv(wanted.signals) if form == "csv" else Parquet(wanted.signals)
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(machine, during)}.{form}"'}
    return StreamingResponse(_bytes(table, first, rest), media_type=table.media_type, headers=headers)


async def _bytes(table: Table, first: Columns | None, rest: AsyncIterator[Columns]) -> AsyncIterator[bytes]:
    """Yield the file. An error leaves it without its end: the connection breaks off, and the client knows."""
    yield table.begin()
    if first is not None:
        yield await asyncio.to_thread(table.add, first)
    async for block in rest:
        yield await asyncio.to_thread(table.add, block)
    yield table.end()


def _file_name(machine: str, during: Period) -> str:
    begin, end = (f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}" for time in (during.from_, during.to))
    return f"{machine}_{begin}_{end}"


Exported = Annotated[StreamingResponse, Depends(_exported)]
