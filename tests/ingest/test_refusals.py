"""Does each bad message get its reason, keep its bytes, and cost nothing but itself?"""

import hashlib
import time

from ingest.source import Arrival
from models.messages import Stream
from models.messages import topic as topic_of
from services.kit.testing import Database
from tests.ingest.intake import MACHINE, Intake, arrival, at, event, intake_of, state, telemetry

SPEED = "engine_speed_rpm"
TOPIC = topic_of(MACHINE, Stream.TELEMETRY)
DAY_S = 86_400


def body(time_ms: str = "[1]", signals: str = '{"engine_speed_rpm": [1]}', rest: str = "") -> bytes:
    return f'{{"boot": "b", "seq": 1, "time_ms": {time_ms}, "signals": {signals}{rest}}}'.encode()


WHEN = f"[{at(0)}]"
BAD_PAYLOADS = {
    "nothing": (b"", "invalid_json"),
    "cut short": (body(WHEN)[:-5], "invalid_json"),
    "not UTF-8": (b'{"boot": "\xff"}', "invalid_json"),
    "NaN": (body(WHEN, '{"engine_speed_rpm": [NaN]}'), "not_finite"),
    "infinity": (body(WHEN, '{"engine_speed_rpm": [-Infinity]}'), "not_finite"),
    "a number beyond a double": (body(WHEN, '{"engine_speed_rpm": [1e999]}'), "not_finite"),
    "a list": (b"[1]", "wrong_shape"),
    "a field missing": (b'{"boot": "b", "seq": 1, "time_ms": [1]}', "wrong_shape"),
    "a field too many": (body(WHEN, rest=', "more": 1'), "wrong_shape"),
    "a text for a number": (body(WHEN, '{"engine_speed_rpm": ["1"]}'), "wrong_type"),
    "true for a number": (body(WHEN, '{"engine_speed_rpm": [true]}'), "wrong_type"),
    "a NUL in the boot": (body(WHEN).replace(b'"b"', b'"b\\u0000"'), "wrong_value"),
    "too few values": (body(f"[{at(0)}, {at(1)}]"), "length_mismatch"),
    "the same time twice": (body(f"[{at(0)}, {at(0)}]", '{"engine_speed_rpm": [1, 2]}'), "repeated_time"),
    "the same key twice": (body(WHEN, '{"a_v": [1], "a_v": [2]}'), "repeated_key"),
    "1970": (body("[1000]"), "too_old"),
    "seconds for milliseconds": (body(f"[{at(0) // 1000}]"), "too_old"),
    "microseconds for milliseconds": (body(f"[{at(0) * 1000}]"), "wrong_value"),
    "tomorrow": (body(f"[{at(4 * DAY_S)}]"), "future_time"),
    "deep nesting": (b"[" * 100_000, "invalid_json"),
    "too many bytes": (b" " * 1_100_000, "too_large"),
}


async def test_each_bad_payload_is_refused_with_its_reason_and_bytes_and_the_good_beside_it_is_stored(
    intake: Intake,
) -> None:
    bad = [arrival(TOPIC, payload) for payload, _ in BAD_PAYLOADS.values()]
    good = [telemetry([i], {SPEED: [i]}, seq=i) for i in range(len(bad))]
    await intake.give(*(message for pair in zip(good, bad, strict=True) for message in pair))
    rows = intake.rows("select * from telemetry.reject order by id")
    reasons = dict(zip(BAD_PAYLOADS, [row["reason"] for row in rows], strict=True))
    assert reasons == {case: reason for case, (_, reason) in BAD_PAYLOADS.items()}
    for row, (payload, _) in zip(rows, BAD_PAYLOADS.values(), strict=True):
        assert (row["machine"], row["topic"], row["payload_bytes"]) == (MACHINE, TOPIC, len(payload))
        assert bytes(row["payload"]) == payload[: intake.settings.kept_reject_bytes]
        assert bytes(row["sha256"]) == hashlib.sha256(payload).digest()
    assert len(intake.rows("select from telemetry.reading")) == len(good)
    assert len(intake.source.acked) == len(good) + len(bad)


async def test_a_topic_that_is_nobodys_is_refused(intake: Intake) -> None:
    wanted = {
        "fleet/v1/wl-99/telemetry": "unknown_machine",
        "fleet/v1/wl-01/banana": "wrong_topic",
        "fleet/v1/wl-01/command": "wrong_topic",
        "fleet/v1/WL-01/telemetry": "wrong_topic",
        "fleet/v1/wl-01/telemetry/more": "wrong_topic",
        "fleet/v2/wl-01/telemetry": "wrong_topic",
        "fleet/v1/wl\x0001/telemetry": "wrong_topic",
        "\N{REPLACEMENT CHARACTER}": "wrong_topic",
    }
    await intake.give(*(telemetry([0], {SPEED: [1]})._replace(topic=topic) for topic in wanted))
    found = [reason for reason, _ in intake.rejects()]
    assert dict(zip(wanted, found, strict=True)) == wanted
    assert intake.rows("select from telemetry.reading") == []


