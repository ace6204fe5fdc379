"""Does what diagnostics tells become forecasts that are seen by those who see the machine?"""

from datetime import timedelta

from pydantic import SecretStr

from services.kit.auth import Role
from services.kit.events import connected
from services.kit.settings import Settings
from services.kit.testing import Database, House, see
from services.maintenance.api import Load, Risk
from services.maintenance.forecast.course import growth_per_100_h, load_of
from services.maintenance.forecast.horizon import risk_within
from tests.conftest import Servers
from tests.patience import until
from tests.services.maintenance.conftest import Ask, Tell
from tests.services.maintenance.wear import NOW, PUMP, course, diagnosis, suspect


async def test_an_event_becomes_a_forecast_that_says_what_it_rests_on(
    house: House, database: Database, servers: Servers
) -> None:
    see(database, "wl-01", "region:north")
    url = SecretStr(servers.mosquitto.url("svc-maintenance"))
    token = house.token(Role.ENGINEER, "region:north")
    api = await house.api("maintenance", token, mqtt_url=url, score_pause_s=0.05)
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


def test_between_known_horizons_the_hazard_is_constant() -> None:
    load = Load(hours_per_day=12, origin="course", sentence="")
    known = [Risk(horizon_h=h, operating_h=h / 2, probability=p) for h, p in ((8, 0.1), (24, 0.19), (72, 1.0))]
    within = [risk_within(known, load, horizon) for horizon in (4.0, 8.0, 16.0, 48.0)]
    told = [(one.operating_h, round(one.probability, 4)) for one in within if one]
    assert told[:3] == [(2.0, 0.0513), (4.0, 0.1), (8.0, 0.1462)]
    assert 0.99 < told[3][1] <= 1
    assert risk_within([], load, 8) is None


def test_a_course_of_less_than_a_day_says_nothing_of_load_and_one_of_few_points_nothing_of_growth() -> None:
    assert load_of(course(hours=5)).origin == "assumed"
    assert load_of(None).hours_per_day == 10
    assert growth_per_100_h(course(hours=4)) is None
    assert growth_per_100_h(None) is None
