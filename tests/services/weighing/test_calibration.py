"""Does the service guide somebody through a calibration, and weigh by it afterwards?"""

from datetime import timedelta
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from models.weighing.equation import NAMES
from models.weighing.zero import Zero
from services.kit.database import WORKER, transaction
from services.kit.follow import Span
from services.kit.telemetry import TelemetryReader
from services.kit.testing import Database
from services.weighing.client import WeighingClient
from services.weighing.record.intake import scale_of
from services.weighing.record.store import keep_zero
from tests.models.boom import LOADER as MODEL
from tests.models.boom import told
from tests.services.weighing.conftest import Ask, Weigh
from tests.services.weighing.past import LOADER, commission, lately, load_truck, store

ACME = "customer:acme"
WEIGHT_KG = 7800.0
PATH = f"/v1/machines/{LOADER}/calibrations"


async def begun(api: httpx.AsyncClient) -> str:
    answer = await api.post(PATH, json={"weight_kg": WEIGHT_KG})
    assert answer.status_code == 201
    assert answer.json()["step"] == "empty"
    assert "3 more times" in answer.json()["next"]
    return f"/v1/calibrations/{answer.json()['id']}"


def lift(database: Database, kg: float, times: int) -> None:
    """Let the loader have lifted so much so often, ending shortly ago; both speeds."""
    signals = [told([kg], down=1.0, seconds=seconds) for seconds in ([14.0, 20.0] * times)[:times]]
    whole = {name: np.concatenate([one[name] for one in signals]) for name in signals[0] if name != "time_s"}
    store(database, LOADER, lately() - timedelta(seconds=len(next(iter(whole.values())))), whole)


def age(database: Database, minutes: int) -> None:
    """Let everything have happened so many minutes earlier."""
    shift = f"interval '{minutes} minutes'"
    with database.admin() as connection:
        connection.execute(
            f"update weighing.calibration set begun_at = begun_at - {shift}, loaded_at = loaded_at - {shift}".encode()
        )
        # A row cannot be moved from one day's chunk into another's.
        connection.execute("create temporary table moved as select * from telemetry.reading_row")
        connection.execute(f"update moved set time = time - {shift}".encode())
        connection.execute("delete from telemetry.reading_row")
        connection.execute("insert into telemetry.reading_row select * from moved")
        connection.execute("drop table moved")


async def calibrated(database: Database, api: httpx.AsyncClient, kg: float) -> Any:
    """Return what comes of a calibration with so much in the bucket, whatever it is said to weigh."""
    path = await begun(api)
    age(database, 20)
    lift(database, 0.0, 4)
    await api.post(f"{path}/weight")
    age(database, 20)
    lift(database, kg, 4)
    return (await api.post(f"{path}/finish")).json()


async def test_a_calibration_goes_step_by_step_to_its_verdict_and_is_used(
    database: Database, ask: Ask, weigh: Weigh
) -> None:
    commission(database, ACME)
    api = await ask(ACME, name="Ada")
    path = await begun(api)
    age(database, 20)
    lift(database, 0.0, 4)
    seen = (await api.get(path)).json()
    assert (seen["empty_lifts"], seen["asked_by"]) == (4, "Ada")
    assert "7,800\u00a0kg" in seen["next"]
    hung = (await api.post(f"{path}/weight")).json()
    assert (hung["step"], hung["empty_lifts"], hung["loaded_lifts"]) == ("loaded", 4, 0)
    age(database, 20)
    lift(database, WEIGHT_KG, 4)
    assert (await api.get(path)).json()["loaded_lifts"] == 4
    done = (await api.post(f"{path}/finish")).json()
    assert (done["step"], done["verdict"], done["shortcomings"]) == ("done", "good", [])
    assert abs(done["span_pct"]) < 1.5
    scale = await WeighingClient(api).scale(LOADER)
    assert scale.calibration is not None
    assert scale.calibration.id == done["id"]
    assert (scale.weighs, scale.renew) == (True, False)
    assert scale.age_days == pytest.approx(0, abs=0.01)
    assert [one["id"] for one in (await api.get(PATH)).json()["items"]] == [done["id"]]


