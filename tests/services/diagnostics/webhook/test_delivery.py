"""Do webhooks arrive, once it goes well, at those who may see what they tell, and at nobody else?"""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.diagnostics.alert import course
from services.diagnostics.alert.course import Found, Look
from services.diagnostics.api import Severity
from services.diagnostics.webhook.dispatch import enqueue, send_due
from services.diagnostics.webhook.schedule import DELAYS
from services.kit.auth import Role
from services.kit.database import WORKER, transaction
from services.kit.resources import Resources
from services.kit.testing import Database, House, see
from tests.services.diagnostics.webhook.receiver import Receiver, receiving

NOW = datetime.now(UTC)
ACME = "customer:acme"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A customer's own server."""
    with receiving() as running:
        yield running


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """Nothing happens by itself, and this machine is a customer's."""
    quiet = {"examine_pause_s": 600, "webhook_pause_s": 600, "webhook_timeout_s": 2}
    return {**quiet, "webhook_internal_hosts": frozenset({"127.0.0.1"})}


@pytest.fixture
async def resources(house: House, database: Database) -> Resources:
    """The service, for which two customers have a machine each."""
    for viewer, machine in (("all", "wl-01"), (ACME, "wl-01"), ("all", "wl-02"), ("customer:bolt", "wl-02")):
        see(database, machine, viewer)
    with database.admin() as connection:
        connection.execute("insert into access.holding values ('wl-01', 'acme', '-infinity', 'infinity')")
    held: Resources = (await house.open("diagnostics")).state.resources
    return held


async def as_(house: House, *viewers: str) -> httpx.AsyncClient:
    token = house.token(Role.CUSTOMER, *viewers, permissions=["*:read", "diagnostics:write"])
    return await house.api("diagnostics", token)


async def make(house: House, receiver: Receiver, viewer: str = ACME) -> dict[str, Any]:
    answer = await (await as_(house, viewer)).post("/v1/webhooks", json={"url": receiver.url})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def raise_alert(resources: Resources, machine: str = "wl-01") -> None:
    look = Look(machine, NOW - timedelta(hours=1), [Found("fault", "110-0", Severity.CRITICAL, "It is too hot.")])
    async with transaction(resources.pool, WORKER) as db:
        await enqueue(db, await course.take(db, look), NOW)


async def deliveries(house: House, webhook: str, **query: str) -> list[dict[str, Any]]:
    answer = await (await as_(house, ACME)).get(f"/v1/webhooks/{webhook}/deliveries", params=query)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_an_alert_arrives_signed_at_those_who_see_its_machine(
    house: House, resources: Resources, receiver: Receiver
) -> None:
    acme, bolt, provider = [await make(house, receiver, viewer) for viewer in (ACME, "customer:bolt", "all")]
    await raise_alert(resources)
    await asyncio.gather(*(send_due(resources, NOW) for _ in range(3)))
    assert len(receiver.received) == 2
    ids = {request.headers["webhook-id"]: request for request in receiver.received}
    (sent,) = await deliveries(house, acme["id"])
    assert (sent["state"], sent["attempts"], sent["last_status"]) == ("delivered", 1, 204)
    told = ids[sent["id"]].verified(acme["secret"])
    assert (told["type"], told["data"]["machine"], told["data"]["name"]) == ("alert.raised", "wl-01", "110-0")
    assert datetime.fromisoformat(told["timestamp"]) == NOW
    assert ids[sent["id"]].headers["host"] == f"127.0.0.1:{receiver.port}"
    other = next(request for id_, request in ids.items() if id_ != sent["id"])
    assert other.verified(provider["secret"])["data"] == told["data"]
    assert bolt["secret"] not in json.dumps(await deliveries(house, acme["id"]))
    await resources.pool.write_log()
    with house.database.admin() as connection:
        logged = connection.execute("select owner, reader from access.log_note where path = 'webhook'").fetchall()
    assert logged == [("acme", f"webhook:{provider['id']}")], "what acme's own server gets is acme's"


async def test_what_fails_is_sent_again_under_its_id_until_it_is_given_up_and_then_by_hand(
    house: House, resources: Resources, receiver: Receiver
) -> None:
    made, receiver.statuses = await make(house, receiver), [500, 404, 302, 300]
    receiver.headers = {"location": receiver.url + "/elsewhere"}
    await raise_alert(resources)
    now = NOW
    for attempt, delay in enumerate(DELAYS, 1):
        assert await send_due(resources, now + 0.99 * delay) == (0 if delay else 1)
        now += delay * 1.2
        assert await send_due(resources, now) == (1 if delay else 0)
        assert len(receiver.received) == attempt
    assert {request.path for request in receiver.received} == {"/alerts"}
    (failed,) = await deliveries(house, made["id"], state="failed")
    assert (failed["attempts"], failed["last_error"]) == (len(DELAYS), "It answered 300.")
    assert await send_due(resources, now + timedelta(days=9)) == 0
    receiver.statuses = [200]
    path = f"/v1/webhooks/{made['id']}/deliveries/{failed['id']}/replay"
    assert (await (await as_(house, ACME)).post(path)).json()["state"] == "waiting"
    assert await send_due(resources, datetime.now(UTC)) == 1
    assert {request.headers["webhook-id"] for request in receiver.received} == {failed["id"]}
    assert (await deliveries(house, made["id"]))[0]["state"] == "delivered"


