"""What was weighed of the work of a fleet's diggers, beside what it truly was?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.naive import head_alone, without_friction
from benchmarks.accuracy.quarry import Worked
from models.machines import Kind
from models.weighing.calibration import Calibration, Window, calibrate
from models.weighing.handbook import SPECIFICATIONS
from models.weighing.load import Carried, Load, Way, carried, loads, trucks_under
from models.weighing.motion import lifts, motion_of
from models.weighing.payload import Passes, Scale, find_passes

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """One digger: its passes, and of each the place of the true pass in which it was made (-1: none); the kg that
    simpler scales tell, by their names; and its truck loads."""

    worked: Worked
    passes: Passes
    true: NDArray[np.int64]
    naive: Mapping[str, Floats]
    loads: Sequence[Load]

    @property
    def full_kg(self) -> float:
        """Return the full scale, which is the rated payload of its bucket."""
        return SPECIFICATIONS[self.worked.model].payload_kg

    @property
    def true_kg(self) -> Floats:
        """Return what each pass truly carried, without what stuck to the bucket; NaN where there was none."""
        kg = np.array([float(str(row["payload_kg"])) for row in self.worked.passes])
        return np.where(self.true >= 0, kg[self.true], np.nan)


def loaded_kg(one: Weighed, load: Load) -> float:
    """Return what the truck truly got that a digger loaded then, 0 where it loaded none."""
    starts = np.array([float(str(row["start"])) for row in one.worked.passes])
    kg = np.array([float(str(row["payload_kg"])) for row in one.worked.passes])
    number = np.array([int(str(row["cycle"])) for row in one.worked.passes])
    inside = np.flatnonzero((starts > load.begin_s - 20) & (starts < load.end_s))
    if not len(inside):
        return 0.0
    middle = inside[len(inside) // 2]
    return float(kg[(number == number[middle]) & (np.abs(starts - starts[middle]) < 3600)].sum())


def weighed(fleet: Sequence[Worked]) -> Iterator[Weighed]:
    """Yield the machines that were calibrated and dug, weighed from what they told."""
    for one in fleet:
        if one.values is not None and one.calibration is not None and one.passes:
            trucks = {other.machine: way_of(other) for other in fleet if _serves(other, one)}
            yield _weighed(one, trucks)


def way_of(worked: Worked) -> Way:
    """Return where a machine was."""
    values = worked.values or {}
    nothing = np.empty(0)
    told = worked.time_s if values else nothing
    return Way(told, values.get("latitude_deg", nothing), values.get("longitude_deg", nothing))


def carried_by(worked: Worked) -> list[Carried]:
    """Return the loads of a truck by its own scale."""
    values = worked.values or {}
    rated = SPECIFICATIONS[worked.model].payload_kg
    return carried(worked.time_s, values["payload_kg"], rated) if "payload_kg" in values else []


def calibrated(worked: Worked) -> Calibration:
    """Return the calibration of a machine's scale by what it told of it."""
    told, specification = worked.calibration, SPECIFICATIONS[worked.model]
    assert told is not None
    assert specification.arm is not None
    motion = motion_of(told.time_s, told.values, specification.arm)
    return calibrate(motion, specification, Window(*told.empty_s), Window(*told.loaded_s), told.told_kg)


def _serves(truck: Worked, digger: Worked) -> bool:
    return truck.kind is Kind.HAUL_TRUCK and truck.site == digger.site and truck.values is not None


def _weighed(one: Worked, trucks: Mapping[str, Way]) -> Weighed:
    values = one.values or {}
    passes = find_passes(Scale(SPECIFICATIONS[one.model], calibrated(one)), one.time_s, values).passes
    under = trucks_under(passes, way_of(one), trucks) if one.dumps_at is None else []
    put = loads(one.machine, passes, under) if one.dumps_at is None else []
    return Weighed(one, passes, _true_passes(one, passes), _naive(one, values, passes), put)


def _true_passes(one: Worked, passes: Passes) -> NDArray[np.int64]:
    """Return in which true pass each was made: the last that began before, each once.

    A loader that carries fills its bucket first and lifts it when it has come to where it tips.
    """
    begun = np.array([float(str(row["start"])) for row in one.passes])
    place = np.searchsorted(begun, passes.at_s) - 1
    first = np.concatenate([[True], place[1:] != place[:-1]]) if len(place) else np.zeros(0, dtype=bool)
    return np.where(first, place, -1)


def _naive(one: Worked, values: Mapping[str, Floats], passes: Passes) -> dict[str, Floats]:
    arm = SPECIFICATIONS[one.model].arm
    assert arm is not None
    assert one.calibration is not None
    motion = motion_of(one.time_s, values, arm)
    strokes = lifts(motion, arm)
    which = np.searchsorted(motion.time_s[strokes.at], passes.at_s)
    return {
        "head_pressure_alone": head_alone(motion, strokes, values, one.calibration, arm)[which],
        "geometry_without_friction": without_friction(motion, strokes, arm)[which],
    }
