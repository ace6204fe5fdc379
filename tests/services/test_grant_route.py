"""Does any route tell somebody what was not granted, and does each grant let what it grants be read?"""

import asyncio
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from deploy.mosquitto.access import RULES
from models.consent import DataGroup
from services.kit.auth import Role
from services.kit.health import routes_of
from services.kit.migrate import ROOT
from services.kit.room import app_of
from services.kit.testing import House
from tests.conftest import Servers
from tests.services.mark import MARKS, SIGNALS, leave_marks, marks_in
from tests.services.registry.arrangement import arrange, commission, day, tenure

# Each group is given to some recipients and not to others, and no two groups to the same ones. Every route that reads
# is asked by everybody, and its answer is searched for the values that stand for the groups: a service or a route made
# tomorrow is asked too. Streams end with their token; what an open one tells behind a withdrawal is tried beside each.
SERVICES = sorted(p.parent.name.replace("_", "-") for p in ROOT.glob("services/*/app.py") if p.parent.name != "kit")
CLOSED = ("withdrawn", "over", "coming", "later", "stranger")
# The groups are numbered from 1 on, and each party has those that have its binary digit.
CODED = {
    f"p-{digit}": frozenset(group for number, group in enumerate(DataGroup, 1) if number >> digit & 1)
    for digit in range(len(DataGroup).bit_length())
}


# A stream tells what there is within this time, and ends with it.
STREAMED = timedelta(seconds=4)


def _routes(name: str, *, streams: bool = False) -> list[APIRoute]:
    routes = [route for route in routes_of(app_of(name).routes) if route.path.startswith("/v1")]
    return [route for route in routes if "GET" in (route.methods or ()) and route.path.endswith("/stream") == streams]


def _asked(name: str, route: APIRoute, machine: str, at: datetime) -> dict[str, str]:
    """Return what a route is asked, as far as it takes parameters: everything that may be had of one machine."""
    about = {"machine": machine, "machines": machine, "signals": ",".join(SIGNALS), "signal": "fuel_used_l"}
    about |= {"from": (at - timedelta(hours=2)).isoformat(), "to": (at + timedelta(minutes=5)).isoformat()}
    described = app_of(name).openapi()["paths"][route.path]["get"].get("parameters", [])
    return {one["name"]: about[one["name"]] for one in described if one["in"] == "query" and one["name"] in about}


def _path(wanted: str, machine: str) -> str:
    path = wanted.replace("{machine}", machine).replace("{site}", "acme-north").replace("{customer}", "acme")
    return re.sub(r"\{\w+(:\w+)?\}", "1", path)


async def _give(api: httpx.AsyncClient, recipient: str, groups: list[DataGroup], **changes: Any) -> int:
    about = {"customer": "acme", "purpose": "contract", "recipient": recipient, "groups": groups, "data_from": day(0)}
    answer = await api.post("/v1/consents", json=about | changes)
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["id"]
    return number


async def _truck(admin: httpx.AsyncClient) -> str:
    """Commission a truck that can be compared with others, and return its id."""
    model = {"make": "Norrberg", "name": "A30 G", "kind": "haul_truck"}
    assert (await admin.put("/v1/models/norrberg-a30", json=model)).status_code == 200
    told = await commission(admin, tenure("acme", day(0), site="acme-north"), model="norrberg-a30")
    return str(told["machine"]["id"])


async def _party(admin: httpx.AsyncClient, name: str) -> str:
    assert (await admin.put(f"/v1/parties/{name}", json={"name": name, "kind": "service"})).status_code == 200
    return f"party:{name}"


async def _grant(admin: httpx.AsyncClient, acme: httpx.AsyncClient) -> dict[str, frozenset[DataGroup]]:
    """Return what each viewer may have of the one machine, after its owner has said so."""
    granted = {"customer:acme": frozenset(DataGroup), "customer:bolt": frozenset({DataGroup.FUEL})}
    granted |= {"region:north": frozenset({DataGroup.ENGINE, DataGroup.POSITION})}
    standing = (await acme.get("/v1/consents")).json()["items"]
    for one in standing:
        assert (await acme.post(f"/v1/consents/{one['id']}/withdrawal", json={})).status_code == 200
    await _give(acme, "customer:bolt", [DataGroup.FUEL])
    await _give(acme, "manufacturer", [DataGroup.ENGINE, DataGroup.POSITION], purpose="support")
    for name, groups in CODED.items():
        granted[await _party(admin, name)] = groups
        await _give(acme, f"party:{name}", list(groups))
    closed = [await _party(admin, why) for why in CLOSED]
    granted[",".join((*closed, "region:south"))] = frozenset()
    # Without consent to the services not even those who keep the platform read it.
    granted["all"] = frozenset()
    await _close(acme)
    # What programs may compute lets nobody read.
    for purpose in ("training", "benchmarking"):
        await _give(acme, "platform", list(DataGroup), purpose=purpose)
    return granted


async def _close(acme: httpx.AsyncClient) -> None:
    hour, hence = timedelta(hours=1), datetime.now(UTC)
    every = list(DataGroup)
    await _give(acme, "party:over", every, **{"from": day(1), "to": day(2)})
    await _give(acme, "party:coming", every, **{"from": (hence + hour).isoformat()})
    await _give(acme, "party:later", every, data_from=hence.isoformat())
    withdrawn = await _give(acme, "party:withdrawn", every)
    assert (await acme.post(f"/v1/consents/{withdrawn}/withdrawal", json={})).status_code == 200


