"""What do the counters of a machine show?"""

from dataclasses import dataclass

import numpy as np

from simulators.fleet.geography import Array
from simulators.work.timeline import Phase, Rows, runs

_IDLING = np.isin(np.arange(len(Phase)), (Phase.IDLE, Phase.QUEUE, Phase.WAIT, Phase.BEING_LOADED))
# A load counts once most of it has left the bucket or the body.
_COUNTS_AT = 0.65


@dataclass(frozen=True)
class Totals:
    """Seconds running and idling, litres burnt, metres driven, kg moved and loads, since a machine was built."""

    running_s: Array
    idling_s: Array
    fuel_l: Array
    driven_m: Array
    moved_kg: Array
    loads: Array

    def last(self) -> "Totals":
        """Return the totals at the end."""
        return Totals(**{name: getattr(self, name)[-1:] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Ledger:
    """What had been counted before each phase of a day."""

    running_s: Array
    idling_s: Array
    driven_m: Array
    moved_kg: Array
    loads: Array

    @staticmethod
    def of(rows: Rows, track_m: Array) -> "Ledger":
        """Return the ledger of a day's phases, given the length in metres of every track."""
        seconds = rows.stop_s - rows.start_s
        return Ledger(
            running_s=_before(seconds * runs(rows.phase)),
            idling_s=_before(seconds * _IDLING[rows.phase]),
            driven_m=_before(track_m[rows.track]),
            moved_kg=_before(rows.moved_kg),
            loads=_before((rows.moved_kg > 0).astype(float)),
        )

    def at(self, rows: Rows, time_s: Array, metres: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Return running and idling seconds, metres, kg and loads since the day's start.

        `metres` are those driven of the present track.
        """
        row = rows.at(time_s)
        within = time_s - rows.start_s[row]
        counted = within >= _COUNTS_AT * (rows.stop_s[row] - rows.start_s[row])
        moved = np.where(counted, rows.moved_kg[row], 0)
        return (
            self.running_s[row] + within * runs(rows.phase[row]),
            self.idling_s[row] + within * _IDLING[rows.phase[row]],
            self.driven_m[row] + metres,
            self.moved_kg[row] + moved,
            self.loads[row] + (moved > 0),
        )


def _before(each: Array) -> Array:
    return np.concatenate([[0.0], np.cumsum(each)[:-1]])
