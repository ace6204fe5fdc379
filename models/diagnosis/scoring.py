"""What follows from how many machines stand, all at once: is something wrong with each, how sure is that, and what?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.alarm import begun
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect, left
from models.diagnosis.health import machine_health, probabilities, subsystem_healths
from models.diagnosis.model import FleetModel
from models.diagnosis.standing import Singles
from models.diagnosis.verdict import NOTHING, Signatures, clipped, remarkable, signatures, together, weigh
from models.machines import Kind

Halves = NDArray[np.float16]


@dataclass(frozen=True)
class Ready:
    """A model of a fleet's health, and what failures of one kind of machine look like under it."""

    model: FleetModel
    signatures: Signatures

    @classmethod
    def of(cls, model: FleetModel, kind: Kind) -> "Ready":
        """Return a model with the signatures of a kind of its family."""
        return cls(model, signatures(kind, model.norm, model.own))


@dataclass(frozen=True)
class Scores:
    """What is said of rows: health 0 to 100, log odds that something is wrong, and the place of the likeliest failure
    among the kind's (-1: none is suspected)."""

    health: Floats
    log_odds: Floats
    suspect: NDArray[np.int64]


# From these log odds on a failure is suspected.
SUSPECTED = 2.5


def deviate(ready: Ready, recent: Singles, usual: Singles) -> Halves:
    """Return the deviations of rows, a row each, NaN where one is not known: rounded to what is kept of them."""
    values, known = left(recent.astype(np.float64), usual.astype(np.float64), ready.model.own)
    return np.where(known, clipped(values), np.nan).astype(np.float16).reshape(len(recent), -1)


def opened(kept: Halves) -> tuple[Floats, Flags]:
    """Return kept deviations as numbers, 0 where one is not known, and where it is."""
    values = kept.astype(np.float64)
    known = np.isfinite(values)
    return np.where(known, values, 0.0), known


def wanted(kept: Halves, judged: NDArray[np.integer]) -> NDArray[np.intp]:
    """Return the rows that are to be weighed: something is remarkable, and the machine's first hours are over."""
    values, known = opened(kept)
    return np.flatnonzero(remarkable(values, known) & (begun(np.ones(len(kept)), judged) > 0))


def score(ready: Ready, kept: Halves, judged: NDArray[np.integer], jump: Floats) -> Scores:
    """Return what is said of rows of deviations; `judged` counts the hours of each machine, and `jump` tells how
    suddenly each quantity's offset came (row, quantity)."""
    rows = wanted(kept, judged)
    found = Scores(np.full(len(kept), 100.0), np.full(len(kept), NOTHING), np.full(len(kept), -1))
    if not len(rows):
        return found
    values, known = opened(kept[rows])
    weight = weigh(ready.signatures, values, known, spaced(jump[rows]))
    probability = probabilities(weight)
    found.health[rows] = machine_health(subsystem_healths(ready.signatures.modes, probability, weight.severity))
    found.log_odds[rows] = together(weight.odds)
    found.suspect[rows] = np.where(found.log_odds[rows] > SUSPECTED, probability.argmax(axis=1), -1)
    return found


def spaced(offsets: Floats) -> Floats:
    """Return jumps of offsets (row, quantity) where those of all aspects are wanted: nobody asks for the others."""
    wide = np.zeros((*offsets.shape, len(Aspect)))
    wide[..., Aspect.OFFSET] = offsets
    return wide.reshape(len(offsets), -1)


def offsets(kept: Halves) -> NDArray[np.float32]:
    """Return the sizes of the offsets in kept deviations (row, quantity), 0 where one is not known."""
    return np.nan_to_num(np.abs(kept[:, :: len(Aspect)].astype(np.float32)))


def suspected(names: Sequence[str], suspect: NDArray[np.int64]) -> list[str | None]:
    """Return the names of the likeliest failures, None where none is suspected."""
    return [names[place] if place >= 0 else None for place in suspect.tolist()]
