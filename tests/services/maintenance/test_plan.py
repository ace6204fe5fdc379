"""Is what a site is advised worth doing, traced back, and of the machines that the caller sees?"""

from typing import Any

import httpx
import pytest

from deploy.mosquitto.access import RULES
from services.kit.auth import Role
from services.kit.model import Shelf
from services.kit.testing import House
from tests.conftest import Servers
from tests.services.maintenance.conftest import WRITES, Ask, Tell
from tests.services.maintenance.wear import NOW, diagnosis, suspect
from tests.services.registry.arrangement import arrange, commission, tenure

TURBO, PUMP = "turbocharger_wear", "hydraulic_pump_wear"
ACME = "?customer=acme"
REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    (ACME, {"prices": {"gremlins": {}}}, 422, "no failure whose repair is planned"),
    (ACME, {"prices": {TURBO: {"failed_parts_eur": 1}}}, 422, "a failure takes no less"),
    (ACME, {"prices": {TURBO: {"parts_eur": -1}}}, 422, "greater than or equal to 0"),
    (ACME, {"rates": {"called_out_factor": 0.5}}, 422, "greater than or equal to 1"),
    (ACME, {"rate": {}}, 422, "rate"),
    (f"{ACME}&make=Norrberg", {"rates": {"stop_h": 2}}, 422, "leave 'make' out"),
    ("?customer=bolt", {}, 404, "No customer 'bolt'"),
    ("", {}, 403, "name a 'customer' of yours"),
]


@pytest.fixture
async def machines(house: House, servers: Servers) -> list[str]:
    """Two loaders of Acme on one of its sites, and one of Bolt on another, as the registry knows them."""
    told = {"mqtt_url": servers.mosquitto.url("svc-registry"), "broker_rules_url": servers.mosquitto.url(RULES)}
    api = await house.api("registry", house.token(Role.ADMINISTRATOR, "all"), **told)
    await arrange(api)
    places = (("acme", "acme-north"), ("acme", "acme-north"), ("bolt", "bolt-north"))
    tenures = [tenure(customer, "2026-01-01T00:00:00Z", site=site) for customer, site in places]
    return [(await commission(api, one))["machine"]["id"] for one in tenures]


@pytest.fixture
async def worn(machines: list[str], tell: Tell, shelf: Shelf) -> list[str]:
    """The same machines, each with a turbocharger near its end, the first with a worn pump and a bad sensor too."""
    first, *others = machines
    bad = suspect("sensor_drift", where="boost_pressure_kpa", is_of_sensor=True)
    diagnoses = [diagnosis(first, suspect(TURBO, 0.95), suspect(PUMP, 0.4), bad)]
    await tell(*diagnoses, *(diagnosis(one, suspect(TURBO, 0.95)) for one in others), folder=shelf.folder)
    return machines


async def plan_of(api: httpx.AsyncClient, site: str = "acme-north", **params: Any) -> dict[str, Any]:
    answer = await api.get(f"/v1/sites/{site}/plan", params=params)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_site_is_advised_stops_that_are_worth_it_and_say_what_they_rest_on(
    worn: list[str], ask: Ask, shelf: Shelf
) -> None:
    plan = await plan_of(await ask("region:north"))
    assert {stop["machine"] for stop in plan["stops"]} == set(worn[:2])
    assert plan["expected_eur"] <= min(plan["singly_eur"], plan["at_once_eur"], plan["waiting_eur"])
    for stop in plan["stops"]:
        assert NOW.isoformat() < stop["earliest"] <= stop["advised"] <= stop["latest"]
        assert stop["saves_eur"] > 0
        assert min(one["more_eur"] for one in stop["moves"]) >= 0
        task = next(one for one in stop["tasks"] if one["mode"] == TURBO)
        assert task["unplanned_eur"] > task["planned_eur"] > 3_500
        assert task["rests_on"]["life"]["version"] == shelf.version("part-life", "champion")
        assert task["rests_on"]["diagnosis"]["version"] == "d1"
    assert [(one["mode"], one["machine"]) for one in plan["watched"]][-1] == ("sensor_drift", worn[0])
    assert plan["quiet"] == []


async def test_a_piece_of_advice_names_the_order_that_follows_it(worn: list[str], ask: Ask) -> None:
    api = await ask("customer:acme")
    task = (await plan_of(api))["stops"][0]["tasks"][0]
    assert task["order"] is None
    made = (await api.post("/v1/work-orders", json={"forecast": task["forecast"]})).json()
    again = (await plan_of(api))["stops"][0]["tasks"][0]
    assert again["order"] == {"id": made["id"], "state": "open", "scheduled_for": None}


async def test_a_plan_is_of_what_the_caller_sees(worn: list[str], ask: Ask) -> None:
    acme = await ask("customer:acme")
    assert [stop["machine"] for stop in (await plan_of(await ask("customer:bolt"), "bolt-north"))["stops"]] == worn[2:]
    for site in ("bolt-north", "nowhere"):
        answer = await acme.get(f"/v1/sites/{site}/plan")
        assert (answer.status_code, site in answer.json()["detail"]) == (404, True)
    assert (await acme.get("/v1/sites/acme-north/plan", params={"horizon_days": 3})).status_code == 422


async def test_a_site_of_which_nothing_is_suspected_has_nothing_to_do(machines: list[str], ask: Ask) -> None:
    plan = await plan_of(await ask("region:north"))
    assert (plan["stops"], plan["watched"], plan["quiet"]) == ([], [], sorted(machines[:2]))
    assert plan["expected_eur"] == 0
    assert "Nothing that is known of these 2 machines is worth a stop" in plan["sentence"]


async def test_who_knows_what_things_cost_is_advised_by_that(worn: list[str], ask: Ask) -> None:
    api = await ask("customer:acme")
    before = (await plan_of(api))["stops"][0]["tasks"]
    sheet = {"prices": {TURBO: {"parts_eur": 100, "failed_parts_eur": 90_000}}, "rates": {"visit_eur": 1}}
    answer = await api.put("/v1/costs", params={"customer": "acme"}, json=sheet)
    assert answer.json()["prices"][TURBO]["parts_eur"] == 100
    after = (await plan_of(api))["stops"][0]["tasks"]
    cost = {
        one["mode"]: (one["planned_eur"], one["unplanned_eur"]) for one in (*before, *after) if one["mode"] == TURBO
    }
    assert cost[TURBO][0] < 3_500
    assert cost[TURBO][1] > 90_000
    other = (await (await ask("customer:bolt")).get("/v1/costs", params={"customer": "bolt"})).json()
    assert (other["prices"][TURBO]["parts_eur"], other["sheets"]) == (3_500, [])
    make = await api.put("/v1/costs?customer=acme&make=Norrberg", json={"prices": {TURBO: {"parts_eur": 7}}})
    assert [sheet["make"] for sheet in make.json()["sheets"]] == ["Norrberg", None]
    assert (make.json()["prices"][TURBO]["parts_eur"], make.json()["rates"]["visit_eur"]) == (7, 1)


async def test_a_cost_sheet_that_cannot_be_is_refused_with_the_reason(machines: list[str], house: House) -> None:
    del machines
    token = house.token(Role.CUSTOMER, "customer:acme", permissions=WRITES, customer=None)
    api = await house.api("maintenance", token)
    for query, sheet, status, word in REFUSED:
        answer = await api.put(f"/v1/costs{query}", json=sheet)
        assert (answer.status_code, word in answer.json()["detail"]) == (status, True), answer.text
