"""Which deviations of an hour speak for a failure, and what do they mean in the unit of their quantity?"""

from dataclasses import dataclass

import numpy as np

from models.diagnosis.account import SUMS
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect
from models.diagnosis.model import FleetModel
from models.diagnosis.quantity import GROWING, quantities
from models.diagnosis.signature import Signatures
from models.diagnosis.verdict import clipped

_COUNT, _U = SUMS.index("count"), SUMS.index("u")


@dataclass(frozen=True)
class Reading:
    """What a deviation means: what is `observed` of a machine lately, and `expected` of it in health under the same
    conditions: in the quantity's unit, but a share (0 to 1) of minutes that are missing or repeat."""

    observed: float
    expected: float


def gains(found: Signatures, place: int, values: Floats, known: Flags) -> Floats:
    """Return by how much each deviation of a row speaks for a failure (log likelihood against health).

    It is as far gone as fits best, to either side where it is a sensor's offset or drift. What the failure does not
    move, or moves to the other side, does not speak for it, even where health explains it less.
    """
    row = clipped(values)
    stack, mine = found.stack, slice(found.stack.first[place], found.stack.first[place + 1])
    each = (stack.squares[mine] * row**2 + stack.values[mine] * row + stack.flags[mine]) * known
    best = np.where(stack.reached(row[None])[0, mine], each.sum(axis=1), -np.inf).argmax()
    return np.asarray(np.where(row * stack.values[mine][best] <= 0, 0.0, each[best]))


def reading(model: FleetModel, recent: Floats, usual: Floats, place: tuple[int, Aspect], deviation: float) -> Reading:
    """Return what the deviation at a place means, by fading sums (quantity, sum) and what is usual (quantity,
    aspect)."""
    quantity, aspect = place
    norm, own = model.norm, model.own
    healthy = float(usual[quantity, aspect])
    seen = healthy + deviation * float(own.sigma[quantity, aspect])
    name = quantities(norm.kind)[quantity]
    match aspect:
        case Aspect.NOISE:
            return Reading(float(np.exp(seen)), float(np.exp(healthy)))
        case Aspect.MISSING:
            return Reading(min(max(seen, 0.0), 1.0), max(healthy, 0.0))
        case Aspect.FROZEN:
            return Reading(_repeated(seen), _repeated(healthy))
    worked = recent[quantity, _U] / max(recent[quantity, _COUNT], 1.0)
    middle = float(norm.usual[quantity] + norm.spread[quantity] * worked)
    # An offset that grows with what is expected is told where that is higher by its spread.
    if aspect is Aspect.SLOPE:
        middle += float(norm.spread[quantity])
    return Reading(*(float(np.exp(one)) if name in GROWING else one for one in (middle + seen, middle + healthy)))


def _repeated(aspect: float) -> float:
    return float(np.clip(1.02 - np.exp(-aspect), 0.0, 1.0))
