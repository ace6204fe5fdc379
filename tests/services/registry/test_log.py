"""Does an owner hear who read which of their data, and is the log of that beyond anybody's changing?"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from models.chain import Entry, first_broken
from services.kit.auth import Role
from services.kit.migrate import owners
from services.kit.testing import Database, House
from services.registry.sealing import seal
from tests.services.measurement import measure
from tests.services.registry.arrangement import SOLD, commission, day, tenure

ROLES = [owner.role for owner in owners() if owner.role]
_AN_HOUR_AGO = "update access.log_note set hour = hour - interval '1 hour'"


async def _read(house: House, viewer: str, path: str, **asked: Any) -> None:
    role = Role.CUSTOMER if viewer.startswith("customer:") else Role.ENGINEER
    api = await house.api("telemetry", house.token(role, viewer, sub=f"user:of-{viewer}"))
    answer = await api.get(path, params=asked)
    assert answer.status_code == 200, answer.text


async def _written(house: House) -> None:
    for app in house.apps.values():
        await app.state.resources.pool.write_log()


async def _sealed(house: House) -> list[str]:
    """Write down and seal what was read, as if its hour were over."""
    await _written(house)
    with house.database.admin() as connection:
        connection.execute(_AN_HOUR_AGO)
    return await seal(house.apps["registry"].state.resources)


async def _acme(house: House, customer: str = "acme") -> httpx.AsyncClient:
    return await house.api("registry", house.token(Role.CUSTOMER, f"customer:{customer}"))


async def _log(api: httpx.AsyncClient, which: str = "", **wanted: str) -> list[dict[str, Any]]:
    answer = await api.get(f"/v1/access-log{which}", params=wanted)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.fixture
async def machine(house: House, admin: httpx.AsyncClient) -> str:
    """A machine that acme sold to bolt, of whose time with each there are readings."""
    sold = SOLD.isoformat()
    told = await commission(
        admin, tenure("acme", day(0), sold, site="acme-north"), tenure("bolt", sold, site="bolt-south")
    )
    name: str = told["machine"]["id"]
    for days in (-1, 1):
        measure(house.database, name, SOLD + timedelta(days=days), fuel_rate_lph=20, engine_speed_rpm=1500)
    return name


async def test_an_owner_hears_who_read_what_of_their_time_and_of_no_other(house: House, machine: str) -> None:
    asked = {"from": (SOLD - timedelta(days=9)).isoformat(), "to": (SOLD + timedelta(days=9)).isoformat()}
    history = f"/v1/machines/{machine}/history"
    for viewer in ("region:north", "region:north", "region:south", "customer:acme"):
        await _read(house, viewer, history, signals="fuel_rate_lph", **asked)
    await _written(house)
    (one,) = await _log(await _acme(house), "/current")
    assert (one["reader"], one["rights"], one["service"]) == ("user:of-region:north", ["region:north"], "telemetry")
    assert (one["path"], one["machines"], one["groups"]) == ("/v1/machines/{machine}/history", [machine], ["fuel"])
    assert (one["data_from"], one["data_to"]) == ("2026-02-20T00:00:00Z", "2026-03-01T00:00:00Z")
    (other,) = await _log(await _acme(house, "bolt"), "/current")
    assert (other["rights"], other["data_from"]) == (["region:south"], "2026-03-01T00:00:00Z")


async def test_a_read_before_a_withdrawal_is_told_though_it_is_written_down_behind_it(
    house: House, admin: httpx.AsyncClient, machine: str
) -> None:
    await _read(house, "region:south", "/v1/latest")
    standing = (await admin.get("/v1/consents", params={"customer": "bolt"})).json()["items"]
    for one in standing:
        assert (await admin.post(f"/v1/consents/{one['id']}/withdrawal", json={})).status_code == 200
    assert await _sealed(house) == ["bolt"]
    (entry,) = await _log(await _acme(house, "bolt"), machine=machine)
    assert (entry["number"], entry["machines"], entry["purposes"]) == (1, [machine], ["support"])
    assert {"fuel", "engine"} <= set(entry["groups"])


async def test_a_program_is_told_with_what_it_reads_for(house: House, machine: str) -> None:
    api = await house.api("telemetry", house.token(Role.ADMINISTRATOR, "all"))
    assert (await api.get("/v1/latest")).status_code == 200
    assert await _sealed(house) == ["bolt"]
    (entry,) = await _log(await _acme(house, "bolt"))
    assert (entry["rights"], entry["purposes"], entry["machines"]) == (["all"], ["service"], [machine])


async def _chained(house: House, machine: str, times: int = 3) -> list[Entry]:
    for time in range(times):
        await _read(house, f"region:{'south' if time % 2 else 'south,region:north'}", "/v1/latest")
        await _sealed(house)
    items = await _log(await _acme(house, "bolt"), limit="2")
    assert len(items) == 2, "a page"
    entries = await _log(await _acme(house, "bolt"))
    return [Entry(*(one[name] for name in Entry.__annotations__)) for one in reversed(entries)]


async def test_the_chain_holds_and_its_head_is_signed(house: House, admin: httpx.AsyncClient, machine: str) -> None:
    entries = await _chained(house, machine)
    assert [one.number for one in entries] == [1, 2, 3]
    assert first_broken(entries) is None
    bolt = await _acme(house, "bolt")
    head = (await bolt.get("/v1/access-log/head")).json()
    assert (head["number"], head["sha256"]) == (3, entries[-1].sha256)
    public = jwt.PyJWK((await bolt.get("/v1/keys.json")).json()["keys"][0])
    signed = jwt.api_jws.decode(head["receipt"]["signature"], public, ["EdDSA"])
    assert signed.decode() == head["receipt"]["sha256"]
    assert json.loads(head["receipt"]["document"])["sha256"] == entries[-1].sha256
    with house.database.admin() as connection:
        kept = connection.execute("select number, signature from access.log_head order by number").fetchall()
    assert [number for number, _ in kept] == [1, 2, 3]
    assert (await admin.get("/v1/access-log/head")).json()["code"] == "whose-log"


async def test_who_has_no_log_is_told_none(house: House, admin: httpx.AsyncClient, machine: str) -> None:
    await _chained(house, machine, 1)
    assert await _log(await _acme(house)) == []
    assert len(await _log(admin)) == 1
    asked = {"customer": "bolt"}
    acme, engineer = await _acme(house), await house.api("registry", house.token(Role.ENGINEER, "region:south"))
    assert (await acme.get("/v1/access-log", params=asked)).status_code == 404
    for path in ("", "/current", "/head"):
        assert (await engineer.get(f"/v1/access-log{path}", params=asked)).status_code == 403
        assert (await engineer.get(f"/v1/access-log{path}")).status_code == 403


_CHANGES = (
    "update access.log set document = ''",
    "delete from access.log",
    "truncate access.log",
    "insert into access.log values ('bolt', 99, now(), '{}', '', '', '')",
    "update access.log_head set sha256 = ''",
    "delete from access.log_head",
    "delete from access.log_note",
    "update access.log_note set reads = 0",
    "alter table access.log disable trigger all",
    "delete from access.visibility_before",
)


async def test_nobody_changes_what_was_logged(house: House, machine: str) -> None:
    await _chained(house, machine, 1)
    for role in ROLES:
        with psycopg.connect(house.database.url(role), autocommit=True) as connection:
            connection.execute("select set_config('howdah.viewers', 'all', false)")
            for change in _CHANGES:
                with pytest.raises(InsufficientPrivilege):
                    connection.execute(change.encode())
            if role != "svc_registry":
                with pytest.raises(InsufficientPrivilege):
                    connection.execute("select access.seal_log()")
    with house.database.admin() as connection:
        for change in _CHANGES[:3]:
            # Not even who may do everything, as long as they do not take the trigger away first.
            with pytest.raises(InsufficientPrivilege):
                connection.execute(change.encode())


def test_a_service_cannot_note_a_read_as_another(database: Database) -> None:
    now = datetime.now(UTC).isoformat()
    note = {"reader": "user:x", "rights": "region:north", "path": "/", "about": "", "machines": ["m"], "groups": 1}
    note |= {"first_at": now, "last_at": now, "reads": 1, "service": "registry"}
    with database.admin() as connection:
        connection.execute("insert into access.machine values ('m', 'k', 'm', 'json', now())")
        connection.execute("insert into access.holding values ('m', 'acme', '-infinity', 'infinity')")
        connection.execute("insert into access.visibility values ('region:north', 'm', '-infinity', 'infinity')")
    with psycopg.connect(database.url("svc_weighing"), autocommit=True) as connection:
        connection.execute("select access.note_reads(%s)", [json.dumps([note])])
    with database.admin() as connection:
        assert connection.execute("select owner, service from access.log_note").fetchall() == [("acme", "weighing")]
