"""Is a year of a fleet as healthy, and as ill, as a real one?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from simulators.degradation.condition import Condition, first_condition
from simulators.degradation.decay import Decay, decay_of
from simulators.degradation.stress import Driver, stresses
from simulators.degradation.upkeep import next_condition
from simulators.fleet import FaultMode, Fleet
from simulators.fleet.geography import Array
from simulators.operation import Operation
from simulators.shift import Day
from simulators.site import SiteStory
from simulators.work.plan import plan_day
from simulators.work.timeline import Rows
from simulators.world import MachineStory, World
from tests.simulators.conftest import moment
from tests.simulators.wear import WARNING_H, natural

START = moment("2026-03-02T00:00:00Z")
DAYS, SEED = 365, 7


@dataclass
class Past:
    """A year of a fleet: the share of sound machines day by day, the hours from onset to failure of every mode."""

    sound: list[float] = field(default_factory=list)
    warning_h: dict[FaultMode, list[float]] = field(default_factory=lambda: defaultdict(list))
    standing: int = 0


@pytest.fixture(scope="module")
def year(demo: Fleet) -> Past:
    """Return a year of every other machine, in which the work is that of the first week, again and again."""
    past, stories = Past(), World.begin(natural(demo), SEED, START).machines
    sites = {story.site.layout.site.id: story.site for story in stories.values()}
    weeks = {name: _week(site) for name, site in sites.items()}
    sound = [list(_lived(story, weeks[story.site.layout.site.id], past)) for story in list(stories.values())[::2]]
    past.sound = np.mean(sound, axis=0).tolist()
    return past


def _lived(story: MachineStory, plans: list[dict[str, Rows]], past: Past) -> Iterator[bool]:
    """Yield for every day whether the machine was sound all day, and note what failed."""
    week = [_worked(story, number, plan) for number, plan in enumerate(plans)]
    condition = first_condition(story.unit, START)
    since = np.zeros(len(condition.life))
    for number in range(DAYS):
        operation, found = week[number % 7]
        operation = replace(operation, day=Day(operation.day.site, story.site.first.ordinal + number))
        stands = condition.back > operation.day.ordinal
        decay = decay_of(operation, condition, {name: value * (not stands) for name, value in found.items()})
        warned = np.array([life.onset <= row[-1] for life, row in zip(decay.lives, decay.damage, strict=True)])
        past.standing += stands
        yield not (warned.any() or stands)
        since = np.where(condition.damage < 1, since + _hours(decay, found) * warned, since)
        condition = _noted(decay, since, past)


def _week(site: SiteStory) -> list[dict[str, Rows]]:
    days = (Day(site.layout.site, site.first.ordinal + number) for number in range(7))
    return [plan_day(site.layout.posts, day, SEED) for day in days]


def _worked(story: MachineStory, number: int, plan: dict[str, Rows]) -> tuple[Operation, dict[Driver, Array]]:
    day = Day(story.site.layout.site, story.site.first.ordinal + number)
    operation = Operation(story.unit, day, plan[story.unit.machine.id])
    return operation, stresses(operation)


def _hours(decay: Decay, found: Mapping[Driver, Array]) -> Array:
    """Return for every part the hours of operation in which it was beyond its onset and had not failed."""
    running = found[Driver.CLOCK].reshape(-1, 60).sum(axis=1) / 60
    beyond = [(row[1:] >= life.onset) & (row[:-1] < 1) for life, row in zip(decay.lives, decay.damage, strict=True)]
    return np.array([float(running @ flags) for flags in beyond])


def _noted(decay: Decay, since: Array, past: Past) -> Condition:
    ended = decay.end()
    after = next_condition(decay, ended)
    for place in np.flatnonzero(after.life != ended.life):
        if ended.damage[place] >= 1 and ended.onset_s[place] > START:
            past.warning_h[decay.lives[place].law.mode].append(float(since[place]))
        since[place] = 0.0
    return after


def test_most_machines_are_sound_most_of_the_time(year: Past) -> None:
    assert 0.6 < np.mean(year.sound) < 0.8
    assert np.mean(np.array(year.sound) > 0.4) > 0.9


def test_machines_stand_in_repair_a_few_days_of_a_hundred(year: Past) -> None:
    assert 0.005 < year.standing / (DAYS * 12) < 0.05


def test_parts_warn_as_long_before_they_fail_as_the_table_says(year: Past) -> None:
    assert len(year.warning_h) >= 12
    for mode, hours in year.warning_h.items():
        if mode in WARNING_H and len(hours) >= 2:
            low, high = WARNING_H[mode]
            assert low <= np.median(hours) <= high, (mode, hours)
