"""Are refused messages stored once what stood in their way is mended, each once, and the others kept refused?"""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from ingest.delivery.ledger import fold
from ingest.rejects import Wanted, list_rejects
from ingest.replay import Outcome
from ingest.source import Arrival
from models.messages import Stream, milliseconds, topic
from services.kit.testing import Database, see
from simulators.telematics.node import Node
from tests.ingest.intake import MACHINE, Intake, arrival, at, event, intake_of, state, telemetry
from tests.ingest.late import LATE, SPEED, listed, of_late, outcomes, refuse, replay

TOPIC = topic(MACHINE, Stream.TELEMETRY)


def speeds(intake: Intake) -> list[float | None]:
    return [row[SPEED] for row in intake.rows(f"select {SPEED} from telemetry.reading order by machine, time")]


async def test_messages_of_a_machine_that_is_commissioned_later_are_stored(intake: Intake) -> None:
    came = int(time.time()) - 3600
    await intake.give(*(of_late(i)._replace(received_at=came) for i in range(5)), of_late(5, b"garbage"))
    see(intake.database, LATE, "customer:acme")
    done = await replay(intake, Wanted(reason="unknown_machine"))
    assert outcomes(done) == ["stored"] * 5 + ["invalid_json"]
    assert speeds(intake) == [0, 1, 2, 3, 4]
    assert intake.one("select distinct received_at from telemetry.reading")["received_at"].timestamp() == came
    assert await listed(intake) == ["invalid_json"]
    kept = intake.rows("select outcome, machine, replayed_at is not null as told from telemetry.reject order by id")
    assert [(row["outcome"], row["machine"], row["told"]) for row in kept] == [
        *[("stored", LATE, True)] * 5,
        ("rejected", LATE, True),
    ]
    assert await intake.roll_up()
    assert intake.one(f"select {SPEED}_max from telemetry.rollup_hour")[f"{SPEED}_max"] == 4


async def test_a_second_replay_finds_nothing_left_to_store(intake: Intake) -> None:
    await intake.give(of_late(1), of_late(2, b"garbage"))
    see(intake.database, LATE, "customer:acme")
    assert outcomes(await replay(intake)) == ["stored", "invalid_json"]
    before = intake.rows("select * from telemetry.reject_count order by day, machine, reason")
    assert outcomes(await replay(intake)) == ["invalid_json"]
    assert speeds(intake) == [1]
    assert intake.rows("select * from telemetry.reject_count order by day, machine, reason") == before


async def test_what_the_database_refused_is_stored_when_it_takes_it(intake: Intake) -> None:
    with intake.database.admin() as connection:
        connection.execute(
            "alter table telemetry.reading_row add constraint odd check (engine_speed_rpm is distinct from 6)"
        )
        sent = [telemetry([i], {SPEED: [6]}, seq=i) for i in range(3)]
        await intake.give(*sent, telemetry([9], {SPEED: [9]}, seq=9))
        assert outcomes(await replay(intake)) == ["unstorable"] * 3
        connection.execute("alter table telemetry.reading_row drop constraint odd")
    assert outcomes(await replay(intake)) == ["stored"] * 3
    assert speeds(intake) == [6, 6, 6, 9]


async def test_values_that_were_left_out_join_the_reading_that_was_stored_without_them(intake: Intake) -> None:
    sent = telemetry([0, 60], {SPEED: [900, 1000], "coolant_temperature_c": [80, 81]})
    await intake.give(sent)
    with intake.database.admin() as connection:
        # As a catalogue with a narrower range has left it.
        connection.execute("update telemetry.reading_row set engine_speed_rpm = null where engine_speed_rpm = 1000")
        connection.execute(
            "update telemetry.latest set engine_speed_rpm = 900, engine_speed_rpm_time = time - '1 min'::interval"
        )
        refuse(connection, sent, "out_of_range")
    await intake.roll_up()
    assert outcomes(await replay(intake)) == ["stored"]
    assert speeds(intake) == [900, 1000]
    assert intake.one(f"select {SPEED} from telemetry.latest")[SPEED] == 1000
    await intake.roll_up()
    assert intake.seen("select sum(engine_speed_rpm_count) from telemetry.rollup_minute_v1") == [{"sum": 2}]


async def test_values_that_are_still_out_of_range_change_nothing(intake: Intake) -> None:
    await intake.give(telemetry([0, 1], {SPEED: [900, 99_999]}))
    await intake.roll_up()
    assert outcomes(await replay(intake)) == ["out_of_range"]
    assert speeds(intake) == [900, None]
    assert await intake.roll_up() == 0


async def test_a_message_of_which_bytes_are_missing_says_so_and_stays(database: Database) -> None:
    async with intake_of(database, kept_reject_bytes=20) as intake:
        await intake.give(of_late(1))
        see(database, LATE, "customer:acme")
        [done] = await replay(intake)
        assert done.outcome is Outcome.CUT
        [kept] = await list_rejects(await intake.store.connection(), Wanted(), 10)
        assert (kept.is_whole, kept.kept_bytes, kept.replayed_at) == (False, 20, None)


