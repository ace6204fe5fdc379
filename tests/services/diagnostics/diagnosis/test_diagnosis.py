"""Does an engineer learn which machine is ill by its own past, why, how sure that is, and what to do?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import SecretStr

from services.diagnostics.api import AlertPage, Condition, Diagnosis
from services.diagnostics.diagnosis.worker import diagnose_due, take
from services.diagnostics.worker import examine_due
from services.kit.auth import Role
from services.kit.events import Event, connected, told_by
from services.kit.settings import Settings
from services.kit.testing import Database, House
from services.maintenance.api import Outcome, WorkOrderClosed
from services.maintenance.forecast.worker import HEARS
from tests.models.truck import minutes
from tests.services.diagnostics.diagnosis.past import begin_of_past, clogged, commission, store

HOURS = 5 * 24
ALL = np.arange(HOURS * 60)
NOW = timedelta(0)


async def diagnose(house: House) -> None:
    """Let the worker do its rounds until nothing is left."""
    resources = (await house.open("diagnostics")).state.resources
    while await diagnose_due(resources, NOW):
        pass


async def asked(house: House, path: str) -> Any:
    api = await house.api("diagnostics", house.token(Role.ENGINEER, "all"))
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def diagnosis_of(house: House, machine: str) -> Diagnosis:
    return Diagnosis.model_validate(await asked(house, f"/v1/machines/{machine}/diagnosis"))


def verdicts(database: Database, machine: str) -> NDArray[np.float64]:
    """Return hour, health, log odds, alarm and run of every judged hour."""
    query = "select hour, health, log_odds, alarm::int, run from diagnostics.verdict where machine = %s order by hour"
    with database.admin() as connection:
        return np.array(connection.execute(query, [machine]).fetchall(), dtype=np.float64)


async def test_a_part_that_wears_is_an_alarm_that_names_it_and_a_healthy_machine_is_none(
    house: House, database: Database
) -> None:
    begin = begin_of_past(HOURS)
    for machine, told in (("ht-ill", clogged(12)), ("ht-well", minutes(11))):
        commission(database, machine)
        store(database, machine, begin, told, ALL)
    await diagnose(house)
    ill, well = await diagnosis_of(house, "ht-ill"), await diagnosis_of(house, "ht-well")
    assert (ill.state, ill.suspects[0].mode, well.state, well.health) == (
        "alarm",
        "air_filter_clogging",
        "healthy",
        100,
    )
    assert ill.health is not None
    assert ill.health < 80
    sign = ill.suspects[0].signs[0]
    assert (sign.signal, sign.unit) == ("air_filter_drop_kpa", "kPa")
    assert sign.observed is not None
    assert sign.expected is not None
    assert sign.observed > 1.5 * sign.expected
    assert ill.courses[0].severity[-1] > 2 * ill.courses[0].severity[0]
    assert "Worn hydraulic pump" in [blind.what for blind in ill.blind]
    await keeps_what_it_judged_by(house, ill)
    health = await asked(house, "/v1/machines/ht-ill/health?from=2025-01-01T00:00:00Z&to=2034-01-01T00:00:00Z")
    assert health["health"][15] == 100
    assert health["suspect"][-1] == "air_filter_clogging"
    await examine_due((await house.open("diagnostics")).state.resources, NOW)
    condition = Condition.model_validate(await asked(house, "/v1/machines/ht-ill/condition"))
    assert condition.diagnoses[0].mode == "air_filter_clogging"
    assert condition.sentence.startswith("Clogged air filter")


async def keeps_what_it_judged_by(house: House, ill: Diagnosis) -> None:
    """Look at what is told of the models that judged two machines, one of them ill."""
    assert ill.made_by is not None
    engine, crusher = await asked(house, "/v1/models")
    assert (engine["name"], engine["machines"], engine["champion"]) == ("diagnosis-engine", 2, ill.made_by.version)
    filters = next(one for one in engine["drift"] if one["quantity"] == "air_filter_drop_kpa")
    assert (filters["machines"], filters["beyond_three"], filters["drifted"]) == (2, 0.5, None)
    assert (crusher["champion"], crusher["drift"]) == (None, [])


async def test_minutes_that_come_late_and_shuffled_give_the_same_verdicts_as_in_order(
    house: House, database: Database
) -> None:
    begin, told = begin_of_past(HOURS), clogged(12)
    for machine in ("ht-sorted", "ht-late"):
        commission(database, machine)
    store(database, "ht-sorted", begin, told, ALL)
    hours = np.random.default_rng(4).permutation(np.arange(HOURS - 60, HOURS))
    parts = [ALL[: (HOURS - 60) * 60], *np.split(hours[:, None] * 60 + np.arange(60), 3)]
    for part in parts:
        store(database, "ht-late", begin, told, np.sort(part.ravel()))
        await diagnose(house)
    late, in_order = verdicts(database, "ht-late"), verdicts(database, "ht-sorted")
    assert late.shape == in_order.shape
    assert late == pytest.approx(in_order, rel=1e-3, abs=1e-3)


async def test_behind_a_repair_what_was_repaired_is_learned_anew(house: House, database: Database) -> None:
    begin = begin_of_past(HOURS)
    commission(database, "ht-ill")
    store(database, "ht-ill", begin, clogged(12), ALL)
    await diagnose(house)
    closed = WorkOrderClosed(
        machine="ht-ill",
        mode="air_filter_clogging",
        where="",
        outcome=Outcome.CONFIRMED,
        other_mode=None,
        repaired=True,
        closed_at=begin + timedelta(hours=HOURS - 8, minutes=20),
        order=7,
    ).model_dump(mode="json")
    kind = "howdah.maintenance.work-order-closed"
    event = Event(id="1", source="m", type=kind, subject="ht-ill", time=datetime.now(UTC), data=closed)
    resources = (await house.open("diagnostics")).state.resources
    for _ in range(2):
        await take(resources, event)
    await diagnose(house)
    told = await diagnosis_of(house, "ht-ill")
    assert (told.state, told.suspects, told.health) == ("blackout", [], 100)
    condition = Condition.model_validate(await asked(house, "/v1/machines/ht-ill/condition"))
    assert condition.diagnoses == []


async def test_a_diagnosis_that_is_an_alarm_raises_an_alert(house: House, database: Database) -> None:
    commission(database, "ht-ill")
    # An hour back: what comes five minutes later still lies in the past.
    store(database, "ht-ill", begin_of_past(HOURS + 1), clogged(12), ALL)
    await diagnose(house)
    resources = (await house.open("diagnostics")).state.resources
    with database.admin() as connection:
        for minute in range(3):
            connection.execute(
                "update telemetry.latest set time = time + %s, received_at = now()", [timedelta(minutes=5 * minute)]
            )
            connection.execute("update diagnostics.examination set evaluated_at = now() - interval '1 day'")
            await examine_due(resources, NOW)
    alerts = AlertPage.model_validate(await asked(house, "/v1/alerts")).items
    assert ("diagnosis", "air_filter_clogging") in [(one.source, one.name) for one in alerts]


async def test_what_no_known_failure_explains_is_told_as_unusual_and_alerts_nobody(
    house: House, database: Database
) -> None:
    commission(database, "ht-odd")
    told = minutes(11)
    # No failure of the handbook charges batteries too much.
    volts = told["battery_voltage_v"]
    grown = 0.3 * np.clip((np.arange(len(volts)) / 1440 - 2.5) / 2, 0, 1)
    odd_volts = np.where(told["engine_speed_rpm"] > 0, volts + grown, volts)
    store(database, "ht-odd", begin_of_past(HOURS), told | {"battery_voltage_v": odd_volts}, ALL)
    await diagnose(house)
    odd = await diagnosis_of(house, "ht-odd")
    assert (odd.state, odd.suspects, odd.health) == ("unusual", [], 100)
    assert odd.unusual is not None
    assert (odd.unusual.severity, odd.unusual.signs[0].signal) == ("info", "battery_voltage_v")
    assert odd.unusual.ratio > 1
    assert odd.sentence == odd.unusual.sentence
    await examine_due((await house.open("diagnostics")).state.resources, NOW)
    condition = Condition.model_validate(await asked(house, "/v1/machines/ht-odd/condition"))
    assert condition.diagnoses == []


async def test_what_is_diagnosed_reaches_who_listens(house: House, database: Database, servers: Any) -> None:
    commission(database, "ht-ill")
    store(database, "ht-ill", begin_of_past(HOURS), clogged(12), ALL)
    listening = Settings(database_url=SecretStr("unused"), mqtt_url=SecretStr(servers.mosquitto.url("svc-maintenance")))
    heard: asyncio.Queue[Event] = asyncio.Queue()
    async with connected("maintenance", listening, [HEARS]) as listener:
        assert listener.mqtt
        await listener.mqtt.wait_connected()
        hearing = asyncio.create_task(listener.hear(heard.put))
        app = await house.open("diagnostics", mqtt_url=SecretStr(servers.mosquitto.url("svc-diagnostics")))
        await app.state.resources.events.mqtt.wait_connected()
        await diagnose(house)
        event = await asyncio.wait_for(heard.get(), 10)
        hearing.cancel()
    told = told_by(event, HEARS, Diagnosis)
    assert told is not None
    assert (event.subject, told.machine, told.suspects[0].mode) == ("ht-ill", "ht-ill", "air_filter_clogging")
    assert told_by(event.model_copy(update={"data": {}}), HEARS, Diagnosis) is None


async def test_without_a_model_nothing_is_said_but_that(house: House, database: Database) -> None:
    commission(database, "ht-01")
    (await house.open("diagnostics", models_folder=None))
    told = await diagnosis_of(house, "ht-01")
    assert (told.state, told.made_by, told.health) == ("cannot_tell", None, None)