async def test_a_poor_calibration_is_told_with_what_to_do_and_not_used(database: Database, ask: Ask) -> None:
    commission(database, ACME)
    api = await ask(ACME)
    done = await calibrated(database, api, 0.8 * WEIGHT_KG)
    assert (done["verdict"], "unlikely_weight" in done["shortcomings"]) == ("poor", True)
    assert "look up what the weight really weighs" in done["next"]
    scale = await WeighingClient(api).scale(LOADER)
    assert (scale.calibration, scale.age_days) == (None, None)
    assert "never calibrated" in scale.sentence


async def test_passes_after_a_calibration_are_of_good_quality(database: Database, ask: Ask, weigh: Weigh) -> None:
    commission(database, ACME)
    api = await ask(ACME)
    await calibrated(database, api, WEIGHT_KG)
    with database.admin() as connection:
        connection.execute("update weighing.calibration set ended_at = now() - interval '8 days'")
    age(database, 20)
    ended = lately()
    load_truck(database, [8000.0, 8500.0], ended)
    await weigh()
    passes = (await WeighingClient(api).passes(LOADER, ended - timedelta(minutes=10), ended)).items
    assert [one.quality for one in passes] == ["good", "good"]
    assert [one.payload_kg for one in passes] == pytest.approx([8000.0, 8500.0], abs=200)


async def test_steps_out_of_order_and_too_few_lifts_are_refused(database: Database, ask: Ask) -> None:
    commission(database, ACME)
    api = await ask(ACME)
    path = await begun(api)
    early = await api.post(f"{path}/weight")
    assert (early.status_code, early.json()["code"]) == (409, "too-few-lifts")
    wrong = await api.post(f"{path}/finish")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong-step")
    again = await api.post(PATH, json={"weight_kg": 1000})
    assert (again.status_code, again.json()["code"]) == (409, "calibration-goes-on")
    assert (await api.post(f"{path}/cancel")).json()["step"] == "cancelled"
    assert (await api.post(PATH, json={"weight_kg": 1000})).status_code == 201


async def test_a_weight_that_is_none_a_truck_and_an_old_unit_are_refused(database: Database, ask: Ask) -> None:
    commission(database, ACME)
    commission(database, ACME, "ht-1", "norrberg-a40")
    api = await ask(ACME)
    for weight in (0, -5, 1e9, "heavy"):
        assert (await api.post(PATH, json={"weight_kg": weight})).status_code == 422
    truck = await api.post("/v1/machines/ht-1/calibrations", json={"weight_kg": 5000})
    assert (truck.status_code, truck.json()["code"]) == (409, "cannot-weigh")
    with database.admin() as connection:
        connection.execute("update access.machine set generation = 'legacy'")
    assert (await api.post(PATH, json={"weight_kg": 5000})).json()["code"] == "cannot-weigh"


async def test_only_who_may_write_calibrates_and_nobody_somebody_elses_machine(database: Database, ask: Ask) -> None:
    commission(database, ACME)
    path = await begun(await ask(ACME))
    reader = await ask(ACME, permissions=["*:read"])
    assert (await reader.post(PATH, json={"weight_kg": 5000})).status_code == 403
    assert (await reader.post(f"{path}/cancel")).status_code == 403
    other = await ask("customer:other")
    assert (await other.post(PATH, json={"weight_kg": 5000})).json()["code"] == "unknown-machine"
    for method, where in (("GET", path), ("POST", f"{path}/weight"), ("POST", f"{path}/cancel")):
        answer = await other.request(method, where)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-calibration")


async def test_what_the_empty_bucket_weighed_before_a_calibration_is_forgotten(
    database: Database, app: FastAPI, ask: Ask
) -> None:
    commission(database, ACME)
    await calibrated(database, await ask(ACME), WEIGHT_KG)
    now = lately() + timedelta(seconds=5)
    span = Span(
        LOADER, "wheel_loader", "norrberg-l310", now + timedelta(minutes=2), now, now + timedelta(minutes=3), {}
    )
    async with transaction(app.state.resources.pool, WORKER) as db:
        for minutes, zero_kg in ((-60, None), (1, 330.0)):
            at = now + timedelta(minutes=minutes)
            await keep_zero(db, LOADER, at, Zero(at.timestamp(), 330.0, 1.0, (0.0,) * len(NAMES)))
            scale = await scale_of(TelemetryReader(db), span, MODEL)
            assert scale.calibration is not None
            assert (scale.zero and scale.zero.kg) == zero_kg
