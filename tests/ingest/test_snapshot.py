"""Do the snapshots of legacy telematics become readings, each element once and at its own time?"""

from typing import Any

import orjson

from ingest.source import Arrival
from models.messages import Stream, instant, topic
from services.kit.testing import Database
from tests.ingest.intake import MACHINE, Intake, arrival, at, restarted, telemetry

HOURS, FUEL = "CumulativeOperatingHours", "FuelRemaining"


def snapshot(**elements: Any) -> Arrival:
    header = {"EquipmentHeader": {"OEMName": "Norrberg", "PIN": "NBGL310XK00071204"}}
    return arrival(topic(MACHINE, Stream.SNAPSHOT), orjson.dumps({**header, **elements}))


def element(seconds: float, **values: object) -> dict[str, Any]:
    return {"datetime": instant(at(seconds)).strftime("%Y-%m-%dT%H:%M:%SZ"), **values}


def readings(intake: Intake) -> list[tuple[object, ...]]:
    query = "select time, engine_hours_h, fuel_level_percent, extra from telemetry.reading order by time, sample"
    return [tuple(row.values()) for row in intake.rows(query)]


async def test_elements_are_readings_at_their_own_times(intake: Intake) -> None:
    running = {"EngineStatus": element(90, Running=True)}
    await intake.give(snapshot(**{HOURS: element(60, Hour=8123.4), FUEL: element(30, Percent=61)}, **running))
    assert readings(intake) == [
        (instant(at(30)), None, 61, None),
        (instant(at(60)), 8123.4, None, None),
        (instant(at(90)), None, None, {"engine_running": 1.0}),
    ]
    latest = intake.one("select * from telemetry.latest")
    assert (latest["engine_hours_h_time"], latest["fuel_level_percent_time"]) == (instant(at(60)), instant(at(30)))


async def test_what_the_next_snapshot_repeats_is_stored_once_over_a_restart_too(
    intake: Intake, database: Database
) -> None:
    await intake.give(snapshot(**{HOURS: element(60, Hour=1), FUEL: element(30, Percent=61)}))
    again = snapshot(**{HOURS: element(660, Hour=1.1), FUEL: element(30, Percent=61)})
    await intake.give(again)
    await intake.give(again)
    assert (len(readings(intake)), intake.pipeline.tally.duplicates) == (3, 3)
    async with restarted(database) as later:
        await later.give(again, telemetry([0], {"engine_speed_rpm": [1]}))
        assert (later.pipeline.tally.rows, later.pipeline.tally.duplicates) == (1, 2)


async def test_a_fault_code_is_an_event_and_stored_once(intake: Intake) -> None:
    fault = element(60, CodeIdentifier="110-0", CodeDescription="Coolant: far too hot", CodeSeverity="High")
    for _ in range(2):
        await intake.give(snapshot(FaultCode=[fault]))
    event = intake.one("select time, code, severity, active, text from telemetry.event")
    assert tuple(event.values()) == (instant(at(60)), "110-0", "derate", True, "Coolant: far too hot")
    assert intake.rejects() == []


async def test_a_bad_element_is_told_and_the_others_are_stored(intake: Intake) -> None:
    bad = element(30, Percent="61")
    await intake.give(snapshot(**{HOURS: element(60, Hour=8123.4), FUEL: bad}), snapshot(Distance={"Odometer": 1}))
    assert [row[1] for row in readings(intake)] == [8123.4]
    assert intake.rejects() == [("wrong_type", MACHINE), ("wrong_value", MACHINE)]


async def test_snapshots_are_outside_the_count_of_messages(intake: Intake) -> None:
    await intake.give(snapshot(**{HOURS: element(60, Hour=1)}))
    assert intake.rows("select from telemetry.settled") == []


async def test_values_from_after_a_machine_was_decommissioned_are_refused(intake: Intake) -> None:
    with intake.database.admin() as connection:
        connection.execute("update access.machine set decommissioned_at = %s", [instant(at(45))])
    await intake.give(snapshot(**{HOURS: element(60, Hour=1), FUEL: element(30, Percent=61)}))
    assert [row[2] for row in readings(intake)] == [61]
    assert intake.rejects() == [("unknown_machine", MACHINE)]
