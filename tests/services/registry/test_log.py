"""Does an owner hear who read which of their data, and is the log of that beyond anybody's changing?"""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from deploy.commands.access_log import verify_log
from deploy.failure import Failure
from models.chain import Entry, first_broken
from services.kit.auth import Role
from services.kit.belongings import export
from services.kit.migrate import owners
from services.kit.testing import Database, House
from services.registry.sealing import seal
from tests.services.measurement import measure
from tests.services.registry.arrangement import SOLD, commission, day, tenure

ROLES = [owner.role for owner in owners() if owner.role]
_AN_HOUR_AGO = "update access.log_note set hour = hour - interval '1 hour'"


SPAN = {"from": (SOLD - timedelta(days=9)).isoformat(), "to": (SOLD + timedelta(days=9)).isoformat()}


async def _read(house: House, machine: str, *viewers: str, status: int = 200) -> None:
    """Ask for the history of a machine as a user of these viewers."""
    role = Role.CUSTOMER if viewers[0].startswith("customer:") else Role.ENGINEER
    api = await house.api("telemetry", house.token(role, *viewers, sub=f"user:of-{viewers[0]}"))
    answer = await api.get(f"/v1/machines/{machine}/history", params={"signals": "fuel_rate_lph", **SPAN})
    assert answer.status_code == status, answer.text


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
    token = house.token(Role.CUSTOMER, f"customer:{customer}", permissions=["*:read", "consent:write"])
    return await house.api("registry", token)


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


async def test_an_owner_hears_who_read_what_of_their_time_and_of_no_other(
    house: House, admin: httpx.AsyncClient, machine: str
) -> None:
    for viewer in ("region:north", "region:north", "region:south", "customer:acme"):
        await _read(house, machine, viewer)
    await _read(house, machine, "region:elsewhere", status=404)
    # Before what was read is written down, it may be read no more.
    for one in (await admin.get("/v1/consents", params={"customer": "bolt"})).json()["items"]:
        if one["purpose"] == "support":
            assert (await admin.post(f"/v1/consents/{one['id']}/withdrawal", json={})).status_code == 200
    await _written(house)
    acme, bolt = await _acme(house), await _acme(house, "bolt")
    (one,) = await _log(acme, "/current")
    assert (one["reader"], one["rights"], one["service"]) == ("user:of-region:north", ["region:north"], "telemetry")
    assert (one["path"], one["machines"], one["groups"]) == ("/v1/machines/{machine}/history", [machine], ["fuel"])
    assert (one["data_from"], one["data_to"]) == ("2026-02-20T00:00:00Z", "2026-03-01T00:00:00Z")
    assert one["reads"] >= 2
    (other,) = await _log(bolt, "/current")
    assert (other["rights"], other["data_from"]) == (["region:south"], "2026-03-01T00:00:00Z")
    assert await _sealed(house) == ["acme", "bolt"]
    assert await _log(bolt, "/current") == []
    (entry,) = await _log(bolt, machine=machine)
    assert (entry["number"], entry["machines"], entry["purposes"]) == (1, [machine], ["support"])
    assert await _log(bolt, machine="another") == await _log(bolt, to=day(0)) == []
    await _told_to_nobody_else(house, admin)


async def _told_to_nobody_else(house: House, admin: httpx.AsyncClient) -> None:
    assert {one["owner"] for one in await _log(admin)} == {"acme", "bolt"}
    asked = {"customer": "bolt"}
    acme, engineer = await _acme(house), await house.api("registry", house.token(Role.ENGINEER, "region:south"))
    assert (await acme.get("/v1/access-log", params=asked)).status_code == 404
    for path in ("", "/current", "/head"):
        assert (await engineer.get(f"/v1/access-log{path}", params=asked)).status_code == 403
        assert (await engineer.get(f"/v1/access-log{path}")).status_code == 403
    assert (await admin.get("/v1/access-log/head")).json()["code"] == "whose-log"


async def _chained(house: House, machine: str) -> list[Entry]:
    training = {"customer": "bolt", "recipient": "platform", "purpose": "training", "groups": ["fuel"]}
    bolt = await _acme(house, "bolt")
    assert (await bolt.post("/v1/consents", json={**training, "data_from": day(0)})).status_code == 201
    for viewers in (("region:south", "region:north"), ("all",), ("purpose:training",)):
        await _read(house, machine, *viewers)
        await _sealed(house)
    first = (await bolt.get("/v1/access-log", params={"limit": 2})).json()
    items = first["items"] + await _log(bolt, after=first["next"])
    assert await _log(bolt, readers="programs") == []
    assert [one["user"] for one in await _log(bolt, readers="people", reader="user:of-all")] == ["of-all"]
    assert [one["purposes"] for one in items] == [["training"], ["service"], ["support"]]
    return [Entry(*(one[name] for name in Entry.__annotations__)) for one in reversed(items)]


async def test_the_chain_holds_is_signed_and_nobody_changes_it(house: House, machine: str, tmp_path: Path) -> None:
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
        kept = connection.execute("select number from access.log_head where owner = 'bolt' order by number").fetchall()
    assert kept == [(1,), (2,), (3,)]
    _unchangeable(house.database)
    keys = tmp_path / "keys.json"
    keys.write_text((await bolt.get("/v1/keys.json")).text)
    _verified(house.database, tmp_path, keys, head)


def _verified(database: Database, folder: Path, keys: Path, head: dict[str, Any]) -> None:
    """What is handed over can be checked by the command, which names what somebody changed."""
    out = folder / "export"
    out.mkdir()
    export(database.url, "bolt", out)
    log = out / "access.log.jsonl.gz"
    verify_log(log, keys=keys)
    # As the dashboard hands it out, over several lines.
    (folder / "head.json").write_text(json.dumps(head, indent=2))
    verify_log(log, head=folder / "head.json", keys=keys)
    (folder / "empty.jsonl").write_text("")
    with pytest.raises(Failure, match="no entries"):
        verify_log(folder / "empty.jsonl")
    lines = gzip.decompress(log.read_bytes()).decode().splitlines()
    changes = {2: [lines[0], lines[1].replace("user:of", "user:not-of"), lines[2]], 3: lines[:2]}
    for number, changed in changes.items():
        log.write_bytes(gzip.compress("\n".join(changed).encode()))
        with pytest.raises(Failure, match=f"Entry {number} of 'bolt'"):
            verify_log(log)


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


def _unchangeable(database: Database) -> None:
    for role in ROLES:
        with psycopg.connect(database.url(role), autocommit=True) as connection:
            connection.execute("select set_config('howdah.viewers', 'all', false)")
            for change in _CHANGES:
                with pytest.raises(InsufficientPrivilege):
                    connection.execute(change.encode())
            if role != "svc_registry":
                with pytest.raises(InsufficientPrivilege):
                    connection.execute("select access.seal_log()")
    with database.admin() as connection:
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
