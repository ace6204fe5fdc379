"""Do problems become alerts that people work on, seen by those who see the machine's data of that time?"""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from models.alert import SLOT
from services.diagnostics.alert import course
from services.diagnostics.alert.course import Change, Found, Look
from services.diagnostics.api import Severity
from services.diagnostics.client import DiagnosticsClient
from services.kit.auth import Role
from services.kit.database import WORKER, transaction
from services.kit.events import Event, connected
from services.kit.settings import Settings
from services.kit.testing import Database, House, see
from tests.conftest import Servers
from tests.services.diagnostics.shift import MINUTE, healthy, work

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
BEGIN = NOW - timedelta(days=2)
WARNING, CRITICAL = Severity.WARNING, Severity.CRITICAL


def at(slots: float) -> datetime:
    return BEGIN + slots * SLOT


def look(slot: float, severity: Severity | None, machine: str = "wl-01") -> Look:
    found = [Found("finding", "coolant_temperature_c", severity, f"It was {severity}.")] if severity else []
    return Look(machine, at(slot), found)


async def taken(house: House, *looks: Look) -> list[Change]:
    app = await house.open("diagnostics", examine_pause_s=60)
    async with transaction(app.state.resources.pool, WORKER) as db:
        return [change for one in looks for change in await course.take(db, one)]


async def api_of(house: House, *viewers: str, **claims: Any) -> httpx.AsyncClient:
    permissions = ["*:read", "diagnostics:write"]
    return await house.api("diagnostics", house.token(Role.ENGINEER, *viewers, permissions=permissions, **claims))


@pytest.fixture
async def api(house: House, database: Database) -> httpx.AsyncClient:
    """The service as an engineer finds it who sees the one machine, on which a warning was raised."""
    for viewer in ("all", "region:north"):
        see(database, "wl-01", viewer)
    await taken(house, look(0, WARNING), look(1, WARNING))
    return await api_of(house, "region:north", sub="user:eva", name="Eva")


async def the_alert(api: httpx.AsyncClient) -> dict[str, Any]:
    (one,) = (await api.get("/v1/alerts")).json()["items"]
    told: dict[str, Any] = (await api.get(f"/v1/alerts/{one['id']}")).json()
    assert one == {name: value for name, value in told.items() if name != "turns"}
    return told


async def move(api: httpx.AsyncClient, name: str, **body: Any) -> httpx.Response:
    return await api.post(f"/v1/alerts/{(await the_alert(api))['id']}/{name}", json=body)


def kinds(told: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(turn["kind"], turn["by"]) for turn in told["turns"]]


async def test_a_problem_that_stays_is_one_alert_that_counts(api: httpx.AsyncClient, house: House) -> None:
    assert await taken(house, look(1, WARNING), look(2, WARNING), look(3, None)) == []
    told = await the_alert(api)
    assert (told["state"], told["severity"], told["present"], told["count"]) == ("open", "warning", None, 3)
    assert (told["first_seen"], told["last_seen"]) == (f"{at(0):%FT%TZ}", f"{at(2):%FT%TZ}")
    assert told["sentence"] == "It was warning."


async def test_what_changes_is_told_once(api: httpx.AsyncClient, house: House) -> None:
    worse = look(2, CRITICAL)
    gone = [look(3 + slot, None) for slot in range(13)]
    again = look(20, CRITICAL)
    for repeated in range(2):
        changes = await taken(house, worse, *gone, again)
        assert [change.kind for change in changes] == ([] if repeated else ["escalated", "resolved", "reopened"])


