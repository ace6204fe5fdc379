"""Do machines in columns tell what the list of machines tells, of the machines that the caller may know?"""

from typing import Any

import httpx

from services.kit.auth import Role
from services.kit.testing import House
from tests.services.registry.arrangement import commission, day, tenure

NAMES = ("id", "name", "kind", "make", "model_name", "serial", "pin")


async def _columns(house: House, *viewers: str, **query: Any) -> dict[str, Any]:
    api = await house.api("registry", house.token(Role.CUSTOMER, *viewers))
    answer = await api.get("/v1/columns/machines", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_columns_tell_what_the_list_tells(house: House, admin: httpx.AsyncClient) -> None:
    await commission(admin, tenure("acme", day(0), site="acme-north"), name="Axel", pin="VCEL220HKP0012345")
    await commission(admin, tenure("bolt", day(0)), model="a30")
    await commission(admin)
    listed = (await admin.get("/v1/machines")).json()["items"]
    told = await _columns(house, "all")
    assert {name: told[name] for name in NAMES} == {name: [one[name] for one in listed] for name in NAMES}
    tenures = [one["tenure"] or {"customer": None, "site": None} for one in listed]
    assert told["customer"] == [one["customer"] for one in tenures]
    assert told["site"] == [one["site"] for one in tenures]
    assert told["next"] is None


async def test_columns_hold_the_callers_machines_only_and_on_request_those_of_this_moment(
    house: House, admin: httpx.AsyncClient
) -> None:
    own = (await commission(admin, tenure("acme", day(0))))["machine"]["id"]
    sold = (await commission(admin, tenure("acme", day(0)), tenure("bolt", day(10))))["machine"]["id"]
    known = await _columns(house, "customer:acme")
    assert dict(zip(known["id"], known["present"], strict=True)) == {own: True, sold: False}
    assert known["id"] == sorted([own, sold])
    assert (await _columns(house, "customer:acme", visible="now"))["id"] == [own]
    assert (await _columns(house, "customer:bolt", visible="now"))["id"] == [sold]
    assert (await _columns(house, "customer:nobody"))["id"] == []
    text = str(await _columns(house, "customer:bolt"))
    assert "acme" not in text
    await admin.post(f"/v1/machines/{own}/decommission")
    assert (await _columns(house, "customer:acme", visible="now"))["id"] == []


async def test_columns_too_long_for_one_answer_go_on_behind_a_cursor(house: House, admin: httpx.AsyncClient) -> None:
    made = sorted([(await commission(admin))["machine"]["id"] for _ in range(5)])
    found: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while query:
        told = await _columns(house, "all", **query)
        assert len(told["id"]) == len(told["serial"]) <= 2
        found += told["id"]
        query = {"limit": 2, "after": told["next"]} if told["next"] else {}
    assert found == made
