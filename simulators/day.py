"""What is the state of one machine at any moment of one day of its site?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulators.counter import Ledger, Totals
from simulators.degradation.decay import Decay
from simulators.degradation.wear import Wear, wear_at
from simulators.effort import Effort, effort_of
from simulators.fleet.geography import Array
from simulators.heat import COOLANT, temperatures
from simulators.kinds import Moment
from simulators.operation import Operation, Unit
from simulators.shift import Day
from simulators.work.timeline import Rows

# Temperatures and fuel are integrated in steps of this length.
STEP_S = 10.0
_REFUELS_S = (230.0, 40.0)
_FULL = 0.965


@dataclass(frozen=True)
class Start:
    """What a machine brings into a day: its counters, its temperatures, and how often it raised which fault so far."""

    totals: Totals
    temperatures_c: Array
    raised: Mapping[str, int]


@dataclass(frozen=True)
class MachineDay:
    """One machine on one day of its site. All times are Unix seconds within that day."""

    operation: Operation
    start: Start
    decay: Decay

    @property
    def unit(self) -> Unit:
        """Return the machine in its surroundings."""
        return self.operation.unit

    @property
    def day(self) -> Day:
        """Return the day of its site."""
        return self.operation.day

    @property
    def rows(self) -> Rows:
        """Return the phases of its work."""
        return self.operation.rows

    def effort(self, time_s: Array, *, lagging: bool = True) -> Effort:
        """Return what the machine does at some moments, how hard, and what wears on it."""
        return effort_of(self.operation, time_s, self.wear(time_s), lagging=lagging)

    def wear(self, time_s: Array) -> Wear:
        """Return how far each of the machine's faults has grown at some moments."""
        return wear_at(self.decay, time_s)

    def temperatures_c(self, time_s: Array) -> Array:
        """Return the temperatures, one a row in the order of `simulators.heat`."""
        warmth = self._integrated.warmth
        place = np.clip((time_s - self.day.start_s) / STEP_S, 0, warmth.shape[1] - 1)
        before = np.minimum(place.astype(np.int64), warmth.shape[1] - 2)
        share = place - before
        return np.asarray(warmth[:, before] * (1 - share) + warmth[:, before + 1] * share)

    def totals(self, moment: Moment) -> Totals:
        """Return what the counters show."""
        counted = self._ledger.at(self.rows, moment.time_s, moment.motion.metres)
        running, idling, driven, moved, loads = counted
        before = self.start.totals
        return Totals(
            running_s=before.running_s + running,
            idling_s=before.idling_s + idling,
            fuel_l=before.fuel_l + self.burnt_l(moment.time_s),
            driven_m=before.driven_m + driven,
            moved_kg=before.moved_kg + moved,
            loads=before.loads + loads,
        )

    def fuel_share(self, time_s: Array) -> Array:
        """Return how full the tank is, 0 to 1; it is filled at the end of each of the machine's shifts."""
        tank = self.unit.model.tank_l or np.inf
        stops = [w.stop_s for w in self.day.windows() if w.shift in self.unit.machine.shifts]
        knots = np.array([stop - before for stop in stops for before in _REFUELS_S])
        if not stops:
            return np.full_like(time_s, _FULL)
        burnt = self.burnt_l(knots[::2])
        filled = np.stack([np.concatenate([[0.0], burnt[:-1]]), burnt], axis=1).ravel()
        return np.asarray(_FULL - (self.burnt_l(time_s) - np.interp(time_s, knots, filled)) / tank)

    def end(self, raised: Mapping[str, int]) -> Start:
        """Return what the machine brings into the next day; `raised` counts the faults of this one."""
        last = self.operation.moment(np.array([self.day.stop_s]))
        both = Counter(self.start.raised) + Counter(raised)
        return Start(self.totals(last), self._integrated.warmth[:, -1], both)

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger.of(self.rows, self.unit.atlas.metres)

    @cached_property
    def _integrated(self) -> "Integrated":
        steps = np.arange(self.day.start_s, self.day.stop_s + STEP_S / 2, STEP_S)
        effort = self.effort(steps, lagging=False)
        warmth = temperatures(effort, self.start.temperatures_c, STEP_S)
        rate = effort.derated(warmth[COOLANT]).fuel_lph
        return Integrated(steps, warmth, np.concatenate([[0.0], np.cumsum(rate[:-1]) * STEP_S / 3600]))

    def burnt_l(self, time_s: Array) -> Array:
        """Return the litres burnt since the day began."""
        return np.interp(time_s, self._integrated.steps, self._integrated.fuel_l)


@dataclass(frozen=True)
class Integrated:
    """What follows from all that went before in a day: temperatures in °C, litres burnt since its start."""

    steps: Array
    warmth: Array
    fuel_l: Array
