"""Does a sale, a rental or a move change who sees a machine, and is a contradiction refused?"""

from datetime import datetime
from typing import Any

import httpx
import pytest

from services.kit.auth import Role
from services.kit.testing import House
from tests.services.registry.arrangement import START, commission, day, machine, tenure


async def _visible(house: House, viewer: str, machine_id: str) -> list[tuple[int, int | None]] | None:
    role = Role.CUSTOMER if viewer.startswith("customer:") else Role.ENGINEER
    api = await house.api("registry", house.token(role, viewer))
    answer = await api.get(f"/v1/machines/{machine_id}")
    if answer.status_code == 404:
        return None
    return [(_day(period["from"]), period["to"] and _day(period["to"])) for period in answer.json()["visible"]]


def _day(moment: str) -> int:
    return (datetime.fromisoformat(moment) - START).days


async def _machine(admin: httpx.AsyncClient, *tenures: dict[str, Any]) -> str:
    commissioned: str = (await commission(admin, *tenures))["machine"]["id"]
    return commissioned


async def test_after_a_sale_the_seller_sees_nothing_more_and_the_buyer_nothing_from_before(
    house: House, admin: httpx.AsyncClient
) -> None:
    sold = await _machine(admin, tenure("acme", day(0)))
    assert await _visible(house, "customer:bolt", sold) is None
    answer = await admin.post(f"/v1/machines/{sold}/tenures", json=tenure("bolt", day(10)))
    assert answer.status_code == 201
    assert await _visible(house, "customer:acme", sold) == [(0, 10)]
    assert await _visible(house, "customer:bolt", sold) == [(10, None)]
    assert await _visible(house, "region:north", sold) == [(0, 10)]
    assert await _visible(house, "region:south", sold) == [(10, None)]


async def test_a_rental_takes_the_place_of_the_owners_view(house: House, admin: httpx.AsyncClient) -> None:
    lent = await _machine(admin, tenure("acme", day(0)))
    rental = tenure("bolt", day(10), day(20), basis="rented", site="bolt-north")
    await admin.post(f"/v1/machines/{lent}/tenures", json=rental)
    assert await _visible(house, "customer:acme", lent) == [(0, 10), (20, None)]
    assert await _visible(house, "customer:bolt", lent) == [(10, 20)]
    assert await _visible(house, "region:north", lent) == [(0, None)]
    assert await _visible(house, "region:south", lent) is None


async def test_a_move_to_another_site_closes_one_tenure_and_opens_another(
    house: House, admin: httpx.AsyncClient
) -> None:
    moved = await _machine(admin, tenure("acme", day(0), site="acme-north"))
    await admin.post(f"/v1/machines/{moved}/tenures", json=tenure("acme", day(5), site="acme-south"))
    told = (await admin.get(f"/v1/machines/{moved}/tenures")).json()["items"]
    assert [(_day(one["from"]), one["site"]) for one in told] == [(0, "acme-north"), (5, "acme-south")]
    assert [one["to"] and _day(one["to"]) for one in told] == [5, None]
    assert await _visible(house, "customer:acme", moved) == [(0, None)]
    assert await _visible(house, "region:north", moved) == [(0, 5)]
    assert await _visible(house, "region:south", moved) == [(5, None)]


async def test_a_site_that_another_region_serves_takes_its_machines_along(
    house: House, admin: httpx.AsyncClient
) -> None:
    there = await _machine(admin, tenure("acme", day(0), site="acme-north"))
    known = (await admin.get("/v1/sites/acme-north")).json()
    body = {name: value for name, value in known.items() if name != "id"} | {"region": "south"}
    assert (await admin.put("/v1/sites/acme-north", json=body)).status_code == 200
    assert await _visible(house, "region:north", there) is None
    assert await _visible(house, "region:south", there) == [(0, None)]


async def test_a_customer_that_another_region_serves_takes_its_machines_without_a_site_along(
    house: House, admin: httpx.AsyncClient
) -> None:
    stored = await _machine(admin, tenure("acme", day(0)))
    at_work = await _machine(admin, tenure("acme", day(0), site="acme-north"))
    await admin.put("/v1/customers/acme", json={"name": "Acme", "region": "south"})
    assert await _visible(house, "region:south", stored) == [(0, None)]
    assert await _visible(house, "region:south", at_work) is None


