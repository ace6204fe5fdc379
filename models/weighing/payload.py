"""Which passes of its bucket did a machine make, and what did each of them carry?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum, unique

import numpy as np
from numpy.typing import NDArray

from models.weighing.calibration import Calibration
from models.weighing.equation import Knowledge, handbook
from models.weighing.handbook import Arm, Array, Specification
from models.weighing.journey import emptied, loaded
from models.weighing.motion import Motion, Strokes, carries, lifts, lowerings, motion_of
from models.weighing.scale import Weights, either, weigh
from models.weighing.zero import ALARM, Empties, Zero, Zeros, follow, unseen

# Where rock lies in a bucket, in m (standard deviation), and what no equation tells, as a share of the full scale.
_LIES_M, _FLOOR = 0.05, 0.002
# A lift of less than this share of the full scale moves nothing, one that comes down with so much of it was no pass.
_LEAST, _EMPTIED = 0.10, 0.5
_FAST_RADPS, _STEEP_RAD, _COLD_C, _MISFIT = 0.45, np.radians(5.0), 10.0, 2.0
_FEW = 4
# So long after a pass all is told that its empty bucket is weighed by.
SETTLED_S = 60.0
# The standard normal number below which 95 % lie: 90 % lie between it and its negative.
NINETY = 1.6449


@unique
class Quality(StrEnum):
    """How far the weight of a pass can be trusted; `none` where it was counted and not weighed."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NONE = "none"


class Flaw(IntFlag):
    """What was not as it should be while a pass was weighed."""

    FEW_READINGS = 1
    TOO_FAST = 2
    SLOPE = 4
    COLD_OIL = 8
    UNSTEADY = 16
    ZERO_OFF = 32
    UNCALIBRATED = 64


_MAKES_POOR = Flaw.UNSTEADY | Flaw.ZERO_OFF
_MAKES_FAIR = Flaw.FEW_READINGS | Flaw.TOO_FAST | Flaw.SLOPE | Flaw.COLD_OIL | Flaw.UNCALIBRATED


