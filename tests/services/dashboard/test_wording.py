"""How are numbers, ages and times written?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.phrase import JOINED
from models.signals import signal
from services.dashboard import wording
from services.dashboard.convention import THIN

STOCKHOLM = wording.zone("Europe/Stockholm")


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (None, 1, "–"),
        (0.0, 0, "0"),
        (-0.04, 1, "0.0"),
        (-12.34, 1, "−12.3"),
        (1234567.8, 0, f"1{THIN}234{THIN}568"),
        (999.96, 1, f"1{THIN}000.0"),
    ],
)
def test_numbers_have_groups_and_a_real_minus_sign(value: float | None, places: int, said: str) -> None:
    assert wording.number(value, places) == said


def test_a_quantity_keeps_its_unit_and_a_count_has_none() -> None:
    assert wording.quantity(88.25, "°C", 1) == f"88.2{JOINED}°C"
    assert wording.unit("1") == ""
    assert wording.quantity(None, "°C") == "–"


@pytest.mark.parametrize(("value", "said"), [(0.0, "0"), (0.4, "0"), (8.7, "9"), (1149.9, f"1{THIN}100"), (192, "190")])
def test_an_estimate_has_two_digits_that_mean_something(value: float, said: str) -> None:
    assert wording.about(value, "EUR") == f"{said}{JOINED}EUR"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "just now"),
        (45, f"45{JOINED}s ago"),
        (300, f"5{JOINED}min ago"),
        (7200, f"2{JOINED}h ago"),
        (130_000, "a day ago"),
        (400_000, f"4{JOINED}days ago"),
        (-60, "in the future"),
    ],
)
def test_ages_are_said_as_people_say_them(seconds: int, said: str) -> None:
    assert wording.age(timedelta(seconds=seconds)) == said


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000)))
def test_every_age_can_be_said(since: timedelta) -> None:
    assert wording.age(since)
    assert wording.short_age(since)


def test_a_time_is_the_sites_own_and_names_its_zone() -> None:
    summer = datetime(2025, 7, 1, 12, tzinfo=UTC)
    assert wording.moment(summer, STOCKHOLM, seconds=False) == "1 Jul 2025 14:00 CEST"
    assert wording.moment(summer, wording.zone("America/Sao_Paulo"), seconds=False) == "1 Jul 2025 09:00 UTC−3"
    assert wording.moment(summer, wording.zone("Asia/Kathmandu"), seconds=False) == "1 Jul 2025 17:45 UTC+5:45"
    assert wording.utc(summer) == "2025-07-01 12:00:00 UTC"


@pytest.mark.parametrize("name", [None, "", "Nowhere/Atall", "../../etc/passwd", "UTC"])
def test_an_unknown_zone_is_utc(name: str | None) -> None:
    assert wording.zone(name).key == "UTC"


def test_counters_and_positions_are_shown_with_fewer_decimals_than_are_kept() -> None:
    assert wording.decimals(signal("engine_hours_h")) == 1
    assert wording.decimals(signal("latitude_deg")) == 5
