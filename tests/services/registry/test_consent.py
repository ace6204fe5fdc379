"""Does what a customer allows, and withdraws, decide at once who sees what of their machines?"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import psycopg
import pytest

from deploy.patience import wait_until
from services.kit.auth import Role
from services.kit.testing import Database, House
from tests.conftest import Servers
from tests.deploy.listener import Listener
from tests.services.registry.arrangement import SOLD, commission, day, tenure

BITS = {"engine": 1, "fuel": 2, "position": 64}


async def _speaking(house: House, customer: str = "acme") -> httpx.AsyncClient:
    token = house.token(Role.CUSTOMER, f"customer:{customer}", permissions=["*:read", "consent:write"])
    return await house.api("registry", token)


async def _owned(admin: httpx.AsyncClient) -> str:
    return str((await commission(admin, tenure("acme", day(0), site="acme-north")))["machine"]["id"])


def _body(**changes: Any) -> dict[str, Any]:
    return {"customer": "acme", "recipient": "customer:bolt", "purpose": "contract", "groups": ["fuel"], **changes}


async def _give(api: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await api.post("/v1/consents", json=_body(**changes))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _standing(api: httpx.AsyncClient, purpose: str) -> int:
    found = (await api.get("/v1/consents")).json()["items"]
    return int(next(one["id"] for one in found if one["purpose"] == purpose and one["basis"] == "contract"))


def _seen(database: Database, machine: str, at: datetime | None = None) -> dict[str, int]:
    """Return by viewer which groups of data of a moment are open at present."""
    query = (
        "select viewer, groups from access.visibility where machine = %s and from_time <= %s and to_time > %s"
        " and open_from <= now() and open_to > now()"
    )
    at = at or datetime.now(UTC)
    with database.admin() as connection:
        rows = connection.execute(query, [machine, at, at]).fetchall()
    assert len(rows) == len(dict(rows)), "what one viewer sees at a moment overlaps"
    return dict(rows)


async def test_a_customer_begins_with_what_the_contract_says(house: House, admin: httpx.AsyncClient) -> None:
    machine, acme = await _owned(admin), await _speaking(house)
    assert _seen(house.database, machine) == {"all": -1, "customer:acme": -1, "region:north": -1}
    told = (await acme.get("/v1/consents")).json()["items"]
    about = {(one["recipient"], one["purpose"], one["basis"], one["state"]) for one in told}
    assert about == {("manufacturer", "support", "contract", "holds"), ("platform", "service", "contract", "holds")}


async def test_support_can_be_withdrawn_and_given_again_in_part(house: House, admin: httpx.AsyncClient) -> None:
    machine, acme = await _owned(admin), await _speaking(house)
    region = await house.api("registry", house.token(Role.ENGINEER, "region:north"))
    assert (await region.get(f"/v1/machines/{machine}")).status_code == 200
    standing = await _standing(acme, "support")
    ended = (await acme.post(f"/v1/consents/{standing}/withdrawal", json={"why": "No."})).json()
    assert (ended["state"], ended["withdrawn_by"], ended["why"]) == ("withdrawn", "user:customer", "No.")
    assert _seen(house.database, machine) == {"all": -1, "customer:acme": -1}
    assert (await region.get(f"/v1/machines/{machine}")).status_code == 404
    await _give(acme, recipient="manufacturer", purpose="support", groups=["engine", "fuel"], machine=machine)
    assert _seen(house.database, machine)["region:north"] == BITS["engine"] | BITS["fuel"]


async def test_whoever_allows_no_monitoring_still_sees_their_own(house: House, admin: httpx.AsyncClient) -> None:
    machine, acme = await _owned(admin), await _speaking(house)
    for purpose in ("support", "service"):
        answer = await acme.post(f"/v1/consents/{await _standing(acme, purpose)}/withdrawal", json={})
        assert answer.status_code == 200, answer.text
    assert _seen(house.database, machine) == {"customer:acme": -1}
    # Before it was theirs, the platform looked after it.
    assert _seen(house.database, machine, datetime(2025, 1, 1, tzinfo=UTC)) == {"all": -1}
    assert (await acme.get(f"/v1/machines/{machine}")).status_code == 200


async def test_what_is_given_is_of_the_groups_the_machine_the_data_and_the_time_named(
    house: House, admin: httpx.AsyncClient
) -> None:
    machine, other, acme = await _owned(admin), await _owned(admin), await _speaking(house)
    await _give(acme, machine=machine, data_from=day(30), groups=["position", "fuel"])
    await _give(acme, machine=machine, data_from=day(60), groups=["engine"])
    await _give(
        acme, machine=machine, groups=["health"], **{"from": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
    )
    seen = [_seen(house.database, machine, datetime.fromisoformat(day(at))).get("customer:bolt") for at in (29, 31, 61)]
    assert seen == [None, 66, 67]
    assert "customer:bolt" not in _seen(house.database, other)


async def test_a_consent_of_the_seller_is_of_the_sellers_time_alone(house: House, admin: httpx.AsyncClient) -> None:
    new = await commission(admin, tenure("acme", day(0), site="acme-north"), tenure("bolt", SOLD.isoformat()))
    machine, acme = new["machine"]["id"], await _speaking(house)
    await admin.put("/v1/parties/dealer-1", json={"name": "A dealer", "kind": "dealer"})
    await _give(acme, recipient="party:dealer-1", data_from=day(0))
    assert _seen(house.database, machine, SOLD - timedelta(days=1))["party:dealer-1"] == BITS["fuel"]
    assert "party:dealer-1" not in _seen(house.database, machine, SOLD + timedelta(days=1))


@pytest.mark.parametrize("purpose", ["training", "benchmarking"])
async def test_a_purpose_sees_whose_customers_consented(house: House, admin: httpx.AsyncClient, purpose: str) -> None:
    machine, acme = await _owned(admin), await _speaking(house)
    given = await _give(acme, recipient="platform", purpose=purpose, data_from=day(0))
    assert _seen(house.database, machine)[f"purpose:{purpose}"] == BITS["fuel"]
    query = "select machine, customer, groups from access.contributions(%s)"
    with psycopg.connect(house.database.url("svc_template"), autocommit=True) as connection:
        assert connection.execute(query, [purpose]).fetchall() == [(machine, "acme", ["fuel"])]
        await acme.post(f"/v1/consents/{given['id']}/withdrawal", json={})
        assert connection.execute(query, [purpose]).fetchall() == []


async def test_a_receipt_tells_and_proves_what_was_said(house: House, admin: httpx.AsyncClient) -> None:
    acme = await _speaking(house)
    given = await _give(acme)
    receipt = (await acme.get(f"/v1/consents/{given['id']}/receipt")).json()
    assert json.loads(receipt["document"]) == given
    assert hashlib.sha256(receipt["document"].encode()).hexdigest() == receipt["sha256"]
    key = jwt.PyJWK((await admin.get("/v1/keys.json")).json()["keys"][0])
    assert jwt.api_jws.decode(receipt["signature"], key, ["EdDSA"]) == receipt["sha256"].encode()


async def test_nobody_speaks_for_a_customer_but_themselves(house: House, admin: httpx.AsyncClient) -> None:
    acme, bolt = await _speaking(house), await _speaking(house, "bolt")
    refused = await bolt.post("/v1/consents", json=_body(recipient="customer:bolt"))
    assert (refused.status_code, refused.json()["code"]) == (403, "not-your-data")
    given = await _give(acme, recipient="manufacturer", purpose="support")
    for path in (f"/v1/consents/{given['id']}", f"/v1/consents/{given['id']}/receipt"):
        assert (await bolt.get(path)).status_code == 404
    assert (await bolt.post(f"/v1/consents/{given['id']}/withdrawal", json={})).status_code == 404
    engineer = await house.api("registry", house.token(Role.ENGINEER, "region:north"))
    assert (await engineer.post("/v1/consents", json=_body())).json()["code"] == "not-permitted"


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"purpose": "training"}, "invalid-request", "for 'platform'"),
        ({"recipient": "customer:acme"}, "invalid-request", "sees its data anyway"),
        ({"recipient": "customer:blot"}, "unknown-reference", "ask them for their id"),
        ({"recipient": "party:nobody"}, "unknown-reference", "put one first"),
        ({"machine": "m-none"}, "not-their-machine", "name one of theirs"),
        ({"groups": []}, "invalid-request", "groups"),
        ({"from": day(2), "to": day(1)}, "invalid-request", "'to' must be later"),
    ],
)
async def test_a_consent_that_cannot_be_says_what_could(
    house: House, admin: httpx.AsyncClient, changes: dict[str, Any], code: str, *, word: str
) -> None:
    answer = await (await _speaking(house)).post("/v1/consents", json=_body(**changes))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert word in answer.text
    assert not answer.json().get("nearest")


async def test_a_consent_ends_once(house: House, admin: httpx.AsyncClient) -> None:
    acme = await _speaking(house)
    given = await _give(acme)
    answers = [await acme.post(f"/v1/consents/{given['id']}/withdrawal", json={}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]


async def test_what_was_said_cannot_be_changed_by_the_registry_itself(house: House, admin: httpx.AsyncClient) -> None:
    given = await _give(await _speaking(house))
    with psycopg.connect(house.database.url("svc_registry"), autocommit=True) as connection:
        for statement in ("update registry.consent set purpose = 'support'", "delete from registry.consent",
                          "update registry.withdrawal set why = ''", "truncate registry.consent"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
    assert (await (await _speaking(house)).get(f"/v1/consents/{given['id']}")).json() == given


async def test_whoever_has_a_machine_hears_who_may_have_its_data(house: House, admin: httpx.AsyncClient) -> None:
    machine, acme = await _owned(admin), await _speaking(house)
    await _give(acme, machine=machine)
    told = {one["viewer"]: one["groups"] for one in (await acme.get(f"/v1/machines/{machine}/access")).json()["access"]}
    assert (told["customer:bolt"], len(told["region:north"]), len(told["all"])) == (["fuel"], 11, 11)
    bolt = await (await _speaking(house, "bolt")).get(f"/v1/machines/{machine}/access")
    assert [one["viewer"] for one in bolt.json()["access"]] == ["customer:bolt"]


async def test_a_consent_and_its_withdrawal_are_told_to_the_services(
    house: House, admin: httpx.AsyncClient, servers: Servers
) -> None:
    machine, acme = await _owned(admin), await _speaking(house)
    with Listener(servers, "svc-telemetry") as listener:
        listener.subscribe("events/v1/registry/consent-changed")
        given = await _give(acme, machine=machine)
        await acme.post(f"/v1/consents/{given['id']}/withdrawal", json={})
        wait_until(lambda: len(listener.received) == 2, 10, f"only {listener.received} has come")
    told = [json.loads(payload)["data"] for _, payload in listener.received]
    assert told == [{"consent": given["id"], "customer": "acme", "machine": machine}] * 2


async def test_a_dealers_user_sees_as_the_dealer(house: House, admin: httpx.AsyncClient) -> None:
    await admin.put("/v1/parties/dealer-1", json={"name": "A dealer", "kind": "dealer"})
    body = {"name": "Dan", "role": "engineer", "parties": ["dealer-1"], "password": "correct horse battery"}
    assert (await admin.put("/v1/users/dan", json=body)).json()["parties"] == ["dealer-1"]
    signed_in = await admin.post("/v1/tokens", json={"user": "dan", "password": "correct horse battery"})
    dan = await house.api("registry", signed_in.json()["access_token"])
    assert (await dan.get("/v1/me")).json()["viewers"] == ["party:dealer-1"]