@dataclass(frozen=True)
class Passes:
    """Passes of a machine in order of time, a value for each.

    `begin_s` is when the bucket began to rise, `at_s` when it was halfway up, `end_s` when it came down again, in Unix
    seconds; `payload_kg` (NaN: not weighed) has the standard deviation `sd_kg`, of which it shares `common_kg` with its
    neighbours; `zero_kg` is what the empty bucket weighed too much, which is what sticks to it beside what its sensors
    wander; `flaws` are those of `Flaw`.
    """

    begin_s: Array
    at_s: Array
    end_s: Array
    payload_kg: Array
    sd_kg: Array
    common_kg: Array
    zero_kg: Array
    flaws: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.at_s)

    def between(self, begin_s: float, end_s: float) -> "Passes":
        """Return the passes that began in a time."""
        return self.only((self.begin_s >= begin_s) & (self.begin_s < end_s))

    def only(self, kept: NDArray[np.bool_]) -> "Passes":
        """Return some of the passes."""
        return Passes(**{name: getattr(self, name)[kept] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class _Weighed:
    """What lifts weighed, the zeros that this is counted from, and what was known of the scale."""

    gross: Weights
    zeros: Zeros
    knowledge: Knowledge


@dataclass(frozen=True)
class Scale:
    """A machine's scale: what its model is, how it was calibrated (None: never), and its zero (None: not yet seen)."""

    specification: Specification
    calibration: Calibration | None = None
    zero: Zero | None = None

    def knowledge(self, now_s: float, arm: Arm) -> Knowledge:
        """Return what is known of its coefficients at a moment."""
        # Its age counts in whole days: the same readings in other pieces weigh the same.
        day_s = now_s // 86_400 * 86_400
        return handbook(arm) if self.calibration is None else self.calibration.aged(day_s, arm)


@dataclass(frozen=True)
class Found:
    """What a span of readings told: its passes, and the zero after the last of them that is settled.

    `resume_s` is when that one ended: from then on readings are needed again with those that follow, and passes that
    began later will be found again.
    """

    passes: Passes
    zero: Zero
    resume_s: float


def quality(flaws: int) -> Quality:
    """Return how far a weight with some flaws can be trusted."""
    if flaws & _MAKES_POOR:
        return Quality.POOR
    return Quality.FAIR if flaws & _MAKES_FAIR else Quality.GOOD


def find_passes(scale: Scale, time_s: Array, values: Mapping[str, Array]) -> Found:
    """Return the passes in some readings of a machine, in order of time, with its signals in the catalogue's units.

    Raises `ValueError` where the machine has no boom. A pass counts once the bucket is coming down empty.
    """
    specification = scale.specification
    arm = specification.arm
    if arm is None:
        raise ValueError(f"A {specification.kind.label} has no boom to weigh with; right is a loader or an excavator.")
    motion = motion_of(time_s, values, arm)
    up, down = _paired(lifts(motion, arm), lowerings(motion, arm))
    first_s = float(time_s[0]) if len(time_s) else 0.0
    knowledge = scale.knowledge(first_s, arm)
    gross, empty = _weights(motion, (up, down), arm, knowledge)
    moved = _moved(gross, empty, specification.payload_kg)
    ended_s = motion.time_s[down.at]
    settled = int(np.sum(ended_s + SETTLED_S <= (float(time_s[-1]) if len(time_s) else first_s)))
    zero = scale.zero or unseen(first_s, specification.payload_kg)
    zeros = follow(zero, _empties(ended_s, empty, moved), specification.payload_kg, settled)
    passes = _passes(motion, (up, down), _Weighed(gross, zeros, knowledge), scale)
    return Found(passes.only(moved), zeros.last, float(ended_s[settled - 1]) if settled else first_s)


def _paired(up: Strokes, down: Strokes) -> tuple[Strokes, Strokes]:
    """Return each lift with the way down that follows it; one that is still up has none yet."""
    behind = np.searchsorted(down.at, up.at, side="right")
    before_next = (
        np.searchsorted(up.at, down.at[np.minimum(behind, max(len(down) - 1, 0))], side="right")
        if len(down)
        else np.zeros(len(up), dtype=np.int64)
    )
    paired = (behind < len(down)) & (before_next == np.arange(len(up)) + 1)
    return _chosen(up, np.flatnonzero(paired)), _chosen(down, behind[paired])


def _weights(
    motion: Motion, strokes: tuple[Strokes, Strokes], arm: Arm, knowledge: Knowledge
) -> tuple[Weights, Weights]:
    """Return what lifts and ways down move, weighed on the way instead where a machine drove far with its bucket."""
    up, down = strokes
    carried = carries(motion, arm)
    on_the_way = weigh(motion, carried, arm, knowledge)
    return (
        either(weigh(motion, up, arm, knowledge), on_the_way, loaded(motion, up, carried)),
        either(weigh(motion, down, arm, knowledge), on_the_way, emptied(motion, down, carried)),
    )


def _chosen(strokes: Strokes, which: NDArray[np.int64]) -> Strokes:
    number = np.full(len(strokes), -1)
    number[which] = np.arange(len(which))
    theirs = number[strokes.of]
    return Strokes(strokes.place[theirs >= 0], theirs[theirs >= 0], strokes.at[which])


def _moved(gross: Weights, empty: Weights, full_kg: float) -> NDArray[np.bool_]:
    """Return which lifts carried something that did not come down again; what was not weighed counts as carried."""
    lifted = ~(gross.mass_kg < _LEAST * full_kg)
    back = empty.mass_kg > np.maximum(_EMPTIED * gross.mass_kg, _LEAST * full_kg)
    return np.asarray(lifted & ~back)


def _empties(ended_s: Array, empty: Weights, moved: NDArray[np.bool_]) -> Empties:
    return Empties(ended_s, np.where(moved, empty.mass_kg, np.nan), empty.spread_kg, empty.slope)


def _passes(motion: Motion, strokes: tuple[Strokes, Strokes], weighed: _Weighed, scale: Scale) -> Passes:
    up, down = strokes
    gross, zeros = weighed.gross, weighed.zeros
    begun = np.full(len(up), np.inf)
    np.minimum.at(begun, up.of, motion.time_s[up.place])
    at_s = motion.time_s[up.at]
    own_kg, common_kg = _spreads(weighed, scale.specification)
    return Passes(
        begin_s=np.minimum(begun, at_s),
        at_s=at_s,
        end_s=motion.time_s[down.at],
        payload_kg=gross.mass_kg - zeros.kg,
        sd_kg=np.hypot(own_kg, common_kg),
        common_kg=common_kg,
        zero_kg=zeros.kg,
        flaws=_flaws(motion, up, weighed, scale),
    )


def _spreads(weighed: _Weighed, specification: Specification) -> tuple[Array, Array]:
    """Return the standard deviations of payloads: by noise and where the rock lies, and by zero and coefficients."""
    gross, zeros, arm = weighed.gross, weighed.zeros, specification.arm
    slope = gross.slope - zeros.slope
    by_knowledge = np.einsum("ni,ij,nj->n", slope, weighed.knowledge.covariance, slope)
    lies = (gross.mass_kg - zeros.kg) * _LIES_M / (arm.reach_m if arm else np.inf)
    floor = _FLOOR * specification.payload_kg
    own_kg = np.sqrt(gross.spread_kg**2 + lies**2 + floor**2)
    return np.asarray(own_kg), np.asarray(np.sqrt(zeros.variance + by_knowledge))


def _flaws(motion: Motion, up: Strokes, weighed: _Weighed, scale: Scale) -> NDArray[np.int64]:
    gross = weighed.gross
    told = {
        Flaw.FEW_READINGS: gross.readings < _FEW,
        Flaw.TOO_FAST: motion.rate[up.at] > _FAST_RADPS,
        Flaw.SLOPE: np.abs(motion.lean[up.at]) > _STEEP_RAD,
        Flaw.COLD_OIL: motion.oil_c[up.at] < _COLD_C,
        Flaw.UNSTEADY: gross.misfit > _MISFIT,
        Flaw.ZERO_OFF: np.abs(weighed.zeros.kg) > ALARM * scale.specification.payload_kg,
        Flaw.UNCALIBRATED: np.full(len(up), scale.calibration is None),
    }
    return np.asarray(sum(np.where(is_so, int(flaw), 0) for flaw, is_so in told.items()), dtype=np.int64)
