"""What does a service hear from a neighbour that answers, refuses, fails, or is not there?"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, SecretStr

from services.kit import errors
from services.kit.client import NeighbourDown, ServiceClient


class Answer(BaseModel):
    """What the neighbour of this test answers."""

    authorization: str
    query: dict[str, str]


class WeatherClient(ServiceClient):
    """Asks the neighbour of this test."""

    service = "weather"


def _weather() -> FastAPI:
    app = FastAPI()
    errors.install(app)

    @app.get("/right")
    async def right(request: Request) -> Answer:
        return Answer(authorization=request.headers["authorization"], query=dict(request.query_params))

    @app.get("/unknown")
    async def unknown() -> None:
        raise errors.UnknownMachine("wl-9")

    @app.get("/wrong")
    async def wrong(hours: int) -> int:
        return hours

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError

    @app.get("/html")
    async def html() -> Response:
        return Response("<p>no</p>", 404)

    return app


@pytest.fixture
async def weather() -> AsyncIterator[WeatherClient]:
    """A client of a real app."""
    transport = httpx.ASGITransport(_weather(), raise_app_exceptions=False)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://weather"))
        yield WeatherClient(http, SecretStr("of the caller"))


async def test_the_callers_token_goes_along_and_empty_queries_do_not(weather: WeatherClient) -> None:
    answer = await weather.get("/right", Answer, from_="2026-03-01T00:00:00Z", to=None)
    assert answer == Answer(authorization="Bearer of the caller", query={"from": "2026-03-01T00:00:00Z"})


async def test_what_a_neighbour_refuses_is_passed_on_in_its_words(weather: WeatherClient) -> None:
    with pytest.raises(errors.Problem) as unknown:
        await weather.get("/unknown", Answer)
    assert (unknown.value.status_code, unknown.value.code) == (404, "unknown-machine")
    assert "wl-9" in str(unknown.value.detail)
    with pytest.raises(errors.Problem) as wrong:
        await weather.get("/wrong", Answer, hours="many")
    assert (wrong.value.status_code, wrong.value.code) == (422, "invalid-request")


@pytest.mark.parametrize("path", ["/bug", "/html"])
async def test_a_neighbour_that_fails_is_down(weather: WeatherClient, path: str) -> None:
    with pytest.raises(NeighbourDown, match="'weather' does not answer"):
        await weather.get(path, Answer)


async def test_a_neighbour_that_is_not_there_is_down() -> None:
    async with httpx.AsyncClient(base_url="http://127.0.0.1:9", timeout=1) as http:
        with pytest.raises(NeighbourDown) as down:
            await WeatherClient(http).get("/right", Answer)
    assert down.value.headers == {"Retry-After": "2"}
