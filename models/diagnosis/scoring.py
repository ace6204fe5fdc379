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
from models.diagnosis.odds import NOTHING
from models.diagnosis.screen import Screen
from models.diagnosis.signature import Signatures, signatures
from models.diagnosis.standing import Singles
from models.diagnosis.verdict import clipped, remarkable, together, weigh
from models.machines import Kind

Halves = NDArray[np.float16]


@dataclass(frozen=True)
class Ready:
    """A model of a fleet's health, and what failures of one kind of machine look like under it."""

    model: FleetModel
    signatures: Signatures
    screen: Screen
    sigma: Singles

    @classmethod
    def of(cls, model: FleetModel, kind: Kind) -> "Ready":
        """Return a model with the signatures of a kind of its family."""
        found = signatures(kind, model.norm, model.own)
        return cls(model, found, Screen.of(found), model.own.sigma.astype(np.float32))


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
    values, known = left(recent, usual, ready.sigma)
    return np.where(known, clipped(values), np.nan).astype(np.float16).reshape(len(recent), -1)


def opened(kept: Halves) -> tuple[Floats, Flags]:
    """Return kept deviations as numbers, 0 where one is not known, and where it is."""
    values = kept.astype(np.float64)
    known = np.isfinite(values)
    return np.where(known, values, 0.0), known


def score(ready: Ready, kept: Halves, judged: NDArray[np.integer], jump: Floats) -> Scores:
    """Return what is said of rows of deviations; `judged` counts the hours of each machine, and `jump` tells how
    suddenly each quantity's offset came (row, quantity).

    What no failure explains well is passed over fast: its health is full, and its log odds are those of nothing.
    """
    found = Scores(np.full(len(kept), 100.0), np.full(len(kept), NOTHING), np.full(len(kept), -1))
    rows = _suspicious(ready, kept, judged, jump)
    if not len(rows):
        return found
    values, known = opened(kept[rows])
    weight = weigh(ready.signatures, values, known, spaced(jump[rows]))
    log_odds = together(weight.odds)
    suspicious = log_odds > SUSPECTED
    probability = probabilities(weight)
    health = machine_health(subsystem_healths(ready.signatures.modes, probability, weight.severity))
    found.health[rows] = np.where(suspicious, health, 100.0)
    found.log_odds[rows] = np.where(suspicious, log_odds, NOTHING)
    found.suspect[rows] = np.where(suspicious, probability.argmax(axis=1), -1)
    return found


def _suspicious(ready: Ready, kept: Halves, judged: NDArray[np.integer], jump: Floats) -> NDArray[np.intp]:
    """Return the rows worth a closer look: something is remarkable, and the machine's first hours are over."""
    values = kept.astype(np.float32)
    known = np.isfinite(values)
    values[~known] = 0.0
    rows = np.flatnonzero(remarkable(values, known) & (begun(np.ones(len(kept)), judged) > 0))
    passes = ready.screen.passes(values[rows], known[rows], jump[rows], SUSPECTED)
    return rows[passes]


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
