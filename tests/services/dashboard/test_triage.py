"""Does an engineer see first which machine needs them, why, and can something be done about it in place?"""

import html as markup
import re
from datetime import UTC, datetime, timedelta

import httpx

from models.alert import SLOT
from services.diagnostics.alert import course
from services.diagnostics.alert.course import Found, Look
from services.diagnostics.api import Severity
from services.kit.database import WORKER, transaction
from tests.services.dashboard.browser import Stage

BEGIN = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=1)
SWAP = {"HX-Request": "true", "HX-Target": "results"}
STEP = "Clean the radiator."


async def _ill(stage: Stage, severity: Severity, sentence: str, *, region: str = "north", **details: str) -> str:
    """Commission a machine with an alert, and return its id."""
    machine = await stage.machine(region=region, **details)
    app = await stage.house.open("diagnostics")
    found = [Found("finding", "coolant_temperature_c", severity, sentence, STEP)]
    async with transaction(app.state.resources.pool, WORKER) as db:
        for slot in range(3):
            await course.take(db, Look(machine, BEGIN + slot * SLOT, found))
    return machine


async def _two(stage: Stage) -> tuple[str, str]:
    mild = await _ill(stage, Severity.INFO, "It is a little warm.", name="Mild")
    hot = await _ill(stage, Severity.CRITICAL, "It is far too hot.", name="Hot")
    await _ill(stage, Severity.CRITICAL, "It is elsewhere.", region="south", name="Foreign")
    await stage.sign_in()
    return mild, hot


async def _page(stage: Stage, **query: str) -> str:
    answer = await stage.browser.get("/triage", params=query)
    assert answer.status_code == 200, answer.text
    return markup.unescape(answer.text)


def _cases(page: str) -> list[str]:
    return re.findall(r'id="case-([^"]+)"', page)


def _alert(page: str, machine: str) -> str:
    case = page.split(f'id="case-{machine}"')[1]
    found = re.search(r'action="/triage/(\d+)/', case)
    assert found
    return found[1]


async def _act(stage: Stage, alert: str, name: str, **form: str) -> httpx.Response:
    return await stage.browser.post(f"/triage/{alert}/{name}", data=form, headers=SWAP)


async def test_what_costs_most_to_leave_alone_comes_first_with_why_and_what_next(full: Stage) -> None:
    mild, hot = await _two(full)
    page = await _page(full)
    assert _cases(page) == [hot, mild]
    for word in ("It is far too hot.", STEP, "EUR", "at stake within a week", "waiting", "Acme"):
        assert word in page
    assert "It is elsewhere." not in page


async def test_the_list_is_narrowed_by_its_address(full: Stage) -> None:
    mild, hot = await _two(full)
    assert _cases(await _page(full, severity="info")) == [mild]
    assert _cases(await _page(full, region="north", state="open")) == [hot, mild]
    empty = await _page(full, state="snoozed")
    assert (_cases(empty), "No machine fits" in empty) == ([], True)


async def test_a_page_tells_its_stream_what_it_shows(full: Stage) -> None:
    mild, _ = await _two(full)
    page = await _page(full, severity="info")
    assert _stream(page) == _stream(await _page(full, severity="info"))
    assert _stream(page).startswith("/triage/live?severity=info&shown=")
    await _act(full, _alert(page, mild), "acknowledge", onward="/triage")
    assert _stream(page) != _stream(await _page(full, severity="info"))


def _stream(page: str) -> str:
    found = re.search(r'data-live="([^"]+)"', page)
    assert found
    return found[1]


async def test_something_is_done_about_an_alert_in_place(full: Stage) -> None:
    _, hot = await _two(full)
    alert = _alert(await _page(full), hot)
    known = await _act(full, alert, "acknowledge", onward="/triage?severity=critical")
    assert (known.status_code, _cases(known.text), "acknowledged" in known.text) == (200, [hot], True)
    taken = await _act(full, alert, "take", onward="/triage")
    assert "with you" in taken.text
    asleep = await _act(full, alert, "snooze", onward="/triage", days="3")
    assert "snoozed until" in asleep.text
    assert _cases(await _page(full, state="snoozed")) == [hot]
    again = await _act(full, alert, "acknowledge", onward="/triage")
    assert (again.status_code, 'role="alert"' in again.text) == (200, True)


async def test_without_script_a_button_leads_back_to_the_same_list(full: Stage) -> None:
    _, hot = await _two(full)
    alert = _alert(await _page(full), hot)
    form = {"onward": "/triage?region=north"}
    answer = await full.browser.post(f"/triage/{alert}/acknowledge", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/triage?region=north")
    foreign = {"onward": "//evil.example/"}
    answer = await full.browser.post(f"/triage/{alert}/take", data=foreign)
    assert answer.headers["location"] == "/triage"


async def test_nobody_acts_on_what_they_do_not_see(full: Stage) -> None:
    await _two(full)
    app = await full.house.open("diagnostics")
    async with transaction(app.state.resources.pool, WORKER) as db:
        (foreign,) = (
            await (await db.execute("select id from alert where sentence = 'It is elsewhere.'")).fetchone() or ()
        )
    answer = await _act(full, str(foreign), "acknowledge", onward="/triage")
    assert 'role="alert"' in answer.text
    async with transaction(app.state.resources.pool, WORKER) as db:
        row = await (await db.execute("select state from alert where id = %s", [foreign])).fetchone()
    assert row == ("open",)


async def test_names_that_carry_markup_are_shown_as_text(full: Stage) -> None:
    await _ill(full, Severity.WARNING, "<script>alert(1)</script> {{7*7}}", name="<b>Loader</b>")
    await full.sign_in()
    raw = (await full.browser.get("/triage")).text
    assert "<script>alert(1)" not in raw
    assert "<b>Loader" not in raw
    assert "{{7*7}}" in raw


async def test_a_healthy_fleet_and_an_absent_service_look_different(full: Stage) -> None:
    await full.machine(name="Axel")
    await full.sign_in()
    assert "No machine needs anybody" in await _page(full)
    full.stop("maintenance")
    away = await _page(full)
    assert "The maintenance service does not answer" in away
    assert "/alerts?state=unresolved" in away
    full.stop("diagnostics")
    assert "Nobody can tell at the moment" in await _page(full)
