"""Does what diagnostics tells become forecasts that are seen by those who see the machine?"""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from services.kit.auth import Role
from services.kit.events import connected
from services.kit.model import Shelf
from services.kit.settings import Settings
from services.kit.testing import Database, House, see
from services.maintenance.api import Life, Load
from services.maintenance.forecast.course import growth_per_100_h, load_of
from services.maintenance.forecast.horizon import risk_within
from tests.conftest import Servers
from tests.patience import until
from tests.services.maintenance.conftest import Ask, Tell
from tests.services.maintenance.wear import NOW, PUMP, course, diagnosis, suspect

TURBO = "turbocharger_wear"


async def test_an_event_becomes_a_forecast_that_says_what_it_rests_on(
    house: House, database: Database, servers: Servers
) -> None:
    see(database, "wl-01", "region:north")
    url = SecretStr(servers.mosquitto.url("svc-maintenance"))
    token = house.token(Role.ENGINEER, "region:north")
    api = await house.api("maintenance", token, mqtt_url=url, work_after_s=0, score_pause_s=0.05)
    told = Settings(database_url=SecretStr("unused"), mqtt_url=SecretStr(servers.mosquitto.url("svc-diagnostics")))
    await house.apps["maintenance"].state.resources.events.mqtt.wait_connected()
    async with connected("diagnostics", told) as diagnostics:
        await diagnostics.publish("diagnosed", "wl-01", diagnosis("wl-01", suspect()))
    await until(lambda: _kept(database) == 1)
    answer = (await api.get("/v1/machines/wl-01/forecasts")).json()
    (part,) = answer["forecasts"]
    assert (answer["state"], part["mode"], part["severity"], part["life"]) == ("suspect", PUMP, 0.6, None)
    assert "howdah train" in part["why_no_life"]
    assert (part["load"]["origin"], part["load"]["hours_per_day"]) == ("course", 12.0)
    assert part["severity_per_100_h"] == 0.75
    rests = part["rests_on"]
    assert (rests["hours_judged"], rests["operating_h"], rests["state"]) == (80, 5_079.0, "alarm")
    assert rests["signs"] == ["Case drain is 31 L/min where 18 L/min are expected."]


def _kept(database: Database) -> int:
    with database.admin() as connection:
        row = connection.execute("select count(*) from maintenance.outlook").fetchone()
    assert row
    return int(row[0])


async def test_what_is_no_diagnosis_is_left_and_the_next_one_heard(tell: Tell, house: House) -> None:
    await tell(diagnosis("wl-01", suspect()))
    await tell(diagnosis("wl-01").model_copy(update={"kind": None}))
    await tell(diagnosis("wl-02", suspect()))
    assert _kept(house.database) == 2


async def test_what_was_kept_by_another_version_holds_nobody_up(tell: Tell, house: House) -> None:
    await house.open("maintenance", score_pause_s=60)
    with house.database.admin() as connection:
        connection.execute("insert into maintenance.diagnosis (machine, at, document) values ('wl-09', now(), '{}')")
    await tell(diagnosis("wl-01", suspect()))
    assert _kept(house.database) == 1


async def test_an_older_diagnosis_that_comes_late_changes_nothing(tell: Tell, ask: Ask, database: Database) -> None:
    see(database, "wl-01", "region:north")
    await tell(diagnosis("wl-01", suspect(severity=0.7)))
    await tell(diagnosis("wl-01", suspect(severity=0.3), at=NOW - timedelta(hours=3)))
    api = await ask("region:north")
    (part,) = (await api.get("/v1/machines/wl-01/forecasts")).json()["forecasts"]
    assert part["severity"] == 0.7


async def test_a_suspicion_that_ended_is_told_no_more(tell: Tell, ask: Ask, database: Database) -> None:
    see(database, "wl-01", "region:north")
    await tell(diagnosis("wl-01", suspect(), at=NOW - timedelta(hours=1)), diagnosis("wl-01"))
    answer = (await (await ask("region:north")).get("/v1/machines/wl-01/forecasts")).json()
    assert (answer["state"], answer["forecasts"]) == ("healthy", [])


