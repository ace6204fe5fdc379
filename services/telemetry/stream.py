"""How does a browser hear of a machine's newest values as they come?"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.sse import ServerSentEvent

from services.kit.auth import Caller, Principal
from services.kit.errors import Unavailable
from services.kit.parameter import MachineId
from services.kit.telemetry import Latest, Value, reading
from services.telemetry.api import LatestValue, StreamedValues
from services.telemetry.hub import Hub, Listener
from services.telemetry.latest import of_kind
from services.telemetry.parameter import Signals
from services.telemetry.settings import TelemetrySettings


class TooManyStreams(Unavailable):
    """As many streams are open as this process serves."""

    code, title = "too-many-streams", "Too many streams"


async def _listener(request: Request, caller: Caller, machine: MachineId, signals: Signals) -> AsyncIterator[Listener]:
    hub = _hub(request)
    if len(hub.listeners) >= _settings(request).most_streams:
        raise TooManyStreams(f"{len(hub.listeners)} streams are open, as many as are served; try again in a moment.")
    async with reading(hub.pool, caller.viewers) as telemetry:
        kind = (await telemetry.require(machine))[-1].kind
    with hub.joined(Listener(machine, signals or of_kind(kind), caller.viewers)) as listener:
        yield listener


def _settings(request: Request) -> TelemetrySettings:
    settings: TelemetrySettings = request.app.state.resources.settings
    return settings


def _hub(request: Request) -> Hub:
    state = request.app.state
    hub: Hub | None = getattr(state, "hub", None)
    if hub is None or hub.pool is not state.resources.pool:
        hub = state.hub = Hub(state.resources.pool, _settings(request).stream_poll_s)
    return hub


async def _heartbeat(request: Request) -> float:
    return _settings(request).stream_heartbeat_s


Listening = Annotated[Listener, Depends(_listener)]
Heartbeat = Annotated[float, Depends(_heartbeat)]


async def events(listener: Listener, caller: Principal, heartbeat_s: float) -> AsyncIterator[ServerSentEvent]:
    """Yield the newest values, then what changed whenever it does, and heartbeats; end when the token ends."""
    sent: dict[str, Value] = {}
    while (left_s := (caller.expires_at - datetime.now(UTC)).total_seconds()) > 0:
        if not await listener.changed(min(heartbeat_s, left_s)):
            yield ServerSentEvent(comment="heartbeat")
        elif listener.closed:
            return
        elif listener.away:
            yield ServerSentEvent(event="stale", data={"reason": "The database does not answer at the moment."})
        elif listener.row:
            changed = {name: value for name, value in listener.row.values.items() if sent.get(name) != value}
            sent |= changed
            yield _told(listener.row, changed)
    yield ServerSentEvent(event="end", data={"reason": "The token has expired; connect again with another."})


def _told(row: Latest, values: dict[str, Value]) -> ServerSentEvent:
    told = StreamedValues(
        machine=row.machine,
        time=row.time,
        received_at=row.received_at,
        values={name: LatestValue(value=value.value, time=value.time) for name, value in values.items()},
    )
    return ServerSentEvent(event="latest", id=row.received_at.isoformat(), data=told)
