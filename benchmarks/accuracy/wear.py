"""How did the parts of simulated machines wear, as models that never saw those machines tell it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.diagnostics import GROUPS, judged
from benchmarks.accuracy.outcome import AFTER_REPAIR_S
from benchmarks.accuracy.recording import Life, Recording
from models.diagnosis.course import Course, course, worked_h
from models.diagnosis.deviation import Deviations, deviations
from models.diagnosis.repair import anew
from models.diagnosis.signature import Signatures, signatures
from models.diagnosis.verdict import Verdicts, judge
from models.prognosis.history import Floats

_HOUR_S = 3600.0


@dataclass(frozen=True)
class Machine:
    """A machine judged hour by hour: what it really had, how far it was from its own, and what was thought of that.

    `operating_h` (hours) counts its hours of operation, those in which its drive had run long enough to be judged.
    """

    recording: Recording
    found: Signatures
    deviations: Deviations
    verdicts: Verdicts
    operating_h: Floats

    @property
    def told_s(self) -> Floats:
        """Return when each hour is over and known (Unix seconds)."""
        return np.asarray((self.verdicts.hour + 1) * _HOUR_S)

    @property
    def hours_per_day(self) -> float:
        """Return how much it worked, on average over its recording."""
        return float(self.operating_h[-1] / max(self.told_s[-1] - self.told_s[0], _HOUR_S) * 24 * _HOUR_S)

    def until(self, hours: int) -> "Machine":
        """Return what was known after so many of its hours."""
        away, thought = self.deviations, self.verdicts
        return Machine(
            self.recording,
            self.found,
            Deviations(away.hour[:hours], away.values[:hours], away.known[:hours]),
            Verdicts(thought.hour[:hours], thought.modes, thought.odds[:hours], thought.beside[:, :hours]),
            self.operating_h[:hours],
        )

    def operating_at(self, time_s: float) -> float:
        """Return the operating hours at a moment; after the recording by how much it worked in it."""
        beyond_h = max(time_s - float(self.told_s[-1]), 0.0) / _HOUR_S
        return float(np.interp(time_s, self.told_s, self.operating_h)) + beyond_h * self.hours_per_day / 24


def machines_of(recordings: Sequence[Recording], *, to_learn: bool = False) -> list[Machine]:
    """Return the machines that tell how they work, each judged by a model that was fitted on others of the fleet.

    To learn from, what is said of sensors is not asked, and two groups of machines judge each other.
    """
    return [*_machines(recordings, to_learn=to_learn)]


def _machines(recordings: Sequence[Recording], *, to_learn: bool) -> Iterator[Machine]:
    for one, model, history in judged(recordings, groups=2 if to_learn else GROUPS):
        kept, found = model.account(history), signatures(one.kind, model.norm, model.own)
        away = deviations(kept, one.model, model.own, anew(found, kept.hour, history.repairs))
        found = _of_parts(found) if to_learn else found
        yield Machine(one, found, away, judge(found, away), worked_h(kept))


def _of_parts(found: Signatures) -> Signatures:
    """Return the signatures of failures of parts alone."""
    rows = np.array([not mode.is_of_sensor for mode in found.modes])
    modes = tuple(mode for mode in found.modes if not mode.is_of_sensor)
    return Signatures(modes, found.means[rows], found.sigmas[rows], found.main[rows], found.touched[rows])


def place_of(machine: Machine, life: Life) -> int | None:
    """Return the place of a life's mode among what is told of its machine, None for one of a sensor."""
    if life.mode.startswith("sensor_"):
        return None
    names = [(mode.name, mode.where) for mode in machine.verdicts.modes]
    return names.index((life.mode, life.where)) if (life.mode, life.where) in names else None


def course_until(machine: Machine, life: Life, time_s: float) -> Course | None:
    """Return the course of a life as it was known at a moment, None where it was not suspected.

    It begins after what was exchanged before: repairs are known.
    """
    place, hours = place_of(machine, life), int(np.searchsorted(machine.told_s, time_s, side="right"))
    if place is None or not hours:
        return None
    known = machine.until(hours)
    since = since_repair(machine, (life.mode, life.where), time_s)
    return course(known.found, known.deviations, known.verdicts, (place, known.operating_h), since)


def since_repair(machine: Machine, of: tuple[str, str], time_s: float) -> int:
    """Return the number of the first hour of a machine that says something of a part: after its last exchange."""
    done = [one.repair_s for one in machine.recording.lives if (one.mode, one.where) == of and one.repair_s < time_s]
    return int(np.searchsorted(machine.told_s, max(done) + AFTER_REPAIR_S)) if done else 0


def lessons(machines: Sequence[Machine]) -> tuple[list[Course], list[float]]:
    """Return the courses of parts that failed, each until its failure or the end of what was recorded, and the
    operating hours of their machines at failure."""
    found = [
        (told, machine.operating_at(life.failure_s))
        for machine in machines
        for life in machine.recording.lives
        if np.isfinite(life.failure_s)
        and (told := course_until(machine, life, min(life.failure_s, float(machine.told_s[-1])))) is not None
    ]
    return [told for told, _ in found], [end_h for _, end_h in found]
