"""Is a machine's condition told with evidence, never by a single value, and never on too little data?"""

from datetime import UTC, datetime, timedelta

import pytest

from models.machines import Kind
from services.diagnostics.api import Condition, Severity, State
from services.diagnostics.client import DiagnosticsClient
from services.kit.auth import Role
from services.kit.testing import Database, House, see
from tests.services.diagnostics.shift import MINUTE, healthy, report, work


def _now() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)


async def _condition(house: House, machine: str = "wl-01", viewer: str = "customer:acme") -> Condition:
    # The worker pauses for as long as a test takes: what is told here is examined at the moment of asking.
    http = await house.api("diagnostics", house.token(Role.CUSTOMER, viewer), examine_pause_s=60)
    return await DiagnosticsClient(http).condition(machine)


async def test_a_machine_within_its_bands_is_healthy(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    work(database, "wl-01", _now() - 60 * MINUTE, 60, healthy())
    condition = await _condition(house)
    assert (condition.state, condition.findings, condition.not_judged) == (State.HEALTHY, [], [])
    assert condition.judged == len(healthy())
    assert condition.sentence == f"All {condition.judged} signals that can be judged are within their healthy bands."
    assert "payload_kg" in condition.never_reported


async def test_a_hot_engine_is_found_with_evidence(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    begin = _now() - 60 * MINUTE
    work(database, "wl-01", begin, 60, lambda i: healthy(coolant_temperature_c=111 if i >= 33 else 90))
    condition = await _condition(house)
    assert condition.state == State.CRITICAL
    (found,) = condition.findings
    assert (found.signal, found.side, found.severity, found.confidence) == (
        "coolant_temperature_c",
        "above",
        Severity.CRITICAL,
        1.0,
    )
    evidence = found.evidence
    assert (evidence.minutes_outside, evidence.minutes_judged, evidence.samples) == (27, 30, 1800)
    assert (evidence.since, evidence.times, evidence.worst) == (begin + 33 * MINUTE, 1, 111)
    assert evidence.last == begin + 59 * MINUTE
    assert found.sentence == condition.sentence
    assert found.sentence == (
        "Coolant temperature was above 104.0\u00a0°C in 27 of the last 30 running minutes,"
        " 108.9\u00a0°C on average and 111.0\u00a0°C at worst."
    )
    assert "radiator" in found.next_step


@pytest.mark.parametrize("wild", [1, 2, 4])
async def test_a_few_wild_minutes_are_no_finding(house: House, database: Database, wild: int) -> None:
    see(database, "wl-01", "customer:acme")
    work(
        database,
        "wl-01",
        _now() - 60 * MINUTE,
        60,
        lambda i: healthy(coolant_temperature_c=200 if 40 <= i < 40 + wild else 90),
    )
    assert (await _condition(house)).state == State.HEALTHY


async def test_what_is_normal_with_the_engine_off_is_no_finding(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    begin = _now() - 180 * MINUTE
    off = healthy(
        engine_speed_rpm=0, engine_oil_pressure_kpa=0, battery_voltage_v=24.6, transmission_oil_pressure_kpa=0
    )
    work(database, "wl-01", begin, 180, lambda i: healthy() if i < 60 else off)
    condition = await _condition(house)
    assert (condition.state, condition.findings, condition.not_judged) == (State.HEALTHY, [], [])


async def test_what_was_wrong_when_it_last_ran_is_still_told_when_it_stands(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    begin = _now() - timedelta(hours=20)
    off = healthy(engine_speed_rpm=0, battery_voltage_v=24.6)
    work(database, "wl-01", begin, 20 * 60, lambda i: healthy(battery_voltage_v=25) if i < 40 else off)
    (found,) = (await _condition(house)).findings
    assert (found.signal, found.side, found.evidence.minutes_judged) == ("battery_voltage_v", "below", 30)
    assert found.evidence.last == begin + 39 * MINUTE


async def test_a_flat_tyre_is_found_on_a_machine_that_stands(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    off = healthy(engine_speed_rpm=0, tyre_rear_left_kpa=180)
    work(database, "wl-01", _now() - 60 * MINUTE, 60, off)
    condition = await _condition(house)
    assert [found.signal for found in condition.findings] == ["tyre_rear_left_kpa"]
    assert "look for a leak" in condition.findings[0].next_step
    assert {missing.signal for missing in condition.not_judged} >= {"coolant_temperature_c"}


async def test_too_little_data_is_said_plainly_with_what_is_missing(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    work(database, "wl-01", _now() - 6 * MINUTE, 6, healthy(coolant_temperature_c=150))
    condition = await _condition(house)
    assert (condition.state, condition.findings) == (State.NOT_ENOUGH_DATA, [])
    missing = {missing.signal: missing.missing for missing in condition.not_judged}
    assert missing["coolant_temperature_c"] == (
        "There are 5 of at least 10 running minutes with values in its last 72 hours."
    )
    assert missing["tyre_rear_left_kpa"] == "There are 6 of at least 10 minutes with values in its last hour."


async def test_bands_of_running_are_not_judged_where_nobody_knows_whether_it_runs(
    house: House, database: Database
) -> None:
    see(database, "wl-01", "customer:acme")
    work(database, "wl-01", _now() - 60 * MINUTE, 60, {"coolant_temperature_c": 150.0, "fuel_level_percent": 50.0})
    condition = await _condition(house)
    assert condition.state == State.NOT_ENOUGH_DATA
    (missing,) = condition.not_judged
    assert "does not report the speed of its drive" in missing.missing
    assert "engine_speed_rpm" in condition.never_reported


async def test_a_machine_that_was_silent_for_days_is_not_judged(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    work(database, "wl-01", _now() - timedelta(days=5), 60, healthy(coolant_temperature_c=150))
    condition = await _condition(house)
    assert (condition.state, condition.findings) == (State.NOT_ENOUGH_DATA, [])
    assert condition.sentence.startswith("It sent too little up to ")


async def test_a_machine_that_was_never_heard_is_there(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    condition = await _condition(house)
    assert (condition.state, condition.data_until, condition.judged) == (State.NOT_ENOUGH_DATA, None, 0)


async def test_a_crusher_is_judged_while_its_shaft_turns(house: House, database: Database) -> None:
    see(database, "cr-01", "customer:acme", kind="crusher")
    work(database, "cr-01", _now() - 60 * MINUTE, 60, healthy(Kind.CRUSHER, crusher_vibration_mmps=11))
    condition = await _condition(house, "cr-01")
    assert [found.signal for found in condition.findings] == ["crusher_vibration_mmps"]
    assert condition.judged == 3


async def test_an_active_fault_code_is_told_in_words_until_it_is_cleared(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    begin = _now() - 60 * MINUTE
    work(database, "wl-01", begin, 60, healthy())
    report(database, "wl-01", begin, "110-0", seq=1, severity="derate", text="Coolant too hot, engine power reduced")
    report(database, "wl-01", begin + 5 * MINUTE, "110-0", seq=2, severity="derate", count=2)
    report(database, "wl-01", begin, "107-16", seq=3)
    report(database, "wl-01", begin + 2 * MINUTE, "107-16", seq=4, active=False)
    report(database, "wl-01", begin + 9 * MINUTE, "X-77", seq=5, text="Cabin filter")
    condition = await _condition(house)
    assert condition.state == State.CRITICAL
    hot, own = condition.faults
    assert (hot.spn, hot.fmi, hot.signal, hot.severity) == (110, 0, "coolant_temperature_c", Severity.CRITICAL)
    assert (hot.since, hot.last_seen, hot.count) == (begin, begin + 5 * MINUTE, 2)
    assert hot.sentence == "Coolant temperature is above its normal range, most severe (SPN 110, FMI 0)."
    assert (own.scheme, own.sentence) == ("maker", "The machine reports its fault X-77: “Cabin filter”.")
    assert condition.sentence == f"{hot.sentence} And 1 more."


async def test_an_unknown_machine_is_not_found(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    api = await house.api("diagnostics", house.token(Role.CUSTOMER, "customer:acme"))
    answer = await api.get("/v1/machines/wl-99/condition")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-machine")
    malformed = await api.get("/v1/machines/WL_01/condition")
    assert (malformed.status_code, malformed.json()["code"]) == (422, "invalid-request")