async def test_forecasts_are_seen_by_those_who_see_the_machine_then(tell: Tell, ask: Ask, database: Database) -> None:
    see(database, "wl-01", "customer:owner")
    await tell(diagnosis("wl-01", suspect()))
    owner, stranger = await ask("customer:owner"), await ask("customer:stranger")
    assert len((await owner.get("/v1/machines/wl-01/forecasts")).json()["forecasts"]) == 1
    assert (await stranger.get("/v1/machines/wl-01/forecasts")).status_code == 404
    see(database, "wl-01", "customer:buyer", NOW - timedelta(days=1))
    bought = (await (await ask("customer:buyer")).get("/v1/machines/wl-01/forecasts")).json()
    assert bought["forecasts"] == []


async def test_many_who_ask_at_once_are_each_answered_with_what_they_see(
    tell: Tell, ask: Ask, database: Database
) -> None:
    for machine, owner in (("wl-01", "customer:one"), ("wl-02", "customer:two")):
        see(database, machine, owner)
        await tell(diagnosis(machine, suspect()))
    one, two = await ask("customer:one"), await ask("customer:two")
    asked = [(api, machine) for api in (one, two) for machine in ("wl-01", "wl-02")] * 10
    answers = await asyncio.gather(*(api.get(f"/v1/machines/{machine}/forecasts") for api, machine in asked))
    assert [answer.status_code for answer in answers] == [200, 404, 404, 200] * 10
    told = [answer.json()["machine"] for answer in answers if answer.status_code == 200]
    assert told == ["wl-01", "wl-02"] * 10


async def test_a_machine_of_which_nothing_was_heard_is_asked_after_at_diagnostics(
    house: House, ask: Ask, database: Database
) -> None:
    see(database, "wl-01", "region:north")
    await house.open("diagnostics")
    answer = (await (await ask("region:north")).get("/v1/machines/wl-01/forecasts")).json()
    assert (answer["state"], answer["missing"], answer["forecasts"]) == ("cannot_tell", [], [])
    assert answer["sentence"]


async def test_the_answer_says_that_diagnostics_is_missing(house: House, database: Database) -> None:
    see(database, "wl-01", "region:north")
    nobody = {"diagnostics": "http://127.0.0.1:9"}
    api = await house.api("maintenance", house.token(Role.ENGINEER, "region:north"), service_urls=nobody)
    answer = (await api.get("/v1/machines/wl-01/forecasts")).json()
    assert (answer["state"], answer["missing"]) == ("cannot_tell", ["diagnostics"])
    assert "does not answer" in answer["sentence"]


async def test_a_horizon_that_is_none_is_refused(ask: Ask, database: Database) -> None:
    see(database, "wl-01", "region:north")
    api = await ask("region:north")
    for wrong in ("0", "-3", "721", "nan", "soon"):
        answer = await api.get("/v1/machines/wl-01/forecasts", params={"horizon_h": wrong})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "horizon_h")


async def test_a_suspicion_of_a_sensor_is_no_wear(tell: Tell, ask: Ask, database: Database) -> None:
    see(database, "wl-01", "region:north")
    await tell(diagnosis("wl-01", suspect("sensor_drift", where="boost_pressure_kpa", is_of_sensor=True)))
    (part,) = (await (await ask("region:north")).get("/v1/machines/wl-01/forecasts")).json()["forecasts"]
    assert (part["severity"], part["life"]) == (None, None)
    assert "the sensor is in doubt" in part["sentence"]


async def test_a_model_tells_life_with_its_interval_and_the_risks_within_horizons(
    tell: Tell, ask: Ask, database: Database, shelf: Shelf
) -> None:
    see(database, "wl-01", "region:north")
    await tell(diagnosis("wl-01", suspect(TURBO, 0.7)), folder=shelf.folder)
    api = await ask("region:north")
    (part,) = (await api.get("/v1/machines/wl-01/forecasts", params={"horizon_h": 100})).json()["forecasts"]
    life = part["life"]
    assert 0 <= life["low_h"] <= life["expected_h"] <= life["high_h"] <= life["at_most_h"]
    assert [risk["horizon_h"] for risk in part["risks"]] == [8, 24, 72, 100, 168, 720]
    assert [risk["operating_h"] for risk in part["risks"]][:4] == [4, 12, 36, 50]
    known = [risk["probability"] for risk in part["risks"] if risk["probability"] is not None]
    assert known == sorted(known)
    assert part["rests_on"]["life"]["version"] == shelf.version("part-life", "champion")
    assert part["rests_on"]["features"]["severity"] == 0.7


