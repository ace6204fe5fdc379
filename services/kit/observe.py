"""What is a process doing: its logs, its metrics, and the trace of each request?"""

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.errors import BodyTooLarge
from services.kit.settings import Settings

REQUESTS = Counter("http_requests_total", "Requests answered", ["service", "handler", "method", "status"])
SECONDS = Histogram("http_request_duration_seconds", "Time to answer", ["service", "handler", "method"])

_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")

log = structlog.get_logger()


def configure_logs(settings: Settings, name: str) -> None:
    """Send structured logs of this process to standard error, as JSON lines or for a terminal."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[*shared, *_rendered(settings.log_format)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(process=name)


def _rendered(log_format: str) -> list[structlog.typing.Processor]:
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # The plain traceback shows no values of variables: they may hold secrets.
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]


class Observed:
    """Gives each request a trace id, a log line and its metrics, and refuses bodies that are too large."""

    def __init__(self, app: ASGIApp, service: str, limit: Callable[[], int]) -> None:
        self.app = app
        self.service = service
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        trace_id = _trace_id(scope)
        scope.setdefault("state", {})["trace_id"] = trace_id
        started, status = time.perf_counter(), 500

        async def traced(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", trace_id.encode())]
            await send(message)

        try:
            await self.app(scope, _limited(receive, scope, self.limit()), traced)
        finally:
            self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if route != "unmatched" else "any"
        REQUESTS.labels(self.service, route, method, status).inc()
        SECONDS.labels(self.service, route, method).observe(seconds)
        if route in ("/healthz", "/readyz", "/metrics", "/health"):
            return
        state = scope["state"]
        log.info(
            "request",
            method=scope["method"],
            path=scope["path"],
            status=status,
            ms=round(seconds * 1000, 1),
            trace_id=state["trace_id"],
            subject=state.get("subject"),
        )


def _trace_id(scope: Scope) -> str:
    headers = dict(scope["headers"])
    if match := _TRACEPARENT.match(headers.get(b"traceparent", b"").decode("latin-1")):
        return match[1]
    given = headers.get(b"x-request-id", b"").decode("latin-1")
    return given if _REQUEST_ID.match(given) else secrets.token_hex(16)


def _limited(receive: Receive, scope: Scope, limit: int) -> Receive:
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    announced = int(declared) if declared.isdigit() else 0
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if max(taken, announced) > limit:
            raise BodyTooLarge(limit)
        return message

    return counted
