"""Does every error reach a caller as problem details that say what is wrong and what would be right?"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Annotated

import httpx
import pytest
from fastapi import FastAPI, Query
from psycopg import DataError, OperationalError
from pydantic import AwareDatetime, BaseModel, Field, SecretStr

from services.kit import errors, observe
from services.kit.auth import Caller
from services.kit.page import Cutting
from services.kit.parameter import MachineId


class Body(BaseModel):
    name: str
    parts: tuple[str, ...] | None = Field(default=None, min_length=2)
    secret: SecretStr | None = Field(default=None, min_length=12)


def _app() -> FastAPI:
    app = FastAPI()
    errors.install(app)
    app.add_middleware(observe.Observed, service="test", limit=lambda: 2048)

    _add_failing_routes(app)

    @app.get("/number")
    async def number(n: Annotated[int, Query(ge=1)]) -> int:
        return n

    @app.get("/time")
    async def time(at: AwareDatetime) -> datetime:
        return at

    @app.post("/body")
    async def body(body: Body) -> str:
        return body.name

    @app.get("/me")
    async def me(caller: Caller) -> str:
        return caller.name

    @app.get("/named/{machine}")
    async def named(machine: MachineId) -> str:
        return machine

    @app.get("/list")
    async def items(cut: Cutting) -> int:
        return cut.limit

    return app


def _add_failing_routes(app: FastAPI) -> None:
    @app.get("/machine")
    async def machine() -> None:
        raise errors.UnknownMachine("wl-9")

    @app.get("/database")
    async def database() -> None:
        raise OperationalError("secret host")

    @app.get("/data")
    async def data() -> None:
        raise DataError("secret value")

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError("secret detail")


@pytest.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    """An app with a route for each kind of error."""
    transport = httpx.ASGITransport(_app(), raise_app_exceptions=False)
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("/machine", 404, "unknown-machine", "No machine 'wl-9' is known to you"),
        ("/number?n=0", 422, "invalid-request", "n: Input should be greater than or equal to 1"),
        ("/number?n=x", 422, "invalid-request", "n: Input should be a valid integer"),
        ("/time?at=yesterday", 422, "invalid-request", "too short; write a time with its zone, such as 2026-"),
        ("/time?at=2026-03-01", 422, "invalid-request", "timezone info; write a time with its zone, such as 2026-"),
        ("/body", 405, "method-not-allowed", "GET is not answered here; this takes POST."),
        ("/nothing", 404, "not-found", "There is nothing at /nothing"),
        ("/database", 503, "unavailable", "try again in a few seconds"),
        ("/data", 422, "invalid-request", "the database cannot hold"),
        ("/bug", 500, "internal", "logged under this trace_id"),
        ("/me", 401, "not-signed-in", "Authorization: Bearer"),
        ("/list?limit=5000", 422, "invalid-request", "limit: Input should be less than or equal to 1000"),
        ("/list?after=%%%", 422, "invalid-request", "This is not a cursor"),
        ("/named/WL_7", 422, "invalid-request", "machine: an id has up to 63 lower-case letters, digits and hyphens"),
    ],
)
async def test_an_error_is_a_flat_problem(api: httpx.AsyncClient, path: str, status: int, code: str, said: str) -> None:
    answer = await api.get(path)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, errors.MEDIA_TYPE)
    assert (problem["status"], problem["code"], problem["instance"]) == (status, code, path.partition("?")[0])
    assert said in problem["detail"]
    assert "secret" not in answer.text
    assert problem["trace_id"] == answer.headers["x-request-id"]


async def test_a_missing_field_is_named(api: httpx.AsyncClient) -> None:
    problem = (await api.post("/body", json={"nam": "x"})).json()
    assert problem["errors"] == [{"field": "name", "detail": "Field required"}]


async def test_what_is_too_short_is_said_as_people_count_it(api: httpx.AsyncClient) -> None:
    problem = (await api.post("/body", json={"name": "a", "parts": ["a"], "secret": "short"})).json()
    told = {one["field"]: one["detail"] for one in problem["errors"]}
    assert told == {"parts": "at least 2 items needed, not 1", "secret": "at least 12 characters needed, not 5"}


@pytest.mark.parametrize("size", [2049, 5_000_000])
async def test_a_body_that_is_too_large_is_refused(api: httpx.AsyncClient, size: int) -> None:
    answer = await api.post("/body", content=b" " * size, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield b" " * (size // 3)

    answer = await api.post("/body", content=parts(), headers={"content-type": "application/json"})
    assert answer.json()["code"] == "body-too-large"


async def test_a_broken_body_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.post("/body", content=b'{"name": ', headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert answer.json()["detail"] == "body: this is not JSON: Expecting value at character 9"


async def test_a_trace_is_carried_on_and_a_strange_one_is_not(api: httpx.AsyncClient) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    carried = await api.get("/number?n=1", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    assert carried.headers["x-request-id"] == trace
    strange = await api.get("/number?n=1", headers={"x-request-id": "a b\tc"})
    assert len(strange.headers["x-request-id"]) == 32
