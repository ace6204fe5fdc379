"""Is a range answered with few points that keep peaks, show gaps and say what stands behind them?"""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.kit.auth import Role
from services.kit.parameter import Period
from services.kit.testing import Database, House, see
from services.telemetry.api import Asked, History
from services.telemetry.client import TelemetryClient
from services.telemetry.history import RangeTooLarge, choose
from tests.services.telemetry.past import remember

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=s) for s in (1, 60, 3600, 86_400))


def _during(span: timedelta) -> Period:
    return Period(BEGIN, BEGIN + span)


async def _api(house: House) -> httpx.AsyncClient:
    return await house.api("telemetry", house.token(Role.CUSTOMER, "customer:acme"))


async def _history(house: House, span: timedelta, **query: str | int) -> History:
    api = await _api(house)
    params = {"from": BEGIN.isoformat(), "to": (BEGIN + span).isoformat(), **query}
    answer = await api.get("/v1/machines/wl-01/history", params=params)
    assert answer.status_code == 200, answer.text
    return History.model_validate_json(answer.content)


@pytest.mark.parametrize(
    ("span", "points", "expected"),
    [
        (HOUR, 1000, "raw"),
        (HOUR, 50, "minute"),
        (6 * HOUR, 1000, "raw"),
        (12 * HOUR, 1000, "minute"),
        (7 * DAY, 1000, "minute"),
        (7 * DAY, 100, "hour"),
        (30 * DAY, 1000, "hour"),
        (365 * DAY, 1000, "hour"),
        (365 * DAY, 5000, "hour"),
        (3660 * DAY, 1000, "day"),
    ],
)
def test_what_is_read_gives_enough_points_and_is_quick(span: timedelta, points: int, expected: str) -> None:
    assert choose("auto", _during(span), points) == expected


@pytest.mark.parametrize(("asked", "longest"), [("raw", DAY), ("minute", 28 * DAY), ("hour", 1830 * DAY)])
def test_a_resolution_asked_for_by_name_has_a_longest_range(asked: Asked, longest: timedelta) -> None:
    assert choose(asked, _during(longest), 10) == asked
    with pytest.raises(RangeTooLarge) as refused:
        choose(asked, _during(longest + SECOND), 10)
    assert refused.value.more == {"limit_s": longest.total_seconds()}


async def test_few_readings_are_answered_as_they_came(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    remember(database, "wl-01", BEGIN, SECOND, 60, engine_speed_rpm="800 + i")
    history = await _history(house, MINUTE, signals="engine_speed_rpm")
    told = history.signals["engine_speed_rpm"]
    assert (history.resolution, told.unit, told.bucket_s) == ("raw", "rpm", None)
    assert told.time[:2] == [BEGIN, BEGIN + SECOND]
    assert told.mean == told.min == told.max == [800.0 + i for i in range(60)]
    assert (told.coverage.samples, told.coverage.every_s, told.coverage.sample_share) == (60, 1.0, 1.0)
    assert (told.coverage.first, told.coverage.last) == (BEGIN, BEGIN + 59 * SECOND)


async def test_the_peak_of_one_second_is_seen_in_a_day(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    peak = "case when i = 12345 then 118.4 when i = 23456 then 11.5 else 82 end"
    remember(database, "wl-01", BEGIN, SECOND, 30_000, coolant_temperature_c=peak)
    for resolution in ("auto", "raw", "minute", "hour"):
        history = await _history(house, DAY, signals="coolant_temperature_c", points=20, resolution=resolution)
        told = history.signals["coolant_temperature_c"]
        assert len(told.time) <= 20
        assert max(v for v in told.max if v is not None) == 118.4
        assert min(v for v in told.min if v is not None) == 11.5
        highest = told.time[told.max.index(118.4)]
        assert highest <= BEGIN + 12_345 * SECOND < highest + timedelta(seconds=told.bucket_s or 0)
        assert told.coverage.samples == 30_000


async def test_a_pause_is_a_gap_and_counts_as_missing(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    remember(database, "wl-01", BEGIN, SECOND, 900, fuel_rate_lph="20")
    remember(database, "wl-01", BEGIN + 2700 * SECOND, SECOND, 900, fuel_rate_lph="30")
    told = (await _history(house, HOUR, signals="fuel_rate_lph", points=5000)).signals["fuel_rate_lph"]
    assert told.mean == [20.0] * 900 + [None] + [30.0] * 900
    assert told.time[900] == BEGIN + 900 * SECOND
    assert (told.coverage.time_share, told.coverage.sample_share) == (0.5, 0.5)


async def test_a_slow_signal_beside_a_fast_one_has_no_gaps(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    slow = "case when i % 30 = 0 then 55 end"
    remember(database, "wl-01", BEGIN, SECOND, 600, engine_speed_rpm="900", fuel_level_percent=slow)
    history = await _history(house, 10 * MINUTE, signals="engine_speed_rpm,fuel_level_percent")
    told = history.signals["fuel_level_percent"]
    assert told.mean == [55.0] * 20
    assert (told.coverage.every_s, told.coverage.sample_share) == (30.0, 1.0)
    assert len(history.signals["engine_speed_rpm"].time) == 600


async def test_a_signal_that_never_came_is_empty_with_no_coverage(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    remember(database, "wl-01", BEGIN, SECOND, 10, engine_speed_rpm="900")
    told = (await _history(house, MINUTE, signals="dpf_drop_kpa")).signals["dpf_drop_kpa"]
    assert (told.time, told.mean, told.coverage.samples, told.coverage.time_share) == ([], [], 0, 0.0)
    assert (told.coverage.every_s, told.coverage.sample_share, told.coverage.first) == (None, None, None)


async def test_history_ends_with_the_visible_period_and_says_so(house: House, database: Database) -> None:
    sold = BEGIN + 5 * MINUTE
    see(database, "wl-01", "customer:acme", None, sold)
    remember(database, "wl-01", BEGIN, SECOND, 600, engine_speed_rpm="900")
    history = await _history(house, 10 * MINUTE, signals="engine_speed_rpm")
    told = history.signals["engine_speed_rpm"]
    assert [(period.from_, period.to) for period in history.visible] == [(None, sold)]
    assert told.time[-1] == sold - SECOND
    assert told.coverage.sample_share == 1.0


async def test_one_signal_of_several_machines_is_compared(house: House, database: Database) -> None:
    for number, machine in enumerate(("wl-01", "wl-02")):
        see(database, machine, "customer:acme")
        remember(database, machine, BEGIN, SECOND, 60, engine_speed_rpm=f"{800 + number}")
    open_app = await house.open("telemetry")
    assert open_app.title == "telemetry"
    client = TelemetryClient(await _api(house))
    fleet = await client.history_of("engine_speed_rpm", ["wl-02", "wl-01"], BEGIN, BEGIN + MINUTE, points=100)
    assert {machine: set(told.mean) for machine, told in fleet.machines.items()} == {"wl-01": {800}, "wl-02": {801}}


async def test_the_client_asks_for_history_in_types(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    remember(database, "wl-01", BEGIN, SECOND, 60, engine_speed_rpm="800 + i")
    client = TelemetryClient(await _api(house))
    history = await client.history("wl-01", ["engine_speed_rpm"], BEGIN, BEGIN + MINUTE, points=10)
    assert history.signals["engine_speed_rpm"].coverage.samples == 60
    assert (await client.history("wl-01", ["engine_speed_rpm"])).signals["engine_speed_rpm"].time == []
