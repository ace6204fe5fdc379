"""What is a service doing: its metrics, and the log line and trace of each request?"""

import re
import secrets
import time
from collections.abc import Callable

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.errors import BodyTooLarge

REQUESTS = Counter("http_requests_total", "Requests answered", ["service", "handler", "method", "status"])
SECONDS = Histogram("http_request_duration_seconds", "Time to answer", ["service", "handler", "method"])

_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")

log = structlog.get_logger()


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
