"""Do periods, machine ids and cursors that make no sense come back with what would be right?"""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import Depends, FastAPI

from services.kit import errors
from services.kit.page import Cutting, cursor
from services.kit.parameter import During, MachineId, Period, only_known


@pytest.fixture
async def api() -> AsyncIterator[httpx.AsyncClient]:
    """An app whose routes answer what they were asked."""
    app = FastAPI(dependencies=[Depends(only_known)])
    errors.install(app)

    @app.get("/v1/machines/{machine}")
    async def during(machine: MachineId, during: During) -> dict[str, object]:
        return {"machine": machine, **asdict(during)}

    @app.get("/v1/list")
    async def behind(cut: Cutting) -> list[object]:
        return list(cut.behind(str, int))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


async def _wrong(api: httpx.AsyncClient, path: str, **query: str) -> tuple[int, str, str]:
    answer = await api.get(path, params=query)
    wrong = answer.json()
    return answer.status_code, wrong["errors"][0]["field"], wrong["detail"]


async def test_a_period_is_taken_with_any_offset(api: httpx.AsyncClient) -> None:
    answer = await api.get(
        "/v1/machines/wl-01", params={"from": "2026-03-01T06:00:00+02:00", "to": "2026-03-01T06:00:00Z"}
    )
    assert answer.json() == {"machine": "wl-01", "from_": "2026-03-01T06:00:00+02:00", "to": "2026-03-01T06:00:00Z"}


@pytest.mark.parametrize(
    ("begin", "end", "field", "says"),
    [
        ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z", "from", "must be before 'to'"),
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z", "from", "must be before 'to'"),
        ("2010-03-01T00:00:00Z", "2026-03-01T00:00:00Z", "to", "at most 3660 days"),
        ("2026-03-01T00:00:00", "2026-03-02T00:00:00Z", "from", "timezone"),
        ("yesterday", "2026-03-02T00:00:00Z", "from", "datetime"),
    ],
)
async def test_a_period_that_cannot_be_answered_is_refused(
    api: httpx.AsyncClient, begin: str, end: str, *, field: str, says: str
) -> None:
    status, told, detail = await _wrong(api, "/v1/machines/wl-01", **{"from": begin, "to": end})
    assert (status, told) == (422, field)
    assert says in detail


@pytest.mark.parametrize("machine", ["WL-01", "wl_01", "-wl", "x" * 64, "wl 01", "wl%0A"])
async def test_a_malformed_machine_id_is_refused(api: httpx.AsyncClient, machine: str) -> None:
    period = {"from": "2026-03-01T00:00:00Z", "to": "2026-03-02T00:00:00Z"}
    assert (await _wrong(api, f"/v1/machines/{machine}", **period))[:2] == (422, "machine")


async def test_a_cursor_gives_back_its_key_and_none_gives_nones(api: httpx.AsyncClient) -> None:
    assert (await api.get("/v1/list")).json() == [None, None]
    assert (await api.get("/v1/list", params={"after": cursor(["wl-01", 7])})).json() == ["wl-01", 7]


@pytest.mark.parametrize("after", [cursor(["wl-01"]), cursor(["wl-01", "x"]), cursor([7, 7]), "%%%", "e30", "bnVsbA"])
async def test_a_cursor_that_is_none_of_this_list_is_refused(api: httpx.AsyncClient, after: str) -> None:
    assert (await _wrong(api, "/v1/list", after=after))[:2] == (422, "after")


async def test_a_misspelt_parameter_is_refused_with_those_there_are(api: httpx.AsyncClient) -> None:
    period = {"from": "2026-03-01T00:00:00Z", "to": "2026-03-02T00:00:00Z"}
    api.headers["Authorization"] = "Bearer some"
    status, field, detail = await _wrong(api, "/v1/machines/wl-01", **period, form="x")
    assert (status, field) == (422, "form")
    assert "there are from, to" in detail


def test_whole_hours_of_a_period_lie_in_it() -> None:
    six = datetime(2026, 3, 2, 6, tzinfo=UTC)
    for minutes, first, last in ((0, 0, 120), (10, 60, 120), (59, 60, 120)):
        whole = Period(six + timedelta(minutes=minutes), six + timedelta(minutes=130)).whole_hours
        assert whole == Period(six + timedelta(minutes=first), six + timedelta(minutes=last))
    within = Period(six + timedelta(minutes=10), six + timedelta(minutes=50))
    assert within.whole_hours == Period(within.to, within.to)
