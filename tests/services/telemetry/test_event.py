"""Are events and refused messages answered, newest first, each once?"""

from datetime import UTC, datetime, timedelta

import httpx

from services.kit.auth import Role
from services.kit.testing import Database, House, see

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = {"from": "2026-03-02T00:00:00Z", "to": "2026-03-03T00:00:00Z"}


async def _api(house: House, *viewers: str) -> httpx.AsyncClient:
    return await house.api("telemetry", house.token(Role.CUSTOMER, *viewers))


def _report(database: Database, machine: str, seq: int, *, time: datetime = NOON, **values: object) -> None:
    event = {
        "kind": "fault",
        "code": "110-0",
        "severity": "warning",
        "active": True,
        "text": None,
        "count": 1,
        **values,
    }
    with database.admin() as connection:
        connection.execute(
            "insert into telemetry.event (time, received_at, seq, machine, boot, kind, code, severity, active, text,"
            " count) values (%s, %s, %s, %s, 'boot-1', %s, %s, %s, %s, %s, %s)",
            [time, time, seq, machine, *event.values()],
        )


def _refuse(database: Database, machine: str | None, payload: bytes, reason: str = "invalid_json") -> None:
    with database.admin() as connection:
        connection.execute(
            "insert into telemetry.reject (received_at, machine, reason, detail, topic, payload_bytes, payload, sha256)"
            " values (%s, %s, %s, 'The parser says: no.', 'fleet/v1/wl-01/telemetry', %s, %s, '')",
            [NOON, machine, reason, len(payload), payload],
        )


async def test_events_of_one_moment_are_paged_without_loss_or_repetition(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    see(database, "wl-02", "customer:acme")
    for seq in range(5):
        _report(database, "wl-01", seq)
        _report(database, "wl-02", seq, time=NOON + timedelta(seconds=seq))
    api = await _api(house, "customer:acme")
    seen: list[tuple[str, str, int]] = []
    page = {"next": ""}
    while page["next"] is not None:
        after = {"after": page["next"]} if page["next"] else {}
        page = (await api.get("/v1/events", params={**DAY, "limit": "3", **after})).json()
        seen += [(event["time"], event["machine"], event["seq"]) for event in page["items"]]
    assert len(seen) == len(set(seen)) == 10
    assert seen == sorted(seen, reverse=True)


async def test_events_are_chosen_by_machine_kind_and_whether_they_began(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    see(database, "wl-02", "customer:acme")
    _report(database, "wl-01", 1)
    _report(database, "wl-01", 2, active=False)
    _report(database, "wl-01", 3, kind="software")
    _report(database, "wl-02", 4)
    api = await _api(house, "customer:acme")

    async def sequence(**query: str) -> list[int]:
        answer = await api.get("/v1/machines/wl-01/events", params={**DAY, **query})
        return [event["seq"] for event in answer.json()["items"]]

    assert await sequence() == [3, 2, 1]
    assert await sequence(kind="fault") == [2, 1]
    assert await sequence(kind="fault", active="true") == [1]
    assert await sequence(active="false") == [2]


async def test_a_refused_message_is_told_with_its_reason_and_beginning(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    _refuse(database, "wl-01", b'{"boot": \xff\x00' + b"x" * 5000)
    api = await _api(house, "customer:acme")
    (refused,) = (await api.get("/v1/machines/wl-01/rejected", params=DAY)).json()["items"]
    assert refused["reason"] == "invalid_json"
    assert "send one JSON object" in refused["sentence"]
    assert refused["payload_start"].startswith('{"boot": \ufffd\ufffdx')
    assert (refused["payload_bytes"], len(refused["payload_start"])) == (5011, 1000)


async def test_messages_of_unknown_senders_are_told_to_those_who_see_everything(
    house: House, database: Database
) -> None:
    see(database, "wl-01", "customer:acme")
    _refuse(database, "wl-01", b"no json")
    _refuse(database, None, b"{}", "unknown_machine")
    for viewers, expected in ((("customer:acme",), ["wl-01"]), (("all",), [None]), (("customer:b",), [])):
        answer = await (await _api(house, *viewers)).get("/v1/rejected", params=DAY)
        assert [refused["machine"] for refused in answer.json()["items"]] == expected
