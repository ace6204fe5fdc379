"""What did, does and will every machine of a fleet do?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulators.alarm import Occurrence, occurrences
from simulators.beginning import totals_at
from simulators.day import MachineDay, Start
from simulators.fleet import Fleet, Site
from simulators.fleet.geography import Array
from simulators.heat import start_c
from simulators.operation import Unit
from simulators.shift import Day, day_at
from simulators.signals import measured_signals
from simulators.site import SiteStory
from simulators.weather import Weather
from simulators.work.layout import lay_out

# Of a machine, live looks at today and the end of yesterday.
_KEPT_OCCURRENCES, _KEPT_DAYS = 12, 2


class BeforeTheStory(ValueError):
    """A moment was asked for that lies before the one at which the story begins."""

    def __init__(self, day: Day, first: Day) -> None:
        super().__init__(f"The story of {day.site.id!r} begins at {first.start_s:.0f}; ask for later moments.")


@dataclass
class MachineStory:
    """The days of one machine, each begun with what the one before it ended with."""

    unit: Unit
    site: SiteStory
    starts: dict[int, Start]
    days: dict[int, MachineDay] = field(default_factory=dict)
    found: dict[int, list[Occurrence]] = field(default_factory=dict)

    def day(self, day: Day) -> MachineDay:
        """Return one day; the first time, all days before it are gone through."""
        if day.ordinal < self.site.first.ordinal:
            raise BeforeTheStory(day, self.site.first)
        for ordinal in range(max(known for known in self.starts if known <= day.ordinal), day.ordinal):
            past = self._day(Day(day.site, ordinal))
            raised = Counter(one.rule.code for one in self._occurrences(past) if one.active)
            self.starts[ordinal + 1] = past.end(raised)
        return self._day(day)

    def days_between(self, start_s: float, stop_s: float) -> Iterator[MachineDay]:
        """Yield the days that hold the moments from start to before stop."""
        for ordinal in range(self._day_at(start_s).ordinal, self._day_at(np.nextafter(stop_s, start_s)).ordinal + 1):
            yield self.day(Day(self.site.layout.site, ordinal))

    def measured(self, time_s: Array) -> dict[str, Array]:
        """Return every signal as its sensor tells it, at moments in rising order."""
        parts = [
            measured_signals(day, inside)
            for day in self.days_between(float(time_s[0]), float(time_s[-1]) + 1e-3)
            for inside in [time_s[(time_s >= day.day.start_s) & (time_s < day.day.stop_s)]]
            if len(inside)
        ]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def occurrences(self, start_s: float, stop_s: float) -> list[Occurrence]:
        """Return the faults raised and cleared from start to before stop, in order of time."""
        days = self.days_between(start_s, stop_s)
        return [one for day in days for one in self._occurrences(day) if start_s <= one.time_s < stop_s]

    def _occurrences(self, day: MachineDay) -> list[Occurrence]:
        if day.day.ordinal not in self.found:
            self.found[day.day.ordinal] = occurrences(day)
            _forget(self.found, _KEPT_OCCURRENCES)
        return self.found[day.day.ordinal]

    def _day_at(self, time_s: float) -> Day:
        return day_at(self.site.layout.site, time_s)

    def _day(self, day: Day) -> MachineDay:
        if day.ordinal not in self.days:
            site, machine = self.site.day(day.ordinal), self.unit.machine.id
            self.days[day.ordinal] = MachineDay(site.operation(machine), self.starts[day.ordinal], site.decay(machine))
            _forget(self.days, _KEPT_DAYS)
        return self.days[day.ordinal]


@dataclass(frozen=True)
class World:
    """A fleet under one seed: the story of every machine by its id."""

    fleet: Fleet
    seed: int
    machines: dict[str, MachineStory]

    @staticmethod
    def begin(fleet: Fleet, seed: int, since_s: float) -> "World":
        """Return a world whose story begins with the days that hold `since_s` (Unix seconds).

        Raises `NoWay` where a site's roads do not join its zones.
        """
        stories: dict[str, MachineStory] = {}
        for site in fleet.sites:
            if any(machine.site == site.id for machine in fleet.machines):
                stories |= _site(fleet, site, seed, since_s)
        return World(fleet, seed, {machine.id: stories[machine.id] for machine in fleet.machines})

    def go_to(self, time_s: float) -> None:
        """Go through the whole story up to a moment, so that what comes then needs no time."""
        for story in self.machines.values():
            story.occurrences(time_s, time_s + 1)


def _site(fleet: Fleet, site: Site, seed: int, since_s: float) -> dict[str, MachineStory]:
    layout, first, weather = lay_out(fleet, site), day_at(site, since_s), Weather(site, seed)
    units = {
        post.machine.id: Unit(post.machine, post.model, layout.atlas, weather, seed, fleet.failures, fleet.link)
        for post in layout.posts
    }
    story = SiteStory.begin(layout, seed, first, units)
    return {machine: _story(unit, story) for machine, unit in units.items()}


def _story(unit: Unit, site: SiteStory) -> MachineStory:
    air_c = float(unit.weather.air_c(np.array([site.first.start_s]))[0])
    start = Start(totals_at(unit.machine, unit.model, site.first), start_c(air_c), {})
    return MachineStory(unit, site, {site.first.ordinal: start})


def _forget(days: dict[int, Any], kept: int) -> None:
    for ordinal in list(days)[:-kept]:
        del days[ordinal]
