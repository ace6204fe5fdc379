"""What do more readings add to what is known of a machine on the roads, and from where must they be looked at again?"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.positioning.readings import Readings
from models.traffic.match import Stretch, stretches
from models.traffic.passage import LONGEST_S, Passages, entered_s, told_by
from models.traffic.road import Network

# What comes next may still change on which road the last moments were.
_UNSURE_S = 60.0
# Readings are looked at from so long before the first passage that they are to tell.
CONTEXT_S = 20.0


@dataclass(frozen=True)
class Taken:
    """Passages that readings tell, and the moment (Unix seconds) up to which all that began is known for good: what
    began behind it is told again with what comes next."""

    passages: Passages
    settled_s: float


def take_in(network: Network, readings: Readings, rated_kg: float | None = None) -> Taken:
    """Return what readings tell of passages. Looked at in parts they tell the same as in one go, as long as each part
    begins `CONTEXT_S` before the moment up to which the one before was settled."""
    ways = stretches(network, readings.trace)
    found = told_by(network, readings, ways, rated_kg)
    if not len(readings.trace):
        return Taken(found, float("-inf"))
    return Taken(found, _settled_s(network, ways, found, float(readings.trace.time_s[-1])))


def _settled_s(network: Network, ways: Sequence[Stretch], found: Passages, end_s: float) -> float:
    sure_s = end_s - _UNSURE_S
    unsure = found.enter_s[found.leave_s > sure_s].tolist()
    entered = [at for way in ways if way.time_s[-1] > sure_s for at in entered_s(network, way)]
    return float(max(min([sure_s, *unsure, *entered]), end_s - LONGEST_S))
