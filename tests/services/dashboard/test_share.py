"""Does somebody who was given a part of a machine's data hear that it is a part, and not that nothing happened?"""

from datetime import UTC, datetime, timedelta

from models.consent import DataGroup
from services.dashboard.machine.share import given
from services.kit.auth import Role
from services.registry.api import MachineAccess
from tests.services.dashboard.browser import PEOPLE, Stage

PART = {"viewer": "party:north", "groups": ["engine", "health"]}
OPEN = dict.fromkeys(("data_from", "data_to", "open_from", "open_to"))


def test_only_what_is_less_than_all_is_a_part() -> None:
    told = MachineAccess.model_validate({"machine": "m", "access": [{**PART, **OPEN}]})
    assert given(told, ("party:north",)) == frozenset({DataGroup.ENGINE, DataGroup.HEALTH})
    assert given(told, ("party:south",)) is None
    assert given(None, ("party:north",)) is None
    whole = {**PART, **OPEN, "groups": list(DataGroup)}
    assert given(MachineAccess.model_validate({"machine": "m", "access": [whole]}), ("party:north",)) is None


async def test_what_was_not_given_is_not_said_to_be_nothing(full: Stage) -> None:
    machine = await full.machine(name="Axel")
    full.hear(machine, engine_speed_rpm=1500, fuel_level_percent=50)
    PEOPLE["dora"] = {"name": "Dora", "role": "engineer", "parties": ["north"]}
    await full.registry.put("/v1/parties/north", json={"name": "North Dealer", "kind": "dealer"})
    owner = await full.house.api(
        "registry", full.house.token(Role.CUSTOMER, "customer:acme", permissions=["*:read", "consent:write"])
    )
    consent = {"customer": "acme", "recipient": "party:north", "purpose": "support", "groups": ["engine"]}
    before = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    given_ = await owner.post("/v1/consents", json={**consent, "data_from": before})
    assert given_.status_code == 201, given_.text
    browser = await full.sign_in("dora")
    page = (await browser.get(f"/machines/{machine}")).text
    assert "may have data of these groups: engine." in page
    assert "not told to you" in page
    assert "What it reports is not among the data that you were given." in page
    assert "What is made of its data is not among those that you were given." in page
    assert "Fuel level" not in page
    day = {"from": before, "to": datetime.now(UTC).isoformat()}
    lanes = (await browser.get(f"/machines/{machine}/lanes", params=day)).json()
    notes = {lane["id"]: lane["note"] for lane in lanes["lanes"]}
    assert notes["fuel_rate_lph"] == notes["faults"] == notes["alerts"] == "Not among the data that you were given."
    whole = (await (await full.sign_in("anna")).get(f"/machines/{machine}")).text
    assert "may have data of these groups" not in whole