async def test_only_a_state_may_be_retained(intake: Intake) -> None:
    await intake.give(
        telemetry([0], {SPEED: [1]})._replace(retain=True), event()._replace(retain=True), state(time_ms=at(0))
    )
    assert intake.rejects() == [("retained", MACHINE), ("retained", MACHINE)]
    assert len(intake.rows("select from telemetry.state")) == 1


async def test_a_value_out_of_range_costs_only_itself(intake: Intake) -> None:
    await intake.give(telemetry([0, 1], {SPEED: [900, 99_999], "coolant_temperature_c": [80, 81]}))
    rows = intake.rows("select engine_speed_rpm, coolant_temperature_c from telemetry.reading order by time")
    assert [(row[SPEED], row["coolant_temperature_c"]) for row in rows] == [(900, 80), (None, 81)]
    assert intake.rejects() == [("out_of_range", MACHINE)]
    assert "engine_speed_rpm" in intake.one("select detail from telemetry.reject")["detail"]


async def test_a_machine_commissioned_a_moment_ago_is_known(intake: Intake) -> None:
    await intake.give(telemetry([0], {SPEED: [1]}, machine="wl-03"))
    with intake.database.admin() as connection:
        connection.execute(
            "insert into access.machine (machine, kind, model, generation, commissioned_at)"
            " values ('wl-03', 'wheel_loader', 'm', 'json', now())"
        )
    await intake.give(telemetry([1], {SPEED: [2]}, machine="wl-03", seq=1))
    assert intake.one("select engine_speed_rpm from telemetry.reading")[SPEED] == 2
    assert intake.rejects() == [("unknown_machine", None)]


async def test_a_decommissioned_machine_is_refused_from_then_on(database: Database) -> None:
    async with intake_of(database) as intake:
        with database.admin() as connection:
            connection.execute(
                "update access.machine set decommissioned_at = to_timestamp(%s) where machine = %s",
                [at(100) / 1000, MACHINE],
            )
        await intake.give(telemetry([99], {SPEED: [1]}), telemetry([100], {SPEED: [2]}, seq=1))
        assert intake.one("select engine_speed_rpm from telemetry.reading")[SPEED] == 1
        assert intake.rejects() == [("unknown_machine", MACHINE)]


async def test_a_flood_of_refusals_is_counted_but_not_kept(database: Database) -> None:
    async with intake_of(database, kept_rejects=5, kept_reject_bytes=10) as intake:
        await intake.give(*(arrival(TOPIC, b"garbage %d" % i) for i in range(8)))
        await intake.give(*(arrival(TOPIC, b"garbage again") for _ in range(4)), arrival(TOPIC, b"[1]"))
        rows = intake.rows("select reason, payload, payload_bytes from telemetry.reject order by id")
        assert [row["reason"] for row in rows] == ["invalid_json"] * 5 + ["wrong_shape"]
        assert {len(bytes(row["payload"])) for row in rows} <= {9, 10, 3}
        counts = {row["reason"]: row["rejects"] for row in intake.rows("select * from telemetry.reject_count")}
        assert counts == {"invalid_json": 12, "wrong_shape": 1}


async def test_names_that_nobody_has_share_one_allowance(database: Database) -> None:
    async with intake_of(database, kept_rejects=5) as intake:
        await intake.give(*(telemetry([0], {SPEED: [1]}, machine=f"ghost-{i}") for i in range(20)))
        assert intake.rejects() == [("unknown_machine", None)] * 5


async def test_what_only_the_database_refuses_is_found_by_halving(intake: Intake) -> None:
    with intake.database.admin() as connection:
        connection.execute("alter table telemetry.reading_row add check (engine_speed_rpm is distinct from 666)")
    good = [telemetry([i], {SPEED: [i]}, seq=i) for i in range(20)]
    await intake.give(*good[:13], telemetry([50], {SPEED: [666]}, seq=50), *good[13:])
    assert len(intake.rows("select from telemetry.reading")) == 20
    assert intake.rejects() == [("unstorable", MACHINE)]
    assert len(intake.source.acked) == 21


async def test_a_message_is_judged_by_the_time_it_came(intake: Intake) -> None:
    payload = body(f"[{int(time.time() * 1000) - 89 * DAY_S * 1000}]")
    await intake.give(Arrival(TOPIC, payload, False, time.time(), object()))
    assert intake.rejects() == []
    assert len(intake.rows("select from telemetry.reading")) == 1
