"""What does a machine do on one day of its site, and what does that demand of it?"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from models.machines import Kind
from simulators.atlas import Atlas, Motion
from simulators.fleet import Machine, Model
from simulators.fleet.geography import Array
from simulators.kinds import Duty, Moment, carried, demand
from simulators.misuse.braking import Trips, brake
from simulators.misuse.kind import Misuse
from simulators.noise import drift, key, white
from simulators.shift import Day
from simulators.weather import Weather
from simulators.work.roster import driver_of
from simulators.work.timeline import Rows, runs

_RESTLESS_S = 3.0
# Engines and oil take about two seconds to follow what is demanded.
_LAGS_S = (0.9, 1.8)


@dataclass(frozen=True)
class Unit:
    """One machine of a fleet in its surroundings, under one seed.

    Its parts fail `failures` times as often as usual, and its link to the platform `link` times.
    """

    machine: Machine
    model: Model
    atlas: Atlas
    weather: Weather
    seed: int
    failures: float = 0.0
    link: float = 0.0

    def stream(self, *names: object) -> int:
        """Return the key of one of the machine's streams of noise."""
        return key(self.seed, self.machine.id, *names)

    def trait(self, *names: object) -> float:
        """Return by how many standard deviations this machine differs from its like in something."""
        return _normal(self.stream("trait", *names))


@lru_cache(maxsize=65_536)
def _normal(stream: int) -> float:
    return float(np.clip(white(stream, np.zeros(1, np.int64))[0], -2.2, 2.2))


@dataclass(frozen=True)
class Operation:
    """The phases of one machine on one day. All times are Unix seconds within that day."""

    unit: Unit
    day: Day
    rows: Rows

    def moment(self, time_s: Array, weak: Array | None = None) -> Moment:
        """Return where the machine is in its work at some moments; `weak` is how far its hydraulic pump has worn."""
        rows, row = self.rows, self.rows.at(time_s)
        seconds = rows.stop_s[row] - rows.start_s[row]
        part = np.clip((time_s - rows.start_s[row]) / seconds, 0, 1)
        return Moment(
            time_s=time_s,
            phase=rows.phase[row],
            part=part,
            seconds=seconds,
            motion=self._motion(row, part, seconds),
            load_kg=carried(rows.phase[row], part, rows.load_kg[row], rows.end_load_kg[row]),
            restless=drift(self.unit.stream("restless"), time_s, _RESTLESS_S),
            begun_s=rows.start_s[row],
            seed=self.unit.stream("phase"),
            weak=np.zeros_like(time_s) if weak is None else weak,
            misuse=rows.misuse[row],
            press=self._pressing(time_s),
        )

    def _motion(self, row: NDArray[np.int64], part: Array, seconds: Array) -> Motion:
        """Return where the machine is on its tracks, which some drive other than they should."""
        track = self.rows.track[row]
        motion = self.unit.atlas.at(track, part, seconds)
        if self._brakes:
            harsh = self.rows.misuse[row] == Misuse.HARSH_BRAKING
            mass = self.unit.model.mass_kg + self.rows.load_kg[row[harsh]]
            brake(motion, self.unit.atlas, harsh, Trips(track[harsh], part[harsh], seconds[harsh], mass))
        return motion

    def _pressing(self, time_s: Array) -> Array:
        """Return how much more than it takes is asked of the machine at some moments, by who drives it then."""
        edges, presses = self._crews
        return np.asarray(presses[np.searchsorted(edges, time_s, side="right")])

    @cached_property
    def _crews(self) -> tuple[Array, Array]:
        """Return when the machine's shifts begin and end, and how its operators press it between these moments."""
        unit = self.unit
        mine = [window for window in self.day.windows() if window.shift in unit.machine.shifts]
        if unit.model.kind is Kind.CRUSHER or not mine:
            return np.empty(0), np.zeros(1)
        edges = np.array([moment for window in mine for moment in (window.start_s, window.stop_s)])
        presses = np.zeros(len(edges) + 1)
        presses[1::2] = [driver_of(unit.machine, window, unit.seed).press for window in mine]
        return edges, presses

    @cached_property
    def _brakes(self) -> bool:
        return bool((self.rows.misuse == Misuse.HARSH_BRAKING).any())

    def duty(self, moment: Moment, *, lagging: bool = True) -> Duty:
        """Return what the work demands; without lag, engine and oil are taken to follow at once."""
        duty = demand(moment, self.unit.model)
        if lagging:
            earlier = [self.moment(self.earlier(moment.time_s, lag), moment.weak) for lag in _LAGS_S]
            duty = duty.mixed([demand(one, self.unit.model) for one in earlier])
        return duty.while_running(moment.running)

    def since_switched_s(self, time_s: Array) -> Array:
        """Return how long ago the engine was switched on, or off where it stands."""
        return np.asarray(time_s - self._since[self.rows.at(time_s)])

    @cached_property
    def _since(self) -> Array:
        """Return for every phase when the engine was last switched on or off before it."""
        running = runs(self.rows.phase)
        switched = np.concatenate([[True], running[1:] != running[:-1]])
        return np.maximum.accumulate(np.where(switched, self.rows.start_s, -np.inf))

    def earlier(self, time_s: Array, lag_s: float) -> Array:
        """Return moments a little earlier, but none from before the engine was switched."""
        return np.maximum(time_s - lag_s, self._since[self.rows.at(time_s)])
