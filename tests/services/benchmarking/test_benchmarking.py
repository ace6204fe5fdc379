"""Does the benchmarking service answer how much a machine worked, and keep what people note about it?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from services.benchmarking.api import Note
from services.benchmarking.app import growth
from services.benchmarking.client import BenchmarkingClient
from services.kit.auth import Role
from services.kit.events import Event, connected
from services.kit.settings import Settings
from services.kit.telemetry import Series
from services.kit.testing import Database, House, see
from tests.services.measurement import measure

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
SHIFT = {"from": MONDAY.isoformat(), "to": (MONDAY + timedelta(hours=8)).isoformat()}


async def _writer(house: House, *viewers: str, **settings: Any) -> httpx.AsyncClient:
    token = house.token(Role.ENGINEER, *viewers, name="Ada", permissions=["*:read", "benchmarking:write"])
    return await house.api("benchmarking", token, **settings)


def test_growth_is_between_the_first_and_the_last_value_of_a_counter() -> None:
    values: dict[str, list[float | None]] = {"h_min": [100.0, None, 101.5], "h_max": [101.0, None, 102.25]}
    assert growth(Series([], values), "h") == 2.25
    assert growth(Series([], {"h_min": [None], "h_max": [None]}), "h") is None


async def test_work_is_read_from_the_machines_counters(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    measure(database, "wl-01", MONDAY, engine_hours_h=100.0, fuel_used_l=900.0)
    measure(database, "wl-01", MONDAY + timedelta(hours=7), engine_hours_h=106.5, fuel_used_l=1000.0)
    api = await house.api("benchmarking", house.token(Role.CUSTOMER, "customer:acme"))
    answer = await api.get("/v1/machines/wl-01/work", params=SHIFT)
    assert answer.json() == {"machine": "wl-01", "engine_hours_h": 6.5, "fuel_used_l": 100.0}


async def test_a_machine_that_said_nothing_has_no_amount_of_work(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    api = await house.api("benchmarking", house.token(Role.CUSTOMER, "customer:acme"))
    answer = await api.get("/v1/machines/wl-01/work", params=SHIFT)
    assert answer.json() == {"machine": "wl-01", "engine_hours_h": None, "fuel_used_l": None}


async def test_a_note_keeps_who_wrote_it_and_the_engine_hours(house: House, database: Database) -> None:
    see(database, "wl-01", "region:north")
    measure(database, "wl-01", MONDAY, engine_hours_h=100.0)
    api = await _writer(house, "region:north")
    written = await api.post("/v1/machines/wl-01/notes", json={"text": "Bucket teeth changed."})
    assert written.status_code == 201
    note = Note.model_validate(written.json())
    assert (note.machine, note.author, note.text, note.engine_hours_h) == ("wl-01", "Ada", "Bucket teeth changed.", 100)
    assert (await api.get("/v1/notes")).json() == {"items": [written.json()], "next": None}


async def test_who_hears_of_a_note_also_finds_it(house: House, database: Database, servers: Any) -> None:
    see(database, "wl-01", "region:north")
    api = await _writer(house, "region:north", mqtt_url=SecretStr(servers.mosquitto.url("svc-benchmarking")))
    listening = Settings(database_url=SecretStr("unused"), mqtt_url=SecretStr(servers.mosquitto.url("svc-registry")))
    found: asyncio.Queue[list[Note]] = asyncio.Queue()

    async def look(event: Event) -> None:
        await found.put((await BenchmarkingClient(api).notes(event.subject)).items)

    async with connected("registry", listening, ["benchmarking/+"]) as events, asyncio.TaskGroup() as tasks:
        hearing = tasks.create_task(events.hear(look))
        note = await BenchmarkingClient(api).write("wl-01", "Greased.")
        assert await asyncio.wait_for(found.get(), 10) == [note]
        hearing.cancel()


async def test_who_may_only_read_writes_no_note(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    api = await house.api("benchmarking", house.token(Role.CUSTOMER, "customer:acme"))
    answer = await api.post("/v1/machines/wl-01/notes", json={"text": "Mine."})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")


async def test_nobody_notes_on_a_machine_that_is_not_theirs_to_see(house: House, database: Database) -> None:
    see(database, "sold", "region:north", MONDAY - timedelta(days=30), MONDAY)
    api = await _writer(house, "region:north")
    for machine in ("sold", "never-there"):
        answer = await api.post(f"/v1/machines/{machine}/notes", json={"text": "Hello?"})
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-machine")


async def test_a_note_is_seen_by_those_who_saw_the_machine_at_its_time(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:before", to_time=MONDAY)
    see(database, "wl-01", "customer:after", MONDAY)
    with database.admin() as connection:
        connection.execute(
            "insert into benchmarking.note (machine, author, text, written_at)"
            " values ('wl-01', 'Ada', 'of Sunday', '2026-03-01Z'), ('wl-01', 'Ada', 'of Monday', '2026-03-02T06:00Z')"
        )
    for viewer, seen in (("customer:before", ["of Sunday"]), ("customer:after", ["of Monday"]), ("customer:c", [])):
        api = await house.api("benchmarking", house.token(Role.CUSTOMER, viewer))
        assert [note["text"] for note in (await api.get("/v1/notes")).json()["items"]] == seen


async def test_notes_come_page_by_page_newest_first(house: House, database: Database) -> None:
    see(database, "wl-01", "region:north")
    api = await _writer(house, "region:north")
    for number in range(5):
        await api.post("/v1/machines/wl-01/notes", json={"text": str(number)})
    client = BenchmarkingClient(api)
    first = await client.notes("wl-01", limit=3)
    second = await client.notes("wl-01", limit=3, after=first.next)
    assert [note.text for note in (*first.items, *second.items)] == ["4", "3", "2", "1", "0"]
    assert second.next is None


async def test_the_cursor_of_another_list_is_refused(house: House) -> None:
    api = await _writer(house, "region:north")
    answer = await api.get("/v1/notes", params={"after": "WyJhIl0"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "after")


async def test_a_period_that_ends_before_it_begins_is_refused(house: House, database: Database) -> None:
    see(database, "wl-01", "region:north")
    api = await _writer(house, "region:north")
    turned = {"from": SHIFT["to"], "to": SHIFT["from"]}
    answer = await api.get("/v1/machines/wl-01/work", params=turned)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "from")


async def test_the_client_speaks_with_the_real_service(house: House, database: Database) -> None:
    see(database, "wl-01", "region:north")
    client = BenchmarkingClient(await _writer(house, "region:north"))
    note = await client.write("wl-01", "Greased.")
    assert (await client.notes()).items == [note]
    assert (await client.work("wl-01", MONDAY, MONDAY + timedelta(days=1))).engine_hours_h is None
