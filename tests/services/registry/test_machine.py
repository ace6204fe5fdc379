"""Are machines commissioned, listed and changed, and is what cannot be refused with what would be right?"""

import asyncio
import time
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from deploy.patience import wait_until
from services.kit.auth import Role
from services.kit.client import Refused
from services.kit.errors import NotFound
from services.kit.events import Event
from services.kit.testing import House
from services.registry.api import MachineDetails, NewMachine, NewTenure
from services.registry.client import RegistryClient
from tests.conftest import Servers
from tests.deploy.listener import Listener
from tests.services.registry.arrangement import commission, day, machine, tenure


async def test_a_commissioned_machine_is_told_with_its_tenure_and_credentials(admin: httpx.AsyncClient) -> None:
    told = await commission(admin, tenure("acme", day(0), site="acme-north"), pin="NBGL310XK00071204")
    known = told["machine"]
    assert told["credentials"]["user"] == known["id"]
    assert len(told["credentials"]["password"]) >= 43
    assert (known["make"], known["model_name"], known["kind"]) == ("Norrberg", "L220", "wheel_loader")
    assert (known["access"], known["decommissioned_at"], known["pin"]) == ("granted", None, "NBGL310XK00071204")
    assert (known["tenure"]["customer"], known["tenure"]["site"], known["tenure"]["to"]) == ("acme", "acme-north", None)
    assert known["visible"] == [{"from": None, "to": None}]
    assert (await admin.get(f"/v1/machines/{known['id']}")).json() == known


async def test_the_rest_of_the_platform_hears_of_a_machine(house: House, admin: httpx.AsyncClient) -> None:
    one = (await commission(admin, generation="legacy"))["machine"]["id"]
    body = {"name": "Truck", "model": "a30", "serial": "1", "generation": "json"}
    assert (await admin.put(f"/v1/machines/{one}", json=body)).status_code == 200
    await admin.post(f"/v1/machines/{one}/decommission")
    query = "select kind, model, generation, decommissioned_at is not null from access.machine where machine = %s"
    with house.database.admin() as connection:
        assert connection.execute(query, [one]).fetchone() == ("haul_truck", "a30", "json", True)


async def test_the_other_services_hear_that_a_machine_comes_and_goes(
    admin: httpx.AsyncClient, servers: Servers
) -> None:
    with Listener(servers, "svc-template") as listener:
        listener.subscribe("events/v1/registry/+")
        one = (await commission(admin))["machine"]["id"]
        for _ in range(2):
            await admin.post(f"/v1/machines/{one}/decommission")
        another = (await commission(admin))["machine"]["id"]
        wait_until(lambda: len(listener.received) >= 3, 10, f"only {listener.received} has come")
    told = [(topic.rpartition("/")[2], Event.model_validate_json(payload)) for topic, payload in listener.received]
    assert [(kind, event.subject) for kind, event in told] == [
        ("machine-commissioned", one),
        ("machine-decommissioned", one),
        ("machine-commissioned", another),
    ]
    assert told[0][1].data == {"machine": one, "kind": "wheel_loader", "model": "l220"}


async def test_two_dozen_machines_are_commissioned_within_seconds(admin: httpx.AsyncClient) -> None:
    begun = time.monotonic()
    for _ in range(24):
        await commission(admin, tenure("acme", day(0), site="acme-north"))
    assert time.monotonic() - begun < 10


async def test_machines_commissioned_at_once_do_not_hinder_each_other(admin: httpx.AsyncClient) -> None:
    told = await asyncio.gather(*(commission(admin, tenure("acme", day(0))) for _ in range(8)))
    assert len({one["machine"]["id"] for one in told}) == 8