async def test_a_corrected_and_a_deleted_tenure_change_the_view(house: House, admin: httpx.AsyncClient) -> None:
    corrected = await _machine(admin, tenure("acme", day(0)), tenure("bolt", day(10)))
    first, second = (await admin.get(f"/v1/machines/{corrected}/tenures")).json()["items"]
    path = f"/v1/machines/{corrected}/tenures"
    assert (await admin.delete(f"{path}/{second['id']}")).status_code == 204
    assert await _visible(house, "customer:bolt", corrected) is None
    answer = await admin.put(f"{path}/{first['id']}", json=tenure("acme", day(2), day(30)))
    assert answer.status_code == 200
    assert await _visible(house, "customer:acme", corrected) == [(2, 30)]


async def test_decommissioning_ends_what_goes_on_and_cancels_what_was_to_come(
    house: House, admin: httpx.AsyncClient
) -> None:
    old = await _machine(admin, tenure("acme", "2020-01-01T00:00:00Z"), tenure("bolt", "2150-01-01T00:00:00Z"))
    told = (await admin.post(f"/v1/machines/{old}/decommission")).json()
    assert await _visible(house, "customer:bolt", old) is None
    (period,) = [told["tenure"]]
    assert period["to"] == told["decommissioned_at"]
    api = await house.api("registry", house.token(Role.CUSTOMER, "customer:acme"))
    assert (await api.get("/v1/machines", params={"visible": "now"})).json()["items"] == []
    assert (await admin.post(f"/v1/machines/{old}/decommission")).json()["access"] == "revoked"
    refused = await admin.post(f"/v1/machines/{old}/tenures", json=tenure("bolt", day(0)))
    assert (refused.status_code, refused.json()["code"]) == (409, "decommissioned")


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    (tenure("acme", day(5), day(8)), 409, "overlapping-tenure", "owned by 'acme' from 2026-01-01T00:00:00+00:00"),
    (tenure("acme", day(30), day(30)), 422, "invalid-request", "'from' must be before 'to'"),
    (tenure("acm", day(30)), 422, "unknown-reference", "nearest known: acme"),
    (tenure("acme", day(30), site="acme-nort"), 422, "unknown-reference", "nearest known: acme-north"),
    (tenure("acme", day(30), site="bolt-north"), 422, "site-of-another", "not one of the customer 'acme'"),
    (tenure("acme", "2026-01-01T00:00:00"), 422, "invalid-request", "from: Input should have timezone info"),
    (tenure("acme", "0001-01-01T00:00:00Z"), 422, "invalid-request", "between 1970 and 2200"),
    (tenure("acme", day(30), basis="stolen"), 422, "invalid-request", "'owned' or 'rented'"),
    (tenure("acme", day(30)) | {"until": day(40)}, 422, "invalid-request", "until: Extra inputs"),
]


async def test_a_tenure_that_cannot_be_is_refused_with_what_would_be_right(admin: httpx.AsyncClient) -> None:
    machine_id = await _machine(admin, tenure("acme", day(0), day(10)), tenure("bolt", day(10), day(20)))
    for body, status, code, told in WRONG:
        answer = await admin.post(f"/v1/machines/{machine_id}/tenures", json=body)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code), body
        assert told in problem["detail"]


async def test_a_tenure_of_another_machine_is_not_found(admin: httpx.AsyncClient) -> None:
    one, other = await _machine(admin, tenure("acme", day(0))), await _machine(admin)
    (held,) = (await admin.get(f"/v1/machines/{one}/tenures")).json()["items"]
    body = tenure("bolt", day(3))
    assert (await admin.put(f"/v1/machines/{other}/tenures/{held['id']}", json=body)).status_code == 404
    assert (await admin.delete(f"/v1/machines/{other}/tenures/{held['id']}")).status_code == 404


async def test_an_overlap_is_refused_by_the_database_too(house: House, admin: httpx.AsyncClient) -> None:
    held = await _machine(admin, tenure("acme", day(0)))
    statement = (
        "insert into registry.tenure (machine, basis, customer, from_time, to_time)"
        f" values ('{held}', 'owned', 'bolt', '2026-02-01Z', '2026-02-02Z')"
    )
    with house.database.admin() as connection, pytest.raises(Exception, match="overlap"):
        connection.execute(statement.encode())


async def test_tenures_come_page_by_page(admin: httpx.AsyncClient) -> None:
    often = machine(*[tenure(("acme", "bolt")[n % 2], day(n)) for n in range(5)])
    await admin.post("/v1/machines", json=often)
    path, seen, after = f"/v1/machines/{often['id']}/tenures", [], None
    while True:
        page = (await admin.get(path, params={"limit": 2} | ({"after": after} if after else {}))).json()
        seen += [_day(one["from"]) for one in page["items"]]
        if (after := page["next"]) is None:
            break
    assert seen == [0, 1, 2, 3, 4]
