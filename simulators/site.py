"""What happens on one site, day after day: who works, who stands in repair, and what wears?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from simulators.degradation.condition import Condition, first_condition
from simulators.degradation.decay import Decay, decay_of
from simulators.degradation.upkeep import next_condition, pace
from simulators.operation import Operation, Unit
from simulators.shift import Day
from simulators.work.layout import Layout
from simulators.work.plan import plan_day
from simulators.work.post import Post
from simulators.work.timeline import Phase, Row, Rows

# What a site does in a day is small, and serves all its machines.
_KEPT_DAYS = 12


@dataclass
class SiteDay:
    """One day of a site: what everybody does, by machine; what wears on them is worked out when it is asked for."""

    day: Day
    units: Mapping[str, Unit]
    conditions: Mapping[str, Condition]
    rows: Mapping[str, Rows]
    decays: dict[str, Decay] = field(default_factory=dict)

    def operation(self, machine: str) -> Operation:
        """Return what a machine does."""
        return Operation(self.units[machine], self.day, self.rows[machine])

    def decay(self, machine: str) -> Decay:
        """Return how the parts of a machine decay."""
        if machine not in self.decays:
            self.decays[machine] = decay_of(self.operation(machine), self.conditions[machine])
        return self.decays[machine]


@dataclass
class SiteStory:
    """The days of one site: each follows from the fleet, the seed, the date and the conditions it began with.

    `conditions` are those in which a day begins, `ended` those in which it ended, before anything was repaired.
    """

    layout: Layout
    seed: int
    first: Day
    units: Mapping[str, Unit]
    conditions: dict[int, Mapping[str, Condition]] = field(default_factory=dict)
    ended: dict[int, Mapping[str, Condition]] = field(default_factory=dict)
    days: dict[int, SiteDay] = field(default_factory=dict)

    @staticmethod
    def begin(layout: Layout, seed: int, first: Day, units: Mapping[str, Unit]) -> "SiteStory":
        """Return a story that begins on a day."""
        conditions = {machine: first_condition(unit, first.start_s) for machine, unit in units.items()}
        return SiteStory(layout, seed, first, units, {first.ordinal: conditions})

    def day(self, ordinal: int) -> SiteDay:
        """Return one day of the site; the first time, all days before it are gone through."""
        for before in range(max(known for known in self.conditions if known <= ordinal), ordinal):
            past = self._day(before)
            self.ended[before] = {machine: past.decay(machine).end() for machine in self.units}
            self.conditions[before + 1] = {
                machine: next_condition(past.decay(machine), ended) for machine, ended in self.ended[before].items()
            }
        return self._day(ordinal)

    def _day(self, ordinal: int) -> SiteDay:
        if ordinal not in self.days:
            day, conditions = Day(self.layout.site, ordinal), self.conditions[ordinal]
            self.days[ordinal] = SiteDay(day, self.units, conditions, self._rows(day, conditions))
            for old in list(self.days)[:-_KEPT_DAYS]:
                del self.days[old]
        return self.days[ordinal]

    def _rows(self, day: Day, conditions: Mapping[str, Condition]) -> dict[str, Rows]:
        fit: list[Post] = []
        rows = {}
        for post in self.layout.posts:
            machine = post.machine.id
            if conditions[machine].back > day.ordinal:
                rows[machine] = Rows.of([Row(day.start_s, day.stop_s, Phase.REPAIR, post.rest.track)])
            else:
                fit.append(replace(post, pace=pace(self.units[machine], conditions[machine])))
        return rows | plan_day(fit, day, self.seed, self.layout.misuse, self.layout.stops)
