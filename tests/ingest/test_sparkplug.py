"""Do the messages of Sparkplug nodes become readings, and is nothing lost that came before its birth?"""

from datetime import UTC, datetime, timedelta

from ingest.database import connect
from ingest.housekeeping import expire
from ingest.source import Arrival
from models.sparkplug import command_topic
from services.kit.testing import Database
from simulators.telematics.node import Node
from tests.ingest.intake import MACHINE, Intake, arrival, at, intake_of, restarted

SPEED, FUEL = "engine_speed_rpm", "fuel_level_percent"
VALUES = {SPEED: 1500.0, FUEL: 61.0}


def sent(message: tuple[str, bytes]) -> Arrival:
    return arrival(*message)


def node(bd_seq: int = 3) -> Node:
    return Node(MACHINE, (SPEED, FUEL), bd_seq)


def speeds(intake: Intake) -> list[float]:
    return [row["v"] for row in intake.rows("select engine_speed_rpm as v from telemetry.reading order by time")]


async def test_births_and_data_are_stored_once_and_move_the_latest_values(intake: Intake) -> None:
    unit = node()
    messages = [sent(unit.birth(at(0), VALUES))]
    messages += [sent(unit.data([(at(second), {SPEED: 1500.0 + second, FUEL: None})])) for second in range(1, 9)]
    await intake.give(*messages)
    await intake.give(*messages[3:])
    assert speeds(intake) == [1500 + second for second in range(9)]
    latest = intake.one("select engine_speed_rpm, fuel_level_percent, fuel_level_percent_time from telemetry.latest")
    assert (latest["engine_speed_rpm"], latest["fuel_level_percent"]) == (1508, 61)
    assert intake.pipeline.tally.duplicates == 6
    assert intake.rejects() == []


async def test_a_backlog_that_is_sent_as_historical_does_not_move_the_latest_values_back(intake: Intake) -> None:
    unit = node()
    await intake.give(sent(unit.birth(at(100), VALUES)))
    await intake.give(sent(unit.data([(at(second), {SPEED: float(second)}) for second in range(5)], historical=True)))
    assert speeds(intake) == [0, 1, 2, 3, 4, 1500]
    assert intake.one("select engine_speed_rpm as v from telemetry.latest")["v"] == 1500


async def test_a_node_is_online_from_its_birth_to_the_death_of_its_session(intake: Intake) -> None:
    first, second = node(3), node(4)
    await intake.give(sent(first.birth(at(0), VALUES)))
    assert intake.one("select online, boot from telemetry.state") == {"online": True, "boot": "sparkplug-3"}
    await intake.give(sent(second.birth(at(9), VALUES)), sent(first.death(at(0))))
    assert intake.one("select online, boot from telemetry.state") == {"online": True, "boot": "sparkplug-4"}
    await intake.give(sent(second.death(at(9))))
    assert intake.one("select online, boot from telemetry.state") == {"online": False, "boot": "sparkplug-4"}


async def test_aliases_are_known_after_a_restart(intake: Intake, database: Database) -> None:
    unit = node()
    await intake.give(sent(unit.birth(at(0), VALUES)))
    async with restarted(database) as later:
        await later.give(sent(unit.data([(at(1), {SPEED: 1600.0})])))
        assert speeds(later) == [1500, 1600]
        assert later.asked == []


async def test_what_comes_before_its_birth_is_stored_when_that_comes_over_a_restart_too(
    intake: Intake, database: Database
) -> None:
    unit = node()
    birth = unit.birth(at(0), VALUES)
    early = [sent(unit.data([(at(second), {SPEED: 1000.0 + second})])) for second in range(1, 4)]
    await intake.give(*early[:2])
    assert speeds(intake) == []
    assert intake.source.acked == early[:2]
    assert intake.asked == [command_topic(MACHINE)]
    async with restarted(database) as later:
        await later.give(early[2])
        await later.give(sent(birth))
        assert speeds(later) == [1500, 1001, 1002, 1003]
        assert later.rows("select from telemetry.node_waiting") == []
        assert later.rejects() == []


async def test_messages_behind_a_missing_number_wait_until_the_node_is_born_again(intake: Intake) -> None:
    unit = node()
    await intake.give(sent(unit.birth(at(0), VALUES)))
    unit.data([(at(1), VALUES)])
    await intake.give(sent(unit.data([(at(2), {SPEED: 1502.0})])))
    assert (speeds(intake), intake.asked) == ([1500], [command_topic(MACHINE)])
    await intake.give(sent(unit.birth(at(3), {SPEED: 1503.0})), sent(unit.data([(at(4), {SPEED: 1504.0})])))
    assert speeds(intake) == [1500, 1502, 1503, 1504]


async def test_a_flood_without_a_birth_is_kept_as_refused(database: Database) -> None:
    unit = node()
    unit.birth(at(0), VALUES)
    async with intake_of(database, sparkplug_waiting=2) as intake:
        for second in range(4):
            await intake.give(sent(unit.data([(at(second), VALUES)])))
        assert len(intake.rows("select from telemetry.node_waiting")) == 2
        assert intake.rejects() == [("no_birth", MACHINE)] * 2


async def test_what_no_birth_explains_in_a_week_is_kept_as_refused(intake: Intake) -> None:
    unit = node()
    unit.birth(at(0), VALUES)
    await intake.give(sent(unit.data([(at(1), VALUES)])))
    async with await connect(intake.settings.database_url, "test") as connection:
        await expire(connection, intake.settings, datetime.now(UTC) + timedelta(days=6))
        assert intake.rejects() == []
        await expire(connection, intake.settings, datetime.now(UTC) + timedelta(days=8))
    assert intake.rejects() == [("no_birth", MACHINE)]
    assert intake.rows("select from telemetry.node_waiting") == []


async def test_messages_that_are_no_payload_are_refused_with_their_bytes(intake: Intake) -> None:
    topic, _ = node().data([(at(0), VALUES)])
    unknown = "spBv1.0/howdah/NDATA/nobody"
    await intake.give(arrival(topic, b"\xff"), arrival(topic.replace("NDATA", "NCMD"), b""), arrival(unknown, b""))
    assert intake.rejects() == [("invalid_protobuf", MACHINE), ("wrong_topic", MACHINE), ("unknown_machine", None)]


async def test_values_out_of_range_are_told_and_cost_themselves_only(intake: Intake) -> None:
    unit = node()
    await intake.give(sent(unit.birth(at(0), VALUES)), sent(unit.data([(at(1), {SPEED: 99_999.0, FUEL: 50.0})])))
    assert intake.rejects() == [("out_of_range", MACHINE)]
    rows = intake.rows("select engine_speed_rpm, fuel_level_percent from telemetry.reading order by time")
    assert [tuple(row.values()) for row in rows] == [(1500, 61), (None, 50)]