async def test_machines_are_listed_by_customer_site_kind_and_page(house: House, admin: httpx.AsyncClient) -> None:
    loader = (await commission(admin, tenure("acme", day(0), site="acme-north"), id="a-loader"))["machine"]["id"]
    truck = (await commission(admin, tenure("acme", day(0), day(9)), id="b-truck", model="a30"))["machine"]["id"]
    other = (await commission(admin, tenure("bolt", day(0)), id="c-loader"))["machine"]["id"]
    client = RegistryClient(admin)
    assert [m.id for m in (await client.machines()).items] == [loader, truck, other]
    assert [m.id for m in (await client.machines(customer="acme")).items] == [loader, truck]
    assert [m.id for m in (await client.machines(site="acme-north")).items] == [loader]
    assert [m.id for m in (await client.machines(kind="haul_truck")).items] == [truck]
    first = await client.machines(limit=2)
    assert [m.id for m in (await client.machines(after=first.next)).items] == [other]
    acme = RegistryClient(admin, SecretStr(house.token(Role.CUSTOMER, "customer:acme")))
    assert [m.id for m in (await acme.machines(visible="now")).items] == [loader]
    assert [m.id for m in (await acme.machines()).items] == [loader, truck]


async def test_another_service_commissions_through_the_typed_client(admin: httpx.AsyncClient) -> None:
    client = RegistryClient(admin)
    new = NewMachine.model_validate(machine(tenure("acme", day(0))))
    told = await client.commission(new)
    assert told.machine.id == told.credentials.user == new.id
    details = MachineDetails(name="Loader 8", model="l220", serial="8")
    assert (await client.put_machine(new.id, details)).name == "Loader 8"
    sale = NewTenure.model_validate(tenure("bolt", day(5)))
    sold = await client.open_tenure(new.id, sale)
    assert [t.customer for t in (await client.tenures(new.id)).items] == ["acme", "bolt"]
    assert (await client.correct_tenure(new.id, sold.id, sale)).id == sold.id
    await client.delete_tenure(new.id, sold.id)
    assert (await client.rotate_credentials(new.id)).password != told.credentials.password
    assert (await client.decommission(new.id)).decommissioned_at is not None
    with pytest.raises(NotFound):
        await client.machine("no-such")
    with pytest.raises(Refused, match="Ids are used once"):
        await client.commission(new)


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    ({"id": "Loader 7"}, 422, "invalid-request", "lower-case letters, digits and hyphens"),
    ({"id": "a/b"}, 422, "invalid-request", "id: an id has"),
    ({"id": "svc-telemetry"}, 422, "invalid-request", "a name of the platform itself"),
    ({"id": "ingest"}, 422, "invalid-request", "a name of the platform itself"),
    ({"model": "l22"}, 422, "unknown-reference", "nearest known: l220"),
    ({"pin": "NBGL310XK0007120"}, 422, "invalid-request", "17 capital letters and digits"),
    ({"pin": "NBGL310XK0007120O"}, 422, "invalid-request", "without I, O and Q"),
    ({"generation": "morse"}, 422, "invalid-request", "'legacy', 'json' or 'sparkplug'"),
    ({"name": " "}, 422, "invalid-request", "name: String should have at least 1 character"),
    ({"name": "a\nb"}, 422, "invalid-request", "without control characters"),
    ({"name": "a\x00b"}, 422, "invalid-request", "without control characters"),
    ({"access": "granted"}, 422, "invalid-request", "access: Extra inputs are not permitted"),
    ({"id": "taken-1"}, 409, "already-commissioned", "Ids are used once"),
    ({"serial": "S-1"}, 409, "taken", "serial number"),
    ({"pin": "NBGL310XK00071204"}, 409, "taken", "PIN"),
]


async def test_a_machine_that_cannot_be_is_refused_with_what_would_be_right(admin: httpx.AsyncClient) -> None:
    await commission(admin, id="taken-1", serial="S-1", pin="NBGL310XK00071204")
    for changes, status, code, told in WRONG:
        answer = await admin.post("/v1/machines", json=machine(**changes))
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code), changes
        assert told in problem["detail"]


async def test_nothing_is_kept_of_a_machine_whose_tenures_contradict_each_other(admin: httpx.AsyncClient) -> None:
    body = machine(tenure("acme", day(0), day(9)), tenure("bolt", day(5), day(12)))
    assert (await admin.post("/v1/machines", json=body)).json()["code"] == "overlapping-tenure"
    assert (await admin.get(f"/v1/machines/{body['id']}")).status_code == 404
