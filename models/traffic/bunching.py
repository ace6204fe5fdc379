"""Do trucks come to a point of the road evenly, by chance, or in bunches?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.positioning.ground import Floats
from models.traffic.delay import share_bounds
from models.traffic.passage import Passages
from models.traffic.road import Network

# Who comes so soon behind another follows it.
FOLLOWS_S = 30.0
# A pause of so long is a break or a change of shifts, and no headway.
_PAUSE_S = 1800.0
_LEAST = 10


@dataclass(frozen=True)
class Bunching:
    """How trucks came to the middle of a road in one direction: how many headways there were and their mean in
    seconds; their coefficient of variation (0: as by a clock, 1: by chance, above: in bunches), and the shares of
    trucks that followed another within 30 s, and that would if they came by chance as often.

    `low` and `high` are the bounds between which nine in ten lie of shares that give such counts.
    """

    road: str
    forward: bool
    trucks: int
    headways: int
    mean_s: float
    variation: float
    follow: float
    low: float
    high: float
    by_chance: float


def bunching(network: Network, passages: Passages) -> list[Bunching]:
    """Return how trucks came to the middle of each road, each way, where ten or more headways were seen."""
    lanes = [(road.id, forward) for road in network.roads for forward in (True, False)]
    return [one for road, forward in lanes for one in _at(network, passages, road, forward)]


def _at(network: Network, passages: Passages, road: str, forward: bool) -> Iterator[Bunching]:
    places = network.of_road[road]
    if not places:
        return
    here = (passages.segment == places[len(places) // 2]) & (passages.forward == forward)
    headways = np.diff(np.sort(passages.enter_s[here]))
    headways = headways[headways < _PAUSE_S]
    if len(headways) >= _LEAST:
        trucks = len(np.unique(passages.machine[here]))
        yield _of(road, forward, trucks, headways)


def _of(road: str, forward: bool, trucks: int, headways: Floats) -> Bunching:
    mean_s = float(headways.mean())
    follow = int((headways <= FOLLOWS_S).sum())
    low, high = share_bounds(np.array([follow]), np.array([len(headways)]))
    return Bunching(
        road=road,
        forward=forward,
        trucks=trucks,
        headways=len(headways),
        mean_s=mean_s,
        variation=float(headways.std() / mean_s),
        follow=follow / len(headways),
        low=float(low[0]),
        high=float(high[0]),
        # Random arrivals have exponential headways.
        by_chance=float(1 - np.exp(-FOLLOWS_S / mean_s)),
    )
