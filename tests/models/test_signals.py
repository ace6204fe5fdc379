"""Is the signal catalogue consistent in itself and with what the database can keep?"""

import re
from collections import Counter

import pytest

from models.machines import Kind
from models.messages import SIGNAL_NAME
from models.signals import CATALOGUE, NAMES, Band, Signal, Subsystem, UnknownSignal, is_running, signal, signals_of

UNIT_OF_SUFFIX = {
    "rpm": "rpm", "percent": "%", "kpa": "kPa", "bar": "bar", "c": "°C", "h": "h", "l": "L", "lph": "L/h", "v": "V",
    "lpm": "L/min", "deg": "°", "kg": "kg", "count": "1", "kw": "kW", "tph": "t/h", "mm": "mm", "mmps": "mm/s",
    "m": "m", "kmh": "km/h", "km": "km",
}  # fmt: skip
REAL_DIGITS = 2**24


def test_the_catalogue_covers_every_subsystem_and_kind_once() -> None:
    assert 45 <= len(CATALOGUE) <= 55
    assert max(Counter(NAMES).values()) == 1
    assert {entry.subsystem for entry in CATALOGUE} == set(Subsystem)
    assert all(len(signals_of(kind)) >= 10 for kind in Kind)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_a_name_carries_its_unit(entry: Signal) -> None:
    assert re.fullmatch(SIGNAL_NAME, entry.name)
    assert entry.unit == UNIT_OF_SUFFIX[entry.name.rsplit("_", 1)[1]]


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_a_healthy_band_lies_within_the_physical_range(entry: Signal) -> None:
    band = entry.healthy or Band()
    edges = [entry.low, *(edge for edge in (band.low, band.high) if edge is not None), entry.high]
    assert edges == sorted(set(edges))
    assert entry.healthy is None or len(edges) > 2


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_a_column_keeps_the_resolution_of_its_signal(entry: Signal) -> None:
    steps = max(abs(entry.low), abs(entry.high)) * 10**entry.decimals
    assert steps <= (REAL_DIGITS if entry.column_type == "real" else 2**53)


def test_positions_and_counters_need_more_than_a_real() -> None:
    precise = {entry.name for entry in CATALOGUE if entry.column_type == "double precision"}
    assert {"latitude_deg", "longitude_deg", "engine_hours_h", "fuel_used_l"} <= precise


def test_numbers_of_other_standards_are_valid() -> None:
    assert all(0 < entry.spn <= 524_287 for entry in CATALOGUE if entry.spn is not None)
    assert all(re.fullmatch("[A-Z][A-Za-z0-9]+", entry.iso15143) for entry in CATALOGUE if entry.iso15143 is not None)


def test_an_unknown_signal_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(UnknownSignal, match="coolant_temperature_c") as caught:
        signal("coolant_temp")
    assert caught.value.nearest[0] == "coolant_temperature_c"
    with pytest.raises(UnknownSignal, match="catalogue"):
        signal("\0" * 10_000)


def test_a_band_without_an_edge_is_open() -> None:
    assert Band(low=1).holds(1e9)
    assert Band(high=1).holds(-1e9)
    assert Band(1, 2).holds(1)
    assert Band(1, 2).holds(2)
    assert not Band(1, 2).holds(2.1)


def test_a_machine_runs_when_its_drive_turns() -> None:
    assert is_running(Kind.HAUL_TRUCK, {"engine_speed_rpm": 700.0}) is True
    assert is_running(Kind.HAUL_TRUCK, {"engine_speed_rpm": 180.0}) is False
    assert is_running(Kind.CRUSHER, {"crusher_speed_rpm": 240.0}) is True
    assert is_running(Kind.CRUSHER, {"engine_speed_rpm": 700.0}) is None
    assert is_running(Kind.EXCAVATOR, {"engine_speed_rpm": None}) is None
