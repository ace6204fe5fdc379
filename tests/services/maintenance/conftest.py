"""Who asks the maintenance service, and what was it told before?"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from models.artifact import Card
from models.diagnosis.course import Course
from models.diagnosis.mode import Mode
from models.prognosis import RECIPE, LifeModel, Reference
from models.prognosis.feature import window_features
from models.prognosis.part import CAP_STEPS, INPUTS, history_of, usual_h
from models.prognosis.regime import fit_regimes
from services.diagnostics.api import Diagnosis
from services.kit.auth import Role
from services.kit.events import Event
from services.kit.keeping import keep
from services.kit.model import Shelf
from services.kit.testing import Database, House
from services.maintenance.forecast import worker
from services.maintenance.forecast.bench import bench_of
from tests.patience import until
from tests.services.maintenance.wear import NOW

Ask = Callable[..., Awaitable[httpx.AsyncClient]]
Tell = Callable[..., Awaitable[None]]
WRITES = ["*:read", "maintenance:write"]


@pytest.fixture
def ask(house: House) -> Ask:
    """Open the service for a caller who sees as these viewers and may write."""

    async def asked(*viewers: str, **claims: Any) -> httpx.AsyncClient:
        token = house.token(Role.ENGINEER, *viewers, **{"permissions": WRITES, **claims})
        return await house.api("maintenance", token, score_pause_s=60)

    return asked


@pytest.fixture
def tell(house: House) -> Tell:
    """Tell the service diagnoses, as events would, and have them scored with the models of a folder (none)."""

    async def told(*diagnoses: Diagnosis, folder: Path | None = None) -> None:
        app = await house.open("maintenance", score_pause_s=60, models_folder=folder)
        resources = app.state.resources
        for one in diagnoses:
            await worker.take(resources, event_of(one))
        bench = bench_of(folder)
        while await worker.score_due(resources, bench):
            pass
        # What the service's own worker has taken meanwhile is not there before it is done.
        models = worker.name_of(bench.tellers())
        await until(lambda: _scored(house.database, models))

    return told


def _scored(database: Database, models: str) -> bool:
    query = "select count(*) from maintenance.diagnosis where scored_with is distinct from %s"
    with database.admin() as connection:
        return connection.execute(query, [models]).fetchone() == (0,)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A shelf with a champion and a challenger of the life of parts, fitted on a few courses."""
    shelf = Shelf(tmp_path_factory.mktemp("models"))
    for seed, role in enumerate(("champion", "challenger")):
        card = Card("part-life", RECIPE, INPUTS, "courses of a test", "0", f"2026-01-0{seed + 1}", {})
        shelf.appoint("part-life", shelf.put(keep(_fitted(seed), card)).version, role)
    return shelf


def _fitted(seed: int) -> LifeModel:
    """Return a model of life of the usual form whose committee has one simple member: quickly fitted, and rough."""
    history = history_of([_run(number, seed) for number in range(10)])
    regimes = fit_regimes(history, seed)
    features = window_features(history, regimes.standardise(history))
    truth = np.minimum(history.life_left(), CAP_STEPS) / CAP_STEPS
    member = make_pipeline(StandardScaler(), Ridge()).fit(features, truth)
    order = np.argsort(truth, kind="stable")
    told = np.clip(member.predict(features), 0, 1)[order]
    return LifeModel(CAP_STEPS, regimes, [member], Reference(told, truth[order], history.unit[order] % 5))


def _run(number: int, seed: int) -> Course:
    """Return the course of a turbocharger until it failed."""
    chance = np.random.default_rng([number, seed])
    passed = np.linspace(0.2, 1, 20)
    took_h = usual_h("turbocharger_wear") * np.exp(chance.uniform(-0.5, 0.5))
    hour = 490_000 + np.arange(20, dtype=np.int64)
    return Course(Mode("turbocharger_wear"), hour, passed * took_h, passed**2, np.full(20, 0.03))


def event_of(diagnosis: Diagnosis) -> Event:
    """Return the event that tells a diagnosis."""
    return Event(
        id="1",
        source="/services/diagnostics",
        type="howdah.diagnostics.diagnosed",
        subject=diagnosis.machine,
        time=NOW,
        data=diagnosis.model_dump(mode="json"),
    )