def _token(house: House, viewer: str, **claims: Any) -> str:
    named = {"customer": Role.CUSTOMER, "all": Role.ADMINISTRATOR}
    role = named.get(viewer.partition(":")[0], Role.ENGINEER)
    return house.token(role, *viewer.split(","), permissions=["*:read", "consent:write"], **claims)


@pytest.fixture
async def admin(house: House, servers: Servers) -> httpx.AsyncClient:
    """The registry as an administrator finds it, on a real broker."""
    told = {"mqtt_url": servers.mosquitto.url("svc-registry"), "broker_rules_url": servers.mosquitto.url(RULES)}
    api = await house.api("registry", house.token(Role.ADMINISTRATOR, "all"), **told)
    await arrange(api)
    return api


async def _told(
    house: House, viewer: str, machine: str, at: datetime, *, only: Collection[str] | None = None
) -> Mapping[str, set[str]]:
    """Return which marks each route, or only some, told a viewer."""
    found: dict[str, set[str]] = {}
    for name in SERVICES:
        api = await house.api(name, _token(house, viewer))
        tables = (await api.get("/v1/belongings")).json().get("items", ["1"])
        for route in _routes(name):
            if only is not None and f"{name} {route.path}" not in only:
                continue
            paths = [route.path.replace("{table}", one) for one in (tables if "{table}" in route.path else [""])]
            asked = _asked(name, route, machine, at)
            found[f"{name} {route.path}"] = {
                mark for path in paths for mark in await _in_answer(api, _path(path, machine), asked)
            }
    return found


async def _streamed(house: House, viewers: Collection[str], machine: str) -> Mapping[str, Mapping[str, set[str]]]:
    """Return which marks each stream told each viewer before their token ended."""
    for name in SERVICES:
        await house.open(name)
    token = {viewer: _token(house, viewer, exp=datetime.now(UTC) + STREAMED) for viewer in viewers}
    asked = {
        (viewer, f"{name} {route.path}"): _in_answer(
            await house.api(name, token[viewer]), _path(route.path, machine), {}
        )
        for name in SERVICES
        for route in _routes(name, streams=True)
        for viewer in viewers
    }
    told = dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))
    return {viewer: {route: some for (one, route), some in told.items() if one == viewer} for viewer in viewers}


async def _in_answer(api: httpx.AsyncClient, path: str, asked: Mapping[str, str]) -> set[str]:
    """Return which marks an answer bears."""
    answer = await api.get(path, params=asked, timeout=30)
    assert answer.status_code < 500, f"{api.base_url} {path}: {answer.text[:400]}"
    return marks_in(answer.text) if answer.status_code < 300 else set()


async def test_no_route_tells_what_was_not_granted_what_was_can_be_read_and_nothing_behind_a_withdrawal(
    house: House, admin: httpx.AsyncClient
) -> None:
    machine = await _truck(admin)
    at = datetime.now(UTC) - timedelta(minutes=10)
    await leave_marks(house, machine, at)
    acme = await house.api("registry", _token(house, "customer:acme"))
    granted = await _grant(admin, acme)
    leaks, missing = [], []
    telling: dict[str, Mapping[str, set[str]]] = {}
    streamed = await _streamed(house, granted, machine)
    for viewer, groups in granted.items():
        telling[viewer] = told = {**await _told(house, viewer, machine, at), **streamed[viewer]}
        due = {name for name, mark in MARKS.items() if mark.needs <= groups}
        leaks += [f"{viewer}: {route}: {mark}" for route, some in told.items() for mark in some - due]
        missing += [f"{viewer}: {mark}" for mark in due - set[str]().union(*told.values())]
    assert (leaks, missing) == ([], [])
    assert all(any(group not in one for one in CODED.values()) for group in DataGroup)
    _over_every_path(telling)
    await _withdraw_all(acme)
    await _silent(house, machine, at, {route for told in telling.values() for route, some in told.items() if some})


def _over_every_path(telling: Mapping[str, Mapping[str, set[str]]]) -> None:
    """What was read was read over routes of every kind: the answer of a moment, history, and files."""
    to_bolt = {route for route, groups in telling["customer:bolt"].items() if groups}
    assert to_bolt >= {
        "telemetry /v1/latest",
        "telemetry /v1/machines/{machine}/history",
        "telemetry /v1/machines/{machine}/export",
        "telemetry /v1/belongings/{table}",
        "telemetry /v1/machines/{machine}/stream",
    }
    assert telling["customer:acme"]["weighing /v1/machines/{machine}/load/stream"] == {"load"}


async def _withdraw_all(acme: httpx.AsyncClient) -> None:
    for one in (await acme.get("/v1/consents", params={"limit": 1000})).json()["items"]:
        if one["state"] in ("holds", "coming"):
            assert (await acme.post(f"/v1/consents/{one['id']}/withdrawal", json={})).status_code == 200


async def _silent(house: House, machine: str, at: datetime, told_before: Collection[str]) -> None:
    """The next answer after a withdrawal tells nothing, also where one asked a moment before and was told."""
    viewers = ("customer:bolt", "region:north", ",".join(f"party:{name}" for name in CODED))
    streamed = await _streamed(house, viewers, machine)
    for viewer in viewers:
        told = {**await _told(house, viewer, machine, at, only=told_before), **streamed[viewer]}
        assert {route: groups for route, groups in told.items() if groups} == {}, viewer