async def test_late_and_shuffled_looks_leave_the_same_alerts_as_sorted_ones(house: House, database: Database) -> None:
    levels = [None, WARNING, WARNING, None, CRITICAL, *[None] * 14, WARNING, WARNING, None, WARNING, *[None] * 14]
    machines = ("wl-01", "wl-02", "wl-03")
    for number, machine in enumerate(machines):
        see(database, machine, "all")
        looks = [look(slot, level, machine) for slot, level in enumerate(levels)]
        if number:
            random.Random(number).shuffle(looks)
        await taken(house, *looks, *looks[::3])
    with database.admin() as connection:
        rows = connection.execute(
            "select to_jsonb(a) - '{id,machine,sentence}'::text[], jsonb_agg(to_jsonb(t) - 'alert' order by number)"
            " from diagnostics.alert a join diagnostics.turn t on t.alert = a.id group by a.id order by machine"
        ).fetchall()
    assert len(rows) == len(machines)
    assert rows[0] == rows[1] == rows[2]
    assert [turn["kind"] for turn in rows[0][1]] == ["raised", "escalated", "resolved", "reopened", "resolved"]


async def test_people_work_on_an_alert_and_it_is_kept_who_did_what(api: httpx.AsyncClient) -> None:
    assert (await move(api, "assign", assignee="carl")).json()["assignee"] == "carl"
    assert (await move(api, "acknowledge", text="On my way.")).json()["state"] == "acknowledged"
    until = datetime.now(UTC) + timedelta(hours=1)
    assert (await move(api, "snooze", until=until.isoformat())).json()["state"] == "snoozed"
    await move(api, "comment", text="The fan is fine.")
    assert (await move(api, "resolve", text="Cleaned the radiator.")).json()["state"] == "resolved"
    told = (await move(api, "reopen")).json()
    assert (told["state"], told["times"], told["snoozed_until"]) == ("open", 2, None)
    done = ["assigned", "acknowledged", "snoozed", "commented", "resolved", "reopened"]
    assert kinds(told) == [("raised", None), *((kind, "user:eva") for kind in done)]
    assert [turn["text"] for turn in told["turns"]][2:] == [
        "On my way.",
        None,
        "The fan is fine.",
        "Cleaned the radiator.",
        None,
    ]
    assert {turn["by_name"] for turn in told["turns"]} == {None, "Eva"}


async def test_what_a_person_resolved_is_told_to_be_gone_once_it_was_looked_for_in_vain(
    api: httpx.AsyncClient, house: House
) -> None:
    assert (await move(api, "resolve")).json()["present"] == "warning"
    assert await taken(house, look(2, None)) == []
    assert (await the_alert(api))["present"] is None


async def test_a_wrong_move_is_answered_with_what_would_be_right(api: httpx.AsyncClient) -> None:
    refused = await move(api, "reopen")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-move")
    assert "comment on it instead" in refused.json()["detail"]
    await move(api, "resolve")
    assert "reopen it first" in (await move(api, "acknowledge")).json()["detail"]
    assert (await move(api, "snooze", until="2020-01-01T00:00:00Z")).status_code == 409
    assert (await move(api, "comment")).status_code == 422
    assert kinds(await the_alert(api)) == [("raised", None), ("resolved", "user:eva")]


