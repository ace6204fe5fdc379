"""What does a machine tell while somebody calibrates its scale, lifting the empty bucket and then a test weight?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from simulators.day import MachineDay
from simulators.fleet.geography import Array
from simulators.noise import Dice
from simulators.signals import measured_signals
from simulators.work.timeline import Phase, Row, Rows
from simulators.world import MachineStory

# A lift and the way down take some seconds, slowly and faster; cleaning the bucket and fixing the weight some minutes.
_LIFT_S, _PREPARES_S = (18.0, 32.0), 240.0
# A test weight is known this well, as a share of itself.
_KNOWN = 0.001


@dataclass(frozen=True)
class Calibration:
    """What was told second by second: the empty lifts from `empty_s` on, those of the weight from `loaded_s` on.

    `told_kg` is what the weight is said to be.
    """

    time_s: Array
    values: Mapping[str, Array]
    empty_s: tuple[float, float]
    loaded_s: tuple[float, float]
    told_kg: float


def calibrate(story: MachineStory, begin_s: float, weight_kg: float, lifts: int = 4) -> Calibration:
    """Return what a machine tells of so many lifts with the empty bucket and then with a weight from a moment on.

    It stands where it last waited; what it would have done meanwhile it does not do.
    """
    day = next(story.days_between(begin_s, begin_s + 1))
    dice = Dice(story.unit.seed, story.unit.machine.id, "calibration", begin_s)
    track = _standing(day.rows, begin_s)
    empty = _lifts(dice, begin_s + _PREPARES_S, lifts, 0.0, track)
    between = Row(empty[-1].stop_s, empty[-1].stop_s + _PREPARES_S, Phase.IDLE, track)
    loaded = _lifts(dice, between.stop_s, lifts, weight_kg, track)
    before = Row(begin_s, empty[0].start_s, Phase.IDLE, track)
    time_s = np.arange(np.ceil(begin_s), np.floor(loaded[-1].stop_s), dtype=np.float64)
    changed = _spliced(day, [before, *empty, between, *loaded])
    return Calibration(
        time_s,
        measured_signals(changed, time_s),
        (empty[0].start_s, empty[-1].stop_s),
        (loaded[0].start_s, loaded[-1].stop_s),
        weight_kg * (1 + dice.gauss(0.0, _KNOWN)),
    )


def _lifts(dice: Dice, begin_s: float, count: int, load_kg: float, track: int) -> list[Row]:
    rows, now_s = [], begin_s
    for _ in range(count):
        stop_s = now_s + dice.uniform(*_LIFT_S)
        rows.append(Row(now_s, stop_s, Phase.CALIBRATE, track, load_kg, load_kg))
        now_s = stop_s
    return rows


def _standing(rows: Rows, begin_s: float) -> int:
    """Return the track of where a machine last stood by a moment."""
    still = np.isin(rows.phase, (Phase.WAIT, Phase.IDLE, Phase.OFF)) & (rows.start_s <= begin_s)
    return int(rows.track[np.flatnonzero(still)[-1]] if still.any() else rows.track[0])


def _spliced(day: MachineDay, rows: list[Row]) -> MachineDay:
    """Return the day of a machine with some phases in place of what it does at that time."""
    theirs, (begin_s, stop_s) = day.rows, (rows[0].start_s, rows[-1].stop_s)
    before, behind = theirs.start_s < begin_s, theirs.stop_s > stop_s
    middle = Rows.of(rows)
    columns = {
        name: np.concatenate([getattr(theirs, name)[before], getattr(middle, name), getattr(theirs, name)[behind]])
        for name in Rows.__dataclass_fields__
    }
    columns["stop_s"][int(before.sum()) - 1] = begin_s
    columns["start_s"][int(before.sum()) + len(rows) :][:1] = stop_s
    return replace(day, operation=replace(day.operation, rows=Rows(**columns)))