async def test_a_challenger_answers_beside_the_champion_from_when_it_is_appointed(
    tell: Tell, ask: Ask, database: Database, shelf: Shelf, *, tmp_path: Path
) -> None:
    see(database, "wl-01", "region:north")
    await tell(diagnosis("wl-01", suspect(TURBO, 0.7)), folder=tmp_path / "models")
    api = await ask("region:north")
    path = "/v1/machines/wl-01/forecasts"
    before = (await api.get(path)).json()
    assert before["forecasts"][0]["life"] is None
    assert shelf.folder
    shutil.copytree(shelf.folder, tmp_path / "models")
    await tell(folder=tmp_path / "models")
    for role in ("champion", "challenger"):
        told = (await api.get(path, params={"role": role})).json()
        assert (told["role"], told["at"]) == (role, before["at"])
        assert told["forecasts"][0]["rests_on"]["life"]["version"] == shelf.version("part-life", role)
    with database.admin() as connection:
        kept = connection.execute("select role, life_version from maintenance.forecast order by id").fetchall()
    assert [role for role, version in kept if version] == ["champion", "challenger"]


async def test_a_model_that_cannot_be_used_leaves_a_narrower_answer_with_the_reason(
    tell: Tell, ask: Ask, database: Database, tmp_path: Path
) -> None:
    see(database, "wl-01", "region:north")
    (tmp_path / "part-life").mkdir()
    (tmp_path / "part-life" / "roles.json").write_text('{"champion": "0123"}')
    await tell(diagnosis("wl-01", suspect()), folder=tmp_path)
    (part,) = (await (await ask("region:north")).get("/v1/machines/wl-01/forecasts")).json()["forecasts"]
    assert (part["life"], "cannot be read" in part["why_no_life"]) == (None, True)


def test_a_risk_is_read_from_the_curve_of_a_life_and_not_told_beyond_it() -> None:
    load = Load(hours_per_day=12, origin="course", sentence="")
    life = Life(expected_h=30, low_h=10, high_h=40, at_most_h=40, at_h=[0, 20, 40], failed_by=[0, 0.2, 0.8])
    told = [risk_within(life, load, horizon) for horizon in (20.0, 60.0, 80.0, 81.0)]
    assert [(one.operating_h, one.probability) for one in told] == [(10, 0.1), (30, 0.5), (40, 0.8), (40.5, None)]


async def test_a_damaged_course_holds_nobody_up(tell: Tell, ask: Ask, database: Database, shelf: Shelf) -> None:
    for machine in ("wl-01", "wl-02"):
        see(database, machine, "region:north")
    twice = diagnosis("wl-01", suspect(TURBO), suspect(TURBO))
    damaged = [one.model_copy(update={"severity": one.severity[1:]}) for one in twice.courses]
    await tell(twice.model_copy(update={"courses": damaged}), diagnosis("wl-02", suspect(TURBO)), folder=shelf.folder)
    api = await ask("region:north")
    told = [(await api.get(f"/v1/machines/{one}/forecasts")).json()["forecasts"] for one in ("wl-01", "wl-02")]
    assert [[part["life"] is None for part in parts] for parts in told] == [[True], [False]]
    assert "no course of wear" in told[0][0]["why_no_life"]


def test_a_course_of_less_than_a_day_says_nothing_of_load_and_one_of_few_points_nothing_of_growth() -> None:
    assert load_of(course(hours=5)).origin == "assumed"
    assert load_of(None).hours_per_day == 10
    assert growth_per_100_h(course(hours=4)) is None
    assert growth_per_100_h(None) is None
