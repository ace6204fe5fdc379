"""Does the page of a plan say what is best when, and does a work order come of it and end?"""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from services.dashboard.upkeep.calendar import NAMES, WIDTH, calendar
from services.kit.model import Shelf
from services.maintenance.api import PlannedStop
from services.maintenance.forecast.bench import bench_of
from services.maintenance.forecast.worker import score_due, take
from tests.services.dashboard.browser import Stage
from tests.services.maintenance.conftest import event_of
from tests.services.maintenance.wear import NOW, diagnosis, suspect

PAGE = "/sites/acme-north/plan"


async def _worn(stage: Stage, shelf: Shelf) -> str:
    machine = await stage.machine(name="Axel")
    app = await stage.house.open("maintenance")
    await take(app.state.resources, event_of(diagnosis(machine, suspect("turbocharger_wear", 0.95))))
    while await score_due(app.state.resources, bench_of(shelf.folder)):
        pass
    await stage.sign_in()
    return machine


async def test_a_plan_becomes_a_work_order_that_is_started_and_closed(full: Stage, shelf: Shelf) -> None:
    await _worn(full, shelf)
    page = (await full.browser.get(PAGE)).text
    for word in ("Axel", "turbocharger wear", "What it costs to move it", "No work order waits"):
        assert word in page
    assert re.search(r'<option value="[\w:.+-]+">at its best: ', page)
    forecast = re.search(r'name="forecast" value="(\d+)"', page)
    assert forecast
    # Whoever left the page open until its time was over schedules for now.
    form = {"onward": PAGE, "forecast": forecast[1], "scheduled_for": NOW.isoformat()}
    made = await full.browser.post("/orders", data=form)
    assert (made.status_code, made.headers["location"]) == (303, PAGE)
    page = (await full.browser.get(PAGE)).text
    order = re.search(r'id="order-(\d+)"', page)
    assert order
    assert "scheduled" in page
    await full.browser.post(f"/orders/{order[1]}/start", data={"onward": PAGE})
    wrong = await full.browser.post(f"/orders/{order[1]}/close", data={"onward": PAGE, "found": "other.Rust"})
    assert wrong.status_code == 422
    closed = await full.browser.post(f"/orders/{order[1]}/close", data={"onward": PAGE, "found": "worn"})
    assert closed.status_code == 303
    page = (await full.browser.get(PAGE)).text
    assert "No work order waits" in page
    assert "Nothing is worth a stop" in page


async def test_without_the_maintenance_service_the_page_says_so(full: Stage) -> None:
    await full.sign_in()
    full.stop("maintenance")
    page = (await full.browser.get(PAGE)).text
    assert "There is no plan at the moment" in page
    assert ("No work order waits" in page, "cannot be told at the moment" in page) == (False, True)


def test_stops_stand_where_their_days_are() -> None:
    told = {
        "machine": "a",
        "machine_name": "A",
        "visit": 1,
        "expected_eur": 1,
        "saves_eur": 1,
        "risk": 0,
        "parts_eur": 0,
    }
    more = {"labour_h": 0, "standstill_h": 0, "moves": [], "tasks": [], "sentence": ""}
    days = {"earliest": NOW, "advised": NOW + timedelta(days=7), "latest": NOW + timedelta(days=99)}
    drawn = calendar([PlannedStop.model_validate(told | more | days)], NOW, 28, ZoneInfo("Australia/Perth"))
    (line,) = drawn.lines
    assert (line.begin, line.best, line.end) == (NAMES, NAMES + (WIDTH - NAMES) / 4, WIDTH)
    assert len(drawn.days) == 4
