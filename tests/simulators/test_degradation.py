"""Do parts last, warn, fail and come back as new as in a real fleet?"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulators.checkpoint import load, save
from simulators.degradation.condition import first_condition
from simulators.degradation.decay import Decay
from simulators.degradation.law import LAWS, Law, laws_of
from simulators.degradation.life import INCIPIENT, Life, life_of
from simulators.degradation.truth import fuel, truth_of
from simulators.fleet import Fault, FaultMode, Fleet
from simulators.operation import Unit
from simulators.shift import Day
from simulators.work.timeline import Phase
from simulators.world import MachineStory, World
from tests.simulators.conftest import moment
from tests.simulators.wear import WARNING_H, natural

START = moment("2026-03-02T00:00:00Z")


@pytest.fixture(scope="module")
def fleet(demo: Fleet) -> Fleet:
    """Return the demo fleet with parts that fail by themselves."""
    return natural(demo)


@pytest.fixture(scope="module")
def unit(fleet: Fleet) -> Unit:
    """Return a truck."""
    return World.begin(fleet.of_site("dry-fork"), 1, START).machines["dry-ht-01"].unit


@pytest.mark.parametrize("law", [law for law in LAWS if law.mode in WARNING_H], ids=lambda law: law.mode.value)
def test_in_typical_work_every_life_warns_within_the_range_of_the_table(unit: Unit, law: Law) -> None:
    lives = _lives(unit, law, 200)
    low, high = WARNING_H[law.mode]
    hours = [(1 - life.onset) * life.hours for life in lives]
    # A part that is bad from the beginning can be seen at once, and its warning is a little shorter than drawn.
    assert np.mean([low <= one <= high for one in hours]) > 0.97
    assert low < np.median(hours) < high


def _lives(unit: Unit, law: Law, count: int) -> list[Life]:
    return [life_of(unit, law, index) for index in range(count)]


def test_lives_spread_as_wear_and_chance_do(unit: Unit) -> None:
    """The coefficient of variation of a Weibull distribution is 0.36 at shape 3 and 0.91 at 1.1."""
    spread = {
        law.mode: np.std(hours) / np.mean(hours)
        for law in LAWS
        if law.mode in (FaultMode.CLUTCH_SLIP, FaultMode.TYRE_PRESSURE_LOSS)
        for hours in [[life.hours * life.onset for life in _lives(unit, law, 400)]]
    }
    assert spread[FaultMode.CLUTCH_SLIP] == pytest.approx(0.36, abs=0.06)
    assert spread[FaultMode.TYRE_PRESSURE_LOSS] == pytest.approx(0.91, abs=0.12)


def test_severity_is_0_until_onset_1_at_failure_convex_and_never_falls(unit: Unit) -> None:
    damage = np.linspace(0, 1, 201)
    for life in (life for law in LAWS for life in _lives(unit, law, 5)):
        severity, effect = life.severity(damage), life.effect(damage)
        assert (np.diff(severity) >= 0).all()
        assert (np.diff(effect) >= 0).all()
        assert severity[damage < life.onset].max(initial=0.0) == 0
        assert severity[-1] == effect[-1] == 1
        beyond = damage[damage > life.onset]
        assert (np.diff(life.severity(beyond), 2) > -1e-9).all()
        assert effect[damage < life.onset].max(initial=0.0) <= INCIPIENT


def test_damage_never_heals_within_a_day_and_comes_in_jumps(fleet: Fleet) -> None:
    story = World.begin(replace(fleet, failures=20.0), 3, START).machines["yar-ht-01"]
    days = [story.site.day(story.site.first.ordinal + number).decay("yar-ht-01") for number in range(5)]
    grown = np.hstack([np.diff(day.damage, axis=1) for day in days])
    assert (grown >= 0).all()
    assert np.median(grown[grown > 0]) < 0.5 * grown[grown > 0].mean()


@pytest.fixture(scope="module")
def bad(fleet: Fleet) -> MachineStory:
    """Return a truck at a site where parts fail forty times as often as usual, after three weeks."""
    story = World.begin(replace(fleet.of_site("dry-fork"), failures=40.0), 2, START).machines["dry-ht-01"]
    story.site.day(story.site.first.ordinal + 21)
    return story


def test_a_machine_in_repair_stands_all_day_and_comes_back_with_a_new_part(bad: MachineStory) -> None:
    site, machine = bad.site, bad.unit.machine.id
    ordinals = range(site.first.ordinal, site.first.ordinal + 20)
    stood = [ordinal for ordinal in ordinals if site.conditions[ordinal][machine].back > ordinal]
    assert 0 < len(stood) < 20
    for ordinal in stood:
        assert (site.day(ordinal).rows[machine].phase == Phase.REPAIR).all()
        back = site.conditions[ordinal][machine].back
        assert (site.conditions[back][machine].life > site.conditions[ordinal][machine].life).any()


def test_the_truth_tells_every_life_in_order_and_the_severity_between(bad: MachineStory) -> None:
    truth = truth_of(bad, START, START + 20 * 86_400)
    assert len(truth.degradation) > 3
    for row in truth.degradation:
        moments = [float(str(row[name])) for name in ("onset_at", "failure_at", "repair_at") if row[name] is not None]
        assert moments == sorted(moments)
        assert row["sensor_fault"] == str(row["mode"]).startswith("sensor_")
    ended = [row for row in truth.degradation if row["repair_at"] is not None]
    assert {row["failure_at"] is None for row in ended} == {True, False}
    told = {(row["mode"]) for row in truth.severity}
    assert told <= {row["mode"] for row in truth.degradation}
    assert all(0 < float(str(row["severity"])) <= 1 for row in truth.severity)


def test_the_truth_of_a_fault_of_the_fleet_file_comes_every_period(demo: Fleet) -> None:
    story = World.begin(demo.of_site("yarrabin-hill"), 1, START).machines["yar-wl-01"]
    rows = truth_of(story, START, START + 13 * 86_400).degradation
    assert {row["mode"] for row in rows} == {"alternator"}
    assert 2 <= len(rows) <= 4
    for row in rows:
        onset, failure, repair = (float(str(row[name])) for name in ("onset_at", "failure_at", "repair_at"))
        assert (failure - onset) / 86_400 == pytest.approx(3)
        assert (repair - onset) / 86_400 == pytest.approx(4)


def test_a_part_that_the_file_forces_does_not_wear_by_itself(fleet: Fleet) -> None:
    """Signals show what the file forces and nothing else: any other life would be a failure without an effect."""
    fault = Fault(mode=FaultMode.AIR_FILTER_CLOGGING, period_days=7, onset_day=2, growth_days=4)
    site = replace(fleet.of_site("dry-fork"), failures=40.0)
    machines = tuple(replace(one, faults=(fault,) if one.id == "dry-ht-01" else ()) for one in site.machines)
    story = World.begin(replace(site, machines=machines), 2, START).machines["dry-ht-01"]
    rows = truth_of(story, START, START + 20 * 86_400).degradation
    lasted = {
        row["repair_at"] and (float(str(row["repair_at"])) - float(str(row["onset_at"]))) / 86_400
        for row in rows
        if row["mode"] == fault.mode.value
    }
    assert lasted == {5.0}
    assert len({row["mode"] for row in rows}) > 2


def test_the_truth_about_fuel_adds_up_to_the_counter(fleet: Fleet) -> None:
    story = World.begin(fleet.of_site("dry-fork"), 1, START).machines["dry-ht-01"]
    day = story.day(Day(story.site.layout.site, story.site.first.ordinal))
    rows = list(fuel(day))
    assert 24 <= len(rows) <= 25
    burnt = day.end({}).totals.fuel_l - day.start.totals.fuel_l
    assert sum(float(str(row["fuel_l"])) for row in rows) == pytest.approx(float(burnt[0]))
    assert all(0 <= float(str(row["running_s"])) <= 3600 for row in rows)


def test_damage_goes_on_from_a_checkpoint_to_the_last_bit(fleet: Fleet, tmp_path: Path) -> None:
    often = replace(fleet.of_site("dry-fork"), failures=30.0)
    whole, resumed, other = (World.begin(often, seed, START) for seed in (4, 4, 5))
    whole.go_to(START + 6 * 86_400)
    save(whole, tmp_path / "checkpoint.json")
    assert load(resumed, tmp_path / "checkpoint.json")
    decays = [_at(world, START + 8 * 86_400) for world in (whole, resumed, other)]
    assert np.array_equal(decays[0].damage, decays[1].damage)
    assert not np.array_equal(decays[0].damage, decays[2].damage)


def _at(world: World, time_s: float) -> Decay:
    story = world.machines["dry-ht-01"]
    return next(story.days_between(time_s, time_s + 1)).decay


def test_a_unit_without_failures_has_no_lives(demo: Fleet) -> None:
    unit: Unit = World.begin(demo.of_site("dry-fork"), 1, START).machines["dry-ht-01"].unit
    condition = first_condition(unit, START)
    assert condition.damage.max() == 0
    assert len(condition.life) == len(laws_of(unit.model.kind))
