"""How does a machine's scale weigh, by lifts of its empty bucket and of a known weight, and how good are those?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum, unique

import numpy as np
from numpy.typing import NDArray

from models.weighing.equation import NAMES, REACH, Knowledge, empty_terms, handbook, load_terms
from models.weighing.handbook import GRAVITY_MPS2, Arm, Array, Specification
from models.weighing.motion import Motion, Strokes, lifts, lowerings
from models.weighing.scale import LATE_S, late_terms, noise_n

# How exactly a test weight is put to its place, in m; how many lifts of each kind are right.
_PLACED_M = 0.015
FEWEST_LIFTS, MOST_LIFTS = 3, 5
# A weight this small says little of large ones; oil this cold, and ground this steep, are not those of work.
_SMALL, _COLD_C, _STEEP_DEG = 0.5, 25.0, 5.0
_MISFIT, _APART, _SPEEDS, _LEAST_MISFIT = 1.6, 3.0, 1.15, 0.35
# A calibration is as good as none after about so many days.
_FORGOTTEN_DAYS = 3 * 365.0
RENEW_AFTER_DAYS = 365.0


@unique
class Verdict(StrEnum):
    """How good a calibration is; one that is poor is not used."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@unique
class Shortcoming(StrEnum):
    """What is not as it should be in a calibration."""

    FEW_LIFTS = "few_lifts"
    SMALL_WEIGHT = "small_weight"
    COLD_OIL = "cold_oil"
    SLOPE = "slope"
    ONE_SPEED = "one_speed"
    UNSTEADY = "unsteady"
    UNLIKELY_WEIGHT = "unlikely_weight"


@dataclass(frozen=True)
class Window:
    """Between which moments, in Unix seconds, something was done."""

    begin_s: float
    end_s: float


@dataclass(frozen=True)
class Calibration:
    """What is known of a scale since `at_s`: its verdict, what is short of it, and figures that say why.

    `span_pct` is by how much more force a kg takes than the handbook says, with its standard deviation.
    """

    at_s: float
    knowledge: Knowledge
    verdict: Verdict
    shortcomings: tuple[Shortcoming, ...]
    lifts: tuple[int, int]
    misfit: float
    span_pct: float
    span_sd_pct: float

    def aged(self, now_s: float, arm: Arm) -> Knowledge:
        """Return what is still known of the scale at a moment: it forgets, towards what the handbook knows."""
        years = min(max(now_s - self.at_s, 0.0) / 86_400 / _FORGOTTEN_DAYS, 1.0)
        return replace(self.knowledge, covariance=self.knowledge.covariance + years * handbook(arm).covariance)


@dataclass(frozen=True)
class _Rows:
    """The equation's rows of some strokes: terms of the nine coefficients, force, noise, and what is of each stroke."""

    terms: NDArray[np.float64]
    force: Array
    noise: Array
    late: Array
    placed: Array
    of: NDArray[np.int64]


def calibrate(
    motion: Motion, specification: Specification, empty: Window, loaded: Window, weight_kg: float
) -> Calibration:
    """Return the calibration by what a machine told while its bucket was lifted empty, and with a weight of so many kg.

    It begins with what the handbook knows, so a bad calibration cannot be worse than none. Raises `ValueError` where
    the machine has no boom.
    """
    arm = specification.arm
    if arm is None:
        raise ValueError(f"A {specification.kind.label} has no boom to weigh with; right is a loader or an excavator.")
    prior = handbook(arm)
    bare, heavy = _inside(motion, arm, empty), _inside(motion, arm, loaded)
    rows = _rows(motion, arm, [*((one, 0.0) for one in bare), *((one, weight_kg) for one in heavy)])
    _, misfit = _fit(rows, prior)
    # Slow steady lifts fit better than those of work, of which the noise is: what they tell counts for more.
    knowledge, _ = _fit(replace(rows, noise=rows.noise * np.clip(misfit, _LEAST_MISFIT, 1.0)), prior)
    counts = len(bare[0]), len(heavy[0])
    span, sd = _span(knowledge, arm)
    short = tuple(_shortcomings(motion, heavy[0], counts, misfit))
    short += (Shortcoming.SMALL_WEIGHT,) if weight_kg < _SMALL * specification.payload_kg else ()
    short += (Shortcoming.UNLIKELY_WEIGHT,) if abs(span) > _APART * _span(prior, arm)[1] else ()
    return Calibration(loaded.end_s, knowledge, _verdict(short), short, counts, misfit, span, sd)


def count_lifts(motion: Motion, specification: Specification, window: Window) -> int:
    """Return how often a machine's boom was lifted in a time; never where it has none."""
    arm = specification.arm
    return 0 if arm is None else len(_between(motion, lifts(motion, arm), window))


