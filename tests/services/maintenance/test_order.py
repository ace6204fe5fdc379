"""Do work orders live as people work, and does what was found become known?"""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.kit.auth import Role
from services.kit.events import Event, connected
from services.kit.settings import Settings
from services.kit.testing import Database, House, see
from services.maintenance.api import OrderState
from services.maintenance.order.life import Move, refusal
from tests.conftest import Servers
from tests.services.maintenance.conftest import WRITES, Ask, Tell
from tests.services.maintenance.wear import NOW, PUMP, diagnosis, suspect

TOMORROW = (NOW + timedelta(days=1)).isoformat()
IMPOSSIBLE: list[tuple[dict[str, Any], int, str]] = [
    ({}, 422, "either 'forecast'"),
    ({"forecast": 1, "machine": "wl-01"}, 422, "either 'forecast'"),
    ({"machine": "wl-01"}, 422, "needs a 'title'"),
    ({"machine": "WL 01", "title": "Look"}, 422, "lower-case letters"),
    ({"machine": "wl-99", "title": "Look"}, 404, "wl-99"),
    ({"forecast": 999_999}, 404, "No forecast 999999"),
    ({"machine": "wl-01", "title": "Look", "priority": 1}, 422, "priority"),
]
CONTRADICTORY: list[tuple[dict[str, Any], str]] = [
    ({"outcome": "other_cause", "repaired": True}, "'other_mode' says what it was"),
    ({"outcome": "not_found", "repaired": False, "found": "worn"}, "outcome confirmed alone"),
    ({"outcome": "not_found", "repaired": True}, "nothing is 'repaired'"),
    ({"outcome": "confirmed", "repaired": True, "found": "failed", "failed_at": TOMORROW}, "not in the time to come"),
    ({"outcome": "confirmed", "repaired": True, "found": "failed", "failed_at": "1200-01-01T00:00Z"}, "within a year"),
    ({"outcome": "confirmed", "repaired": True, "mode": "brake_drag"}, "the order suspects"),
    ({"outcome": "confirmed", "repaired": True, "cost": -1}, "cost"),
    ({"outcome": "confirmed"}, "repaired"),
]


@pytest.fixture
async def api(ask: Ask, tell: Tell, database: Database) -> httpx.AsyncClient:
    """The service as an engineer finds it who sees the one machine, whose pump is worn."""
    see(database, "wl-01", "region:north")
    see(database, "wl-01", "customer:acme", None, NOW + timedelta(days=30))
    await tell(diagnosis("wl-01", suspect()))
    return await ask("region:north", sub="user:eva", name="Eva")


async def make(api: httpx.AsyncClient) -> dict[str, Any]:
    (part,) = (await api.get("/v1/machines/wl-01/forecasts")).json()["forecasts"]
    answer = await api.post("/v1/work-orders", json={"forecast": part["id"]})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def move(api: httpx.AsyncClient, order: int, name: str, **body: Any) -> httpx.Response:
    return await api.post(f"/v1/work-orders/{order}/{name}", json=body)


async def test_an_order_follows_advice_word_for_word_until_it_is_closed_with_what_was_found(
    api: httpx.AsyncClient,
) -> None:
    made = await make(api)
    assert (made["state"], made["mode"], made["title"]) == ("open", PUMP, "Hydraulic pump wear: Take an oil sample.")
    assert made["advice"]["rests_on"]["diagnosis"]["version"] == "d1"
    assert (await move(api, made["id"], "assign", assignee="Mo")).status_code == 200
    assert (await move(api, made["id"], "schedule", scheduled_for=TOMORROW)).json()["state"] == "scheduled"
    assert (await move(api, made["id"], "start")).json()["state"] == "started"
    feedback = {"outcome": "confirmed", "found": "worn", "repaired": True, "labour_h": 6, "cost": 8200.5}
    closed = (await move(api, made["id"], "close", **feedback, text="<b>Metal</b> in the oil")).json()
    assert (closed["state"], closed["outcome"], closed["cost"]) == ("closed", "confirmed", 8200.5)
    turns = [(turn["kind"], turn["by_name"]) for turn in closed["turns"]]
    assert turns == [(kind, "Eva") for kind in ("created", "assigned", "scheduled", "started", "closed")]
    assert closed["remark"] == "<b>Metal</b> in the oil"
    (label,) = (await api.get("/v1/labels")).json()["items"]
    assert (label["true_mode"], label["found"], label["probability"]) == (PUMP, "worn", 0.92)
    assert (await api.get("/v1/machines/wl-01/forecasts")).json()["forecasts"] == []


def test_what_can_be_done_depends_on_the_state_alone() -> None:
    moves: tuple[Move, ...] = ("assigned", "scheduled", "started", "closed", "cancelled", "commented")
    possible = {state: [move for move in moves if refusal(move, state) is None] for state in OrderState}
    assert possible == {
        OrderState.OPEN: ["assigned", "scheduled", "started", "cancelled", "commented"],
        OrderState.SCHEDULED: ["assigned", "scheduled", "started", "cancelled", "commented"],
        OrderState.STARTED: ["assigned", "closed", "cancelled", "commented"],
        OrderState.CLOSED: ["commented"],
        OrderState.CANCELLED: ["commented"],
    }


