"""Is ingest alive, ready and getting on, for those who watch it?"""

import asyncio
import importlib.metadata
import socket
import time
from collections.abc import Awaitable, Callable

import psycopg
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ingest import metric
from ingest.database import connect
from ingest.pulse import Pulse
from ingest.settings import IngestSettings
from services.kit.migrate import pending
from services.kit.mqtt import Mqtt

_STARTED = time.time()
# Three pings of the broker, and a transaction of the largest batch on a slow disk.
_SILENT_AFTER_S = 60.0
_STUCK_AFTER_S = 15.0

Endpoint = Callable[[Request], Awaitable[Response]]


class Watch:
    """Judges by what moves: when the broker was last heard and whether messages wait for a transaction."""

    def __init__(self, settings: IngestSettings, mqtt: Mqtt, pulse: Pulse) -> None:
        self._settings = settings
        self._mqtt = mqtt
        self._pulse = pulse

    async def reasons(self) -> list[str]:
        """Return what is wrong, nothing when all is well."""
        return [*self._broker(), *self._flow(), *await self._database()]

    def _broker(self) -> list[str]:
        if not self._mqtt.connected:
            return [f"The broker at {self._mqtt.address} is not connected: {self._mqtt.last_failure or 'not yet'}."]
        if (silent_s := self._mqtt.heard_s_ago()) > _SILENT_AFTER_S:
            return [f"The broker has said nothing for {silent_s:.0f} s."]
        return []

    def _flow(self) -> list[str]:
        if (stuck_s := self._pulse.stuck_s()) < _STUCK_AFTER_S:
            return []
        return [f"Messages have waited {stuck_s:.0f} s for the database: {self._pulse.trouble or 'it is slow'}."]

    async def _database(self) -> list[str]:
        try:
            async with asyncio.timeout(3), await connect(self._settings.database_url, "ingest-health") as connection:
                return [f"SQL file not applied as it stands: {name}" for name in await pending(connection, "ingest")]
        except (TimeoutError, psycopg.Error, OSError) as error:
            return [f"The database does not answer ({type(error).__name__})."]

    def measure(self) -> None:
        """Bring the gauges up to date that nothing else moves."""
        metric.QUEUE.set(self._mqtt.waiting)
        metric.STALE_ACKS.set(self._mqtt.stale_acks)
        metric.SESSIONS_LOST.set(self._mqtt.sessions_lost)


def make_app(settings: IngestSettings, watch: Watch) -> Starlette:
    """Return the app with /healthz, /readyz, /health and /metrics."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "pass"})

    async def readyz(_request: Request) -> Response:
        reasons = await watch.reasons()
        return JSONResponse({"status": "fail" if reasons else "pass", "reasons": reasons}, 503 if reasons else 200)

    async def health(_request: Request) -> Response:
        answer = _health(settings, await watch.reasons())
        return JSONResponse(answer, media_type="application/health+json")

    async def metrics(_request: Request) -> Response:
        watch.measure()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    endpoints: dict[str, Endpoint] = {
        "/healthz": healthz,
        "/readyz": readyz,
        "/health": health,
        "/metrics": metrics,
    }
    return Starlette(routes=[Route(path, endpoint) for path, endpoint in endpoints.items()])


def _health(settings: IngestSettings, reasons: list[str]) -> dict[str, object]:
    return {
        "status": "fail" if reasons else "pass",
        "service": "ingest",
        "question": "What did the machines say?",
        "version": importlib.metadata.version("howdah"),
        "commit": settings.commit,
        "built_at": settings.built_at,
        "instance": socket.gethostname(),
        "uptime_s": round(time.time() - _STARTED, 1),
        "dependencies": [],
        "reasons": reasons,
    }
