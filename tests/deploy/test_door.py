"""Does the public door let through what is public, and nothing else?"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from deploy.account import private_folder
from deploy.child import Child
from deploy.port import LOOPBACK, free_port
from deploy.servers import Caddy
from services.kit.errors import ProblemDetails
from tests.conftest import Servers


class _Echo(BaseHTTPRequestHandler):
    """Answers with the path it was asked for, and on /stream with two events, the second when it is told to."""

    protocol_version = "HTTP/1.1"
    go_on = threading.Event()

    def do_GET(self) -> None:
        """Answer a GET."""
        if self.path == "/stream":
            self._stream()
        elif self.path == "/from":
            self._answer(", ".join(self.headers.get_all("X-Forwarded-For") or []).encode())
        else:
            self._answer(self.path.encode())

    def do_POST(self) -> None:
        """Answer a POST with the size of its body."""
        self._answer(str(len(self.rfile.read(int(self.headers["Content-Length"])))).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"data: first\n\n")
        self.wfile.flush()
        self.go_on.wait(20)
        self.wfile.write(b"data: second\n\n")
        self.close_connection = True


@pytest.fixture(scope="module")
def door(servers: Servers) -> Iterator[httpx.Client]:
    """A client of a running Caddy, behind which a registry, a dashboard and a service that is down stand."""
    upstreams = [ThreadingHTTPServer((LOOPBACK, 0), _Echo) for _ in range(2)]
    for upstream in upstreams:
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
    names = {"registry": upstreams[0], "dashboard": upstreams[1]}
    addresses = {name: f"{LOOPBACK}:{upstream.server_port}" for name, upstream in names.items()}
    folder = private_folder(servers.folder / "caddy")
    caddy = Caddy(servers.installation, folder, free_port(), {**addresses, "absent": f"{LOOPBACK}:9"})
    child = Child(caddy.prepare()).wait_until_ready(20)
    with httpx.Client(base_url=caddy.url, trust_env=False) as client:
        yield client
    child.stop()
    for upstream in upstreams:
        upstream.shutdown()
        upstream.server_close()


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("/api/registry/v1/machines?limit=2", "/v1/machines?limit=2"),
        ("/api/registry/docs", "/docs"),
        ("/", "/"),
        ("/machines/a?b=c", "/machines/a?b=c"),
    ],
)
def test_a_service_sees_its_own_paths_and_the_dashboard_everything_else(
    door: httpx.Client, asked: str, seen: str
) -> None:
    assert door.get(asked).text == seen


@pytest.mark.parametrize("path", ["metrics", "healthz", "readyz", "%6Detrics", "METRICS", "/metrics", "metrics/"])
def test_what_services_tell_their_operators_stays_inside(door: httpx.Client, path: str) -> None:
    for prefix in ("/api/registry/", "/"):
        answer = door.get(httpx.URL(f"http://{LOOPBACK}:{door.base_url.port}{prefix}{path}"))
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_an_unknown_service_is_not_found_and_an_absent_one_unavailable(door: httpx.Client) -> None:
    answers = [door.get(f"/api/{name}/v1/things") for name in ("unknown", "absent")]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (404, "not-found"),
        (502, "unavailable"),
    ]
    # A program meets the same form whoever answers: a service, or the door in its place.
    problem = ProblemDetails.model_validate(answers[0].json())
    assert problem.type == "urn:howdah:problem:not-found"
    assert "/api/registry/v1/services" in problem.detail


def test_a_body_that_is_too_large_is_refused(door: httpx.Client) -> None:
    assert door.post("/api/registry/v1/things", content=b"x" * 1_000_000).text == "1000000"
    answer = door.post("/api/registry/v1/things", content=b"x" * 3_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_every_answer_carries_the_headers_that_protect_a_browser(door: httpx.Client) -> None:
    for path in ("/", "/api/registry/v1/machines", "/api/unknown"):
        headers = door.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "Server" not in headers


def test_nobody_passes_for_somebody_else_behind_the_door(door: httpx.Client) -> None:
    spoofed = [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-For", "203.0.113.8")]
    assert door.get("/from", headers=spoofed).text == LOOPBACK


def test_a_stream_of_events_arrives_as_it_is_sent(door: httpx.Client) -> None:
    with door.stream("GET", "/stream", headers={"Accept-Encoding": "gzip"}, timeout=10) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "data: first"
        _Echo.go_on.set()
        assert [line for line in lines if line] == ["data: second"]