async def test_a_wrong_move_is_refused_with_the_state_and_what_would_be_right(api: httpx.AsyncClient) -> None:
    order = (await make(api))["id"]
    wrong = await move(api, order, "close", outcome="not_found", repaired=False)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["state"]) == (409, "wrong-move", "open")
    assert wrong.json()["detail"] == f"Work order {order} is open; start it before you close it, or cancel it."
    assert (await api.get(f"/v1/work-orders/{order}")).json()["state"] == "open"


async def test_one_suspicion_is_worked_on_once_at_a_time(api: httpx.AsyncClient) -> None:
    first = await make(api)
    second = await api.post("/v1/work-orders", json={"forecast": first["forecast"]})
    assert (second.status_code, second.json()["work_order"]) == (409, first["id"])
    await move(api, first["id"], "cancel", text="No time.")
    assert (await api.post("/v1/work-orders", json={"forecast": first["forecast"]})).status_code == 201


async def test_an_order_that_cannot_be_made_is_refused_with_the_reason(api: httpx.AsyncClient) -> None:
    for body, status, word in IMPOSSIBLE:
        answer = await api.post("/v1/work-orders", json=body)
        assert (answer.status_code, word in answer.json()["detail"]) == (status, True), answer.text


async def test_feedback_that_contradicts_itself_is_refused(api: httpx.AsyncClient) -> None:
    order = (await make(api))["id"]
    await move(api, order, "start")
    for feedback, word in CONTRADICTORY:
        answer = await move(api, order, "close", **feedback)
        assert (answer.status_code, word in answer.json()["detail"]) == (422, True), answer.text


async def test_orders_are_listed_by_what_is_asked_for_page_by_page(api: httpx.AsyncClient) -> None:
    await make(api)
    for title in ("Grease", "Wash"):
        await api.post("/v1/work-orders", json={"machine": "wl-01", "title": title})
    page = (await api.get("/v1/work-orders", params={"limit": 2})).json()
    rest = (await api.get("/v1/work-orders", params={"limit": 2, "after": page["next"]})).json()
    assert [one["title"][:6] for one in page["items"] + rest["items"]] == ["Wash", "Grease", "Hydrau"]
    assert rest["next"] is None
    only = (await api.get("/v1/work-orders", params={"mode": PUMP, "state": "unfinished"})).json()["items"]
    assert [one["mode"] for one in only] == [PUMP]


async def test_an_order_belongs_to_the_owner_of_its_time(api: httpx.AsyncClient, ask: Ask, database: Database) -> None:
    made = await make(api)
    owner = await ask("customer:acme")
    assert [one["id"] for one in (await owner.get("/v1/work-orders")).json()["items"]] == [made["id"]]
    with database.admin() as connection:
        connection.execute("update access.visibility set to_time = now() where viewer = 'customer:acme'")
    see(database, "wl-01", "customer:buyer", made_at(database))
    buyer = await ask("customer:buyer")
    assert (await buyer.get("/v1/work-orders")).json()["items"] == []
    assert (await buyer.get(f"/v1/work-orders/{made['id']}")).status_code == 404
    assert (await move(buyer, made["id"], "cancel")).status_code == 404
    assert (await buyer.get("/v1/machines/wl-01/forecasts")).json()["forecasts"] == []
    started = await move(owner, made["id"], "start")
    assert (started.status_code, started.json()["code"]) == (409, "no-longer-held")
    assert (await move(owner, made["id"], "cancel", text="Sold.")).status_code == 200


def made_at(database: Database) -> Any:
    with database.admin() as connection:
        row = connection.execute("select now()").fetchone()
    assert row
    return row[0]


async def test_who_may_only_read_makes_no_order(api: httpx.AsyncClient, house: House) -> None:
    reader = await house.api("maintenance", house.token(Role.DEVELOPER, "region:north"))
    answer = await reader.post("/v1/work-orders", json={"machine": "wl-01", "title": "Look"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")


async def test_the_others_hear_what_was_found(house: House, database: Database, servers: Servers) -> None:
    see(database, "wl-01", "region:north")
    url = SecretStr(servers.mosquitto.url("svc-maintenance"))
    api = await house.api("maintenance", house.token(Role.ENGINEER, "region:north", permissions=WRITES), mqtt_url=url)
    told = Settings(database_url=SecretStr("unused"), mqtt_url=SecretStr(servers.mosquitto.url("svc-diagnostics")))
    heard: asyncio.Queue[Event] = asyncio.Queue()
    async with connected("diagnostics", told, ["maintenance/work-order-closed"]) as diagnostics:
        assert diagnostics.mqtt
        await diagnostics.mqtt.wait_connected()
        listening = asyncio.create_task(diagnostics.hear(heard.put))
        made = (await api.post("/v1/work-orders", json={"machine": "wl-01", "title": "Noise"})).json()
        await move(api, made["id"], "start")
        await move(api, made["id"], "close", outcome="confirmed", mode="brake_drag", repaired=True)
        event = await asyncio.wait_for(heard.get(), 10)
        listening.cancel()
    assert event.subject == "wl-01"
    wanted = {"mode": "brake_drag", "where": "", "outcome": "confirmed", "repaired": True, "order": made["id"]}
    assert {name: event.data[name] for name in wanted} == wanted
