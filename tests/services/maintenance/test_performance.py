"""Do the live figures of models say what people found, and when they are too few to say anything?"""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.kit.model import Shelf
from services.kit.testing import Database, House, see
from services.maintenance.performance.figure import share
from services.maintenance.performance.worker import measure
from tests.services.maintenance.conftest import Ask, Tell
from tests.services.maintenance.wear import NOW, diagnosis, suspect

TURBO = "turbocharger_wear"


def test_a_share_has_wilsons_interval() -> None:
    assert share(8, 10).model_dump() == {"count": 8, "of": 10, "share": 0.8, "low": 0.4902, "high": 0.9433}
    assert (share(0, 5).low, share(5, 5).high) == (0.0, 1.0)
    assert share(0, 0).share is None


@pytest.fixture
async def api(ask: Ask, tell: Tell, database: Database, shelf: Shelf) -> httpx.AsyncClient:
    """The service as somebody finds it who sees three machines, whose turbochargers wear for two days."""
    for machine in ("wl-01", "wl-02", "wl-03"):
        for viewer in ("all", "region:north"):
            see(database, machine, viewer)
        for hour in (-48, -25, 0):
            at = NOW + timedelta(hours=hour)
            await tell(diagnosis(machine, suspect(TURBO, 0.8), at=at), folder=shelf.folder)
    return await ask("region:north")


async def close(api: httpx.AsyncClient, machine: str, **feedback: Any) -> None:
    (part,) = (await api.get(f"/v1/machines/{machine}/forecasts")).json()["forecasts"]
    made = (await api.post("/v1/work-orders", json={"forecast": part["id"]})).json()
    await api.post(f"/v1/work-orders/{made['id']}/start", json={})
    answer = await api.post(f"/v1/work-orders/{made['id']}/close", json={"repaired": True, **feedback})
    assert answer.status_code == 200, answer.text


async def test_each_version_is_measured_by_what_was_found_of_what_it_said(
    api: httpx.AsyncClient, database: Database, shelf: Shelf
) -> None:
    await close(api, "wl-01", outcome="confirmed", found="worn", cost=4_000)
    await close(api, "wl-02", outcome="confirmed", found="failed", cost=11_000)
    await close(api, "wl-03", outcome="not_found", repaired=False)
    with database.admin() as connection:
        connection.execute("update maintenance.forecast set low_h = 0, high_h = 1000 where role = 'champion'")
        connection.execute("update maintenance.forecast set low_h = 900, high_h = 1000 where role = 'challenger'")
    told = {(one["name"], one["role"]): one for one in (await api.get("/v1/models")).json()["models"]}
    assert set(told) == {("part-life", "champion"), ("part-life", "challenger"), ("diagnosis-engine", "champion")}
    champion = told["part-life", "champion"]
    assert champion["version"] == shelf.version("part-life", "champion")
    assert (champion["precision"]["count"], champion["precision"]["of"], champion["standing"]) == (2, 3, 1)
    assert (champion["planned"]["total_eur"], champion["unplanned"]["mean_eur"]) == (4_000, 11_000)
    # It was told of at a full hour two days before, and a test that begins at the end of one may end in the next.
    assert 47.9 < champion["lead_h"] < 50
    assert [(told["part-life", role]["coverage"]["count"]) for role in ("champion", "challenger")] == [1, 0]
    assert [(told["part-life", role]["coverage"]["of"]) for role in ("champion", "challenger")] == [1, 1]
    assert told["diagnosis-engine", "champion"]["coverage"] is None
    assert "3 verdicts are too few to judge by" in champion["sentence"]


async def test_nobodys_verdicts_are_seen_by_strangers(api: httpx.AsyncClient, ask: Ask) -> None:
    await close(api, "wl-01", outcome="not_found", repaired=False)
    assert (await (await ask("customer:stranger")).get("/v1/models")).json() == {"models": []}


async def test_the_same_figures_are_metrics(api: httpx.AsyncClient, house: House) -> None:
    await close(api, "wl-01", outcome="confirmed", found="worn", cost=4_000)
    await measure(house.apps["maintenance"].state.resources)
    lines = (await api.get("/metrics")).text.splitlines()
    labels = 'model="diagnosis-engine",role="champion",version="d1"'
    assert f"model_precision{{{labels}}} 1.0" in lines
    assert 'model_cost_eur{model="diagnosis-engine",role="champion",version="d1",work="planned"} 4000.0' in lines
