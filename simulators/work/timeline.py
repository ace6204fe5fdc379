"""What did one machine do, one thing after the other?"""

from dataclasses import dataclass, field
from enum import IntEnum, unique
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.fleet.geography import Array
from simulators.misuse.kind import Misuse
from simulators.work.post import Trip


@unique
class Phase(IntEnum):
    """What a machine is doing."""

    OFF = 0
    IDLE = 1
    QUEUE = 2
    WAIT = 3
    EMPTY_TRIP = 4
    LOADED_TRIP = 5
    SPOT = 6
    BEING_LOADED = 7
    DUMP = 8
    PASS = 9
    FILL = 10
    TIP = 11
    TURN_OVER = 12
    CRUSH = 13
    TIDY = 14
    REPAIR = 15
    CALIBRATE = 16


_RUNS = ~np.isin(np.arange(len(Phase)), (Phase.OFF, Phase.REPAIR))


def runs(phase: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return in which phases the engine or drive runs."""
    return np.asarray(_RUNS[phase])


class Row(NamedTuple):
    """One phase: when (Unix seconds), along which track of the site, the load at its start and end, what it moved, and
    how the machine was misused.
    """

    start_s: float
    stop_s: float
    phase: Phase
    track: int
    load_kg: float = 0.0
    end_load_kg: float = 0.0
    moved_kg: float = 0.0
    misuse: int = Misuse.NONE


@dataclass
class Timeline:
    """The phases of one machine, without gaps, up to `now_s`."""

    now_s: float
    rows: list[Row] = field(default_factory=list)

    def spend(
        self,
        phase: Phase,
        seconds: float,
        where: Trip,
        load: tuple[float, float] = (0.0, 0.0),
        *,
        moved_kg: float = 0,
        misuse: Misuse = Misuse.NONE,
    ) -> None:
        """Let a phase take some seconds from now, at a place or along a track."""
        stop = self.now_s + seconds
        self.rows.append(Row(self.now_s, stop, phase, where.track, *load, moved_kg, misuse))
        self.now_s = stop

    def until(self, phase: Phase, time_s: float, where: Trip, load_kg: float = 0.0) -> None:
        """Let a phase last until a moment; nothing happens when that is past."""
        if time_s > self.now_s:
            self.spend(phase, time_s - self.now_s, where, (load_kg, load_kg))


def _columns(rows: list[Row]) -> Array:
    cells = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * len(Row._fields))
    return cells.reshape(len(rows), -1).T.copy()


@dataclass(frozen=True)
class Rows:
    """A machine's phases of one day as columns, in order of time and without gaps."""

    start_s: Array
    stop_s: Array
    phase: NDArray[np.int64]
    track: NDArray[np.int64]
    load_kg: Array
    end_load_kg: Array
    moved_kg: Array
    misuse: NDArray[np.int64]

    @staticmethod
    def of(rows: list[Row]) -> "Rows":
        """Return the columns of some phases."""
        start, stop, phase, track, load, end_load, moved, misuse = _columns(rows)
        codes = (column.astype(np.int64) for column in (phase, track, misuse))
        return Rows(start, stop, next(codes), next(codes), load, end_load, moved, next(codes))

    def at(self, time_s: Array) -> NDArray[np.int64]:
        """Return the place of the phase that holds each moment."""
        return np.clip(np.searchsorted(self.start_s, time_s, side="right") - 1, 0, len(self.start_s) - 1)
