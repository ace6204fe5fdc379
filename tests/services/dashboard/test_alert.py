"""Are all alerts found again by what the address says, with what was said about them?"""

import html
from datetime import UTC, datetime

import psycopg
import pytest

from models.alert import SLOT
from models.machines import Kind
from services.dashboard.alert.selection import by_id, unknown
from services.dashboard.api import AlertQuery
from services.dashboard.fleet.row import Listed
from services.dashboard.fleet.source import Fleet
from services.diagnostics.alert import course
from services.diagnostics.alert.course import Found, Look
from services.diagnostics.api import Severity
from tests.services.dashboard.browser import Stage

EVIL = "<b>&=cmd()"


async def _see(stage: Stage, path: str, status: int = 200) -> str:
    answer = await stage.browser.get(path)
    assert answer.status_code == status, answer.text
    return html.unescape(answer.text)


async def _raise(stage: Stage, machine: str, sentence: str) -> int:
    """Let diagnostics have found a problem three times within the last minutes, and return its alert."""
    url, options = stage.database.url("svc_diagnostics"), "-c search_path=diagnostics,public"
    async with await psycopg.AsyncConnection.connect(url, options=options) as db:
        await db.execute("select set_config('howdah.viewers', 'all,worker', false)")
        for slots in (3, 2, 1):
            found = [Found("fault", "94-1", Severity.WARNING, sentence, "Look.")]
            await course.take(db, Look(machine, datetime.now(UTC) - slots * SLOT, found))
        row = await (await db.execute("select id from alert where machine = %s", [machine])).fetchone()
    assert row
    number: int = row[0]
    return number


async def test_alerts_are_found_by_what_the_address_says_and_commented(full: Stage) -> None:
    machine, other = await full.machine(name=EVIL), await full.machine(name="Bo")
    await full.sign_in()
    assert "No alert was raised in this time on the machines that are yours to see." in await _see(full, "/alerts")
    await _raise(full, machine, EVIL)
    over = await _raise(full, other, "It was hot.")
    await full.browser.post(f"/alerts/{over}/resolve", data={"text": "Cooled."})
    both = await full.browser.get("/alerts")
    assert EVIL not in both.text
    assert "It was hot." in both.text
    for query, found in (
        (f"machine={machine}", [EVIL]),
        ("state=resolved", ["It was hot."]),
        ("state=unresolved&site=acme-north", [EVIL]),
        ("severity=critical", []),
        ("site=acme-south", []),
    ):
        page = await _see(full, f"/alerts?{query}")
        assert [words for words in (EVIL, "It was hot.") if f">{words}</a></td>" in page] == found, query
    strange = await _see(full, "/alerts?machine=WL_7")
    assert "No machine 'WL_7' is known to you." in strange
    assert "No alert fits" not in strange
    full.stop("diagnostics")
    away = await _see(full, "/alerts")
    assert away.count("The diagnostics service does not answer: ") == 1
    assert ("Alerts cannot be told at the moment" in away, "0 in 28 days" in away) == (True, False)


async def test_an_alert_is_commented_ended_and_taken_up_again(full: Stage) -> None:
    number = await _raise(full, await full.machine(name=EVIL), EVIL)
    await full.sign_in()
    said = await full.browser.post(f"/alerts/{number}/comment", data={"text": f"Seen.\n{EVIL}"})
    assert (said.status_code, said.headers["location"]) == (303, f"/alerts/{number}#happened")
    empty = await full.browser.post(f"/alerts/{number}/comment", data={"text": ""})
    assert (empty.status_code, 'id="f-text-wrong"' in empty.text) == (422, True)
    for act in ("acknowledge", "take"):
        assert f'formaction="/alerts/{number}/{act}"' in await _see(full, f"/alerts/{number}")
        assert (
            await full.browser.post(f"/alerts/{number}/{act}", data={"text": f"Words of {act}."})
        ).status_code == 303
    await full.browser.post(f"/alerts/{number}/resolve", data={"text": ""})
    page = await _see(full, f"/alerts/{number}")
    assert "I take it" not in page
    assert "Browser session" not in page
    for words in ("Seen.", EVIL, "Anna Berg", "Reopen", "Words of acknowledge.", "Words of take."):
        assert words in page
    assert (await full.browser.post(f"/alerts/{number}/resolve", data={"text": ""})).status_code == 409
    assert (await full.browser.post(f"/alerts/{number}/reopen", data={"text": ""})).status_code == 303


async def test_alerts_of_others_are_not_there(full: Stage) -> None:
    number = await _raise(full, await full.machine(), "It is hot.")
    await full.sign_in("bea")
    assert "It is hot." not in await _see(full, "/alerts")
    await _see(full, f"/alerts/{number}", 404)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"machine": "wl-7"}, []),
        ({"machine": "WL_8"}, ["No machine 'WL_8' is known to you. The nearest: wl-7."]),
        ({"severity": "awful", "state": "resolved"}, ["No severity 'awful' is known to you."]),
        ({"site": "x"}, ["No site 'x' is known to you."]),
    ],
)
def test_a_name_that_is_nothing_is_told_with_the_nearest(query: dict[str, str], told: list[str]) -> None:
    machine = Listed("wl-7", "Seven", Kind.WHEEL_LOADER, "Norrberg", "L220", "7", None, "acme", None)
    assert unknown(AlertQuery.model_validate(query), Fleet(machines={"wl-7": machine})) == told


@pytest.mark.parametrize(("said", "found"), [("wl-7", "wl-7"), (" SEVEN ", "wl-7"), ("Eight", "Eight"), ("", "")])
def test_a_machine_is_found_by_a_name_that_it_alone_has(said: str, found: str) -> None:
    names = {"wl-7": "Seven", "wl-8": "Eight", "wl-9": "Eight"}
    machines = {
        id: Listed(id, name, Kind.WHEEL_LOADER, "Norrberg", "L220", "7", None, "acme", None)
        for id, name in names.items()
    }
    assert by_id(AlertQuery(machine=said), Fleet(machines=machines)).machine == found
    assert unknown(AlertQuery(machine="eight"), Fleet(machines=machines)) == [
        "No machine 'eight' is known to you. The nearest: wl-8, wl-9."
    ]
