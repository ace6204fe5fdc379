"""Is it told how much of a time the machine's messages cover, and what is lost or may still come?"""

from datetime import datetime, timedelta
from typing import Any

from services.kit.auth import Role
from services.kit.testing import Database, House, see
from services.telemetry.client import TelemetryClient

BEGIN = datetime.fromisoformat("2026-03-02T06:00:00Z")
HOUR = timedelta(hours=1)


def at(minutes: float) -> datetime:
    """Return the time so many minutes after BEGIN."""
    return BEGIN + timedelta(minutes=minutes)


def started(database: Database, first: float, last: float, boot: str = "b-1", **more: Any) -> None:
    """Let a machine have measured between two minutes."""
    row = {"machine": "wl-01", "boot": boot, "from": at(first), "to": at(last), "seqs": "{[0,3600)}", **more}
    with database.admin() as connection:
        connection.execute(
            "insert into telemetry.delivery"
            " (machine, boot, from_time, to_time, changed_at, watermark, stored, rejected, seqs, lost, waiting_since)"
            " values (%(machine)s, %(boot)s, %(from)s, %(to)s, %(to)s, 0, 0, 0, %(seqs)s, '{}', %(since)s)",
            {"since": None, **row},
        )


def missed(database: Database, first: float, last: float, reason: str = "outbox_full", missing: str = "") -> None:
    """Let messages, one a second, be missing between two minutes."""
    bounds = round(first * 60), round(last * 60) - 1
    with database.admin() as connection:
        connection.execute(
            "insert into telemetry.gap (machine, boot, from_time, to_time, known_at, from_seq, to_seq, reason, missing)"
            " values ('wl-01', 'b-1', %s, %s, %s, %s, %s, %s, %s)",
            [at(first), at(last), at(last), *bounds, reason, missing or f"{{[{bounds[0]},{bounds[1] + 1})}}"],
        )


async def client_of(house: House, *viewers: str) -> TelemetryClient:
    return TelemetryClient(await house.api("telemetry", house.token(Role.CUSTOMER, *viewers)))


async def test_an_hour_is_told_part_by_part(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    started(database, 0, 60, since=at(41))
    missed(database, 10, 22)
    missed(database, 40, 43, "not_arrived")
    told = await (await client_of(house, "customer:acme")).coverage("wl-01", BEGIN - HOUR, BEGIN + HOUR)
    assert (told.asked_s, told.known_s, told.covered_s, told.lost_s, told.not_arrived_s) == (7200, 3600, 2700, 720, 180)
    assert (told.share, told.lost_messages, told.not_arrived_messages) == (0.75, 720, 180)
    assert told.waiting_since == at(41)
    assert [(gap.from_, gap.to, gap.reason, gap.messages, gap.share) for gap in told.missing] == [
        (at(10), at(22), "outbox_full", 720, 1.0),
        (at(40), at(43), "not_arrived", 180, 1.0),
    ]
    assert told.missing[0].sentence.startswith("The machine was offline for longer than its storage lasts")


async def test_a_gap_of_which_some_came_is_missing_in_part(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    started(database, 0, 60)
    missed(database, 0, 20, missing="{[0,300)}")
    told = await (await client_of(house, "customer:acme")).coverage("wl-01", BEGIN, BEGIN + HOUR)
    assert (told.lost_s, told.covered_s, told.missing[0].share) == (300, 3300, 0.25)


async def test_where_the_machine_said_nothing_nothing_is_known(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    told = await (await client_of(house, "customer:acme")).coverage("wl-01", BEGIN, BEGIN + HOUR)
    assert (told.asked_s, told.known_s, told.share, told.missing) == (3600, 0, None, [])


async def test_an_owner_is_told_of_its_own_time_only(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme", None, at(30))
    see(database, "wl-01", "customer:bolt", at(30), None)
    started(database, 0, 60)
    missed(database, 10, 20)
    missed(database, 25, 35, "storage_failed")
    acme, bolt = [
        await (await client_of(house, viewer)).coverage("wl-01", BEGIN, BEGIN + HOUR)
        for viewer in ("customer:acme", "customer:bolt")
    ]
    assert [(told.asked_s, told.known_s, told.lost_s) for told in (acme, bolt)] == [
        (1800, 1800, 900),
        (1800, 1800, 300),
    ]
    assert [(gap.from_, gap.to) for gap in bolt.missing] == [(at(30), at(35))]


async def test_a_history_tells_how_complete_the_messages_are(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    started(database, 0, 60)
    missed(database, 10, 22)
    client = await client_of(house, "customer:acme")
    told = await client.history("wl-01", ["engine_speed_rpm"], BEGIN, BEGIN + HOUR)
    assert (told.delivery.share, told.delivery.lost_s) == (0.8, 720)


async def test_a_machine_that_is_not_visible_has_no_coverage(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    started(database, 0, 60)
    api = await house.api("telemetry", house.token(Role.CUSTOMER, "customer:bolt"))
    assert (await api.get("/v1/machines/wl-01/coverage")).status_code == 404
