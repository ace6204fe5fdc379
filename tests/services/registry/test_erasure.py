"""Is nothing of a customer left anywhere when their data were erased, and everything of everybody else?"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql

from services.kit.auth import Role
from services.kit.migrate import owners
from services.kit.testing import Database, House
from services.registry import erasing
from services.registry.store import change
from services.registry.store import erasure as erasures
from tests.services.filling import OF_A_MACHINE, Tables, fill, of_machines, tables_of
from tests.services.measurement import measure
from tests.services.registry.arrangement import SOLD, commission, day, make_user, tenure

BEFORE, BEHIND = SOLD - timedelta(days=28), SOLD + timedelta(days=28)
ROOMS = [owner for owner in owners() if owner.files() and owner.name not in ("access", "registry")]
# These are written by the view of readings, or tell of no data.
_BY_HAND = {"telemetry.reading_row", "telemetry.machine_key"}


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """A test says itself when an erasure goes on, and that what was under way is there."""
    return {"erasure_every_s": 3600, "erasure_settles_s": 0}


@pytest.fixture
async def machines(house: House, admin: httpx.AsyncClient) -> dict[str, str]:
    """One that acme sold to bolt, one that acme has, one of bolt's that acme may see; each in every table there is."""
    sold = SOLD.isoformat()
    held = {
        "sold": [tenure("acme", day(0), sold, site="acme-north"), tenure("bolt", sold)],
        "own": [tenure("acme", day(0), site="acme-north")],
        "given": [tenure("bolt", day(0))],
    }
    names = {what: str((await commission(admin, *some))["machine"]["id"]) for what, some in held.items()}
    given: dict[str, Any] = {
        "customer": "bolt",
        "recipient": "customer:acme",
        "purpose": "contract",
        "data_from": day(0),
    }
    given |= {"groups": ["engine", "fuel", "events", "health", "production", "position", "benchmark"]}
    assert (await admin.post("/v1/consents", json=given)).status_code == 201
    await make_user(admin, "carl")
    with house.database.admin() as connection:
        _fill(connection, names)
    for name in names.values():
        for at in (BEFORE, BEHIND):
            measure(house.database, name, at, fuel_rate_lph=20)
    return names


def _fill(connection: psycopg.Connection, names: dict[str, str]) -> None:
    rows = [(names["sold"], BEFORE), (names["own"], BEFORE), (names["given"], BEFORE), (names["sold"], BEHIND)]
    for room in ROOMS:
        tables = tables_of(connection, room.schema)
        for table, columns in tables.items():
            if f"{room.schema}.{table}" in _BY_HAND:
                continue
            for machine, at in rows if table in of_machines(tables) else ():
                told = dict.fromkeys(OF_A_MACHINE, machine)
                fill(connection, (room.schema, table), columns, at, **told, by="user:carl", author="user:carl")
            for customer in ("acme", "bolt") if table not in of_machines(tables) else ():
                told = {"customer": customer, "owner": f"customer:{customer}", "site": f"{customer}-north"}
                own = {"id": f"{customer}-north"} if "customer" in columns else {"id": customer}
                fill(connection, (room.schema, table), columns, BEFORE, **told, **own, set_by="Carl")


