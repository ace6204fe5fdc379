"""Can refused messages be found, looked at and counted?"""

from datetime import UTC, datetime, timedelta

from ingest.rejects import Wanted, count_rejects, get_reject, list_rejects
from models.messages import Reason, Stream, topic
from services.kit.testing import Database, see
from tests.ingest.intake import MACHINE, Intake, arrival, intake_of, telemetry
from tests.ingest.late import LATE, SPEED, listed, of_late, refuse, replay

TOPIC = topic(MACHINE, Stream.TELEMETRY)


async def test_messages_are_chosen_by_id_machine_reason_and_time(intake: Intake) -> None:
    await intake.give(of_late(1), arrival(TOPIC, b"garbage"), arrival(TOPIC, b"[1]"), arrival("odd", b"x"))
    numbers = [row["id"] for row in intake.rows("select id from telemetry.reject order by id")]
    with intake.database.admin() as connection:
        connection.execute("update telemetry.reject set received_at = now() - interval '2 days' where topic = 'odd'")
    since = datetime.now(UTC) - timedelta(days=1)
    chosen = {
        "id": Wanted(ids=numbers[1:3]),
        "machine": Wanted(machine=MACHINE),
        "name": Wanted(machine=LATE),
        "reason": Wanted(reason="wrong_shape"),
        "time": Wanted(since=since),
        "both": Wanted(machine=MACHINE, reason="invalid_json", since=since),
    }
    found = {name: [one.id for one in await replay(intake, wanted)] for name, wanted in chosen.items()}
    assert found == {
        "id": numbers[1:3],
        "machine": numbers[1:3],
        "name": numbers[:1],
        "reason": numbers[2:3],
        "time": numbers[:3],
        "both": numbers[1:2],
    }
    assert await listed(intake, chosen["time"]) == ["wrong_shape", "invalid_json", "unknown_machine"]


async def test_a_message_is_told_with_its_bytes_also_when_it_is_stored_since(intake: Intake) -> None:
    await intake.give(of_late(1))
    number = intake.one("select id from telemetry.reject")["id"]
    see(intake.database, LATE, "customer:acme")
    await replay(intake)
    connection = await intake.store.connection()
    told = await get_reject(connection, number)
    assert told is not None
    assert (told.outcome, told.payload, told.is_whole) == ("stored", of_late(1).payload, True)
    assert "register and commission it first" in told.sentence
    assert await get_reject(connection, number + 1) is None


async def test_refusals_are_counted_also_where_they_are_not_kept(database: Database) -> None:
    async with intake_of(database, kept_rejects=2) as intake:
        await intake.give(*(arrival(TOPIC, b"garbage") for _ in range(5)), arrival(TOPIC, b"[1]"))
        connection = await intake.store.connection()
        assert await count_rejects(connection, Wanted()) == {"invalid_json": 5, "wrong_shape": 1}
        assert await count_rejects(connection, Wanted(reason="wrong_shape")) == {"wrong_shape": 1}
        assert await count_rejects(connection, Wanted(since=datetime.now(UTC) + timedelta(days=2))) == {}


async def test_an_unknown_reason_is_told_as_it_is(intake: Intake) -> None:
    with intake.database.admin() as connection:
        refuse(connection, telemetry([0], {SPEED: [1]}), "forgotten")
    [told] = await list_rejects(await intake.store.connection(), Wanted(), 10)
    assert told.sentence == "forgotten"
    assert told.reason not in set(Reason)