async def test_a_dry_run_tells_what_would_be_and_changes_nothing(intake: Intake) -> None:
    await intake.give(of_late(1), of_late(2), of_late(3, b"garbage"))
    see(intake.database, LATE, "customer:acme")
    before = intake.rows("select * from telemetry.reject order by id")
    assert outcomes(await replay(intake, dry_run=True)) == ["stored", "stored", "invalid_json"]
    assert intake.rows("select * from telemetry.reject order by id") == before
    assert speeds(intake) == []
    assert intake.rows("select from telemetry.dirty") == []


async def test_what_came_meanwhile_is_a_duplicate(intake: Intake) -> None:
    await intake.give(of_late(1), of_late(2))
    see(intake.database, LATE, "customer:acme")
    await intake.give(of_late(2))
    assert outcomes(await replay(intake)) == ["stored", "duplicate"]
    assert speeds(intake) == [1, 2]
    assert await listed(intake) == []


async def test_a_number_that_is_used_for_another_message_stays_refused(intake: Intake) -> None:
    await intake.give(telemetry([0], {SPEED: [1]}), telemetry([0], {SPEED: [2]}))
    counted = intake.one("select * from telemetry.reject_count")
    assert outcomes(await replay(intake)) == outcomes(await replay(intake)) == ["sequence_reused"]
    assert intake.one("select * from telemetry.reject_count") == counted
    assert intake.one("select detail from telemetry.reject")["detail"] == "Boot boot-1, number 0."
    assert speeds(intake) == [1]


async def test_events_states_and_gaps_are_replayed_too(intake: Intake) -> None:
    times = {"from_time_ms": at(0), "to_time_ms": at(9)}
    told = orjson.dumps({"boot": "boot-1", "from_seq": 2, "to_seq": 8, "reason": "outbox_full", **times})
    gap = arrival(topic(MACHINE, Stream.GAP), told)
    await intake.give(*(one._replace(topic=one.topic.replace(MACHINE, LATE)) for one in (event(), state(), gap)))
    see(intake.database, LATE, "customer:acme")
    assert outcomes(await replay(intake)) == ["stored"] * 3
    assert intake.one("select machine from telemetry.event")["machine"] == LATE
    assert intake.one("select machine from telemetry.state")["machine"] == LATE
    await fold(await intake.store.connection())
    assert intake.one("select machine from telemetry.gap where reason = 'outbox_full'")["machine"] == LATE


async def test_a_node_that_is_commissioned_later_is_understood_by_the_birth_that_came_before(intake: Intake) -> None:
    node = Node(LATE, (SPEED,), bd_seq=1)
    birth, known = node.birth(at(0), {SPEED: 1}), node.data([(at(1), {SPEED: 2})])
    await intake.give(arrival(*known), arrival(*birth), arrival(*known))
    see(intake.database, LATE, "customer:acme")
    assert outcomes(await replay(intake, Wanted(machine=LATE))) == ["no_birth", "stored", "stored"]
    assert speeds(intake) == [1, 2]
    assert intake.rows("select from telemetry.node_birth") == intake.rows("select from telemetry.node_waiting") == []


async def test_what_was_retained_is_refused_as_that_again(intake: Intake) -> None:
    await intake.give(of_late(1)._replace(retain=True))
    see(intake.database, LATE, "customer:acme")
    assert outcomes(await replay(intake)) == ["retained"]


async def test_time_is_judged_as_it_came_and_never_brings_back_what_retention_dropped(intake: Intake) -> None:
    def sent(ago: timedelta, seq: int) -> Arrival:
        time_ms = milliseconds(datetime.now(UTC) - ago)
        payload = f'{{"boot": "b", "seq": {seq}, "time_ms": [{time_ms}], "signals": {{"{SPEED}": [1]}}}}'
        return arrival(TOPIC, payload.encode())

    with intake.database.admin() as connection:
        # From ten minutes after it came, which is past meanwhile.
        refuse(connection, sent(timedelta(minutes=50), 1), "future_time", timedelta(hours=1))
        refuse(connection, sent(timedelta(days=91), 2), "unknown_machine", timedelta(days=91))
    assert outcomes(await replay(intake)) == ["too_old", "future_time"]
    assert speeds(intake) == []


@pytest.fixture
async def many(database: Database) -> AsyncIterator[Intake]:
    """A hundred and fifty messages of a machine that was commissioned later, of which a tenth was stored meanwhile."""
    async with intake_of(database, kept_rejects=1000) as intake:
        await intake.give(*(of_late(i) for i in range(150)))
        see(database, LATE, "customer:acme")
        await intake.give(*(of_late(i) for i in range(0, 150, 10)))
        yield intake


async def test_two_replays_at_once_store_every_message_once(many: Intake) -> None:
    both = await asyncio.gather(replay(many), replay(many))
    done = [one for each in both for one in each]
    assert sorted(one.id for one in done) == sorted(r["id"] for r in many.rows("select id from telemetry.reject"))
    assert sorted(outcomes(done)) == ["duplicate"] * 15 + ["stored"] * 135
    assert speeds(many) == list(range(150))


async def test_a_replay_works_beside_an_ingest_that_stores(many: Intake) -> None:
    async def live() -> None:
        for i in range(150, 180):
            await many.give(of_late(i))

    working = asyncio.create_task(live())
    await replay(many)
    await working
    assert speeds(many) == list(range(180))
    assert many.one(f"select {SPEED} from telemetry.latest where machine = '{LATE}'")[SPEED] == 179