async def test_a_receiver_may_ask_for_time_dawdle_or_be_away(
    house: House, resources: Resources, receiver: Receiver
) -> None:
    made, receiver.statuses, receiver.headers = await make(house, receiver), [503], {"retry-after": "3600"}
    await raise_alert(resources)
    await send_due(resources, NOW)
    (waiting,) = await deliveries(house, made["id"])
    assert datetime.fromisoformat(waiting["next_at"]) == NOW + timedelta(hours=1)
    receiver.hold.clear()
    await send_due(resources, NOW + timedelta(hours=1))
    (waiting,) = await deliveries(house, made["id"])
    assert (waiting["state"], waiting["last_error"]) == ("waiting", "There was no answer within 2 s.")
    receiver.hold.set()


async def test_a_receiver_that_is_gone_is_told_nothing_more_until_it_is_enabled(
    house: House, resources: Resources, receiver: Receiver, database: Database
) -> None:
    made, receiver.statuses = await make(house, receiver), [410, 200]
    await raise_alert(resources)
    await send_due(resources, NOW)
    api = await as_(house, ACME)
    (webhook,) = (await api.get("/v1/webhooks")).json()
    assert "410" in webhook["disabled_why"]
    see(database, "wl-03", "all")
    see(database, "wl-03", ACME)
    await raise_alert(resources, "wl-03")
    assert await send_due(resources, NOW + timedelta(days=1)) == 0
    assert (await api.post(f"/v1/webhooks/{made['id']}/enable")).json()["disabled_at"] is None
    assert [one["state"] for one in await deliveries(house, made["id"])] == ["failed"]


async def test_what_is_no_longer_the_owners_to_see_is_dropped(
    house: House, resources: Resources, receiver: Receiver, database: Database
) -> None:
    made = await make(house, receiver)
    await raise_alert(resources)
    with database.admin() as connection:
        connection.execute("delete from access.visibility where viewer = %s", [ACME])
    assert await send_due(resources, NOW) == 1
    assert [one["state"] for one in await deliveries(house, made["id"])] == ["dropped"]
    assert receiver.received == []


async def test_an_internal_name_is_not_connected_to(house: House, resources: Resources, database: Database) -> None:
    api = await as_(house, ACME)
    for url in ("https://10.0.0.1/x", "http://localhost/x"):
        refused = await api.post("/v1/webhooks", json={"url": url})
        assert (refused.status_code, refused.json()["code"]) == (422, "wrong-address")
    made = (await api.post("/v1/webhooks", json={"url": "https://localhost/x"})).json()
    await raise_alert(resources)
    await send_due(resources, NOW)
    (waiting,) = await deliveries(house, made["id"])
    assert waiting["state"] == "waiting"
    assert "is internal; webhooks go to public addresses only" in waiting["last_error"]


async def test_webhooks_are_their_owners_alone(house: House, resources: Resources, receiver: Receiver) -> None:
    made = await make(house, receiver)
    await raise_alert(resources)
    stranger = await as_(house, "customer:bolt")
    assert (await stranger.get("/v1/webhooks")).json() == []
    path = f"/v1/webhooks/{made['id']}"
    (sent,) = await deliveries(house, made["id"])
    for method, of in (
        ("DELETE", ""),
        ("POST", "/enable"),
        ("GET", "/deliveries"),
        ("POST", f"/deliveries/{sent['id']}/replay"),
    ):
        answer = await stranger.request(method, path + of)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-webhook"), of
    refused = await stranger.post("/v1/webhooks", json={"url": receiver.url, "owner": ACME})
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong-owner")
    reader = await house.api("diagnostics", house.token(Role.CUSTOMER, ACME))
    assert (await reader.post("/v1/webhooks", json={"url": receiver.url})).status_code == 403
    assert "secret" not in (await reader.get("/v1/webhooks")).text
    owner = await as_(house, ACME)
    assert (await owner.post(f"{path}/deliveries/msg_x/replay")).json()["code"] == "unknown-delivery"
    assert (await owner.delete(path)).status_code == 204
    assert await send_due(resources, NOW) == 0


async def test_who_sees_as_several_says_as_whom_a_webhook_sees(house: House, receiver: Receiver) -> None:
    several = await as_(house, "region:nordics", "region:emea")
    refused = (await several.post("/v1/webhooks", json={"url": receiver.url})).json()
    assert "name it: region:nordics, region:emea." in refused["detail"]
    made = await several.post("/v1/webhooks", json={"url": receiver.url, "owner": "region:emea"})
    assert (made.status_code, made.json()["owner"]) == (201, "region:emea")