def _inside(motion: Motion, arm: Arm, window: Window) -> tuple[Strokes, Strokes]:
    """Return the lifts and the ways down of a time."""
    return _between(motion, lifts(motion, arm), window), _between(motion, lowerings(motion, arm), window)


def _between(motion: Motion, strokes: Strokes, window: Window) -> Strokes:
    moment = motion.time_s[strokes.at]
    kept = (moment >= window.begin_s) & (moment <= window.end_s)
    number = np.cumsum(kept) - 1
    good = kept[strokes.of]
    return Strokes(strokes.place[good], number[strokes.of[good]], strokes.at[kept])


def _rows(motion: Motion, arm: Arm, done: list[tuple[Strokes, float]]) -> _Rows:
    places = np.concatenate([one.place for one, _ in done])
    weight = np.concatenate([np.full(len(one.place), kg) for one, kg in done])
    firsts = np.cumsum([0, *(len(one) for one, _ in done)])
    load = load_terms(motion, arm, places) * weight[:, None]
    return _Rows(
        terms=empty_terms(motion, arm, places) + load,
        force=motion.force_n[places],
        noise=noise_n(motion, arm, places),
        late=late_terms(motion, arm, places),
        placed=weight * GRAVITY_MPS2 * np.cos(motion.angle[places]) / arm.lever_m(motion.angle[places]),
        of=np.concatenate([one.of + first for (one, _), first in zip(done, firsts[:-1].tolist(), strict=True)]),
    )


def _fit(rows: _Rows, prior: Knowledge) -> tuple[Knowledge, float]:
    """Return what is known afterwards, and the misfit in standard deviations, by least squares with a prior.

    What differs from stroke to stroke, where the weight hangs and how late the angle is, is estimated along with it.
    """
    count = int(rows.of.max()) + 1 if len(rows.of) else 0
    each = (rows.of[:, None] == np.arange(count)).astype(np.float64)
    terms = np.concatenate([rows.terms, each * rows.placed[:, None], each * rows.late[:, None]], axis=1)
    terms, wanted = terms / rows.noise[:, None], rows.force / rows.noise
    spread = np.concatenate([np.sqrt(np.diag(prior.covariance)), np.full(count, _PLACED_M), np.full(count, LATE_S)])
    mean = np.concatenate([prior.mean, np.zeros(2 * count)])
    # In units of the prior's standard deviations, which keeps the numbers near 1.
    scaled = terms * spread
    surety = np.eye(len(spread))
    known = len(NAMES)
    surety[:known, :known] = np.linalg.inv(prior.covariance / np.outer(spread[:known], spread[:known]))
    covariance = np.linalg.inv(scaled.T @ scaled + surety)
    found = mean + spread * (covariance @ (scaled.T @ (wanted - terms @ mean)))
    off = wanted - terms @ found
    misfit = float(np.sqrt(np.mean(off**2))) if len(off) else 0.0
    kept = covariance[:known, :known] * np.outer(spread[:known], spread[:known]) * max(misfit, 1.0) ** 2
    return Knowledge(found[:known], kept), misfit


def _span(knowledge: Knowledge, arm: Arm) -> tuple[float, float]:
    """Return by how much more force a kg takes on the way up than the handbook says, and how sure that is, in %."""
    share = np.zeros(len(NAMES))
    share[REACH], share[NAMES.index("drag")] = 1.0, arm.reach_m / arm.moment_kgm
    usual = float(share @ handbook(arm).mean)
    spread = float(np.sqrt(share @ knowledge.covariance @ share))
    return 100 * (float(share @ knowledge.mean) / usual - 1), 100 * spread / usual


def _shortcomings(motion: Motion, heavy: Strokes, counts: tuple[int, int], misfit: float) -> Iterator[Shortcoming]:
    if min(counts) < FEWEST_LIFTS:
        yield Shortcoming.FEW_LIFTS
    if not len(heavy):
        return
    if float(motion.oil_c[heavy.at].min()) < _COLD_C:
        yield Shortcoming.COLD_OIL
    if float(np.degrees(np.abs(motion.lean[heavy.at])).max()) > _STEEP_DEG:
        yield Shortcoming.SLOPE
    speeds = motion.rate[heavy.at]
    if float(speeds.max()) < _SPEEDS * float(speeds.min()):
        yield Shortcoming.ONE_SPEED
    if misfit > _MISFIT:
        yield Shortcoming.UNSTEADY


def _verdict(short: tuple[Shortcoming, ...]) -> Verdict:
    if {Shortcoming.FEW_LIFTS, Shortcoming.UNSTEADY, Shortcoming.UNLIKELY_WEIGHT} & set(short):
        return Verdict.POOR
    return Verdict.FAIR if short else Verdict.GOOD
