"""Does the registry's own database role read only what the transaction's viewers may see?"""

import httpx
import psycopg
import pytest
from psycopg import sql

from services.kit.auth import Role
from services.kit.testing import Database, House
from tests.services.registry.arrangement import commission, day, tenure

# Everything that tells of a customer, and by which column the rows of the two customers are told apart.
TABLES = {
    "customer": "id",
    "site": "customer",
    "machine": "id",
    "tenure": "customer",
    "account": "customer",
    "account_region": "account",
    "api_key": "account",
    "account_party": "account",
    "consent": "customer",
    "withdrawal": "withdrawn_by",
    "erasure": "customer",
    "erased": "machine",
}


_ERASES = """
with asked as (
    insert into registry.erasure (customer, scope, asked_by) values ('bolt', 'data', 'user:bolt-user') returning id
)
insert into registry.erased (erasure, pass, machine, found) select id, 1, %s, '{}' from asked
"""


async def _arrange(house: House, admin: httpx.AsyncClient) -> tuple[str, str]:
    """Give each customer a machine and a user with a key, sell one machine on, and let an engineer serve the north."""
    own = (await commission(admin, tenure("acme", day(0), site="acme-north")))["machine"]["id"]
    sold = (await commission(admin, tenure("acme", day(0)), tenure("bolt", day(10), site="bolt-south")))["machine"][
        "id"
    ]
    for customer in ("acme", "bolt"):
        body = {"name": customer, "role": "customer", "customer": customer}
        assert (await admin.put(f"/v1/users/{customer}-user", json=body)).status_code == 200
    await admin.put("/v1/users/eva", json={"name": "Eva", "role": "engineer", "regions": ["north"]})
    given = {"customer": "bolt", "recipient": "manufacturer", "purpose": "contract", "groups": ["fuel"]}
    consent = (await admin.post("/v1/consents", json=given)).json()["id"]
    assert (await admin.post(f"/v1/consents/{consent}/withdrawal", json={})).status_code == 200
    await admin.put("/v1/parties/dealer", json={"name": "A dealer", "kind": "dealer"})
    with house.database.admin() as connection:
        connection.execute("insert into registry.account_party (account, party) select 'eva', id from registry.party")
        connection.execute(
            "insert into registry.api_key (id, account, name, hash, permissions, expires_at)"
            " select id, id, 'feed', sha256(id::bytea), '{*:read}', 'infinity' from registry.account"
        )
        connection.execute(_ERASES, [sold])
    return own, sold


def _read(database: Database, viewers: str) -> dict[str, set[str]]:
    with psycopg.connect(database.url("svc_registry")) as connection:
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewers])
        return {table: _column(connection, table, column) for table, column in TABLES.items()}


def _column(connection: psycopg.Connection, table: str, column: str) -> set[str]:
    query = sql.SQL("select {} from registry.{}").format(sql.Identifier(column), sql.Identifier(table))
    return {value for (value,) in connection.execute(query).fetchall()}


async def test_a_customer_reads_its_own_rows_and_nothing_of_another(house: House, admin: httpx.AsyncClient) -> None:
    own, sold = await _arrange(house, admin)
    nothing: set[str] = set()
    hidden = {"account": nothing, "account_region": nothing, "api_key": nothing, "account_party": nothing}
    acme = {"customer": {"acme"}, "site": {"acme"}, "tenure": {"acme"}, "machine": {own, sold}, "consent": {"acme"}}
    bolt = {"customer": {"bolt"}, "site": {"bolt"}, "tenure": {"bolt"}, "machine": {sold}, "consent": {"bolt"}}
    over = {"withdrawal": {"user:administrator"}, "erasure": {"bolt"}, "erased": {sold}}
    assert _read(house.database, "customer:acme") == acme | hidden | dict.fromkeys(over, nothing)
    assert _read(house.database, "customer:bolt") == bolt | hidden | over


