"""What would a site carry with one truck more or one less, and what holds it up?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.production.network import Flow, Network, Route, flow
from models.production.summed import FEWEST


@dataclass(frozen=True)
class Round:
    """One haul cycle: by which truck, between which loader and dump; in how many seconds the loader and the dump served
    it, for how many it waited for them and was on its way; and the tonnes that it carried."""

    truck: str
    loader: str
    dump: str
    loading_s: float
    dumping_s: float
    waited_s: float
    travelled_s: float
    tonnes: float

    @property
    def route(self) -> tuple[str, str]:
        """Return between which places it was."""
        return self.loader, self.dump


@dataclass(frozen=True)
class Change:
    """What one truck more and one less on a route would change of the tonnes an hour of the site while all work, and
    where its trucks wait: the station that serves for the greatest share of the time."""

    route: tuple[str, str]
    trucks: int
    more_tph: float
    less_tph: float
    bottleneck: str
    busy: float


def network_of(rounds: Sequence[Round]) -> tuple[Network, list[tuple[str, str]]]:
    """Return the network of what trucks did, with its routes by loader and dump, without those of too few cycles."""
    routes = [route for route in sorted({one.route for one in rounds}) if _count(rounds, route) >= FEWEST]
    return Network(tuple(_route([one for one in rounds if one.route == route]) for route in routes)), routes


def _count(rounds: Sequence[Round], route: tuple[str, str]) -> int:
    return sum(one.route == route for one in rounds)


def _route(rounds: Sequence[Round]) -> Route:
    loader, dump = rounds[0].route
    serves = {loader: [one.loading_s for one in rounds], dump: [one.dumping_s for one in rounds]}
    means = {station: float(np.mean(times)) for station, times in serves.items()}
    varies = {station: float(np.std(times)) / means[station] for station, times in serves.items()}
    # A break within a cycle says nothing of the way: a median does not mind it.
    travels = float(np.median([one.travelled_s for one in rounds]))
    return Route(means, varies, travels, len({one.truck for one in rounds}))


def matches(network: Network) -> dict[str, float]:
    """Return the match factor of each station: the rate at which trucks come that never wait ÷ that at which it serves.

    Below 1 it waits for trucks, above 1 trucks wait for it.
    """
    factors = dict.fromkeys(network.stations, 0.0)
    for route in network.routes:
        alone_s = route.travels_s + sum(route.serves_s.values())
        for station, serves_s in route.serves_s.items():
            factors[station] += route.trucks * serves_s / alone_s
    return factors


def changes(rounds: Sequence[Round]) -> list[Change]:
    """Return for each route what one truck more or less on it would change, by what its trucks did.

    Raises TooManyTrucks where there are too many to be reckoned with.
    """
    network, routes = network_of(rounds)
    return changes_of(network, routes, [_tonnes(rounds, route) for route in routes])


def changes_of(network: Network, routes: Sequence[tuple[str, str]], tonnes: Sequence[float]) -> list[Change]:
    """Return for each route of a network, by loader and dump, what one truck more or less on it would change, where it
    carries so many tonnes a cycle.

    Raises TooManyTrucks where there are too many to be reckoned with.
    """
    found = flow(network) if routes else None
    return [_change(network, place, route, tonnes, found) for place, route in enumerate(routes) if found]


def _tonnes(rounds: Sequence[Round], route: tuple[str, str]) -> float:
    return float(np.mean([one.tonnes for one in rounds if one.route == route]))


def _change(network: Network, place: int, route: tuple[str, str], tonnes: Sequence[float], found: Flow) -> Change:
    counts, here = [one.trucks for one in network.routes], tph(found, tonnes)
    more, less = (
        tph(flow(network.with_trucks([n + by * (at == place) for at, n in enumerate(counts)])), tonnes) - here
        for by in (1, -1)
    )
    busiest = max(route, key=lambda station: found.busy[station])
    return Change(route, counts[place], more, less, busiest, found.busy[busiest])


def tph(found: Flow, tonnes: Sequence[float]) -> float:
    """Return the tonnes an hour of all routes, each with so many tonnes a cycle."""
    return sum(per_h * each for per_h, each in zip(found.per_h, tonnes, strict=True))
