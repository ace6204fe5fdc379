"""Is misuse done as it is told, and do the signals show it?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest

from models.machines import Kind
from simulators.day import MachineDay
from simulators.fleet import Fleet
from simulators.fleet.geography import Array, on_globe
from simulators.misuse.habit import Habit
from simulators.misuse.kind import Misuse
from simulators.noise import Dice
from simulators.signals import measured_signals
from simulators.truth import misuses, operators
from simulators.truth.table import Row
from simulators.work.place import extent
from simulators.work.timeline import Phase
from simulators.world import World
from tests.simulators.conftest import moment

START, DAYS = moment("2026-01-05T06:00:00Z"), 2


@dataclass(frozen=True)
class Episode:
    """One episode, and what the machine measured from a little before it to a little after it, second by second."""

    row: Row
    day: MachineDay

    def times(self, before_s: float = 0.0, after_s: float = 0.0) -> Array:
        """Return every second of the episode."""
        return np.arange(float(str(self.row["start"])) - before_s, float(str(self.row["stop"])) + after_s + 1)

    def measured(self, before_s: float = 0.0, after_s: float = 0.0) -> dict[str, Array]:
        """Return what the machine measured."""
        return measured_signals(self.day, self.times(before_s, after_s))

    @property
    def size(self) -> float:
        """Return how bad it was."""
        return float(str(self.row["size"]))


def days_of(fleet: Fleet, seed: int) -> Iterator[MachineDay]:
    world = World.begin(fleet, seed, START)
    for story in world.machines.values():
        yield from story.days_between(START, START + DAYS * 86_400)


@pytest.fixture(scope="module")
def careless(demo: Fleet) -> Fleet:
    """A quarry in winter at which machines are treated very badly."""
    return replace(demo.of_site("skarnberget"), misuse=8.0)


@pytest.fixture(scope="module")
def days(careless: Fleet) -> list[MachineDay]:
    return list(days_of(careless, 1))


@pytest.fixture(scope="module")
def episodes(days: list[MachineDay]) -> Mapping[str, list[Episode]]:
    """What was done in two days, by its kind; no more than a dozen of each."""
    found: dict[str, list[Episode]] = defaultdict(list)
    for day in days:
        for row in misuses(day):
            found[str(row["kind"])].append(Episode(row, day))
    return {kind: some[:: len(some) // 12 + 1] for kind, some in found.items()}


def test_every_kind_of_misuse_comes_about(episodes: Mapping[str, list[Episode]]) -> None:
    assert set(episodes) == {kind.name.lower() for kind in Misuse if kind}


def test_an_overloaded_truck_weighs_more_than_it_may(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["overload"]:
        share = one.measured()["payload_kg"] / one.day.unit.model.payload_kg
        assert 1.08 < np.nanmedian(share) == pytest.approx(one.size, rel=0.06)


def test_a_speeding_truck_is_faster_than_the_roads_of_its_site_allow(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["overspeed"]:
        track = one.day.rows.track[one.day.rows.at(one.times()[:1])][0]
        allowed = 3.6 * one.day.unit.atlas.tracks[track].speed.max()
        speed = one.measured()["ground_speed_kmh"]
        assert np.nanmax(speed) > 1.03 * allowed
        assert np.nanmax(speed) == pytest.approx(one.size, rel=0.08)


def test_a_coasting_truck_rolls_while_its_engine_idles_and_burns_little(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["coasting"]:
        values = {name: value[3:] for name, value in one.measured().items()}
        assert np.nanmin(values["ground_speed_kmh"]) > 5
        assert np.nanmax(values["engine_speed_rpm"]) < 850
        assert np.nanmax(values["fuel_rate_lph"]) < 8


def test_harsh_braking_takes_the_speed_away_within_seconds(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["harsh_braking"]:
        values = one.measured(before_s=2, after_s=2)
        assert -np.diff(values["ground_speed_kmh"]).min() / 3.6 > 2.3
        assert one.size > 3


def test_after_a_hot_shutdown_the_engine_stands_with_a_hot_exhaust(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["hot_shutdown"]:
        values = one.measured(before_s=5, after_s=5)
        assert values["engine_speed_rpm"][0] > 500
        assert values["engine_speed_rpm"][-1] == 0
        assert np.nanmin(values["exhaust_temperature_c"]) > 180


def test_a_cold_engine_gives_full_load_before_its_coolant_is_warm(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["cold_full_load"]:
        values = one.measured()
        full = values["engine_load_percent"] > 65
        assert full.sum() >= 4
        assert np.nanmin(values["coolant_temperature_c"][full]) < 51


def test_a_machine_that_idles_long_runs_and_does_nothing(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["long_idling"]:
        values = {name: value[8:-3] for name, value in one.measured().items()}
        assert len(values["engine_speed_rpm"]) > 280
        assert np.nanmedian(values["engine_load_percent"]) < 25
        rows = one.day.rows
        assert set(rows.phase[rows.at(one.times()[1:-1])]) == {Phase.IDLE}
        assert np.nanmax(values.get("ground_speed_kmh", np.zeros(1))) < 1


def test_a_machine_outside_its_zones_is_beyond_all_of_them(
    careless: Fleet, episodes: Mapping[str, list[Episode]]
) -> None:
    (low, high), site = extent(careless.sites[0]), careless.sites[0]
    _, longitudes = on_globe(site, np.array([low[0], high[0]]), np.zeros(2))
    for one in episodes["outside_zone"]:
        longitude = one.measured()["longitude_deg"]
        assert longitude.min() < longitudes[0] or longitude.max() > longitudes[1]
        assert longitudes[0] < longitude[0] < longitudes[1]


def test_a_machine_out_of_hours_runs_while_none_of_its_shifts_does(episodes: Mapping[str, list[Episode]]) -> None:
    for one in episodes["outside_hours"]:
        windows = [window for window in one.day.day.windows() if window.shift in one.day.unit.machine.shifts]
        times = one.times()
        assert not any(((times >= window.start_s) & (times < window.stop_s)).any() for window in windows)
        assert np.nanmin(one.measured()["engine_speed_rpm"][5:-5]) > 500


def test_the_same_seed_tells_the_same_and_another_something_else(careless: Fleet, days: list[MachineDay]) -> None:
    def told(some: list[MachineDay]) -> list[Row]:
        return [row for day in some[:4] for row in misuses(day)]

    assert told(list(days_of(careless, 1))) == told(days)
    assert told(list(days_of(careless, 2))) != told(days)


def test_who_is_skilled_is_tempted_less() -> None:
    def often(skill: float) -> int:
        habit = Habit.of(skill, 1.0, Dice(skill), is_of_truck=True)
        return sum(habit.tempted(Misuse.HOT_SHUTDOWN) for _ in range(3000))

    assert often(0.9) < 0.25 * often(0.65) < 0.25 * often(0.4)


def test_where_nobody_misuses_machines_none_is_driven_as_it_should_not_be(demo: Fleet) -> None:
    assert demo.misuse == 0
    planned = list(days_of(demo.of_site("skarnberget"), 1))
    assert not any(day.rows.misuse.any() for day in planned)


def test_one_operator_at_a_time_drives_a_machine_and_comes_back_the_next_day(days: list[MachineDay]) -> None:
    by_machine: dict[str, list[Row]] = defaultdict(list)
    for day in days:
        for row in operators(day):
            by_machine[str(row["machine"])].append(row)
    kinds = {day.unit.machine.id: day.unit.model.kind for day in days}
    assert set(by_machine) == {machine for machine, kind in kinds.items() if kind is not Kind.CRUSHER}
    names = [str(row["operator"]) for rows in by_machine.values() for row in rows]
    assert len(set(names)) < len(names)
    for rows in by_machine.values():
        spans = sorted((float(str(row["start"])), float(str(row["stop"]))) for row in rows)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert all(0 < float(str(row["skill"])) <= 1 for row in rows)
