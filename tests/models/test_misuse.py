"""Is misuse found where a machine is treated badly, once, and none where nobody could see it?"""

from typing import Any

import numpy as np
import pytest

from models.machines import Kind
from models.misuse.second import Seconds
from models.misuse.watch import LOOK_BACK_S, watch
from models.weighing.handbook import SPECIFICATIONS

TRUCK = "norrberg-a30"
RATED_KG = SPECIFICATIONS[TRUCK].payload_kg
BEGIN, HOUR = 7200.0, 3600.0
WELL = {
    "ground_speed_kmh": 9.0, "engine_speed_rpm": 1500.0, "engine_load_percent": 50.0, "coolant_temperature_c": 85.0,
    "exhaust_temperature_c": 350.0, "brake_pressure_bar": 0.0, "payload_kg": 0.0,
}  # fmt: skip
STANDS = {"ground_speed_kmh": 0.0, "engine_speed_rpm": 750.0, "engine_load_percent": 12.0}
OFF = {"ground_speed_kmh": 0.0, "engine_speed_rpm": 0.0, "engine_load_percent": 0.0}
Episode = tuple[float, float, dict[str, Any]]


def told(*episodes: Episode, step_s: float = 1.0) -> Seconds:
    """Return an hour of a truck that is driven well but in episodes: from and to in seconds of it, and values."""
    time_s = np.arange(BEGIN - LOOK_BACK_S, BEGIN + HOUR, step_s)
    columns = {name: np.full(len(time_s), value) for name, value in WELL.items()}
    for from_s, to_s, values in ((-60, 0, STANDS | {"brake_pressure_bar": 34.0}), *episodes):
        here = (time_s >= BEGIN + from_s) & (time_s < BEGIN + to_s)
        for name, value in values.items():
            columns[name][here] = value(time_s[here] - BEGIN - from_s) if callable(value) else value
    return Seconds(time_s, **columns)


def counts(*episodes: Episode, kind: Kind = Kind.HAUL_TRUCK, model: str = TRUCK) -> dict[str, int]:
    """Return how often each kind of misuse was found, those that were."""
    found = watch(told(*episodes), kind, model, BEGIN, BEGIN + HOUR)
    assert found
    return {name: count for name, count in found.counts.items() if count}


BRAKES = {"ground_speed_kmh": lambda since_s: 30 - 11.5 * since_s}
FAST: Episode = (60, 100, {"ground_speed_kmh": 30.0})
COLD: Episode = (-300, 400, {"coolant_temperature_c": 30.0})
ROLLS = {"engine_speed_rpm": 752.0}
LOADED = {"payload_kg": 1.15 * RATED_KG}


@pytest.mark.parametrize(
    ("kind", "episodes"),
    [
        ("harsh_braking", [FAST, (100, 102.5, BRAKES), (102.5, 120, {"ground_speed_kmh": 5.0})]),
        ("coasting", [(100, 110, ROLLS)]),
        ("long_idling", [(100, 420, STANDS)]),
        ("hot_shutdown", [(100, 3600, OFF)]),
        ("cold_full_load", [(-600, -300, OFF), COLD, (200, 215, {"engine_load_percent": 95.0})]),
        ("overload", [(100, 400, LOADED), (200, 210, {"payload_kg": 1.08 * RATED_KG})]),
    ],
)  # fmt: skip
def test_each_kind_is_found_once(kind: str, episodes: list[Episode]) -> None:
    assert counts(*episodes) == {kind: 1}


@pytest.mark.parametrize(
    "episodes",
    [
        [
            FAST,
            (100, 103, {"ground_speed_kmh": lambda since_s: 30 - 7 * since_s}),
            (103, 120, {"ground_speed_kmh": 9.0}),
        ],
        [(100, 102, ROLLS)],
        [(100, 390, STANDS)],
        [(100, 500, STANDS | {"brake_pressure_bar": 34.0})],
        [(100, 140, STANDS | {"brake_pressure_bar": 34.0}), (140, 3600, OFF)],
        [(100, 120, {"engine_load_percent": 95.0})],
        [(100, 400, {"payload_kg": 1.08 * RATED_KG})],
        [(-800, -790, ROLLS), (-500, -150, STANDS)],
    ],
    ids=["braked well", "changed gear", "short idling", "queue", "cooled down", "warm", "within", "before"],
)
def test_work_as_it_should_be_is_none(episodes: list[Episode]) -> None:
    assert counts(*episodes) == {}


def test_hours_are_watched_where_seconds_are_told_and_the_engine_runs() -> None:
    found = watch(told((0, 1800, OFF)), Kind.HAUL_TRUCK, TRUCK, BEGIN, BEGIN + HOUR)
    assert found
    assert found.watched_h == pytest.approx(0.5, abs=0.01)
    seldom = watch(told((100, 110, ROLLS), step_s=60.0), Kind.HAUL_TRUCK, TRUCK, BEGIN, BEGIN + HOUR)
    assert seldom
    assert seldom.watched_h == 0


def test_of_a_machine_without_a_signal_or_a_handbook_nobody_knows() -> None:
    blind = told((0, 3600, {"brake_pressure_bar": np.nan}), (-900, 0, {"brake_pressure_bar": np.nan}))
    assert watch(blind, Kind.HAUL_TRUCK, TRUCK, BEGIN, BEGIN + HOUR) is None
    assert watch(told(), Kind.HAUL_TRUCK, "unknown", BEGIN, BEGIN + HOUR) is None
    assert watch(told(), Kind.CRUSHER, TRUCK, BEGIN, BEGIN + HOUR) is None


def test_a_loader_may_wait_for_its_truck() -> None:
    assert counts((100, 900, STANDS), kind=Kind.WHEEL_LOADER, model="norrberg-l310") == {}
    assert counts((100, 3600, OFF), kind=Kind.EXCAVATOR, model="norrberg-l310") == {"hot_shutdown": 1}
