"""What is the state of one machine at any moment of one day of its site?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.machines import Kind
from simulators.atlas import Atlas
from simulators.counter import Ledger, Totals
from simulators.engine import delivered_kw, fuel_lph
from simulators.faults import wear
from simulators.fleet import Machine, Model
from simulators.fleet.geography import Array
from simulators.heat import Effort, temperatures
from simulators.kinds import Moment, carried, demand
from simulators.noise import drift, key
from simulators.shift import Day
from simulators.weather import Weather
from simulators.work.timeline import Phase, Rows

# Temperatures and fuel are integrated in steps of this length.
STEP_S = 10.0
_RESTLESS_S = 3.0
# Engines and oil take about two seconds to follow what is demanded.
_LAGS_S = (0.9, 1.8)
_REFUELS_S = (230.0, 40.0)
_FULL = 0.965


@dataclass(frozen=True)
class Unit:
    """One machine of a fleet in its surroundings, under one seed."""

    machine: Machine
    model: Model
    atlas: Atlas
    weather: Weather
    seed: int

    def stream(self, *names: object) -> int:
        """Return the key of one of the machine's streams of noise."""
        return key(self.seed, self.machine.id, *names)


@dataclass(frozen=True)
class Start:
    """What a machine brings into a day: its counters, its temperatures, and how often it raised which fault so far."""

    totals: Totals
    temperatures_c: Array
    raised: Mapping[str, int]


@dataclass(frozen=True)
class MachineDay:
    """One machine on one day of its site. All times are Unix seconds within that day."""

    unit: Unit
    day: Day
    rows: Rows
    start: Start

    def effort(self, time_s: Array, *, lagging: bool = True) -> Effort:
        """Return what the machine does at some moments, how hard, and what wears on it."""
        model, moment = self.unit.model, self.moment(time_s)
        duty = demand(moment, model)
        if lagging:
            duty = duty.mixed([demand(self.moment(self._earlier(time_s, lag)), model) for lag in _LAGS_S])
        duty = duty.while_running(moment.running)
        power = duty.engine_kw
        if model.kind is not Kind.CRUSHER:
            power = delivered_kw(model.rated_power_kw, duty.engine_rpm, power)
        worn = wear(self.unit.machine, time_s - self.day.start_s, self.day.ordinal)
        return Effort(model, moment, duty, power, self.unit.weather.air_c(time_s), worn)

    def moment(self, time_s: Array) -> Moment:
        """Return where the machine is in its work at some moments."""
        rows, row = self.rows, self.rows.at(time_s)
        seconds = rows.stop_s[row] - rows.start_s[row]
        part = np.clip((time_s - rows.start_s[row]) / seconds, 0, 1)
        return Moment(
            time_s=time_s,
            phase=rows.phase[row],
            part=part,
            seconds=seconds,
            motion=self.unit.atlas.at(rows.track[row], part, seconds),
            load_kg=carried(rows.phase[row], part, rows.load_kg[row], rows.end_load_kg[row]),
            restless=drift(self.unit.stream("restless"), time_s, _RESTLESS_S),
        )

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
            fuel_l=before.fuel_l + self._burnt(moment.time_s),
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
        burnt = self._burnt(knots[::2])
        filled = np.stack([np.concatenate([[0.0], burnt[:-1]]), burnt], axis=1).ravel()
        return np.asarray(_FULL - (self._burnt(time_s) - np.interp(time_s, knots, filled)) / tank)

    def end(self, raised: Mapping[str, int]) -> Start:
        """Return what the machine brings into the next day; `raised` counts the faults of this one."""
        last = self.moment(np.array([self.day.stop_s]))
        both = Counter(self.start.raised) + Counter(raised)
        return Start(self.totals(last), self._integrated.warmth[:, -1], both)

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger.of(self.rows, self.unit.atlas.metres)

    @cached_property
    def _integrated(self) -> "Integrated":
        steps = np.arange(self.day.start_s, self.day.stop_s + STEP_S / 2, STEP_S)
        effort, model = self.effort(steps, lagging=False), self.unit.model
        rate = fuel_lph(model.rated_power_kw, effort.duty.engine_rpm, effort.power_kw) * (model.tank_l is not None)
        fuel = np.concatenate([[0.0], np.cumsum(rate[:-1]) * STEP_S / 3600])
        return Integrated(steps, temperatures(effort, self.start.temperatures_c, STEP_S), fuel)

    @cached_property
    def _since(self) -> Array:
        """Return for every phase when the engine was last switched on or off before it."""
        running = self.rows.phase != Phase.OFF
        switched = np.concatenate([[True], running[1:] != running[:-1]])
        return np.maximum.accumulate(np.where(switched, self.rows.start_s, -np.inf))

    def _burnt(self, time_s: Array) -> Array:
        return np.interp(time_s, self._integrated.steps, self._integrated.fuel_l)

    def _earlier(self, time_s: Array, lag_s: float) -> Array:
        """Return moments a little earlier, but none from before the engine was switched."""
        return np.maximum(time_s - lag_s, self._since[self.rows.at(time_s)])


@dataclass(frozen=True)
class Integrated:
    """What follows from all that went before in a day: temperatures in °C, litres burnt since its start."""

    steps: Array
    warmth: Array
    fuel_l: Array
