"""How much do trucks carry that wait for one another at loaders and dumps?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

# Trucks of several routes can stand in so many different ways at the most, before reckoning takes too long.
_MOST_STATES = 20_000


class TooManyTrucks(ValueError):
    """There are too many trucks on too many routes to be reckoned with one by one."""


@dataclass(frozen=True)
class Route:
    """What trucks do that drive between the same places: how long each of them is served at which station, how that
    varies (standard deviation ÷ mean), and how long they are on their way, in seconds; how many trucks they are."""

    serves_s: Mapping[str, float]
    varies: Mapping[str, float]
    travels_s: float
    trucks: int


@dataclass(frozen=True)
class Network:
    """Routes whose trucks wait for one another where they share a station: a loader or a dump that serves one at a
    time, in the order in which they come."""

    routes: tuple[Route, ...]

    @property
    def stations(self) -> list[str]:
        """Return the stations of all routes, by name."""
        return sorted({station for route in self.routes for station in route.serves_s})

    def with_trucks(self, trucks: Sequence[int]) -> "Network":
        """Return the same network with so many trucks on its routes."""
        pairs = zip(self.routes, trucks, strict=True)
        return Network(tuple(Route(one.serves_s, one.varies, one.travels_s, count) for one, count in pairs))


@dataclass(frozen=True)
class Flow:
    """What trucks do in the long run: cycles of each route in an hour, how many seconds a truck of it waits at its
    stations in a cycle, and which share of the time each station serves."""

    per_h: tuple[float, ...]
    waits_s: tuple[float, ...]
    busy: Mapping[str, float]


@dataclass(frozen=True)
class _State:
    """Cycles a second of each route, and how many trucks of each route are at each station."""

    rates: tuple[float, ...]
    waits: tuple[float, ...]
    there: Mapping[str, tuple[float, ...]]


def flow(network: Network) -> Flow:
    """Return what the trucks of a network do in the long run, by mean value analysis (Reiser and Lavenberg 1980).

    Who comes to a station finds there what would be there without it. One that is being served is found in the middle
    of that, which takes the longer the more services vary (Reiser 1979): half of (1 + variation²) of a mean service.
    Raises TooManyTrucks where trucks can stand in more than 20,000 ways.
    """
    routes, stations = network.routes, network.stations
    counts = [route.trucks for route in routes]
    if prod(count + 1 for count in counts) > _MOST_STATES:
        raise TooManyTrucks(f"{sum(counts)} trucks on {len(routes)} routes are too many to be reckoned with.")
    nobody = tuple(0.0 for _ in routes)
    states = {tuple(0 for _ in routes): _State(nobody, nobody, dict.fromkeys(stations, nobody))}
    # Every state follows from those with one truck less, which come before it.
    for trucks in list(product(*(range(count + 1) for count in counts)))[1:]:
        states[trucks] = _state(network, trucks, states)
    last = states[tuple(counts)]
    busy = {
        station: sum(rate * route.serves_s.get(station, 0.0) for rate, route in zip(last.rates, routes, strict=True))
        for station in stations
    }
    return Flow(tuple(3600 * rate for rate in last.rates), last.waits, busy)


def _state(network: Network, trucks: tuple[int, ...], before: Mapping[tuple[int, ...], _State]) -> _State:
    stays = []
    for place, (route, count) in enumerate(zip(network.routes, trucks, strict=True)):
        others = tuple(one - (at == place) for at, one in enumerate(trucks))
        stays.append(_stays_s(network, route, before[others]) if count else {})
    _serve_no_more(network, trucks, stays)
    rates = _rates(network, trucks, stays)
    there = {
        station: tuple(rate * stay.get(station, 0.0) for rate, stay in zip(rates, stays, strict=True))
        for station in network.stations
    }
    waits = [
        sum(stay[station] - route.serves_s[station] for station in stay)
        for route, stay in zip(network.routes, stays, strict=True)
    ]
    return _State(rates, tuple(waits), there)


def _rates(network: Network, trucks: Sequence[int], stays: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
    return tuple(
        count / (route.travels_s + sum(stay.values())) if count else 0.0
        for route, count, stay in zip(network.routes, trucks, stays, strict=True)
    )


def _serve_no_more(network: Network, trucks: Sequence[int], stays: Sequence[dict[str, float]]) -> None:
    """Let trucks stay longer at a station that would serve more than all the time.

    So much can follow from services that hardly vary: a truck that is found there is not always halfway through.
    """
    rates = _rates(network, trucks, stays)
    for station in network.stations:
        here = [(route.serves_s.get(station, 0.0), rate) for route, rate in zip(network.routes, rates, strict=True)]
        if (busy := sum(serves_s * rate for serves_s, rate in here)) > 1.0:
            for stay, (_, rate), count in zip(stays, here, trucks, strict=True):
                if station in stay:
                    stay[station] += (busy - 1.0) * count / rate


def _stays_s(network: Network, route: Route, found: _State) -> dict[str, float]:
    """Return how long a truck of a route stays at each of its stations when it finds others there."""
    return {station: own + sum(_ahead_s(network, station, found)) for station, own in route.serves_s.items()}


def _ahead_s(network: Network, station: str, found: _State) -> Iterator[float]:
    for other, there, rate in zip(network.routes, found.there[station], found.rates, strict=True):
        if station in other.serves_s:
            serves = other.serves_s[station]
            served = min(rate * serves, there)
            yield (there - served) * serves + served * serves * (1 + other.varies.get(station, 0.0) ** 2) / 2
