"""Is the state of a machine a function of fleet, seed, beginning and time alone?"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.signals import signal
from simulators.checkpoint import load, save
from simulators.fleet import Fleet
from simulators.world import BeforeTheStory, World
from tests.simulators.conftest import Seen, moment

START = moment("2026-11-17T00:00:00Z")
COUNTERS = ("engine_hours_h", "idle_hours_h", "fuel_used_l", "odometer_km", "payload_total_kg", "load_count")


@pytest.fixture(scope="module")
def few(demo: Fleet) -> Fleet:
    """Return a fleet of one truck, its excavator and the crusher."""
    chosen = {"skb-ht-01", "skb-ex-01", "skb-cr-01"}
    return replace(
        demo, sites=demo.sites[:1], machines=tuple(machine for machine in demo.machines if machine.id in chosen)
    )


@pytest.mark.parametrize("machine", ["skb-ht-01", "skb-ex-01", "skb-cr-01"])
def test_what_is_asked_for_at_once_and_second_by_second_is_the_same(few: Fleet, machine: str) -> None:
    """The seam between history and live data: other moments, asked for in other pieces, by another process."""
    seam = START + 36 * 3600
    times = np.arange(seam - 1800, seam + 1800, 60.0)
    history = World.begin(few, 1, START).machines[machine].measured(times)
    live = World.begin(few, 1, START + 600).machines[machine]
    for first in range(0, 3600, 450):
        piece = seam - 1800 + np.arange(first, first + 450, 1.0)
        values, same = live.measured(piece), np.isin(times, piece)
        for name in history:
            scale = 10.0 ** -signal(name).decimals
            told = pytest.approx(history[name][same], abs=0.01 * scale, nan_ok=True)
            assert values[name][np.isin(piece, times)] == told, name


def test_a_machine_moves_no_faster_than_it_says_from_second_to_second(few: Fleet) -> None:
    values = World.begin(few, 1, START).machines["skb-ht-01"].measured(START + 33 * 3600 + np.arange(0, 7200, 1.0))
    north = np.diff(values["latitude_deg"]) * 111_300
    east = np.diff(values["longitude_deg"]) * 111_300 * np.cos(np.radians(60.18))
    speed = np.maximum(values["ground_speed_kmh"][1:], values["ground_speed_kmh"][:-1]) / 3.6
    assert (np.hypot(east, north) - speed).max() < 3.0


@pytest.mark.parametrize("name", COUNTERS)
def test_counters_never_go_back_over_a_week(week: dict[str, Seen], name: str) -> None:
    for seen in week.values():
        if name in seen.values:
            assert (np.diff(seen.values[name]) >= 0).all(), seen.machine.id


def test_the_fuel_counter_is_the_integral_of_the_fuel_rate(week: dict[str, Seen]) -> None:
    for seen in week.values():
        if "fuel_used_l" in seen.values:
            burnt = seen.values["fuel_used_l"][-1] - seen.values["fuel_used_l"][0]
            assert np.nansum(seen.values["fuel_rate_lph"]) / 30 == pytest.approx(burnt, rel=0.05), seen.machine.id


def test_a_story_that_begins_later_shows_no_less(few: Fleet) -> None:
    """Whoever restarts without saying when the story began sees counters jump forward, never back."""
    later = START + 5 * 86_400
    early, late = World.begin(few, 1, START), World.begin(few, 1, later)
    for machine in few.machines:
        before, after = (world.machines[machine.id].measured(np.array([later + 3600.0])) for world in (early, late))
        for name in set(COUNTERS) & before.keys():
            assert after[name][0] >= before[name][0], (machine.id, name)


def test_a_story_goes_on_from_a_checkpoint_to_the_last_bit(few: Fleet, tmp_path: Path) -> None:
    times = START + 4 * 86_400 + np.arange(0, 7200, 60.0)
    whole = World.begin(few, 1, START)
    whole.go_to(START + 3 * 86_400)
    save(whole, tmp_path / "checkpoint.json")
    resumed = World.begin(few, 1, START)
    assert load(resumed, tmp_path / "checkpoint.json")
    for machine in few.machines:
        told, again = (world.machines[machine.id].measured(times) for world in (whole, resumed))
        assert all(np.array_equal(told[name], again[name], equal_nan=True) for name in told)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"story": 1, "machines": {}}'])
def test_a_damaged_checkpoint_is_passed_over(few: Fleet, tmp_path: Path, text: str) -> None:
    (tmp_path / "checkpoint.json").write_text(text, encoding="utf-8")
    assert not load(World.begin(few, 1, START), tmp_path / "checkpoint.json")


def test_a_checkpoint_of_another_seed_is_passed_over(few: Fleet, tmp_path: Path) -> None:
    save(World.begin(few, 1, START), tmp_path / "checkpoint.json")
    assert not load(World.begin(few, 2, START), tmp_path / "checkpoint.json")


def test_moments_before_the_story_are_refused(few: Fleet) -> None:
    with pytest.raises(BeforeTheStory, match="begins at"):
        World.begin(few, 1, START).machines["skb-ht-01"].measured(np.array([START - 3 * 86_400]))
