"""Does whoever looks after machines see first what would cost most to leave alone, and why?"""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from models.alert import SLOT
from services.diagnostics.alert import course
from services.diagnostics.alert.course import Found, Look
from services.diagnostics.api import Severity
from services.kit.database import WORKER, transaction
from services.kit.model import Shelf
from services.kit.testing import Database, House, see
from tests.services.maintenance.conftest import Ask, Tell
from tests.services.maintenance.wear import NOW, diagnosis, suspect

TURBO = "turbocharger_wear"
BEGIN = NOW - timedelta(days=1)
HOT = Found("finding", "coolant_temperature_c", Severity.CRITICAL, "The coolant is too hot.", "Clean the radiator.")
COLD = Found("fault", "110-1", Severity.INFO, "The coolant is cold.")
WORN = Found("diagnosis", TURBO, Severity.WARNING, "The turbocharger is worn.", "Plan another.")


@pytest.fixture
async def ill(house: House, database: Database, tell: Tell, shelf: Shelf) -> None:
    """Four machines of the north and one of the south, each with something wrong, the first with two alerts."""
    for name, region in (("a", "north"), ("b", "north"), ("c", "north"), ("s", "south")):
        for viewer in ("all", f"region:{region}"):
            see(database, name, viewer)
    await tell(diagnosis("b", suspect(TURBO, 0.95)), folder=shelf.folder)
    app = await house.open("diagnostics", examine_pause_s=60)
    found = {"a": [HOT, COLD], "b": [WORN], "c": [COLD], "s": [HOT]}
    async with transaction(app.state.resources.pool, WORKER) as db:
        for name, problems in found.items():
            for slot in range(3):
                await course.take(db, Look(name, BEGIN + slot * SLOT, problems))


async def triage_of(api: httpx.AsyncClient, **params: Any) -> dict[str, Any]:
    answer = await api.get("/v1/triage", params=params)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.usefixtures("ill")
async def test_machines_come_in_the_order_of_what_is_at_stake_with_the_reason_and_the_next_step(ask: Ask) -> None:
    told = await triage_of(await ask("region:north"))
    machines = {one["machine"]: one for one in told["machines"]}
    assert list(machines)[-1] == "c"
    stakes = [one["stake_eur"] for one in told["machines"]]
    assert stakes == sorted(stakes, reverse=True)
    worn = machines["b"]["alerts"][0]
    assert (worn["basis"], worn["probability"], worn["next_step"]) == ("forecast", 0.92, "Plan another.")
    assert 0 < worn["risk"] <= worn["probability"]
    assert worn["stake_eur"] < worn["risk"] * 20_000
    hot, cold = machines["a"]["alerts"]
    assert (hot["name"], hot["basis"], hot["risk"], cold["next_step"]) == (HOT.name, "assumed", None, None)
    assert (machines["a"]["severity"], machines["a"]["sentence"]) == ("critical", HOT.sentence)
    assert machines["a"]["next_step"] == HOT.next_step
    assert told["missing"] == []


@pytest.mark.usefixtures("ill")
async def test_who_waits_longer_risks_more(ask: Ask) -> None:
    api = await ask("region:north")
    day, month = await triage_of(api, within_h=24), await triage_of(api, within_h=720)
    before = {one["machine"]: one["stake_eur"] for one in day["machines"]}
    assert all(one["stake_eur"] > before[one["machine"]] for one in month["machines"])
    assert (await api.get("/v1/triage", params={"within_h": 2})).status_code == 422


@pytest.mark.usefixtures("ill")
async def test_nobody_hears_of_machines_that_are_not_theirs(ask: Ask) -> None:
    assert [one["machine"] for one in (await triage_of(await ask("region:south")))["machines"]] == ["s"]
    assert (await triage_of(await ask("region:west")))["machines"] == []


async def test_without_diagnostics_it_is_said_that_nobody_knows_of_alerts(ask: Ask) -> None:
    api = await ask("region:north")
    told = await triage_of(api)
    assert (told["machines"], "'diagnostics' does not answer" in told["missing"][0]) == ([], True)