async def test_whoever_is_nobody_reads_nothing(house: House, admin: httpx.AsyncClient) -> None:
    await _arrange(house, admin)
    for viewers in ("", "customer:", "customer:nobody", "region:", "user:", "everybody", ",", "customer:%"):
        assert all(rows == set() for rows in _read(house.database, viewers).values()), viewers


async def test_a_region_reads_who_and_what_it_serves(house: House, admin: httpx.AsyncClient) -> None:
    own, sold = await _arrange(house, admin)
    read = _read(house.database, "region:south")
    # Acme is of the north, but has a site in the south.
    assert (read["customer"], read["machine"], read["tenure"]) == ({"acme", "bolt"}, {sold}, {"bolt"})
    assert _read(house.database, "region:north")["machine"] == {own, sold}


async def test_everybodys_viewer_reads_every_row(house: House, admin: httpx.AsyncClient) -> None:
    await _arrange(house, admin)
    read = _read(house.database, "all")
    assert read["api_key"] == {"acme-user", "bolt-user", "eva"}
    assert all(rows for rows in read.values())


async def test_only_everybodys_viewer_writes(house: House, admin: httpx.AsyncClient) -> None:
    own, _ = await _arrange(house, admin)
    for viewers in ("", "customer:acme", "region:north"):
        with psycopg.connect(house.database.url("svc_registry")) as connection:
            connection.execute("select set_config('howdah.viewers', %s, true)", [viewers])
            assert connection.execute("update registry.machine set name = 'mine' where id = %s", [own]).rowcount == 0
            assert connection.execute("delete from registry.tenure").rowcount == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("insert into registry.customer (id, name, region) values ('x', 'X', 'north')")


def test_every_table_of_customers_is_protected_from_its_owner_too(database: Database) -> None:
    query = "select relname from pg_class where relnamespace = 'registry'::regnamespace and relforcerowsecurity"
    with database.admin() as connection:
        protected = {name for (name,) in connection.execute(query).fetchall()}
    assert protected == set(TABLES)


async def test_routes_tell_a_customer_only_what_is_its_own(house: House, admin: httpx.AsyncClient) -> None:
    own, sold = await _arrange(house, admin)
    bolt = await house.api("registry", house.token(Role.CUSTOMER, "customer:bolt"))
    for path in ("/v1/customers", "/v1/sites", "/v1/machines", f"/v1/machines/{sold}/tenures", "/v1/users"):
        text = (await bolt.get(path)).text
        assert "acme" not in text.lower(), path
        assert own not in text, path
    for path in ("/v1/customers/acme", "/v1/sites/acme-north", f"/v1/machines/{own}", f"/v1/machines/{own}/tenures"):
        foreign, absent = await bolt.get(path), await bolt.get(path.replace("acme", "none").replace(own, "m-none"))
        assert (foreign.status_code, foreign.json()["code"]) == (404, absent.json()["code"])
        assert foreign.json()["title"] == absent.json()["title"]


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.ENGINEER, Role.DEVELOPER])
async def test_nobody_but_administrators_changes_anything(house: House, admin: httpx.AsyncClient, role: Role) -> None:
    own = (await commission(admin, tenure("acme", day(0), site="acme-north")))["machine"]["id"]
    api = await house.api("registry", house.token(role, "customer:acme", "region:north"))
    changes = [
        ("PUT", "/v1/regions/north"),
        ("PUT", "/v1/customers/acme"),
        ("PUT", "/v1/sites/acme-north"),
        ("PUT", "/v1/models/l220"),
        ("POST", "/v1/machines"),
        ("PUT", f"/v1/machines/{own}"),
        ("POST", f"/v1/machines/{own}/credentials"),
        ("POST", f"/v1/machines/{own}/decommission"),
        ("POST", f"/v1/machines/{own}/tenures"),
        ("PUT", f"/v1/machines/{own}/tenures/1"),
        ("DELETE", f"/v1/machines/{own}/tenures/1"),
        ("PUT", "/v1/users/acme-user"),
        ("DELETE", "/v1/users/acme-user"),
    ]
    for method, path in changes:
        answer = await api.request(method, path, json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted"), path