def _rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table of every room."""
    found: dict[str, list[dict[str, Any]]] = {}
    with database.admin() as connection:
        for room in ROOMS:
            tables: Tables = tables_of(connection, room.schema)
            for table in tables:
                query = sql.SQL("select row_to_json(t) from {} t").format(sql.Identifier(room.schema, table))
                found[f"{room.schema}.{table}"] = [row for (row,) in connection.execute(query).fetchall()]
        readings = connection.execute("select row_to_json(t) from telemetry.reading t").fetchall()
        found["telemetry.reading"] = [row for (row,) in readings]
    return found


def _is_of(row: dict[str, Any], machine: str, at: datetime) -> bool:
    text = json.dumps(row)
    times = [time for time in (BEFORE, BEHIND) if f"{time:%Y-%m-%d}" in text or row.get("hour") == _hour(time)]
    # What knows no time was there first.
    return f'"{machine}"' in text and at in (times or [BEFORE])


def _hour(time: datetime) -> int:
    return int(time.timestamp()) // 3600


def _rules(database: Database) -> dict[str, str | None]:
    with database.admin() as connection:
        rows = connection.execute("select schema || '.' || relation, condition from access.erasure_rule").fetchall()
    return dict(rows)


def _left(rows: dict[str, list[dict[str, Any]]], machine: str, at: datetime) -> set[str]:
    return {place for place, some in rows.items() if any(_is_of(row, machine, at) for row in some)}


async def _acme(house: House, customer: str = "acme") -> httpx.AsyncClient:
    return await house.api(
        "registry", house.token(Role.CUSTOMER, f"customer:{customer}", permissions=["*:read", "consent:write"])
    )


async def _erase(house: House, acme: httpx.AsyncClient) -> dict[str, Any]:
    """Ask, look at what was counted, confirm, and let the worker go on, as if another had been killed before."""
    resources = house.apps["registry"].state.resources
    asked = (await acme.post("/v1/customers/acme/erasures", json={"scope": "everything"})).json()
    path = f"/v1/erasures/{asked['id']}"
    assert asked["state"] == "counting"
    assert (await acme.post(f"{path}/confirmation", json={"customer": "acme"})).json()["code"] == "not-planned"
    await erasing.go_on(resources)
    planned: dict[str, Any] = (await acme.get(path)).json()
    assert planned["state"] == "planned"
    assert planned["erased"] == {}
    assert (await acme.post(f"{path}/confirmation", json={"customer": "bolt"})).json()["code"] == "not-confirmed"
    assert (await acme.post(f"{path}/confirmation", json={"customer": "acme"})).status_code == 202
    assert (await acme.get(f"{path}/receipt")).json()["code"] == "not-erased"
    assert (await acme.post("/v1/customers/acme/erasures", json={})).json()["code"] == "erasure-under-way"
    await _do_one_machine(house, planned["machines"][0])
    for _ in range(2):
        await erasing.go_on(resources)
    return planned


async def _do_one_machine(house: House, machine: str) -> None:
    async with change(house.apps["registry"].state.resources.pool) as db:
        (due,) = await erasures.list_due(db)
        await erasures.keep_done(db, due, machine, await erasures.erase_machine(db, due, machine))


async def test_nothing_of_the_customer_is_left_and_everything_of_others(
    house: House, admin: httpx.AsyncClient, machines: dict[str, str]
) -> None:
    before, rules = _rows(house.database), _rules(house.database)
    acme = await _acme(house)
    planned = await _erase(house, acme)
    assert planned["still_sending"] == [machines["own"]]
    after = _rows(house.database)
    kept = {place for place, condition in rules.items() if condition is None}
    anew = {place for place, condition in rules.items() if condition == "machine = $1"}
    filled = _left(before, machines["given"], BEFORE)
    assert filled >= {"telemetry.reading", "telemetry.event", "diagnostics.alert", "diagnostics.look", "weighing.pass"}
    for mine in (machines["sold"], machines["own"]):
        assert _left(before, mine, BEFORE) == filled
        assert _left(after, mine, BEFORE) <= kept, "say in its SQL files what is erased of a table: access.erasure_rule"
    assert _left(after, machines["given"], BEFORE) == filled
    assert _left(after, machines["sold"], BEHIND) == _left(before, machines["sold"], BEHIND) - anew
    _nothing_of_persons(after)
    await _told(house, admin, planned)


def _nothing_of_persons(rows: dict[str, list[dict[str, Any]]]) -> None:
    text = json.dumps(rows)
    assert "carl" not in text.lower()
    assert "bolt-north" in text
    assert "acme" not in text


async def _told(house: House, admin: httpx.AsyncClient, planned: dict[str, Any]) -> None:
    told = (await admin.get(f"/v1/erasures/{planned['id']}")).json()
    assert told["state"] == "erased"
    assert told["erased"] == told["found"] == planned["found"]
    assert told["found"]["telemetry.reading_row"] == 3
    receipt = (await admin.get(f"/v1/erasures/{planned['id']}/receipt")).json()
    assert hashlib.sha256(receipt["document"].encode()).hexdigest() == receipt["sha256"]
    assert json.loads(receipt["document"])["erased"] == told["erased"]
    assert (await admin.get("/v1/users/carl")).status_code == 404
    assert (await admin.get("/v1/sites/acme-north")).status_code == 404
    assert (await admin.get("/v1/customers/acme")).json()["name"] == "Erased"
    assert (await admin.get("/v1/consents", params={"customer": "acme"})).json()["items"]
    bolt = await _acme(house, "bolt")
    assert (await bolt.get("/v1/erasures")).json()["items"] == []
    assert (await bolt.get(f"/v1/erasures/{planned['id']}")).status_code == 404
    assert (await bolt.post("/v1/customers/acme/erasures", json={})).status_code == 404
    engineer = await house.api(
        "registry", house.token(Role.ENGINEER, "region:north", permissions=["*:read", "*:write"])
    )
    assert (await engineer.post("/v1/customers/acme/erasures", json={})).status_code == 403
    with house.database.admin() as connection:
        assert connection.execute("select from access.visibility where viewer = 'erasure'").fetchall() == []


def test_nobody_but_the_registry_erases(database: Database) -> None:
    calls = ["erase('a', 'b', 'm', now(), now(), true)", "erase_belongings('acme', '{}', true)", "forget_persons('{}')"]
    for owner in (one for one in owners() if one.role not in ("", "svc_registry")):
        other = "weighing" if owner.name == "diagnostics" else "diagnostics"
        with psycopg.connect(database.url(owner.role), autocommit=True) as connection:
            for call in (*(f"access.{call}" for call in calls), f"{other}.act('', '', '', now(), now())"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"select {call}".encode())