async def test_who_may_only_read_does_nothing_and_who_sees_nothing_finds_nothing(
    api: httpx.AsyncClient, house: House
) -> None:
    number = (await the_alert(api))["id"]
    reader = await house.api("diagnostics", house.token(Role.CUSTOMER, "region:north"))
    for name in ("acknowledge", "assign", "snooze", "comment", "resolve", "reopen"):
        body = {"text": "x", "assignee": "x", "until": at(0).isoformat()}
        answer = await reader.post(f"/v1/alerts/{number}/{name}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    stranger = await api_of(house, "region:south")
    assert (await stranger.get("/v1/alerts")).json()["items"] == []
    for answer in (
        await stranger.get(f"/v1/alerts/{number}"),
        await stranger.post(f"/v1/alerts/{number}/resolve", json={}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-alert")
    assert (await the_alert(api))["state"] == "open"


async def test_a_buyer_has_an_alert_of_their_own_and_reads_nothing_of_the_sellers(
    house: House, database: Database
) -> None:
    sold = at(10)
    see(database, "wl-01", "all")
    see(database, "wl-01", "customer:seller", None, sold)
    see(database, "wl-01", "customer:buyer", sold, None)
    await taken(house, *(look(slot, CRITICAL) for slot in range(14)))
    seller, buyer = [await the_alert(await api_of(house, f"customer:{who}")) for who in ("seller", "buyer")]
    assert (seller["count"], seller["last_seen"]) == (10, f"{at(9):%FT%TZ}")
    assert (buyer["count"], buyer["first_seen"]) == (4, f"{at(10):%FT%TZ}")
    assert seller["id"] != buyer["id"]
    assert len((await (await api_of(house, "all")).get("/v1/alerts")).json()["items"]) == 2


def _ids(page: dict[str, Any]) -> list[str]:
    return [one["machine"] for one in page["items"]]


async def _pages(api: httpx.AsyncClient, **query: Any) -> Sequence[str]:
    page = (await api.get("/v1/alerts", params={"limit": 2, **query})).json()
    return [*_ids(page), *(await _pages(api, **{**query, "after": page["next"]}) if page["next"] else [])]


async def test_the_list_is_filtered_and_comes_in_pages_the_worst_first(house: House, database: Database) -> None:
    for number in range(5):
        machine = f"wl-0{number}"
        see(database, machine, "all")
        severity = CRITICAL if number % 2 else WARNING
        await taken(house, look(0, severity, machine), look(1, severity, machine))
    api = await api_of(house, "all")
    assert await _pages(api) == ["wl-03", "wl-01", "wl-04", "wl-02", "wl-00"]
    assert await _pages(api, severity="critical") == ["wl-03", "wl-01"]
    assert await _pages(api, machine="wl-02") == ["wl-02"]
    number = (await api.get("/v1/alerts", params={"machine": "wl-03"})).json()["items"][0]["id"]
    await api.post(f"/v1/alerts/{number}/resolve", json={})
    assert await _pages(api, state="resolved") == ["wl-03"]
    assert await _pages(api, state="unresolved", severity="critical") == ["wl-01"]
    page = await DiagnosticsClient(api).unresolved_alerts(limit=2)
    assert [one.machine for one in page.items] == ["wl-01", "wl-04"]
    page = await DiagnosticsClient(api).unresolved_alerts(after=page.next)
    assert [one.machine for one in page.items] == ["wl-02", "wl-00"]
    assert (await api.get("/v1/alerts", params={"state": "asleep"})).status_code == 422


async def test_the_others_hear_of_an_alert_that_an_examination_raises_and_of_what_people_do(
    house: House, database: Database, servers: Servers
) -> None:
    see(database, "wl-01", "all")
    work(database, "wl-01", datetime.now(UTC) - 60 * MINUTE, 60, healthy(coolant_temperature_c=130))
    heard: asyncio.Queue[Event] = asyncio.Queue()
    listening = Settings(database_url="unused", mqtt_url=servers.mosquitto.url("svc-template"))
    async with asyncio.timeout(60), connected("template", listening, ["diagnostics/+"]) as events:
        hearing = asyncio.create_task(events.hear(heard.put))
        await house.open("diagnostics", mqtt_url=servers.mosquitto.url("svc-diagnostics"))
        told = [await heard.get(), await heard.get()]
        api = await api_of(house, "all")
        await api.post(f"/v1/alerts/{told[1].data['id']}/acknowledge", json={})
        told.append(await heard.get())
        hearing.cancel()
    kinds = ("condition-changed", "alert-raised", "alert-acknowledged")
    assert [(one.type, one.subject) for one in told] == [(f"howdah.diagnostics.{kind}", "wl-01") for kind in kinds]
    assert [one.data["state"] for one in told] == ["critical", "open", "acknowledged"]
    assert (told[1].data["name"], told[1].data["count"]) == ("coolant_temperature_c", 1)
