"""Does every service keep what every service promises?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from inspect import isasyncgenfunction, isclass, iscoroutinefunction, isfunction
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from services.kit.auth import Role
from services.kit.health import dependencies, routes_of
from services.kit.migrate import ROOT
from services.kit.openapi import export, path_of
from services.kit.room import app_of
from services.kit.testing import House, see

SERVICES = sorted(p.parent.name.replace("_", "-") for p in ROOT.glob("services/*/app.py") if p.parent.name != "kit")
# How one gets a token cannot need one, nor can the keys that tokens are checked with.
OPEN_ROUTES = {("registry", "/v1/tokens"), ("registry", "/v1/keys.json")}
SOLD = datetime(2026, 3, 1, tzinfo=UTC)
PERIOD = {"from": "2026-02-01T00:00:00Z", "to": "2026-02-02T00:00:00Z"}


def _routes(name: str) -> list[APIRoute]:
    routes = [route for route in routes_of(app_of(name).routes) if route.path.startswith("/v1")]
    return [route for route in routes if (name, route.path) not in OPEN_ROUTES]


@pytest.mark.parametrize("name", SERVICES)
def test_the_committed_openapi_document_is_what_the_service_promises(name: str) -> None:
    renew = f"python -m services.kit.openapi {name}"
    assert path_of(name).read_bytes() == export(name), f"services/{name}/openapi.json is stale; renew it: {renew}"


@pytest.mark.parametrize("name", SERVICES)
def test_every_route_says_what_it_is_for(name: str) -> None:
    mute = [route.path for route in _routes(name) if not (route.summary and route.description)]
    assert mute == []


@pytest.mark.parametrize("name", SERVICES)
async def test_no_route_answers_without_a_token(house: House, name: str) -> None:
    api = await house.api(name)
    for route in _routes(name):
        for method in route.methods or ():
            answer = await api.request(method, _filled(route.path), params=PERIOD, json={})
            assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in"), f"{method} {route.path}"


@pytest.mark.parametrize("name", SERVICES)
def test_no_request_waits_for_a_thread_before_it_is_answered(name: str) -> None:
    needed = {call for route in _routes(name) for call in _needed(route.dependant)}
    waiting = [call for call in needed if not (iscoroutinefunction(call) or isasyncgenfunction(call))]
    assert waiting == [], "make these dependencies `async def`: others run in a thread, which costs more than they do"


def _needed(dependant: Dependant) -> Iterator[object]:
    """Yield what is called for a route before it is answered: functions, and of objects that are called, their call."""
    for one in dependant.dependencies:
        plain = isfunction(one.call) or isclass(one.call)
        yield one.call if plain else type(one.call).__call__
        yield from _needed(one)


@pytest.mark.parametrize("name", SERVICES)
async def test_a_key_that_is_limited_to_another_service_reads_nothing_here(house: House, name: str) -> None:
    api = await house.api(name, house.token(Role.DEVELOPER, "all", permissions=["another:read", "*:write"]))
    for route in _routes(name):
        if "GET" in (route.methods or ()):
            answer = await api.get(_filled(route.path), params=_period(name, route.path))
            assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted"), route.path


@pytest.mark.parametrize("name", SERVICES)
async def test_another_customers_machine_is_not_there_for_any_route(house: House, name: str) -> None:
    see(house.database, "wl-01", "customer:owner")
    api = await house.api(name, house.token(Role.CUSTOMER, "customer:stranger"))
    for route in _routes(name):
        if "{machine}" in route.path and "GET" in (route.methods or ()):
            period = _period(name, route.path)
            foreign = await api.get(_filled(route.path), params=period)
            absent = await api.get(_filled(route.path, "wl-99"), params=period)
            assert foreign.status_code == absent.status_code == 404, f"{route.path}: {foreign.text}"
            assert _anonymous(foreign.json(), "wl-01") == _anonymous(absent.json(), "wl-99")


def _period(name: str, path: str) -> dict[str, str]:
    """Return a period as far as a route takes one."""
    described = app_of(name).openapi()["paths"][path]["get"].get("parameters", [])
    return {one["name"]: PERIOD[one["name"]] for one in described if one["name"] in PERIOD}


def _anonymous(problem: dict[str, object], machine: str) -> str:
    return re.sub(machine, "…", str({**problem, "trace_id": None}))


def _filled(path: str, machine: str = "wl-01") -> str:
    return re.sub(r"\{\w+(:\w+)?\}", "x-1", path.replace("{machine}", machine))


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_says_how_it_is(house: House, name: str) -> None:
    api = await house.api(name)
    assert (await api.get("/healthz")).status_code == 200
    assert (await api.get("/readyz")).json() == {"status": "pass", "reasons": []}
    health = (await api.get("/health")).json()
    assert (health["service"], health["status"]) == (name, "pass")
    assert health["question"].endswith("?")
    assert 'http_requests_total{handler="/health' in (await api.get("/metrics")).text


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_asks_only_services_that_exist(name: str) -> None:
    assert set(dependencies(app_of(name))) <= set(SERVICES) - {name}


@pytest.mark.parametrize("name", SERVICES)
def test_a_services_readme_tells_its_question_and_limits(name: str) -> None:
    readme = Path(ROOT / "services" / name.replace("-", "_") / "README.md").read_text()
    assert readme.startswith(f"# {name}\n")
    assert len(readme.splitlines()) >= 10
